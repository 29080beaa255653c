/** Which nodes' views can differ between two worlds: a pod's change touches only the nodes that care. */
import { isDeepStrictEqual } from 'node:util';
import type { Peer, Policy, Workload, World } from '../policy/model.js';
import { governs, isLive, selectsByLabel } from '../policy/select.js';
import type { NodeView } from '../policy/view.js';

/** Every node that a world names. */
export function nodeNames(world: World): Set<string> {
  const names = [
    ...world.nodes.map((node) => node.name),
    ...world.workloads.filter(isLive).map((workload) => workload.node),
  ];
  return new Set(names.filter((name) => name !== ''));
}

interface Changed<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

function changes<T extends { readonly source: unknown }>(
  before: readonly T[],
  after: readonly T[],
  idOf: (item: T) => string,
  bySource: boolean,
): Changed<T>[] {
  const old = new Map(before.map((item) => [idOf(item), item]));
  const list: Changed<T>[] = [];
  for (const item of after) {
    const previous = old.get(idOf(item));
    old.delete(idOf(item));
    if (previous === undefined || !equal(previous, item, bySource)) list.push({ before: previous, after: item });
  }
  for (const previous of old.values()) list.push({ before: previous, after: undefined });
  return list;
}

const equal = <T extends { readonly source: unknown }>(a: T, b: T, bySource: boolean): boolean =>
  a === b || isDeepStrictEqual(a, bySource ? b : { ...b, source: a.source });

/** `views`: of the world before. The answer holds nodes that came; those that went are not in it. */
export function affectedNodes(before: World, after: World, views: ReadonlyMap<string, NodeView>): Set<string> {
  const all = nodeNames(after);
  const namespaces = changes(before.namespaces, after.namespaces, (n) => n.name, false);
  if (
    before.posture !== after.posture ||
    before.allowNodeProbes !== after.allowNodeProbes ||
    before.allowOwnNode !== after.allowOwnNode ||
    namespaces.length > 0
  )
    return all;

  const workloads = changes(before.workloads, after.workloads, (w) => w.id, false);
  const nodes = changes(before.nodes, after.nodes, (n) => n.name, false);
  const groups = changes(before.addressGroups, after.addressGroups, (g) => g.id, false);
  const policies = changes(before.policies, after.policies, (p) => p.id, true);

  const moved = workloads.flatMap((w): [World, Workload][] => [
    ...(w.before === undefined ? [] : [[before, w.before] as [World, Workload]]),
    ...(w.after === undefined ? [] : [[after, w.after] as [World, Workload]]),
  ]);
  const touched = touchedPolicies(
    before,
    after,
    policies,
    moved,
    new Set(groups.map((g) => (g.before ?? g.after)?.id ?? '')),
    nodes.length > 0,
  );

  const affected = new Set<string>(nodes.map((n) => (n.before ?? n.after)?.name ?? ''));
  for (const [, workload] of moved) affected.add(workload.node);
  for (const [node, view] of views) if (view.policies.some((policy) => touched.has(policy.id))) affected.add(node);
  for (const policy of after.policies)
    if (touched.has(policy.id))
      for (const workload of after.workloads)
        if (!affected.has(workload.node) && governs(after, policy, workload)) affected.add(workload.node);
  for (const node of all) if (!views.has(node)) affected.add(node);
  return new Set([...affected].filter((node) => all.has(node)));
}

/** Ids of policies whose resolved form may differ on some node. */
function touchedPolicies(
  before: World,
  after: World,
  changed: readonly Changed<Policy>[],
  moved: readonly [World, Workload][],
  addressGroups: ReadonlySet<string>,
  nodesChanged: boolean,
): Set<string> {
  const touched = new Set<string>(changed.map((p) => (p.before ?? p.after)?.id ?? ''));
  const groupsChanged = changed.some((p) => (p.before ?? p.after)?.tier === 'group');
  // Whom the default groups have depends on what the others select.
  if (groupsChanged)
    for (const policy of [...before.policies, ...after.policies]) if (policy.isDefault === true) touched.add(policy.id);
  const membersChanged = new Set(touched);
  for (const [world, workload] of moved)
    for (const policy of world.policies) if (governs(world, policy, workload)) membersChanged.add(policy.id);

  const names = (peer: Peer): boolean => {
    switch (peer.kind) {
      case 'cidr':
        return false;
      case 'group':
        return membersChanged.has(peer.policy);
      case 'addressGroup':
        return addressGroups.has(peer.name);
      case 'nodes':
        return nodesChanged;
      case 'workloads':
        return moved.some(([world, workload]) => selectsByLabel(world, peer.selector, workload));
    }
  };
  for (const policy of after.policies) {
    if (touched.has(policy.id)) continue;
    const cares = policy.rules.some((rule) => {
      const byName =
        rule.direction === 'egress' && rule.ports !== 'any' && rule.ports.some((port) => port.name !== undefined);
      if (byName && moved.length > 0) return true;
      return rule.peers !== 'any' && rule.peers.some(names);
    });
    if (cares) touched.add(policy.id);
  }
  return touched;
}
