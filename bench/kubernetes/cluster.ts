/** A cluster of a size: nodes, namespaces, pods as the API server has them (some 6 KB each), a policy for each application. */

const APPS = 10;

export interface Size {
  readonly pods: number;
  readonly policies: number;
  readonly nodes: number;
}

type Json = Record<string, unknown>;

const address = (i: number): string => `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
const node = (i: number): string => `n${i}`;

/** Namespaces of `APPS` applications, with a policy each. */
const namespaces = ({ policies }: Size): number => Math.max(1, Math.ceil(policies / APPS));

/** What nobody reads, and every pod has. */
function ballast(name: string): { metadata: Json; spec: Json; container: Json; status: Json } {
  const at = '2026-01-01T00:00:00Z';
  const path = `/var/run/secrets/${name}`;
  const variables = Array.from({ length: 20 }, (_, i) => ({ name: `SETTING_${i}`, value: `value-${i}-of-${name}` }));
  const fields = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`f:field-${i}`, { '.': {}, 'f:name': {}, 'f:value': {} }]),
  );
  return {
    metadata: {
      creationTimestamp: at,
      generateName: `${name.slice(0, -1)}`,
      annotations: { 'example.com/checksum': 'c'.repeat(64), 'example.com/restarted': at },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: 'u'.repeat(36), controller: true }],
      managedFields: ['controller-manager', 'kubelet'].map((manager) => ({
        manager,
        operation: 'Update',
        apiVersion: 'v1',
        time: at,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': fields, 'f:status': fields },
      })),
    },
    spec: {
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }],
      schedulerName: 'default-scheduler',
      serviceAccountName: 'default',
    },
    container: {
      name: 'main',
      image: `registry.example.com/team/${name}:1.2.3`,
      env: variables,
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      volumeMounts: [{ name: 'token', mountPath: path, readOnly: true }],
    },
    status: {
      qosClass: 'Burstable',
      startTime: at,
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: at,
      })),
      containerStatuses: [{ name: 'main', ready: true, restartCount: 0, imageID: `sha256:${'d'.repeat(64)}` }],
    },
  };
}

/** A namespace's pods lie on many nodes. */
const nodeOf = (size: Size, i: number): number => (i + Math.floor(i / namespaces(size))) % size.nodes;

/** Who takes the place of pod `i`: another name, node and address. */
export interface Successor {
  /** Counted up from 1. */
  readonly generation: number;
  /** Which address, from 0. */
  readonly address: number;
}

/**
 * Pod `i`; its neighbours in number are in other namespaces and on other nodes.
 * @param next a number moves its address; who takes its place is another pod
 */
export function pod(size: Size, i: number, next: number | Successor = 0): Json & { metadata: Json } {
  const namespace = `ns${i % namespaces(size)}`;
  const within = Math.floor(i / namespaces(size));
  const app = within % APPS;
  const generation = typeof next === 'number' ? 0 : next.generation;
  const name = generation === 0 ? `app${app}-${i}` : `app${app}-${i}-${generation.toString(36)}`;
  const { metadata, spec, container, status } = ballast(name);
  const ip = address(1 + (typeof next === 'number' ? i + (next % 16) * size.pods : next.address));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name, namespace, labels: { app: `app${app}`, 'pod-template-hash': 'abcdef' } },
    spec: {
      ...spec,
      nodeName: node(nodeOf(size, i + generation)),
      containers: [{ ...container, ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] }],
    },
    status: { ...status, phase: 'Running', podIP: ip, podIPs: [{ ip }], hostIP: '10.1.0.1' },
  };
}

/** How many nodes a pod's address matters to: its own, and those whose workloads accept from it. */
export function nodesConcerned(size: Size, i: number): number {
  const all = new Set([nodeOf(size, i)]);
  const count = namespaces(size);
  const [namespace, app] = [i % count, Math.floor(i / count) % APPS];
  for (let other = namespace; other < size.pods; other += count)
    if ((Math.floor(other / count) + 1) % APPS === app) all.add(nodeOf(size, other));
  return all.size;
}

/** Everything, by collection. */
export function* objects(size: Size): Generator<{ readonly collection: string; readonly object: Json }> {
  for (let i = 0; i < size.nodes; i++)
    yield {
      collection: '/api/v1/nodes',
      object: {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: node(i) },
        status: { addresses: [{ type: 'InternalIP', address: `10.1.${i >> 8}.${i & 255}` }] },
      },
    };
  for (let i = 0; i < namespaces(size); i++)
    yield {
      collection: '/api/v1/namespaces',
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `ns${i}`, labels: { team: `t${i % 7}` } } },
    };
  for (let i = 0; i < size.policies; i++) {
    const app = Math.floor(i / namespaces(size));
    yield {
      collection: '/apis/networking.k8s.io/v1/networkpolicies',
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `app${app}`, namespace: `ns${i % namespaces(size)}` },
        spec: {
          podSelector: { matchLabels: { app: `app${app}` } },
          policyTypes: ['Ingress'],
          ingress: [
            {
              from: [{ podSelector: { matchLabels: { app: `app${(app + 1) % APPS}` } } }],
              ports: [{ port: 8080, protocol: 'TCP' }],
            },
          ],
        },
      },
    };
  }
  for (let i = 0; i < size.pods; i++) yield { collection: '/api/v1/pods', object: pod(size, i) };
}
