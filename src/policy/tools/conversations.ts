/** Classes of protocol and port in words. */
import { formatPortRange, formatProtocol, hasPorts, isIcmp } from '../../net/protocol.js';
import { formatIcmp } from '../icmp.js';
import { type KeyClass, keyOrder } from './classes.js';

/** `TCP 80, 8000-8100; UDP 53; ICMP`; `all`, `none`. */
export function describeKeys(allowed: readonly KeyClass[], all: readonly KeyClass[]): string {
  if (allowed.length === 0) return 'none';
  if (allowed.length === all.length) return 'all';
  const joined = joinSpans(allowed);
  const protocols = [...new Set(joined.map((k) => k.protocol))].sort((a, b) => rank(a) - rank(b));
  return protocols
    .map((protocol) =>
      describeProtocol(
        protocol,
        joined.filter((k) => k.protocol === protocol),
      ),
    )
    .join('; ');
}

/** Transports first, as people expect them; ICMP and ICMPv6 at the same place. */
function rank(protocol: KeyClass['protocol']): number {
  if (protocol === 'other') return 1000;
  return hasPorts(protocol) ? protocol : isIcmp(protocol) ? 200 : 300 + protocol;
}

function joinSpans(keys: readonly KeyClass[]): KeyClass[] {
  const joined: KeyClass[] = [];
  for (const key of [...keys].sort((a, b) => keyOrder(a) - keyOrder(b))) {
    const before = joined.at(-1);
    if (before !== undefined && before.protocol === key.protocol && before.last + 1 === key.first)
      joined[joined.length - 1] = { ...before, last: key.last };
    else joined.push(key);
  }
  return joined;
}

function describeProtocol(protocol: KeyClass['protocol'], spans: readonly KeyClass[]): string {
  if (protocol === 'other') return 'other protocols';
  const name = formatProtocol(protocol);
  if (spans.length === 1 && spans[0]?.first === 0 && spans[0].last === 65535) return name;
  if (hasPorts(protocol)) return `${name} ${spans.map(formatPortRange).join(', ')}`;
  if (!isIcmp(protocol)) return name;
  return `${name} ${spans.map((s) => formatTypes(protocol, s)).join(', ')}`;
}

function formatTypes(protocol: number, { first, last }: KeyClass): string {
  if (first === last) return formatIcmp(protocol, { type: first >> 8, code: first & 255 });
  const [low, high] = [first >> 8, last >> 8];
  if (low === high && (first & 255) === 0 && (last & 255) === 255) return formatIcmp(protocol, { type: low });
  return low === high ? `type ${low} codes ${first & 255}-${last & 255}` : `types ${low}-${high}`;
}
