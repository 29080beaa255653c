/** What a rule covers, as spans of addresses and of the protocol/port axis: enough to say that one rule covers another. */
import { isDeepStrictEqual } from 'node:util';
import { comparePrefixes, prefixLast } from '../../net/prefix.js';
import { PROTOCOL, type Prefix } from '../../net/types.js';
import type { PortMatch, Rule } from '../model.js';
import type { SetTable } from '../sets.js';

type Span = readonly [first: bigint, last: bigint];

export interface Extent {
  readonly v4: 'all' | readonly Span[];
  readonly v6: 'all' | readonly Span[];
  readonly keys: 'all' | readonly Span[];
  /** Port names: what they mean depends on the endpoint. */
  readonly named: readonly PortMatch[];
}

/** @param prefixes the addresses of a set, by its id */
export function extentOf(rule: Rule, sets: SetTable, prefixes: (id: string) => readonly Prefix[]): Extent {
  const peers = rule.peers === 'any' ? 'all' : rule.peers.flatMap((peer) => prefixes(sets.ofPeer(peer)));
  const plain = rule.ports === 'any' ? 'all' : rule.ports.filter((p) => p.name === undefined).map(keySpan);
  return {
    v4: peers === 'all' ? 'all' : addressSpans(peers, 4),
    v6: peers === 'all' ? 'all' : addressSpans(peers, 6),
    keys: plain === 'all' ? 'all' : join(plain),
    named: rule.ports === 'any' ? [] : rule.ports.filter((p) => p.name !== undefined),
  };
}

export function coversExtent(outer: Extent, inner: Extent): boolean {
  return (
    coversSpans(outer.v4, inner.v4) &&
    coversSpans(outer.v6, inner.v6) &&
    coversSpans(outer.keys, inner.keys) &&
    (outer.keys === 'all' || inner.named.every((name) => outer.named.some((other) => isDeepStrictEqual(name, other))))
  );
}

/** No address of either family. */
export function hasNoPeers({ v4, v6 }: Extent): boolean {
  return v4.length === 0 && v6.length === 0;
}

function addressSpans(prefixes: readonly Prefix[], family: 4 | 6): Span[] {
  const own = prefixes.filter((p) => p.family === family).sort(comparePrefixes);
  return join(own.map((p): Span => [p.value, prefixLast(p)]));
}

function keySpan({ protocol, ports, icmp }: PortMatch): Span {
  if (protocol === 'any') return [0n, 0xffffffn];
  const base = BigInt(protocol) << 16n;
  if (ports !== undefined) return [base + BigInt(ports.first), base + BigInt(ports.last)];
  if (icmp !== undefined && (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6)) {
    const type = base + (BigInt(icmp.type) << 8n);
    return icmp.code === undefined ? [type, type + 255n] : [type + BigInt(icmp.code), type + BigInt(icmp.code)];
  }
  return [base, base + 0xffffn];
}

/** Ascending, neighbours joined. */
function join(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const before = joined.at(-1);
    if (before !== undefined && span[0] <= before[1] + 1n)
      joined[joined.length - 1] = [before[0], span[1] > before[1] ? span[1] : before[1]];
    else joined.push(span);
  }
  return joined;
}

function coversSpans(outer: 'all' | readonly Span[], inner: 'all' | readonly Span[]): boolean {
  if (outer === 'all') return true;
  if (inner === 'all') return false;
  return inner.every(([first, last]) => outer.some((span) => span[0] <= first && last <= span[1]));
}
