/** The address sets that rules name, each kept up with who joins and leaves; shared by all nodes. */

import { hostPrefix, prefixContains, samePrefix } from '../../net/prefix.js';
import type { Address, Prefix } from '../../net/types.js';
import { groupPrefixes, namedIn } from '../address-groups.js';
import { setChange } from '../compare-views.js';
import { type HeldSet, LargeSet, wholeSet } from '../held-view.js';
import type { Peer, PortMatch, Rule, Workload } from '../model.js';
import { compareText } from '../order.js';
import { inOnePiece, PackedSet } from '../packed-sets.js';
import { matchesLabels } from '../select.js';
import { peerId, selectorId, staticPrefixes } from '../sets.js';
import type { AddressSet, ViewPort } from '../view.js';
import type { SetChange } from '../view-change.js';
import { type Inventory, within } from './inventory.js';
import { Uses } from './nodes.js';
import type { Selection, Selections } from './selections.js';

const holds = (set: HeldSet, prefix: Prefix): boolean =>
  set instanceof LargeSet ? set.has(prefix) : set.prefixes.some((own) => samePrefix(own, prefix));

/** As it is held, in little memory: there are as many as rules. */
function holdPacked(set: AddressSet): HeldSet {
  const held = LargeSet.hold(set);
  return held instanceof LargeSet ? held : PackedSet.of(held);
}

/** One set, over all changes. */
export class PeerSet {
  /** Of the selection's members, if it is of workloads. */
  selection: Selection | undefined;
  /** By variants of policies. */
  readonly uses = new Uses();
  #whole: AddressSet | undefined;

  constructor(
    readonly id: string,
    readonly peer: Peer | undefined,
    /** Named by prefix, whoever the workloads are. */
    public fixed: HeldSet,
    public now: HeldSet,
  ) {}

  /** The set before the change that is under way; undefined: not changed yet. */
  before: HeldSet | undefined;
  /** Addresses whose membership may have changed. */
  touched: Address[] | undefined;

  put(next: HeldSet): void {
    this.before ??= this.now;
    this.now = next;
    this.#whole = undefined;
  }

  /** Said whole: the same object for all who get it. */
  whole(): AddressSet {
    this.#whole ??= wholeSet(this.now);
    return this.#whole;
  }
}

/** What the peer sets ask of those who know who is governed by which policy. */
export interface Governed {
  /** Members of the policy; empty for one that is not there. */
  members(policy: string): Iterable<Workload>;
  governs(policy: string, workload: Workload): boolean;
  /** Prefixes that its subject names. */
  fixed(policy: string): readonly Prefix[];
}

export class PeerSets {
  readonly #inventory: Inventory;
  readonly #selections: Selections;
  readonly #governed: Governed;
  readonly #sets = new Map<string, PeerSet>();
  readonly #bySelection = new Map<Selection, PeerSet>();
  readonly #changed = new Set<PeerSet>();
  /** Sets that nobody may name any more. */
  readonly #idle = new Set<PeerSet>();

  constructor(inventory: Inventory, selections: Selections, governed: Governed) {
    this.#inventory = inventory;
    this.#selections = selections;
    this.#governed = governed;
  }

  get(id: string): PeerSet | undefined {
    return this.#sets.get(id);
  }

  /** The id of the set that holds the peer's addresses. */
  ofPeer(peer: Peer): string {
    const name = peerId(peer);
    const known = this.#sets.get(name);
    if (known !== undefined) return known.id;
    const id = inOnePiece(name);
    const selection =
      peer.kind === 'workloads' ? this.#selections.hold(selectorId(peer.selector), peer.selector, false) : undefined;
    const set = this.#add(id, peer, this.#fixed(peer));
    set.selection = selection;
    if (selection !== undefined) this.#bySelection.set(selection, set);
    set.now = this.#compute(set);
    return id;
  }

  /** What an egress port name means among those peers: for each port number, the set of destinations where it does. */
  ofNamedPort(peers: Rule['peers'], port: PortMatch): { set: string; port: ViewPort }[] {
    const ids = peers === 'any' ? [] : [...new Set(peers.map((peer) => this.ofPeer(peer)))];
    const within_ = (address: Address): boolean =>
      peers === 'any' || ids.some((id) => this.#covers(this.#sets.get(id) as PeerSet, address));
    const of = peers === 'any' ? 'everyone' : ids.join(' | ');
    const found = new Map<string, { port: ViewPort; prefixes: Prefix[] }>();
    for (const { ports, addresses } of this.#inventory.withPort(port.name ?? ''))
      for (const p of ports) {
        if (p.name !== port.name || (port.protocol !== 'any' && p.protocol !== port.protocol)) continue;
        const viewPort = { protocol: p.protocol, ports: { first: p.port, last: p.port } };
        const entry = within(found, `${p.protocol}/${p.port}`, () => ({ port: viewPort, prefixes: [] as Prefix[] }));
        entry.prefixes.push(...addresses.filter(within_).map(hostPrefix));
      }
    return [...found]
      .filter(([, { prefixes }]) => prefixes.length > 0)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, { port: viewPort, prefixes }]) => {
        const id = `port:${port.name}=${key} of ${of}`;
        const next = LargeSet.hold({ id, prefixes });
        const set = this.#sets.get(id);
        if (set === undefined) this.#add(id, undefined, []).now = next;
        else if (setChange(set.now, next) !== 'same') this.#put(set, next);
        return { set: id, port: viewPort };
      });
  }

  #add(id: string, peer: Peer | undefined, fixed: readonly Prefix[]): PeerSet {
    const own = holdPacked({ id, prefixes: fixed });
    const set = new PeerSet(id, peer, own, own);
    this.#sets.set(id, set);
    this.#idle.add(set);
    return set;
  }

  #put(set: PeerSet, next: HeldSet): void {
    set.put(next);
    this.#changed.add(set);
  }

  #covers(set: PeerSet, address: Address): boolean {
    if (holds(set.now, hostPrefix(address))) return true;
    for (const prefix of set.fixed.prefixes) if (prefixContains(prefix, address)) return true;
    return false;
  }

  #fixed(peer: Peer): readonly Prefix[] {
    switch (peer.kind) {
      case 'group':
        return this.#governed.fixed(peer.policy);
      case 'addressGroup':
        return groupPrefixes(peer.name, (id) => this.#inventory.addressGroups.get(id));
      case 'nodes':
        return [...this.#inventory.nodes.values()]
          .filter((node) => matchesLabels(peer.selector, node.labels))
          .flatMap((node) => node.addresses.map(hostPrefix));
      default:
        return staticPrefixes(peer);
    }
  }

  /** All that it holds, from scratch. */
  #compute({ id, peer, fixed, selection }: PeerSet): HeldSet {
    const members =
      selection !== undefined
        ? selection.members.values()
        : peer?.kind === 'group'
          ? this.#governed.members(peer.policy)
          : [];
    const fromMembers: Prefix[] = [];
    for (const { addresses } of members) for (const address of addresses) fromMembers.push(hostPrefix(address));
    return fromMembers.length === 0 ? fixed : LargeSet.hold({ id, prefixes: [...fixed.prefixes, ...fromMembers] });
  }

  /** The set's prefixes may all be others: of a group whose policy came or went, of an address group, of nodes. */
  refill(id: string): void {
    const set = this.#sets.get(id);
    if (set?.peer === undefined) return;
    set.fixed = LargeSet.hold({ id, prefixes: this.#fixed(set.peer) });
    const next = this.#compute(set);
    if (setChange(set.now, next) !== 'same') this.#put(set, next);
  }

  /** @param changed ids of address groups: also of those that others name */
  refillAddressGroups(changed: ReadonlySet<string>): void {
    const get = (id: string) => this.#inventory.addressGroups.get(id);
    for (const { id, peer } of this.#sets.values())
      if (peer?.kind === 'addressGroup' && [...namedIn(id, get)].some((one) => changed.has(one))) this.refill(id);
  }

  refillNodes(): void {
    for (const { id, peer } of this.#sets.values()) if (peer?.kind === 'nodes') this.refill(id);
  }

  /** Who the selection means has changed at these addresses. */
  touchSelection(selection: Selection, addresses: readonly Address[]): void {
    const set = this.#bySelection.get(selection);
    if (set !== undefined) this.#touch(set, addresses);
  }

  /** Whom the policy governs has changed at these addresses. */
  touchGroup(policy: string, addresses: readonly Address[]): void {
    const set = this.#sets.get(`group:${policy}`);
    if (set !== undefined) this.#touch(set, addresses);
  }

  #touch(set: PeerSet, addresses: readonly Address[]): void {
    set.touched ??= [];
    set.touched.push(...addresses);
    this.#changed.add(set);
  }

  /** Brings touched sets up to date; the inventory and the selections are already. */
  settle(): void {
    for (const set of this.#changed) {
      if (set.touched === undefined) continue;
      const added: Prefix[] = [];
      const removed: Prefix[] = [];
      const now = LargeSet.from(set.now);
      const seen = new Set<string>();
      for (const address of set.touched) {
        const prefix = hostPrefix(address);
        const key = `${prefix.family}/${prefix.value}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const was = now.has(prefix);
        const is = holds(set.fixed, prefix) || this.#owned(set, address);
        if (is && !was) added.push(prefix);
        if (was && !is) removed.push(prefix);
      }
      set.touched = undefined;
      if (added.length + removed.length > 0) set.put(now.changed(added, removed).settled());
    }
  }

  #owned({ selection, peer }: PeerSet, address: Address): boolean {
    for (const owner of this.#inventory.owners(address)) {
      if (selection?.members.has(owner.id) === true) return true;
      if (peer?.kind === 'group' && this.#governed.governs(peer.policy, owner)) return true;
    }
    return false;
  }

  /** How each set changed that did. Ends the change that was under way: sets that no node has any more are forgotten. */
  *end(): Generator<{ readonly set: PeerSet; readonly change: SetChange | 'whole' }> {
    for (const set of this.#changed) {
      const change = set.before === undefined ? 'same' : setChange(set.before, set.now);
      set.before = undefined;
      if (change !== 'same') yield { set, change };
    }
    this.#changed.clear();
    for (const set of this.#idle) {
      if (!set.uses.none) continue;
      this.#sets.delete(set.id);
      if (set.selection === undefined) continue;
      this.#bySelection.delete(set.selection);
      this.#selections.release(set.selection);
    }
    this.#idle.clear();
  }

  name(id: string, node: string, by: 1 | -1): number {
    const set = this.#sets.get(id) as PeerSet;
    const count = set.uses.add(node, by);
    if (set.uses.none) this.#idle.add(set);
    return count;
  }
}
