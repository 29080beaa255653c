/** Port matches as runs of the 24-bit key axis (`protocol << 16 | port`, ICMP `type << 8 | code`). */
import { hasPorts, isIcmp } from '../net/protocol.js';
import { PROTOCOL } from '../net/types.js';
import type { ViewPort } from '../policy/view.js';

/** One behind the last key. */
export const KEY_END = 2 ** 24;

/** Boundaries of the union of the matches, as in coverage.ts: begins, ends, begins, …; never odd, ends may be KEY_END. */
export function keyBounds(ports: 'any' | readonly ViewPort[]): number[] {
  if (ports === 'any') return [0, KEY_END];
  if (ports.length === 1) {
    const { protocol, ports: range } = ports[0] as ViewPort;
    if (range !== undefined && protocol !== 'any' && hasPorts(protocol))
      return [protocol * 65536 + range.first, protocol * 65536 + range.last + 1];
  }
  const runs = ports.flatMap(runsOf).sort((a, b) => a[0] - b[0]);
  const bounds: number[] = [];
  for (const [begin, end] of runs) {
    const last = bounds.length - 1;
    if (last > 0 && begin <= (bounds[last] as number)) bounds[last] = Math.max(end, bounds[last] as number);
    else bounds.push(begin, end);
  }
  return bounds;
}

type Run = readonly [begin: number, end: number];

function runsOf({ protocol, ports, icmp }: ViewPort): Run[] {
  if (ports !== undefined) {
    const protocols =
      protocol === 'any' ? [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp] : hasPorts(protocol) ? [protocol] : [];
    return protocols.map((p) => [p * 65536 + ports.first, p * 65536 + ports.last + 1]);
  }
  if (icmp !== undefined) {
    const protocols = protocol === 'any' ? [PROTOCOL.icmp, PROTOCOL.icmpv6] : isIcmp(protocol) ? [protocol] : [];
    const code = icmp.code ?? 0;
    return protocols.map((p) => {
      const begin = p * 65536 + icmp.type * 256 + code;
      return [begin, begin + (icmp.code === undefined ? 256 : 1)];
    });
  }
  return protocol === 'any' ? [[0, KEY_END]] : [[protocol * 65536, (protocol + 1) * 65536]];
}
