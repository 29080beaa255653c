/** Whole views as changes: for those who have views and no changes (tools, tests, a first compilation). */
import { policyChange, prefixesChange, setChange } from '../policy/compare-views.js';
import { type HeldView, LargeSet } from '../policy/held-view.js';
import { type AddressSet, headerOf, type NodeView } from '../policy/view.js';
import {
  NO_SERVICES_CHANGE,
  type PolicyChange,
  type ServiceChange,
  type SetChange,
  type ViewChange,
} from '../policy/view-change.js';
import { serviceChange, serviceKey } from '../policy/view-services.js';

const NOTHING: Omit<ViewChange, 'node'> = {
  endpoints: { put: [], removed: [] },
  policies: { put: [], removed: [], changed: [] },
  sets: { put: [], removed: [], changed: [] },
  ...NO_SERVICES_CHANGE,
};

/** What a compiler takes: a change of a view, whose sets may be those of a view, so that it refers to the same. */
export type CompilerChange = Omit<ViewChange, 'sets'> & {
  readonly sets: Omit<ViewChange['sets'], 'put'> & { readonly put: readonly AddressSet[] | HeldView['sets'] };
};

/** What leads from no view at all to one that is held: nothing is made that has an item for each set or rule. */
export function heldWhole(view: HeldView): CompilerChange {
  const { endpoints, policies, sets, services, serviceAddresses } = view;
  const whole = wholeView({
    ...{ node: view.node, ...headerOf(view), policies: [], sets: [] },
    endpoints: endpoints.toArray(),
    services: services.toArray(),
    serviceAddresses: serviceAddresses.prefixes.toArray(),
  });
  return {
    ...whole,
    policies: { ...whole.policies, put: policies.toArray() },
    sets: { ...whole.sets, put: sets },
  };
}

/** What leads from no view at all to this one. */
export function wholeView(view: NodeView): ViewChange {
  const { node, endpoints, policies, sets, services } = view;
  return {
    node,
    header: headerOf(view),
    endpoints: { ...NOTHING.endpoints, put: endpoints },
    policies: { ...NOTHING.policies, put: policies },
    sets: { ...NOTHING.sets, put: sets },
    services: { ...NOTHING.services, put: services },
    serviceAddresses: { added: view.serviceAddresses, removed: [] },
  };
}

/** What leads from one to the other: objects that are the same are not looked at. */
export function changeOf(before: NodeView, after: NodeView): ViewChange {
  return {
    node: after.node,
    header: headerOf(after),
    endpoints: different(before.endpoints, after.endpoints, (e) => e.id),
    policies: different<Policy, PolicyChange>(before.policies, after.policies, (p) => p.key, policyChange),
    sets: different<SetOf, SetChange>(before.sets, after.sets, (s) => s.id, setChange),
    services: different<Service, ServiceChange>(before.services, after.services, serviceKey, serviceChange),
    serviceAddresses: prefixesChange(addressesOf(before), addressesOf(after)),
  };
}

type Policy = NodeView['policies'][number];
type Service = NodeView['services'][number];
const addressesOf = ({ serviceAddresses }: NodeView): LargeSet => LargeSet.from({ id: '', prefixes: serviceAddresses });
type SetOf = NodeView['sets'][number];

function different<T, C = never>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
  changeOf: (before: T, after: T) => C | 'same' | 'whole' = () => 'whole',
): { put: T[]; removed: string[]; changed: C[] } {
  const result: { put: T[]; removed: string[]; changed: C[] } = { put: [], removed: [], changed: [] };
  const old = new Map(before.map((item) => [keyOf(item), item]));
  for (const item of after) {
    const known = old.get(keyOf(item));
    if (known === item) continue;
    const change = known === undefined ? 'whole' : changeOf(known, item);
    if (change === 'whole') result.put.push(item);
    else if (change !== 'same') result.changed.push(change);
  }
  for (const item of after) old.delete(keyOf(item));
  result.removed.push(...old.keys());
  return result;
}
