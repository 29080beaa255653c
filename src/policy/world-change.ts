/** What turns one world into the next: objects that come, go, or are others than before, each with what it was and is. */

import type {
  AddressGroup,
  EndpointSlice,
  NamespaceInfo,
  NodeInfo,
  Policy,
  ServiceCidr,
  ServiceInfo,
  Workload,
  World,
} from './model.js';
import type { RolloutPolicy } from './rollout.js';
import { same } from './same.js';

/** Absent: it was, or is, not there. */
export interface Change<T> {
  readonly before?: T;
  readonly after?: T;
}

/** Each object at most once. */
export interface WorldChange {
  readonly policies: readonly Change<Policy>[];
  readonly workloads: readonly Change<Workload>[];
  readonly namespaces: readonly Change<NamespaceInfo>[];
  readonly nodes: readonly Change<NodeInfo>[];
  readonly services: readonly Change<ServiceInfo>[];
  readonly endpointSlices: readonly Change<EndpointSlice>[];
  readonly serviceCidrs: readonly Change<ServiceCidr>[];
  readonly addressGroups: readonly Change<AddressGroup>[];
  readonly rollouts: readonly Change<RolloutPolicy>[];
}

export type WorldList = keyof WorldChange;

/** The key of an object among those of its list. */
export const KEY_OF: { readonly [L in WorldList]: (item: NonNullable<WorldChange[L][number]['after']>) => string } = {
  policies: (p) => p.id,
  workloads: (w) => w.id,
  namespaces: (n) => n.name,
  nodes: (n) => n.name,
  services: (s) => `${s.namespace}/${s.name}`,
  endpointSlices: (s) => `${s.namespace}/${s.name}`,
  serviceCidrs: (c) => c.name,
  addressGroups: (g) => g.id,
  rollouts: (r) => r.id,
};

export const WORLD_LISTS = Object.keys(KEY_OF) as readonly WorldList[];

/** One thing for each list of a world. */
export const eachList = <T>(make: (list: WorldList) => T): Record<WorldList, T> =>
  Object.fromEntries(WORLD_LISTS.map((list) => [list, make(list)])) as Record<WorldList, T>;

/** New lists, without anything in them, of a world or of a change. */
export const emptyLists = (): Record<WorldList, never[]> => eachList(() => []);

export const NO_WORLD_CHANGE: WorldChange = emptyLists();

/** What leads back. */
export function inverse(change: WorldChange): WorldChange {
  return eachList((list) =>
    (change[list] as readonly Change<unknown>[]).map(({ before, after }) => ({
      ...(after !== undefined && { before: after }),
      ...(before !== undefined && { after: before }),
    })),
  ) as unknown as WorldChange;
}

/** Compares whole worlds: for those who have nothing else. */
export function worldChangeBetween(before: World, after: World): WorldChange {
  const list = <L extends WorldList>(name: L): WorldChange[L] => {
    type Item = NonNullable<WorldChange[L][number]['after']>;
    const keyOf = KEY_OF[name] as (item: Item) => string;
    const old = new Map(((before[name] ?? []) as unknown as readonly Item[]).map((item) => [keyOf(item), item]));
    const changes: Change<Item>[] = [];
    for (const item of (after[name] ?? []) as unknown as readonly Item[]) {
      const was = old.get(keyOf(item));
      old.delete(keyOf(item));
      if (was === undefined) changes.push({ after: item });
      else if (was !== item && !same(was, item)) changes.push({ before: was, after: item });
    }
    for (const item of old.values()) changes.push({ before: item });
    return changes as unknown as WorldChange[L];
  };
  const change = eachList(list) as unknown as WorldChange;
  return { ...change, policies: change.policies.map(keepingRules) };
}

/** Rules that equal the ones before are those: who follows the change passes over them. */
export function keepingRules({ before, after }: Change<Policy>): Change<Policy> {
  if (before === undefined || after === undefined) return { ...(before && { before }), ...(after && { after }) };
  let places: Map<string, number> | undefined;
  const rules = after.rules.map((rule, i) => {
    if (before.rules[i]?.id === rule.id) return same(before.rules[i], rule) ? before.rules[i] : rule;
    places ??= new Map(before.rules.map(({ id }, at) => [id, at]));
    const old = before.rules[places.get(rule.id) ?? -1];
    return old !== undefined && same(old, rule) ? old : rule;
  });
  return { before, after: { ...after, rules: rules as Policy['rules'] } };
}
