/**
 * What each reader and writer of this folder needs in RBAC, said once: `npm run gen` makes the roles of deploy/kubernetes and
 * of the Helm chart from it, and `rights.test.ts` proves that nothing else is asked for and that each one missed is told.
 */
import { INVENTORY_RESOURCES, NODES, POLICY_RESOURCES, type Resource } from './resources.js';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch';

export interface Right {
  readonly group: string;
  /** Plural, with its subresource. */
  readonly resource: string;
  readonly verbs: readonly Verb[];
  /** In the whole cluster, or in the namespace of the controller alone. */
  readonly scope: 'cluster' | 'own';
  readonly why: string;
}

const OURS = 'openscg.dev';

const read = ({ group, plural }: Resource, why: string): Right => ({
  group,
  resource: plural,
  verbs: ['list', 'watch'],
  scope: 'cluster',
  why,
});

export const RIGHTS: readonly Right[] = [
  ...INVENTORY_RESOURCES.map((resource) => read(resource, 'who runs where')),
  ...POLICY_RESOURCES.map((resource) => read(resource, 'what is allowed')),
  ...POLICY_RESOURCES.filter(({ group }) => group === OURS).map(
    ({ group, plural }): Right => ({
      group,
      resource: `${plural}/status`,
      verbs: ['patch'],
      scope: 'cluster',
      why: 'says what became of an object',
    }),
  ),
  {
    group: '',
    resource: 'events',
    verbs: ['create', 'patch'],
    scope: 'cluster',
    why: 'says why an object is refused',
  },
  {
    group: NODES.group,
    resource: NODES.plural,
    verbs: ['patch'],
    scope: 'cluster',
    why: 'takes the startup taint off a node that enforces',
  },
  {
    group: 'coordination.k8s.io',
    resource: 'leases',
    verbs: ['get', 'create', 'update'],
    scope: 'own',
    why: 'of several replicas one runs',
  },
];

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
}

/** As RBAC takes them: those of one group and the same verbs together. */
export function rulesOf(scope: Right['scope'], rights: readonly Right[] = RIGHTS): readonly Rule[] {
  const rules = new Map<string, { apiGroups: string[]; resources: string[]; verbs: readonly Verb[] }>();
  for (const { group, resource, verbs, scope: where } of rights) {
    if (where !== scope) continue;
    const key = `${group} ${verbs.join()}`;
    const rule = rules.get(key) ?? { apiGroups: [group], resources: [], verbs };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

const METADATA = { labels: { 'app.kubernetes.io/name': 'osg', 'app.kubernetes.io/component': 'controller' } };
const RBAC = 'rbac.authorization.k8s.io';
const NAME = 'osg-controller';

/** Roles and bindings of the controller's service account. @param namespace where it runs */
export function roleObjects(namespace: string): readonly object[] {
  const metadata = { name: NAME, ...METADATA };
  const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace }];
  const made = (kind: string, more: object, own: boolean) => ({
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: own ? { ...metadata, namespace } : metadata,
    ...more,
  });
  const bound = (kind: string) => ({ roleRef: { apiGroup: RBAC, kind, name: NAME }, subjects });
  return [
    made('ClusterRole', { rules: rulesOf('cluster') }, false),
    made('ClusterRoleBinding', bound('ClusterRole'), false),
    made('Role', { rules: rulesOf('own') }, true),
    made('RoleBinding', bound('Role'), true),
  ];
}
