/**
 * All protocols and ports as finitely many classes, from the boundaries that the declared policies of some worlds draw:
 * within one class no rule can tell two packets apart.
 */
import { encodeKey, hasPorts, isIcmp } from '../../net/protocol.js';
import { type Family, PROTOCOL } from '../../net/types.js';
import type { Flow } from '../flow.js';
import type { PortMatch, World } from '../model.js';

/** Conversations of one protocol over an inclusive span of ports (or ICMP `type << 8 | code`); protocols without ports have one span. */
export interface KeyClass {
  readonly protocol: number | 'other';
  readonly first: number;
  readonly last: number;
}

/** A protocol that IANA reserves for experiments stands for all that no rule names. */
const OTHER = 253;

/** Every class of protocol and port, ascending by protocol; ICMP of either family as given. */
export function keyClasses(worlds: readonly World[]): KeyClass[] {
  const matches = worlds.flatMap((w) =>
    w.policies.flatMap((p) => p.rules.flatMap((r) => (r.ports === 'any' ? [] : r.ports))),
  );
  const named = worlds.flatMap((w) => w.workloads.flatMap((workload) => workload.ports));
  const protocols = new Set<number>([PROTOCOL.icmp, PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmpv6, PROTOCOL.sctp]);
  for (const { protocol } of matches) if (protocol !== 'any') protocols.add(protocol);
  const names = new Set(matches.flatMap((m) => m.name ?? []));
  return [
    ...[...protocols]
      .sort((a, b) => a - b)
      .flatMap((protocol) =>
        spans(
          protocol,
          matches,
          named.filter((n) => names.has(n.name)),
        ),
      ),
    { protocol: 'other', first: 0, last: 0 },
  ];
}

function spans(
  protocol: number,
  matches: readonly PortMatch[],
  named: readonly { protocol: number; port: number }[],
): KeyClass[] {
  if (!hasPorts(protocol) && !isIcmp(protocol)) return [{ protocol, first: 0, last: 0 }];
  const cuts = new Set<number>([0, 65536]);
  const cut = (first: number, last: number) => cuts.add(first).add(last + 1);
  for (const match of matches) {
    if (match.protocol !== 'any' && match.protocol !== protocol) continue;
    if (match.ports) cut(match.ports.first, match.ports.last);
    if (match.icmp)
      cut((match.icmp.type << 8) | (match.icmp.code ?? 0), (match.icmp.type << 8) | (match.icmp.code ?? 255));
  }
  for (const { protocol: p, port } of named) if (p === protocol) cut(port, port);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((first, i) => ({ protocol, first, last: (sorted[i + 1] as number) - 1 }));
}

/** A conversation of the class. */
export function representative({ protocol, first }: KeyClass): Pick<Flow, 'protocol' | 'port' | 'icmp'> {
  if (protocol === 'other') return { protocol: OTHER };
  if (hasPorts(protocol)) return { protocol, port: first };
  if (isIcmp(protocol)) return { protocol, icmp: { type: first >> 8, code: first & 255 } };
  return { protocol };
}

/** Whether the class can occur between addresses of the family. */
export function ofFamily({ protocol }: KeyClass, family: Family): boolean {
  return protocol !== (family === 4 ? PROTOCOL.icmpv6 : PROTOCOL.icmp);
}

/** For sorting and joining neighbours. */
export function keyOrder({ protocol, first }: KeyClass): number {
  return protocol === 'other' ? Number.MAX_SAFE_INTEGER : encodeKey({ protocol, port: 0 }) + first;
}

/** Classes end where patterns end: one is inside or outside. */
export function matchesKey({ protocol, ports, icmp }: PortMatch, key: KeyClass): boolean {
  if (protocol !== 'any' && protocol !== key.protocol) return false;
  if (ports !== undefined)
    return key.protocol !== 'other' && hasPorts(key.protocol) && ports.first <= key.first && key.last <= ports.last;
  if (icmp !== undefined) {
    const first = (icmp.type << 8) | (icmp.code ?? 0);
    const last = (icmp.type << 8) | (icmp.code ?? 255);
    return key.protocol !== 'other' && isIcmp(key.protocol) && first <= key.first && key.last <= last;
  }
  return true;
}

/** The classes of a set: bits by their place in `keys`. */
export function keysOf(set: bigint, keys: readonly KeyClass[]): KeyClass[] {
  const bits = set.toString(2);
  return keys.filter((_key, i) => bits[bits.length - 1 - i] === '1');
}
