/**
 * The classes of packets that a declared policy tells apart, from the policy's own edges: nothing here knows how it was
 * compiled. For one endpoint and direction: addresses at each edge of each prefix and beside it; for each address the rules
 * that it can meet; keys at each edge of each port match and beside it; times at each expiry and before it.
 */
import { hasPorts, isIcmp } from '../net/protocol.js';
import type { Address, Direction, Family, Prefix } from '../net/types.js';
import { PROTOCOL } from '../net/types.js';
import type { AddressSet, NodeView, ViewEndpoint, ViewPolicy, ViewPort, ViewRule } from '../policy/view.js';

const BITS = { 4: 32, 6: 128 } as const;
const CARRYING = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp, PROTOCOL.icmp, PROTOCOL.icmpv6];

/** Which sets hold an address. */
export class SetIndex {
  /** By family and prefix length: prefix value → sets. */
  readonly #byLength: Record<Family, Map<number, Map<bigint, string[]>>> = { 4: new Map(), 6: new Map() };
  readonly #sets: ReadonlyMap<string, AddressSet>;

  constructor(view: NodeView) {
    this.#sets = new Map(view.sets.map((set) => [set.id, set]));
    for (const { id, prefixes } of view.sets) {
      for (const { family, value, length } of prefixes) {
        const values = entry(this.#byLength[family], length, () => new Map<bigint, string[]>());
        entry(values, value, () => []).push(id);
      }
    }
  }

  holding({ family, value }: Address): Set<string> {
    const found = new Set<string>();
    for (const [length, values] of this.#byLength[family]) {
      const free = BigInt(BITS[family] - length);
      for (const id of values.get((value >> free) << free) ?? []) found.add(id);
    }
    return found;
  }

  prefixes(id: string): readonly Prefix[] {
    return this.#sets.get(id)?.prefixes ?? [];
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** The policies of an endpoint, with the rules of one direction only. */
export function policiesOf(view: NodeView, endpoint: ViewEndpoint, direction: Direction): ViewPolicy[] {
  const selected = new Set(endpoint.policies);
  return view.policies
    .filter(({ key }) => selected.has(key))
    .map((policy) => ({ ...policy, rules: policy.rules.filter((rule) => rule.direction === direction) }));
}

/** The ends of the address spaces, and for each prefix its first and last address and those beside it. */
export function edgeAddresses(policies: readonly ViewPolicy[], index: SetIndex): Address[] {
  const values = { 4: new Set<bigint>(), 6: new Set<bigint>() };
  const add = (family: Family, value: bigint): void => {
    if (value >= 0n && value < 1n << BigInt(BITS[family])) values[family].add(value);
  };
  for (const family of [4, 6] as const) {
    add(family, 0n);
    add(family, (1n << BigInt(BITS[family])) - 1n);
  }
  const named = new Set(
    policies.flatMap(({ rules }) =>
      rules.flatMap(({ matches }) => matches.flatMap(({ peers }) => (peers === 'any' ? [] : peers))),
    ),
  );
  for (const id of named) {
    for (const { family, value, length } of index.prefixes(id)) {
      const last = value + (1n << BigInt(BITS[family] - length)) - 1n;
      for (const edge of [value - 1n, value, last, last + 1n]) add(family, edge);
    }
  }
  return ([4, 6] as const).flatMap((family) => [...values[family]].map((value): Address => ({ family, value })));
}

/** What is left of the policies for one peer: matches that it is in, their peers now `any`. Keeps the meaning for that peer. */
export function reduceTo(policies: readonly ViewPolicy[], holding: ReadonlySet<string>): ViewPolicy[] {
  return policies.map((policy) => ({ ...policy, rules: policy.rules.flatMap((rule) => reduceRule(rule, holding)) }));
}

function reduceRule(rule: ViewRule, holding: ReadonlySet<string>): ViewRule[] {
  const matches = rule.matches
    .filter(({ peers }) => peers === 'any' || peers.some((id) => holding.has(id)))
    .map(({ ports }) => ({ peers: 'any' as const, ports }));
  return matches.length === 0 ? [] : [{ ...rule, matches }];
}

/** Keys at the edges of the rules' ports and beside them, and some of each protocol; only keys that packets have. */
export function edgeKeys(policies: readonly ViewPolicy[]): number[] {
  const keys = new Set<number>();
  const add = (protocol: number, low: number): void => {
    if (protocol < 0 || protocol > 255) return;
    if (hasPorts(protocol) || isIcmp(protocol)) {
      if (low >= 0 && low <= 0xffff) keys.add(protocol * 65536 + low);
    } else keys.add(protocol * 65536);
  };
  for (const protocol of [...CARRYING, 0, 47, 255]) for (const low of [0, 0xffff]) add(protocol, low);
  for (const { rules } of policies) {
    for (const { matches } of rules)
      for (const { ports } of matches) if (ports !== 'any') for (const port of ports) addPort(port, add);
  }
  return [...keys];
}

function addPort({ protocol, ports, icmp }: ViewPort, add: (protocol: number, low: number) => void): void {
  const [first, last] =
    ports !== undefined
      ? [ports.first, ports.last]
      : icmp !== undefined
        ? [icmp.type * 256 + (icmp.code ?? 0), icmp.type * 256 + (icmp.code ?? 255)]
        : [0, 0xffff];
  for (const p of protocol === 'any' ? CARRYING : [protocol - 1, protocol, protocol + 1]) {
    for (const low of [first - 1, first, last, last + 1]) add(p, low);
  }
}

/** Unix milliseconds: now, and each expiry and the moment before it. */
export function edgeTimes(policies: readonly ViewPolicy[], nowMs: number): number[] {
  const times = new Set([nowMs]);
  for (const { rules } of policies) {
    for (const { expiresAt } of rules) {
      if (expiresAt === undefined) continue;
      times.add(expiresAt - 1);
      times.add(expiresAt);
    }
  }
  return [...times];
}

/** Tells apart what `reduceTo` left: rules by their place and the matches that remain of each. */
export function signatureOf(policies: readonly ViewPolicy[], holding: ReadonlySet<string>): string {
  const parts: string[] = [];
  policies.forEach(({ rules }, p) => {
    rules.forEach(({ matches }, r) => {
      matches.forEach(({ peers }, m) => {
        if (peers === 'any' || peers.some((id) => holding.has(id))) parts.push(`${p}.${r}.${m}`);
      });
    });
  });
  return parts.join(' ');
}
