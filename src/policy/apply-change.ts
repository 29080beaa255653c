/** A view and a change → the next view, at the cost of the change. */
import { formatAddress } from '../net/address.js';
import { formatPrefix } from '../net/prefix.js';
import { checkService, type HeldSet, HeldView, LargeSet, ViewError } from './held-view.js';
import { type Listed, Pieces } from './pieces.js';
import type { SortedList } from './sorted-list.js';
import { type HeldPolicy, headerOf, type ViewRule, type ViewService } from './view.js';
import type {
  Changed,
  PolicyChange,
  PrefixesChange,
  ServiceChange,
  ServicesChange,
  SetChange,
  ViewChange,
} from './view-change.js';
import { changedBackends, findBackend } from './view-services.js';

type Services = SortedList<ViewService, string>;

/**
 * What lists of services became by changes: nodes that have them have the same ones, and follow together. It belongs to whoever
 * applies the changes of many nodes, and knows of a change as long as the change is there.
 */
export class SharedResults {
  readonly #services = new WeakMap<ServicesChange, Map<Services, Services>>();
  readonly #addresses = new WeakMap<PrefixesChange, Map<LargeSet, LargeSet>>();

  services(before: Services, change: ServicesChange): Services {
    const isNothing = change.put.length + change.removed.length + change.changed.length === 0;
    return isNothing ? before : shared(this.#services, before, change, changedServices);
  }

  addresses(before: LargeSet, change: PrefixesChange): LargeSet {
    const isNothing = change.added.length + change.removed.length === 0;
    return isNothing ? before : shared(this.#addresses, before, change, changedAddresses);
  }
}

function shared<Held, Change extends object>(
  results: WeakMap<Change, Map<Held, Held>>,
  before: Held,
  change: Change,
  apply: (before: Held, change: Change) => Held,
): Held {
  let known = results.get(change);
  if (known === undefined) {
    known = new Map();
    results.set(change, known);
  }
  const after = known.get(before) ?? apply(before, change);
  known.set(before, after);
  return after;
}

/**
 * The next view. The one before stays as it is and shares what did not change.
 * @param results shared with other views to which the same changes go
 * @throws {ViewError} naming the object: the change does not fit this view (something to be removed or changed is not
 *   there, something added is), or what it puts names a policy or set that the next view does not hold. What stays is not
 *   looked at: whether it still finds what it names, the digest tells.
 */
export function applyViewChange(view: HeldView, change: ViewChange, results = new SharedResults()): HeldView {
  if (change.node !== view.node) throw new ViewError(change.node, 'node', `the view is of ${view.node}`);
  const policies = change.policies.changed.map((c) => changedPolicy(present(view.policies, c.key), c));
  const sets = change.sets.changed.map((c) => {
    const before = view.sets.get(c.id);
    if (before === undefined) throw absent(c.id);
    return changedSet(before, c);
  });
  const next = new HeldView(
    {
      node: view.node,
      ...(change.header ?? headerOf(view)),
    },
    edited(view.endpoints, change.endpoints, change.endpoints.put),
    edited(view.policies, change.policies, [...change.policies.put, ...policies]),
    edited(view.sets, change.sets, [...change.sets.put.map(LargeSet.hold), ...sets]),
    results.services(view.services, change.services),
    results.addresses(view.serviceAddresses, change.serviceAddresses),
  );
  for (const endpoint of change.endpoints.put) next.checkEndpoint(endpoint);
  for (const policy of change.policies.put) next.checkRules(policy.id, policy.rules);
  for (const { key, rules } of change.policies.changed) for (const { put } of rules) next.checkRules(key, put);
  return next;
}

const absent = (key: string): ViewError =>
  new ViewError(key, 'key', 'is to be changed or removed, but is not in the view');

function present<T>(list: SortedList<T, string>, key: string): T {
  const item = list.get(key);
  if (item === undefined) throw absent(key);
  return item;
}

function edited<T, M>(list: SortedList<T, string>, { removed }: Changed<M>, come: readonly T[]): SortedList<T, string> {
  for (const key of removed) present(list, key);
  return list.edit(removed, come);
}

/** @throws {ViewError} the edits do not fit */
export function changedPolicy(before: HeldPolicy, { key, head, rules }: PolicyChange): HeldPolicy {
  let from = 0;
  for (const { at, remove } of rules) {
    if (at < from || at + remove > before.rules.length)
      throw new ViewError(key, 'rules', `${remove} rules at ${at} are to be removed, it has ${before.rules.length}`);
    from = at + remove;
  }
  if (rules.length === 0) return { ...before, ...head, key };
  return { ...(head === undefined ? before : { ...head, key }), key, rules: rulesAfter(before.rules, rules) };
}

/** Longer lists are in pieces when they have been edited. What is in pieces stays so. */
const LONG = 512;

function rulesAfter(before: Listed<ViewRule>, edits: PolicyChange['rules']): Listed<ViewRule> {
  const after = Pieces.from(before).edit(edits);
  return before instanceof Pieces || after.length > LONG ? after : after.slice();
}

function changedServices(before: Services, change: ServicesChange): Services {
  for (const service of change.put) checkService(service);
  const changed = change.changed.map((c) => changedService(present(before, c.key), c));
  return edited(before, change, [...change.put, ...changed]);
}

const changedAddresses = (before: LargeSet, change: PrefixesChange): LargeSet =>
  changedPrefixes(before, { id: before.id, ...change });

/** @throws {ViewError} a port or a backend to be removed is not there */
export function changedService(before: ViewService, { key, ports: changes }: ServiceChange): ViewService {
  const ports = before.ports.slice();
  for (const { at, put, removed } of changes) {
    const port = ports[at];
    if (port === undefined) throw new ViewError(key, 'ports', `there is none at ${at}, it has ${ports.length}`);
    for (const backend of removed)
      if (findBackend(port.endpoints, backend) === undefined) {
        const text = `${formatAddress(backend.address)} port ${backend.port}`;
        throw new ViewError(key, `ports[${at}].removed`, `${text} is not among its endpoints`);
      }
    ports[at] = { ...port, endpoints: changedBackends(port.endpoints, put, removed) };
  }
  return { ...before, ports };
}

/** @throws {ViewError} a prefix to be removed is not there, or one to be added is */
export const changedSet = (before: HeldSet, change: SetChange): HeldSet =>
  changedPrefixes(LargeSet.from(before), change).settled();

function changedPrefixes(large: LargeSet, { id, added, removed }: SetChange): LargeSet {
  for (const prefix of removed)
    if (!large.has(prefix)) throw new ViewError(id, 'removed', `${formatPrefix(prefix)} is not in the set`);
  for (const prefix of added)
    if (large.has(prefix)) throw new ViewError(id, 'added', `${formatPrefix(prefix)} is in the set already`);
  return large.changed(added, removed);
}
