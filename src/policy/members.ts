/**
 * Who is a member of what, for a whole world at once: the same answers as `governs` and `selectsByLabel`, found by
 * namespace instead of by trying everyone. Computed once for each world, whatever number of nodes is resolved.
 */
import { memoize } from './memo.js';
import type { Policy, Workload, WorkloadSelector, World } from './model.js';
import { compareText } from './order.js';
import { claimsMembers, isLive, matchesLabels, namespaceLabels, selectsByLabel, subjectSelects } from './select.js';

export interface Membership {
  /** Live workloads that each policy governs, by policy id. */
  readonly byPolicy: ReadonlyMap<string, readonly Workload[]>;
  /** Policies that govern each workload, by workload id, in order of their ids. */
  readonly byWorkload: ReadonlyMap<string, readonly Policy[]>;
}

export const membership = memoize((world: World): Membership => {
  const policies = [...world.policies].sort((a, b) => compareText(a.id, b.id));
  const selected = new Map(
    policies.map((p) => [p.id, inScope(world, p.subject).filter((w) => subjectSelects(world, p.subject, w))]),
  );
  const claimed = new Set(policies.filter(claimsMembers).flatMap((p) => selected.get(p.id) ?? []));
  const byPolicy = new Map<string, readonly Workload[]>();
  const byWorkload = new Map<string, Policy[]>();
  for (const policy of policies) {
    const all = selected.get(policy.id) ?? [];
    const members = policy.isDefault === true ? all.filter((w) => !claimed.has(w)) : all;
    byPolicy.set(policy.id, members);
    for (const { id } of members) {
      const list = byWorkload.get(id);
      if (list === undefined) byWorkload.set(id, [policy]);
      else list.push(policy);
    }
  }
  return { byPolicy, byWorkload };
});

/** Live workloads that the selector selects by label and service account. */
export function selectedWorkloads(world: World, selector: WorkloadSelector): Workload[] {
  return inScope(world, selector).filter((w) => selectsByLabel(world, selector, w));
}

/** Live workloads of the selector's namespaces; fewer where a label that it asks for tells who can be meant. */
function inScope(world: World, { namespace, namespaces, pods, addresses }: WorkloadSelector): readonly Workload[] {
  const [label] = Object.entries(pods?.matchLabels ?? {});
  if (label !== undefined && namespace !== undefined && namespaces === undefined && addresses === undefined)
    return byLabel(world).get(labelKey(namespace, ...label)) ?? [];
  const index = byNamespace(world);
  if (namespaces === undefined)
    return namespace === undefined ? [...index.values()].flat() : (index.get(namespace) ?? []);
  return [...index].flatMap(([name, workloads]) =>
    matchesLabels(namespaces, namespaceLabels(world, name)) ? workloads : [],
  );
}

const labelKey = (namespace: string, key: string, value: string): string => JSON.stringify([namespace, key, value]);

const byLabel = memoize((world: World) => {
  const index = new Map<string, Workload[]>();
  for (const workload of world.workloads.filter(isLive))
    for (const [key, value] of Object.entries(workload.labels)) {
      const found = labelKey(workload.namespace, key, value);
      const list = index.get(found);
      if (list === undefined) index.set(found, [workload]);
      else list.push(workload);
    }
  return index;
});

const byNamespace = memoize((world: World) => groupBy(world.workloads.filter(isLive), (w) => w.namespace));

/** Live workloads of each node, in order of their ids. */
export const workloadsByNode = memoize((world: World) =>
  groupBy(
    world.workloads.filter(isLive).sort((a, b) => compareText(a.id, b.id)),
    (w) => w.node,
  ),
);

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
