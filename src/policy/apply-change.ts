/** A view and a change → the next view, at the cost of the change. */
import { formatAddress } from '../net/address.js';
import { formatPrefix } from '../net/prefix.js';
import { checkService, type HeldPolicy, type HeldSet, HeldView, LargeSet, ViewError } from './held-view.js';
import { memoize } from './memo.js';
import { type Listed, Pieces } from './pieces.js';
import type { SortedList } from './sorted-list.js';
import { headerOf, type ViewRule, type ViewService } from './view.js';
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

/**
 * The next view. The one before stays as it is and shares what did not change.
 * @throws {ViewError} naming the object: the change does not fit this view (something to be removed or changed is not
 *   there, something added is), or what it puts names a policy or set that the next view does not hold. What stays is not
 *   looked at: whether it still finds what it names, the digest tells.
 */
export function applyViewChange(view: HeldView, change: ViewChange): HeldView {
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
    changedServices(view.services, change.services),
    changedAddresses(view.serviceAddresses, change.serviceAddresses),
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

/** Longer lists stay in pieces when they have been edited. */
const LONG = 512;

function rulesAfter(before: Listed<ViewRule>, edits: PolicyChange['rules']): Listed<ViewRule> {
  const after = Pieces.from(before).edit(edits);
  return after.length > LONG ? after : after.slice();
}

/** What the lists of services became by a change: all nodes that have them have the same, and follow together. */
const servicesAfter = memoize((_change: ServicesChange) => new Map<Services, Services>());
type Services = SortedList<ViewService, string>;

function changedServices(before: Services, change: ServicesChange): Services {
  if (change.put.length + change.removed.length + change.changed.length === 0) return before;
  const known = servicesAfter(change).get(before);
  if (known !== undefined) return known;
  for (const service of change.put) checkService(service);
  const changed = change.changed.map((c) => changedService(present(before, c.key), c));
  const after = edited(before, change, [...change.put, ...changed]);
  servicesAfter(change).set(before, after);
  return after;
}

const addressesAfter = memoize((_change: PrefixesChange) => new Map<LargeSet, LargeSet>());

function changedAddresses(before: LargeSet, change: PrefixesChange): LargeSet {
  if (change.added.length + change.removed.length === 0) return before;
  const known = addressesAfter(change).get(before);
  if (known !== undefined) return known;
  const after = changedPrefixes(before, { id: before.id, ...change });
  addressesAfter(change).set(before, after);
  return after;
}

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
