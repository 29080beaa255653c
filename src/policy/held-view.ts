/**
 * A view as those hold it who follow its changes (controller, agent): immutable, found by key, and sharing with the views
 * before and after it what did not change. `NodeView` is the same view said whole: for the disk, for tools, for compiling
 * from scratch.
 */
import { comparePrefixes } from '../net/prefix.js';
import type { Address, Prefix } from '../net/types.js';
import { compareText } from './order.js';
import { setsOf } from './packed.js';
import { SETS_PACKED } from './packed-sets.js';
import { type Listed, Pile } from './pieces.js';
import { type Order, SortedList } from './sorted-list.js';
import { finish, type Steps } from './steps.js';
import { type Sum, Summing } from './sum.js';
import {
  type AddressSet,
  type HeldPolicy,
  headerOf,
  NO_SERVICES,
  type NodeView,
  type Trial,
  type ViewBackend,
  type ViewEndpoint,
  type ViewHeader,
  type ViewPolicy,
  type ViewRule,
  type ViewService,
} from './view.js';
import type { SetChange } from './view-change.js';
import { compareBackends, serviceKey } from './view-services.js';

/** A view or a change that contradicts itself or the view it is for. */
export class ViewError extends Error {
  override readonly name = 'ViewError';

  /** @param object endpoint's id, policy's id or key, set's id, service's key */
  constructor(
    readonly object: string,
    readonly field: string,
    message: string,
  ) {
    super(`${object}: ${field}: ${message}`);
  }
}

const BY_PREFIX: Order<Prefix, Prefix> = { keyOf: (prefix) => prefix, compare: comparePrefixes };

/** Rules, or sets, that are looked at before the next step. */
const STEP_ITEMS = 128;

/** A set of more prefixes is held in pieces. */
const LARGE = 256;

/** An address set that changes at the cost of the change; knows its sum. */
export class LargeSet {
  #sum: Sum | undefined;

  private constructor(
    readonly id: string,
    /** Ascending, each once. */
    readonly prefixes: SortedList<Prefix, Prefix>,
    sum?: Sum,
  ) {
    this.#sum = sum;
  }

  static from(set: AddressSet | LargeSet): LargeSet {
    return set instanceof LargeSet ? set : new LargeSet(set.id, SortedList.from(BY_PREFIX, set.prefixes));
  }

  /** The form in which a view holds it: ascending, each prefix once. */
  static hold(set: AddressSet): AddressSet | LargeSet {
    // Those of a packed set are spelled out anew each time.
    const { prefixes } = set;
    return prefixes.length <= LARGE && isAscending(prefixes) ? set : LargeSet.from(set).settled();
  }

  get length(): number {
    return this.prefixes.length;
  }

  has(prefix: Prefix): boolean {
    return this.prefixes.has(prefix);
  }

  /** Its prefixes as members; see `prefixSum`. */
  get sum(): Sum {
    this.#sum ??= prefixSum(this.prefixes);
    return this.#sum;
  }

  changed(added: readonly Prefix[], removed: readonly Prefix[]): LargeSet {
    const prefixes = this.prefixes.edit(removed, added);
    return new LargeSet(this.id, prefixes, this.#sum && prefixSum(added, removed, this.#sum));
  }

  changeTo(after: LargeSet): SetChange {
    const added: Prefix[] = [];
    const removed: Prefix[] = [];
    for (const pair of this.prefixes.changesTo(after.prefixes)) {
      if (pair.before === undefined) added.push(pair.after as Prefix);
      else if (pair.after === undefined) removed.push(pair.before);
    }
    return { id: this.id, added, removed };
  }

  /** Said whole. */
  whole(): AddressSet {
    return { id: this.id, prefixes: this.prefixes.toArray() };
  }

  /** The same under another id. */
  named(id: string): LargeSet {
    return new LargeSet(id, this.prefixes, this.#sum);
  }

  /** In pieces no longer where it has become small. */
  settled(): AddressSet | LargeSet {
    return this.length > LARGE ? this : this.whole();
  }
}

const isAscending = (prefixes: readonly Prefix[]): boolean =>
  prefixes.every((prefix, i) => i === 0 || comparePrefixes(prefixes[i - 1] as Prefix, prefix) < 0);

/** In either form ascending, each prefix once. */
export type HeldSet = AddressSet | LargeSet;

/** What a view is made of. */
type Listing = Omit<NodeView, 'policies' | 'sets'> & {
  readonly policies: readonly HeldPolicy[];
  /** A pile: in the form in which views hold them already, and packed. */
  readonly sets: readonly AddressSet[] | Pile<HeldSet>;
};

/** Said whole. */
export const wholePolicy = (policy: HeldPolicy): ViewPolicy =>
  Array.isArray(policy.rules) ? (policy as ViewPolicy) : { ...policy, rules: policy.rules.slice() };

export const wholeSet = (set: HeldSet): AddressSet => (set instanceof LargeSet ? set.whole() : set);

const scratch = new Uint8Array(18);
const scratchView = new DataView(scratch.buffer);

/**
 * The sum of prefixes; each as a member: address family (4 or 6), address in network order (4 or 16 bytes), length.
 * @param removed taken away
 * @param from added to
 */
export function prefixSum(added: Iterable<Prefix>, removed: Iterable<Prefix> = [], from?: Sum): Sum {
  const summing = new Summing(from);
  for (const prefix of added) summing.add(scratch, prefixBytes(prefix));
  for (const prefix of removed) summing.subtract(scratch, prefixBytes(prefix));
  return summing.sum;
}

/** Into `scratch`. @returns how many */
function prefixBytes({ family, value, length }: Prefix): number {
  scratch[0] = family;
  const bytes = family === 4 ? 4 : 16;
  if (family === 4) scratchView.setUint32(1, Number(value));
  else {
    scratchView.setBigUint64(1, value >> 64n);
    scratchView.setBigUint64(9, value & 0xffff_ffff_ffff_ffffn);
  }
  scratch[1 + bytes] = length;
  return bytes + 2;
}

const byText = <T>(keyOf: (item: T) => string): Order<T, string> => ({ keyOf, compare: compareText });
const BY_ID = byText<ViewEndpoint>((e) => e.id);
const BY_KEY = byText<HeldPolicy>((p) => p.key);
const BY_SET = byText<HeldSet>((s) => s.id);
const BY_SET_PACKED: Order<HeldSet, string> = { ...BY_SET, packing: SETS_PACKED };
const BY_SERVICE = byText<ViewService>(serviceKey);

/** The same for all views without services, so that those that get the same have the same. */
const NONE = SortedList.from(BY_SERVICE, []);
const NO_ADDRESSES = LargeSet.from({ id: '<service addresses>', prefixes: [] });

export class HeldView {
  readonly node: string;
  readonly nodeAddresses: readonly Address[];
  readonly allowNodeProbes: boolean;
  readonly trial?: Trial;

  /** Lists ascending by id, key, id, key. */
  constructor(
    { node, nodeAddresses, allowNodeProbes, trial }: ViewHeader & Pick<NodeView, 'node'>,
    readonly endpoints: SortedList<ViewEndpoint, string>,
    readonly policies: SortedList<HeldPolicy, string>,
    readonly sets: SortedList<HeldSet, string>,
    readonly services: SortedList<ViewService, string>,
    readonly serviceAddresses: LargeSet,
  ) {
    this.node = node;
    this.nodeAddresses = nodeAddresses;
    this.allowNodeProbes = allowNodeProbes;
    if (trial !== undefined) this.trial = trial;
  }

  /** Of lists in any order. @throws {ViewError} an id twice, a name that does not resolve */
  static of(view: NodeView): HeldView {
    return finish(HeldView.steps(view));
  }

  /** The same in steps; lists that ascend already are not sorted. */
  static *steps(view: Listing): Steps<HeldView> {
    const endpoints = yield* unique(BY_ID, view.endpoints, 'id');
    const policies = yield* unique<HeldPolicy>(BY_KEY, view.policies, 'key');
    const byId =
      view.sets instanceof Pile
        ? yield* unique(BY_SET_PACKED, view.sets, 'id')
        : yield* unique(BY_SET, view.sets.map(LargeSet.hold), 'id');
    yield;
    const held = new HeldView(
      view,
      endpoints,
      policies,
      byId,
      view.services.length === 0 ? NONE : yield* unique(BY_SERVICE, view.services, 'key'),
      view.serviceAddresses.length === 0
        ? NO_ADDRESSES
        : LargeSet.from({ id: NO_ADDRESSES.id, prefixes: view.serviceAddresses }),
    );
    for (const service of view.services) checkService(service);
    for (const endpoint of view.endpoints) held.checkEndpoint(endpoint);
    for (const { id, rules } of view.policies)
      for (let from = 0; from < rules.length; from += STEP_ITEMS) {
        yield;
        held.checkRules(id, rules.slice(from, from + STEP_ITEMS));
      }
    return held;
  }

  /** A view without anything in it. */
  static empty(node: string): HeldView {
    const lists = { endpoints: [], policies: [], sets: [], ...NO_SERVICES };
    return HeldView.of({ node, nodeAddresses: [], allowNodeProbes: false, ...lists });
  }

  /** Said whole; costs as much as there is. */
  whole(): NodeView {
    return {
      node: this.node,
      ...headerOf(this),
      endpoints: this.endpoints.toArray(),
      policies: this.policies.map(wholePolicy),
      sets: this.sets.map(wholeSet),
      services: this.services.toArray(),
      serviceAddresses: this.serviceAddresses.prefixes.toArray(),
    };
  }

  /** @throws {ViewError} it names a policy that is not here */
  checkEndpoint({ id, policies, candidate = [] }: ViewEndpoint): void {
    for (const key of [...policies, ...candidate])
      if (!this.policies.has(key)) throw new ViewError(id, 'policies', `no policy ${key} in this view`);
  }

  /** @throws {ViewError} they name a set that is not here */
  checkRules(policy: string, rules: Iterable<ViewRule>): void {
    for (const rule of rules)
      for (const set of setsOf(rule))
        if (!this.sets.has(set)) throw new ViewError(policy, `rule ${rule.id}`, `no address set ${set} in this view`);
  }
}

/** @throws {ViewError} its backends are not ascending */
export function checkService(service: ViewService): void {
  for (const [at, { endpoints }] of service.ports.entries())
    for (let i = 1; i < endpoints.length; i++)
      if (compareBackends(endpoints[i - 1] as ViewBackend, endpoints[i] as ViewBackend) >= 0)
        throw new ViewError(
          serviceKey(service),
          `ports[${at}].endpoints[${i}]`,
          'stands before the one before it, or twice',
        );
}

function* unique<T>(order: Order<T, string>, items: Listed<T>, field: string): Steps<SortedList<T, string>> {
  const list = yield* SortedList.steps(order, items);
  if (list.length === items.length) return list;
  const keys = new Set<string>();
  for (const item of items) {
    const key = order.keyOf(item);
    if (keys.has(key)) throw new ViewError(key, field, 'appears twice');
    keys.add(key);
  }
  return list;
}
