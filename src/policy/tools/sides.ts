/**
 * What a world's rules allow each end in one direction, for all classes of protocol and port at once: sets of classes are
 * bits of a bigint, by their place in `keys`. The verdicts are the reference evaluator's (a test holds them together).
 */
import type { Direction, Family } from '../../net/types.js';
import { membership, selectedWorkloads } from '../members.js';
import { type Peer, type Policy, type PortMatch, type Rule, TIERS, type Workload, type World } from '../model.js';
import { compareText } from '../order.js';
import { unselectedVerdict } from '../posture.js';
import { matchesLabels } from '../select.js';
import { peerId } from '../sets.js';
import { type KeyClass, matchesKey, ofFamily } from './classes.js';
import { FAMILIES, type Stage } from './ends.js';
import { groupMark } from './regions.js';

/** The other ends of one end, in groups that its rules do not tell apart. */
export interface Row {
  /** Of each end, the place in `allowed`. */
  readonly groups: Int32Array;
  readonly allowed: readonly bigint[];
}

interface Walk {
  readonly tier: Policy['tier'];
  readonly rules: readonly Rule[];
  readonly isolates: boolean;
}

export class Sides {
  readonly all: Readonly<Record<Family, bigint>>;
  readonly world: World;
  readonly #index: ReadonlyMap<string, number>;
  /** Ends by the region of their address. */
  readonly #byRegion = { 4: new Map<number, number[]>(), 6: new Map<number, number[]>() } as const;
  readonly #peers = new Map<string, Uint8Array>();
  readonly #rules = new Map<Rule, Uint8Array>();
  readonly #ports = new Map<PortMatch, bigint>();
  readonly #walks = new Map<string, readonly Walk[]>();

  /** @param place of the world in the stage */
  constructor(
    readonly stage: Stage,
    readonly place: number,
    readonly keys: readonly KeyClass[],
    readonly atMs: number,
  ) {
    this.world = stage.worlds[place] as World;
    this.#index = new Map(stage.ends.map((end, i) => [end.name, i]));
    for (const [end, { regions }] of stage.ends.entries())
      for (const family of FAMILIES) {
        const region = regions[family];
        if (region === undefined) continue;
        const list = this.#byRegion[family].get(region);
        if (list === undefined) this.#byRegion[family].set(region, [end]);
        else list.push(end);
      }
    this.all = { 4: this.#where((key) => ofFamily(key, 4)), 6: this.#where((key) => ofFamily(key, 6)) };
  }

  /** The end as this world has it. */
  workload(end: number): Workload | undefined {
    return this.stage.ends[end]?.kind === 'workload' ? this.world.workloads[end] : undefined;
  }

  policies(end: number): readonly Policy[] {
    const name = this.stage.ends[end]?.name;
    return (name !== undefined && membership(this.world).byWorkload.get(name)) || [];
  }

  /** What may begin `from` → `to`, by both sides; undefined where they have not both that family. */
  between(from: number, to: number, family: Family): bigint | undefined {
    const { ends } = this.stage;
    if (ends[from]?.addresses[family] === undefined || ends[to]?.addresses[family] === undefined) return undefined;
    const egress = this.side('egress', from, to, family);
    return egress === 0n ? 0n : egress & this.side('ingress', to, from, family);
  }

  /** What the rules of `end` allow with `peer`; everything where no policy applies to it. */
  side(direction: Direction, end: number, peer: number, family: Family): bigint {
    if (this.workload(end) === undefined || this.#isOwnNode(direction, end, peer)) return this.all[family];
    return this.#judge(direction, end, peer, family);
  }

  row(direction: Direction, end: number, family: Family): Row {
    const { ends } = this.stage;
    const groups = new Int32Array(ends.length);
    if (this.workload(end) === undefined) return { groups, allowed: [this.all[family]] };
    const rules = this.#walk(direction, end).flatMap((walk) => walk.rules);
    let count = 1;
    const refine = (of: (peer: number) => number) => {
      const next = new Map<number, number>();
      for (let peer = 0; peer < groups.length; peer++) {
        const key = (groups[peer] as number) * 0x10000 + of(peer);
        let group = next.get(key);
        if (group === undefined) {
          group = next.size;
          next.set(key, group);
        }
        groups[peer] = group;
      }
      count = next.size;
    };
    const bit = family === 4 ? 1 : 2;
    for (const rule of rules) {
      const included = this.#included(rule);
      if (rule.peers !== 'any') refine((peer) => (included[peer] as number) & bit);
    }
    if (direction === 'egress' && rules.some(hasNames)) refine((peer) => this.#portsOf(peer));
    refine((peer) => Number(this.#isOwnNode(direction, end, peer)));
    const allowed: bigint[] = new Array<bigint>(count);
    const known = new Uint8Array(count);
    for (let peer = 0; peer < groups.length; peer++) {
      const group = groups[peer] as number;
      if (known[group] === 1) continue;
      known[group] = 1;
      allowed[group] = this.side(direction, end, peer, family);
    }
    return { groups, allowed };
  }

  /** Which ends the peer includes: bit 0 by IPv4, bit 1 by IPv6. */
  members(peer: Peer): Uint8Array {
    const id = peerId(peer);
    let found = this.#peers.get(id);
    if (found === undefined) {
      found = this.#resolve(peer);
      this.#peers.set(id, found);
    }
    return found;
  }

  /** What the rule is about with that peer. */
  matched(rule: Rule, end: number, peer: number, family: Family): bigint {
    if (rule.peers !== 'any' && ((this.#included(rule)[peer] as number) & (family === 4 ? 1 : 2)) === 0) return 0n;
    if (rule.ports === 'any') return this.all[family];
    const server = this.workload(rule.direction === 'ingress' ? end : peer);
    return rule.ports.reduce((set, match) => set | this.#portSet(match, server), 0n) & this.all[family];
  }

  #isOwnNode(direction: Direction, end: number, peer: number): boolean {
    const [own, node] = [this.stage.ends[end], this.stage.ends[peer]];
    const open = direction === 'ingress' ? this.world.allowNodeProbes : this.world.allowOwnNode === true;
    if (!open || node?.kind !== 'node' || own === undefined) return false;
    return node.members.length === 1 && [...own.nodes].every((n) => node.nodes.has(n));
  }

  #judge(direction: Direction, end: number, peer: number, family: Family): bigint {
    let open = this.all[family];
    let allowed = 0n;
    for (const walk of this.#walk(direction, end)) {
      if (open === 0n) break;
      if (walk.tier === 'group') {
        const accepted = walk.rules.reduce((set, rule) => set | this.matched(rule, end, peer, family), 0n) & open;
        allowed |= accepted;
        open = walk.isolates ? 0n : open & ~accepted;
        continue;
      }
      let rest = open;
      let passed = 0n;
      for (const rule of walk.rules) {
        const set = this.matched(rule, end, peer, family) & rest;
        rest &= ~set;
        if (rule.action === 'accept') allowed |= set;
        else if (rule.action === 'pass') passed |= set;
      }
      open = rest | passed;
    }
    return unselectedVerdict(this.world.posture, direction) === 'allow' ? allowed | open : allowed;
  }

  /** The rules in force, tier by tier, in order. */
  #walk(direction: Direction, end: number): readonly Walk[] {
    const key = `${direction}${end}`;
    let walk = this.#walks.get(key);
    if (walk === undefined) {
      const policies = this.policies(end);
      walk = TIERS.map((tier): Walk => {
        const own = policies.filter((p) => p.tier === tier);
        if (tier !== 'group') own.sort((a, b) => a.priority - b.priority || compareText(a.id, b.id));
        const rules = own.flatMap((p) => p.rules).filter((rule) => this.#inForce(rule, direction));
        return { tier, rules, isolates: own.some((p) => p.isolates[direction]) };
      });
      this.#walks.set(key, walk);
    }
    return walk;
  }

  #inForce(rule: Rule, direction: Direction): boolean {
    return (
      rule.direction === direction &&
      rule.mode === 'enforce' &&
      (rule.expiresAt === undefined || this.atMs < rule.expiresAt)
    );
  }

  #included(rule: Rule): Uint8Array {
    let found = this.#rules.get(rule);
    if (found === undefined) {
      const lists = rule.peers === 'any' ? [] : rule.peers.map((peer) => this.members(peer));
      found = lists.length === 1 ? (lists[0] as Uint8Array) : new Uint8Array(this.stage.ends.length);
      if (lists.length !== 1)
        for (const list of lists)
          for (let i = 0; i < list.length; i++) found[i] = (found[i] as number) | (list[i] as number);
      this.#rules.set(rule, found);
    }
    return found;
  }

  #resolve(peer: Peer): Uint8Array {
    const { ends } = this.stage;
    const found = new Uint8Array(ends.length);
    const take = (workloads: readonly Workload[]) => {
      for (const { id } of workloads) found[this.#index.get(id) as number] = 3;
    };
    const byMark = (mark: string, not?: string) => {
      for (const family of FAMILIES) {
        const regions = this.stage.regions[family];
        for (const region of regions.having(mark)) {
          if (not !== undefined && regions.has(region, not)) continue;
          for (const end of this.#byRegion[family].get(region) ?? [])
            found[end] = (found[end] as number) | (family === 4 ? 1 : 2);
        }
      }
    };
    switch (peer.kind) {
      case 'cidr':
        byMark(peerId(peer), `!${peerId(peer)}`);
        break;
      case 'workloads':
        take(selectedWorkloads(this.world, peer.selector));
        if (peer.selector.addresses !== undefined) byMark(groupMark(this.place, peerId(peer)));
        break;
      case 'group':
        take(membership(this.world).byPolicy.get(peer.policy) ?? []);
        byMark(groupMark(this.place, peer.policy));
        break;
      case 'addressGroup':
        byMark(groupMark(this.place, peer.name));
        break;
      case 'nodes': {
        const labels = new Map(this.world.nodes.map((node) => [node.name, node.labels]));
        for (const [i, end] of ends.entries())
          if (end.kind === 'node' && matchesLabels(peer.selector, labels.get(end.members[0] as string) ?? {}))
            found[i] = 3;
      }
    }
    return found;
  }

  #portSet(match: PortMatch, server: Workload | undefined): bigint {
    if (match.name !== undefined) {
      const ports = (server?.ports ?? []).filter(
        (p) => p.name === match.name && (match.protocol === 'any' || match.protocol === p.protocol),
      );
      return ports.reduce(
        (set, p) => set | this.#where((k) => k.protocol === p.protocol && k.first <= p.port && p.port <= k.last),
        0n,
      );
    }
    let set = this.#ports.get(match);
    if (set === undefined) {
      set = this.#where((key) => matchesKey(match, key));
      this.#ports.set(match, set);
    }
    return set;
  }

  #where(holds: (key: KeyClass) => boolean): bigint {
    return BigInt(
      `0b${this.keys
        .map((key) => (holds(key) ? '1' : '0'))
        .reverse()
        .join('')}`,
    );
  }

  readonly #portIds = new Map<string, number>();

  #portsOf(end: number): number {
    const text =
      this.workload(end)
        ?.ports.map((p) => `${p.name} ${p.protocol} ${p.port}`)
        .sort(compareText)
        .join() ?? '';
    let id = this.#portIds.get(text);
    if (id === undefined) {
      id = this.#portIds.size;
      this.#portIds.set(text, id);
    }
    return id;
  }
}

function hasNames({ ports }: Rule): boolean {
  return ports !== 'any' && ports.some((p) => p.name !== undefined);
}
