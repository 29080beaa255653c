/**
 * The classes of packets that a declared policy tells apart, from the policy's own edges: nothing here knows how it was
 * compiled. For one endpoint and direction: addresses at each edge of each prefix and beside it; for each address the rules
 * that it can meet; keys at each edge of each port match and beside it; times at each expiry and before it.
 */
import { hasPorts, isIcmp } from '../net/protocol.js';
import type { Address, Direction, Family, Prefix } from '../net/types.js';
import { PROTOCOL } from '../net/types.js';
import { spelled } from '../policy/packed.js';
import type { AddressSet, NodeView, ViewEndpoint, ViewPolicy, ViewPort, ViewRule } from '../policy/view.js';
import type { Steps } from './steps.js';

const BITS = { 4: 32, 6: 128 } as const;
/** Rules, or prefixes, that are looked at before the next step. */
const STEP_RULES = 256;
const CARRYING = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp, PROTOCOL.icmp, PROTOCOL.icmpv6];

/** A view to be verified, asked by key: a full node's takes long, and much memory, to say whole. */
export interface Declared {
  /** Without endpoints, policies and sets. */
  readonly bare: NodeView;
  readonly endpoints: readonly ViewEndpoint[];
  policy(key: string): ViewPolicy | undefined;
  set(id: string): AddressSet | undefined;
}

/** @param policies whose sets they are */
export type Edged = Pick<Declared, 'set'> & { readonly policies: readonly ViewPolicy[] };

/** Which of the sets that the policies name hold an address. */
export class SetIndex {
  /** By family and prefix length: prefix value → sets. */
  readonly #byLength: Record<Family, Map<number, Map<bigint, string[]>>> = { 4: new Map(), 6: new Map() };

  private constructor() {}

  static *of(edged: Edged): Steps<SetIndex> {
    const index = new SetIndex();
    for (const step of prefixesOf(edged)) {
      if (step === undefined) {
        yield;
        continue;
      }
      const { id, prefix } = step;
      const values = entry(index.#byLength[prefix.family], prefix.length, () => new Map<bigint, string[]>());
      entry(values, prefix.value, () => []).push(id);
    }
    return index;
  }

  holding({ family, value }: Address): Set<string> {
    const found = new Set<string>();
    for (const [length, values] of this.#byLength[family]) {
      const free = BigInt(BITS[family] - length);
      for (const id of values.get((value >> free) << free) ?? []) found.add(id);
    }
    return found;
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

/** Rules of the policies one by one, and undefined where it is time for a step. */
function* rulesOf(policies: readonly ViewPolicy[]): Generator<ViewRule | undefined> {
  for (const { rules } of policies)
    for (const [i, rule] of rules.entries()) {
      if (i % STEP_RULES === 0) yield undefined;
      yield rule;
    }
}

/** Of each set that the policies name, once; undefined where it is time for a step. */
function* prefixesOf({
  policies,
  set,
}: Edged): Generator<{ readonly id: string; readonly prefix: Prefix } | undefined> {
  const named = new Set<string>();
  let done = 0;
  for (const rule of rulesOf(policies)) {
    if (rule === undefined) yield undefined;
    for (const { peers } of rule?.matches ?? [])
      for (const id of peers === 'any' ? [] : peers) {
        if (named.has(id)) continue;
        named.add(id);
        for (const prefix of set(id)?.prefixes ?? []) {
          if (++done % STEP_RULES === 0) yield undefined;
          yield { id, prefix };
        }
      }
  }
}

/** The policies of an endpoint, with the rules of one direction only. */
export function* policiesOf(view: Declared, endpoint: ViewEndpoint, direction: Direction): Steps<ViewPolicy[]> {
  const policies: ViewPolicy[] = [];
  for (const key of new Set(endpoint.policies)) {
    const policy = view.policy(key);
    if (policy === undefined) continue;
    const rules: ViewRule[] = [];
    for (const rule of rulesOf([policy])) {
      if (rule === undefined) yield;
      else if (rule.direction === direction) rules.push(rule);
    }
    policies.push({ ...policy, rules });
  }
  return policies;
}

/** The ends of the address spaces, and for each prefix its first and last address and those beside it. */
export function* edgeAddresses(edged: Edged): Steps<Address[]> {
  const values = { 4: new Set<bigint>(), 6: new Set<bigint>() };
  const addresses: Address[] = [];
  const add = (family: Family, value: bigint): void => {
    if (value < 0n || value >= 1n << BigInt(BITS[family]) || values[family].has(value)) return;
    values[family].add(value);
    addresses.push({ family, value });
  };
  for (const family of [4, 6] as const) {
    add(family, 0n);
    add(family, (1n << BigInt(BITS[family])) - 1n);
  }
  for (const step of prefixesOf(edged)) {
    if (step === undefined) {
      yield;
      continue;
    }
    const { family, value, length } = step.prefix;
    const last = value + (1n << BigInt(BITS[family] - length)) - 1n;
    for (const edge of [value - 1n, value, last, last + 1n]) add(family, edge);
  }
  return addresses;
}

/** Keys at the edges of the rules' ports and beside them, and some of each protocol; only keys that packets have. */
export function* edgeKeys(policies: readonly ViewPolicy[]): Steps<number[]> {
  const keys = new Set<number>();
  const add = (protocol: number, low: number): void => {
    if (protocol < 0 || protocol > 255) return;
    if (hasPorts(protocol) || isIcmp(protocol)) {
      if (low >= 0 && low <= 0xffff) keys.add(protocol * 65536 + low);
    } else keys.add(protocol * 65536);
  };
  for (const protocol of [...CARRYING, 0, 47, 255]) for (const low of [0, 0xffff]) add(protocol, low);
  for (const rule of rulesOf(policies)) {
    if (rule === undefined) yield;
    for (const { ports } of rule?.matches ?? []) if (ports !== 'any') for (const port of ports) addPort(port, add);
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
export function* edgeTimes(policies: readonly ViewPolicy[], nowMs: number): Steps<number[]> {
  const times = new Set([nowMs]);
  for (const rule of rulesOf(policies)) {
    if (rule === undefined) yield;
    if (rule?.expiresAt === undefined) continue;
    times.add(rule.expiresAt - 1);
    times.add(rule.expiresAt);
  }
  return [...times];
}

/** A match of a rule, by its place. */
interface Place {
  readonly policy: ViewPolicy;
  readonly rule: ViewRule;
  readonly ports: readonly ViewPort[] | 'any';
}

/**
 * The matches of an endpoint's rules in one direction, found by peer and key: what a class can meet is in proportion to what it meets,
 * not to all that there is.
 */
export class MatchIndex {
  readonly #places: Place[] = [];
  readonly #bySet = new Map<string, number[]>();
  /** Of matches for any peer: those of one port of one protocol, by key, and all others. */
  readonly #byKey = new Map<number, number[]>();
  readonly #wide: number[] = [];

  private constructor() {}

  static *of(policies: readonly ViewPolicy[]): Steps<MatchIndex> {
    const index = new MatchIndex();
    for (const policy of policies)
      for (const rule of rulesOf([policy])) {
        if (rule === undefined) yield;
        else index.#add(policy, rule);
      }
    return index;
  }

  #add(policy: ViewPolicy, rule: ViewRule): void {
    for (const { peers, ports } of rule.matches) {
      const at = this.#places.push({ policy, rule, ports }) - 1;
      if (peers === 'any') this.#addAny(at, ports);
      else for (const id of new Set(peers)) entry(this.#bySet, id, () => []).push(at);
    }
  }

  #addAny(at: number, ports: readonly ViewPort[] | 'any'): void {
    const keys = ports === 'any' ? [undefined] : ports.map(singleKey);
    if (keys.includes(undefined)) this.#wide.push(at);
    else for (const key of new Set(keys as number[])) entry(this.#byKey, key, () => []).push(at);
  }

  /** Matches that name the peer; those for any peer are left out. Ascending. */
  naming(holding: ReadonlySet<string>): number[] {
    return [...new Set([...holding].flatMap((id) => this.#bySet.get(id) ?? []))].sort((a, b) => a - b);
  }

  /** What is left of the policies for a peer of these matches and a key: their peers now `any`. Keeps the meaning for that class. */
  reduced(naming: readonly number[], key: number): ViewPolicy[] {
    return this.rulesNaming([...naming, ...this.#wide, ...(this.#byKey.get(key) ?? [])].sort((a, b) => a - b));
  }

  /** What these matches are of; those for any peer are left out. */
  rulesNaming(naming: readonly number[]): ViewPolicy[] {
    const rules = new Map<ViewPolicy, Map<ViewRule, ViewRule['matches'][number][]>>();
    for (const at of naming) {
      const { policy, rule, ports } = this.#places[at] as Place;
      const own = entry(rules, policy, () => new Map<ViewRule, ViewRule['matches'][number][]>());
      entry(own, rule, () => []).push({ peers: 'any', ports });
    }
    return [...rules].map(([policy, own]) => ({
      ...policy,
      rules: [...own].map(([rule, matches]) => ({ ...spelled(rule), matches })),
    }));
  }
}

/** The key of a match of one port, or one ICMP type and code, of one protocol. */
function singleKey({ protocol, ports, icmp }: ViewPort): number | undefined {
  if (protocol === 'any') return undefined;
  if (ports !== undefined) return ports.first === ports.last ? protocol * 65536 + ports.first : undefined;
  return icmp?.code === undefined ? undefined : protocol * 65536 + icmp.type * 256 + icmp.code;
}
