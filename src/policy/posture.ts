/** What the default posture means where no policy speaks. */
import type { Direction } from '../net/types.js';
import type { Policy, Posture, SourceRef, World } from './model.js';

/** What a direction does that no policy decides and none isolates. */
export function unselectedVerdict(posture: Posture, direction: Direction): 'allow' | 'deny' {
  switch (posture) {
    case 'kubernetes':
      return 'allow';
    case 'closed':
      return 'deny';
    case 'openstack':
      return direction === 'egress' ? 'allow' : 'deny';
  }
}

/** Where default groups say that they come from. */
export const BUILT_IN: SourceRef = { file: '<posture openstack>', line: 1 };

/**
 * Under `openstack`, the world with a default group for each namespace that declares none: the same group may come in,
 * everything may go out. Other postures: the world itself.
 */
export function withDefaultGroups(world: World): World {
  if (world.posture !== 'openstack') return world;
  const declared = new Set(world.policies.filter((p) => p.isDefault === true).map((p) => p.namespace));
  const names = new Set([...world.namespaces.map((n) => n.name), ...world.workloads.map((w) => w.namespace)]);
  const missing = [...names].filter((name) => !declared.has(name)).sort();
  return missing.length === 0 ? world : { ...world, policies: [...world.policies, ...missing.map(defaultGroup)] };
}

export function defaultGroup(namespace: string): Policy {
  const id = `SecurityGroup/${namespace}/default`;
  const shared = { action: 'accept', ports: 'any', mode: 'enforce', source: BUILT_IN } as const;
  return {
    id,
    kind: 'SecurityGroup',
    namespace,
    name: 'default',
    tier: 'group',
    priority: 0,
    subject: { namespace, pods: { matchLabels: {}, matchExpressions: [] } },
    isDefault: true,
    isolates: { ingress: true, egress: true },
    rules: [
      { ...shared, id: `${id}/ingress/same-group`, direction: 'ingress', peers: [{ kind: 'group', policy: id }] },
      { ...shared, id: `${id}/egress/all`, direction: 'egress', peers: 'any' },
    ],
    description: 'Built-in default group: same group in, everything out.',
    labels: {},
    source: BUILT_IN,
  };
}
