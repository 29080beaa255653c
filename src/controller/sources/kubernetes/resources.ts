/**
 * The kinds we read, where the API serves them, and what we keep of an object.
 *
 * A projection is made as soon as an event is parsed: of a pod's usual 6 KB some 300 bytes are held. What is kept has the
 * shape of the object itself, so that the same schemas read it as read a file from `kubectl get -o yaml`.
 */

export interface Resource {
  /** `core` kinds have the group `''`. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Served by every cluster; the others may come and go without an alarm. */
  readonly always: boolean;
  /** Not undefined: what is kept of one object, `metadata` (name, namespace, uid, resourceVersion) aside. */
  readonly keep: (object: Json) => Json;
}

export type Json = Readonly<Record<string, unknown>>;

/** An object as we hold it. */
export interface KubernetesObject extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    /** Opaque: compared for equality only. */
    readonly resourceVersion: string;
    /** Of the spec; only kinds with a status of ours have it. */
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const pick = (from: unknown, ...fields: readonly string[]): Json | undefined => {
  if (typeof from !== 'object' || from === null) return undefined;
  const object = from as Json;
  return Object.fromEntries(fields.flatMap((field) => (object[field] === undefined ? [] : [[field, object[field]]])));
};

const OURS = 'openscg.dev/';
/** Of a static pod: its UID for kubelet and the container runtime. */
const STATIC_POD = 'kubernetes.io/config.hash';

/** A container's ports and, of an init container, whether it goes on running. */
const containers = (list: unknown): unknown[] | undefined => {
  if (!Array.isArray(list)) return undefined;
  const kept = list
    .map((container: Json) => pick(container, 'ports', 'restartPolicy') ?? {})
    .filter((container) => container['ports'] !== undefined);
  return kept.length > 0 ? kept : undefined;
};

const pod = (object: Json): Json => {
  const spec = (object['spec'] ?? {}) as Json;
  return {
    spec: {
      ...pick(spec, 'nodeName', 'hostNetwork', 'serviceAccountName'),
      ...(containers(spec['containers']) && { containers: containers(spec['containers']) }),
      ...(containers(spec['initContainers']) && { initContainers: containers(spec['initContainers']) }),
    },
    status: pick(object['status'], 'phase', 'podIP', 'podIPs') ?? {},
  };
};

const whole = (object: Json): Json => pick(object, 'spec') ?? {};

const core = (plural: string, kind: string, namespaced: boolean, keep: Resource['keep']): Resource => ({
  group: '',
  version: 'v1',
  plural,
  kind,
  namespaced,
  always: true,
  keep,
});

export const PODS = core('pods', 'Pod', true, pod);
export const NAMESPACES = core('namespaces', 'Namespace', false, () => ({}));
export const NODES = core('nodes', 'Node', false, (object) => ({
  spec: pick(object['spec'], 'taints') ?? {},
  status: pick(object['status'], 'addresses') ?? {},
}));
export const SERVICES = core('services', 'Service', true, (object) => ({
  spec:
    pick(object['spec'], 'type', 'clusterIP', 'clusterIPs', 'externalIPs', 'externalName', 'selector', 'ports') ?? {},
  status: pick(object['status'], 'loadBalancer') ?? {},
}));
export const ENDPOINT_SLICES: Resource = {
  ...core('endpointslices', 'EndpointSlice', true, (object) => ({
    ...pick(object, 'addressType', 'ports'),
    endpoints: Array.isArray(object['endpoints'])
      ? object['endpoints'].map((endpoint: Json) => ({
          ...pick(endpoint, 'addresses', 'conditions'),
          ...(endpoint['targetRef'] !== undefined && {
            targetRef: pick(endpoint['targetRef'], 'kind', 'namespace', 'name'),
          }),
        }))
      : [],
  })),
  group: 'discovery.k8s.io',
};
export const NETWORK_POLICIES: Resource = {
  ...core('networkpolicies', 'NetworkPolicy', true, whole),
  group: 'networking.k8s.io',
};

/** Of which the addresses of Services are taken; served since Kubernetes 1.33. */
export const SERVICE_CIDRS: Resource = {
  ...core('servicecidrs', 'ServiceCIDR', false, whole),
  group: 'networking.k8s.io',
  always: false,
};

const clusterPolicy = (version: string, plural: string, kind: string): Resource => ({
  group: 'policy.networking.k8s.io',
  version,
  plural,
  kind,
  namespaced: false,
  always: false,
  keep: whole,
});
const ours = (plural: string, kind: string, namespaced: boolean): Resource => ({
  group: 'openscg.dev',
  version: 'v1alpha1',
  plural,
  kind,
  namespaced,
  always: false,
  keep: (object) => pick(object, 'spec', 'status') ?? {},
});

/** Where a policy may be written. */
export const POLICY_RESOURCES: readonly Resource[] = [
  NETWORK_POLICIES,
  clusterPolicy('v1alpha2', 'clusternetworkpolicies', 'ClusterNetworkPolicy'),
  clusterPolicy('v1alpha1', 'adminnetworkpolicies', 'AdminNetworkPolicy'),
  clusterPolicy('v1alpha1', 'baselineadminnetworkpolicies', 'BaselineAdminNetworkPolicy'),
  ours('securitygroups', 'SecurityGroup', true),
  ours('clustersecuritygroups', 'ClusterSecurityGroup', false),
  ours('addressgroups', 'AddressGroup', true),
];

/** Who runs where, and what stands before them. */
export const INVENTORY_RESOURCES: readonly Resource[] = [
  NAMESPACES,
  NODES,
  PODS,
  SERVICES,
  ENDPOINT_SLICES,
  SERVICE_CIDRS,
];

export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `/api/v1/pods`, `/apis/networking.k8s.io/v1/networkpolicies`. */
export function collectionPath(resource: Resource): string {
  const { group, version, plural } = resource;
  return group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
}

/** The path of one object, or of a subresource of it. */
export function objectPath(resource: Resource, namespace: string, name: string, subresource = ''): string {
  const { group, version, plural, namespaced } = resource;
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${base}${within}/${plural}/${encodeURIComponent(name)}${subresource === '' ? '' : `/${subresource}`}`;
}

/** What is held of `raw`; undefined where it is no object with a name (a bookmark, a broken line). */
export function project(resource: Resource, raw: unknown): KubernetesObject | undefined {
  const object = raw as Json | undefined;
  const metadata = object?.['metadata'] as Json | undefined;
  const name = metadata?.['name'];
  if (object === undefined || metadata === undefined || typeof name !== 'string' || name === '') return undefined;
  const annotations = ourAnnotations(metadata['annotations']);
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: {
      name,
      ...(typeof metadata['namespace'] === 'string' && { namespace: metadata['namespace'] }),
      uid: String(metadata['uid'] ?? ''),
      resourceVersion: String(metadata['resourceVersion'] ?? ''),
      ...(typeof metadata['generation'] === 'number' &&
        resource.group !== '' && { generation: metadata['generation'] }),
      ...(metadata['labels'] !== undefined && { labels: metadata['labels'] as Record<string, string> }),
      ...(annotations !== undefined && { annotations }),
    },
    ...resource.keep(object),
  };
}

function ourAnnotations(annotations: unknown): Record<string, string> | undefined {
  if (typeof annotations !== 'object' || annotations === null) return undefined;
  const kept = Object.entries(annotations as Record<string, string>).filter(
    ([key]) => key.startsWith(OURS) || key === STATIC_POD,
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** `namespace/name`, or the name of what has no namespace. */
export function keyOf({ metadata: { namespace, name } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
