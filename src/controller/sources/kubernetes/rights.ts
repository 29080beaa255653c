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
  /** Of these alone, where it can be said (`list`, `watch` and `create` cannot). */
  readonly names?: readonly string[];
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
    group: 'authentication.k8s.io',
    resource: 'tokenreviews',
    verbs: ['create'],
    scope: 'cluster',
    why: 'who asks for a first certificate, and on which node it runs',
  },
  {
    group: 'coordination.k8s.io',
    resource: 'leases',
    verbs: ['get', 'create', 'update'],
    scope: 'own',
    why: 'of several replicas one runs',
  },
];

const SECRETS = ['osg-ca', 'osg-cert-manager-ca', 'osg-controller-tls', 'osg-collector-tls', 'osg-operator-tls'];

/** Of `osg pki cluster`, which nothing else runs as. */
export const PKI_RIGHTS: readonly Right[] = [
  { group: '', resource: 'secrets', verbs: ['create'], scope: 'own', why: 'what is not there yet' },
  { group: '', resource: 'secrets', verbs: ['get', 'update'], scope: 'own', names: SECRETS, why: 'rotates its own' },
  { group: '', resource: 'configmaps', verbs: ['create'], scope: 'own', why: 'what agents know the authority by' },
  { group: '', resource: 'configmaps', verbs: ['get', 'update'], scope: 'own', names: ['osg-ca'], why: 'the same' },
];

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly Verb[];
}

/** As RBAC takes them: those of one group and the same verbs together. */
export function rulesOf(scope: Right['scope'], rights: readonly Right[] = RIGHTS): readonly Rule[] {
  const rules = new Map<string, Rule & { resources: string[] }>();
  for (const { group, resource, verbs, names, scope: where } of rights) {
    if (where !== scope) continue;
    const key = `${group} ${verbs.join()} ${names?.join()}`;
    const rule = rules.get(key) ?? {
      apiGroups: [group],
      resources: [],
      ...(names !== undefined && { resourceNames: names }),
      verbs,
    };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

const RBAC = 'rbac.authorization.k8s.io';

/** Roles and bindings of a service account. @param account `osg-` and the component's name @param namespace where it runs */
function rolesOf(account: string, rights: readonly Right[], namespace: string): readonly object[] {
  const labels = { 'app.kubernetes.io/name': 'osg', 'app.kubernetes.io/component': account.replace('osg-', '') };
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const made = (kind: string, more: object, own: boolean) => ({
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name: account, ...(own && { namespace }), labels },
    ...more,
  });
  const bound = (kind: string) => ({ roleRef: { apiGroup: RBAC, kind, name: account }, subjects });
  const whole = rulesOf('cluster', rights);
  return [
    ...(whole.length === 0
      ? []
      : [made('ClusterRole', { rules: whole }, false), made('ClusterRoleBinding', bound('ClusterRole'), false)]),
    made('Role', { rules: rulesOf('own', rights) }, true),
    made('RoleBinding', bound('Role'), true),
  ];
}

export const roleObjects = (namespace: string): readonly object[] => rolesOf('osg-controller', RIGHTS, namespace);
export const pkiRoleObjects = (namespace: string): readonly object[] => rolesOf('osg-pki', PKI_RIGHTS, namespace);
