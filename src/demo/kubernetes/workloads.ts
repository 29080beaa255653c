/** What stands in for a cluster's scheduler and controllers: DaemonSets, Deployments and Jobs become pods, pods get the node, Services names. */
import { createHash } from 'node:crypto';
import type { KubernetesApi } from '../../controller/sources/kubernetes/api.js';
import type { List, Metadata, Pod, Toleration, Workload } from './objects.js';

const TEMPLATE = 'lab/template';
const KINDS = [
  ['DaemonSet', '/apis/apps/v1/daemonsets'],
  ['Deployment', '/apis/apps/v1/deployments'],
  ['Job', '/apis/batch/v1/jobs'],
] as const;

interface Taint {
  readonly key: string;
  readonly effect: string;
}
interface Node {
  readonly spec?: { readonly taints?: readonly Taint[] };
}
interface Service {
  readonly metadata: Metadata;
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
}

const get = async <T>(api: KubernetesApi, path: string): Promise<T> => (await api.request('GET', path)) as T;
const path = ({ metadata }: { readonly metadata: Metadata }): string =>
  `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;

/** One look at the cluster. @returns its pods, and /etc/hosts lines for its Services */
export async function reconcile(api: KubernetesApi, node: string): Promise<{ pods: readonly Pod[]; hosts: string }> {
  const { items: pods } = await get<List<Pod>>(api, '/api/v1/pods');
  const wanted = new Map<string, string>();
  for (const [kind, from] of KINDS)
    for (const workload of (await get<List<Workload>>(api, from)).items)
      for (const [id, body] of podsOf(kind, workload)) {
        const held = pods.find((pod) => pod.metadata.labels?.['lab/owner'] === id);
        const template = body.metadata.annotations[TEMPLATE];
        wanted.set(id, template);
        // A template that changed: the old pod goes first. One node has no room for two on its network.
        if (held === undefined)
          await api.request('POST', `/api/v1/namespaces/${workload.metadata.namespace}/pods`, { body });
        else if (held.metadata.annotations?.[TEMPLATE] !== template) await api.request('DELETE', path(held));
      }
  const taints = (await get<Node>(api, `/api/v1/nodes/${node}`)).spec?.taints ?? [];
  for (const pod of pods) {
    const owner = pod.metadata.labels?.['lab/owner'];
    if (owner !== undefined && !wanted.has(owner)) await api.request('DELETE', path(pod)).catch(() => undefined);
    else if (pod.spec.nodeName === undefined && taints.every((taint) => tolerates(pod.spec.tolerations ?? [], taint)))
      await api.request('PATCH', path(pod), {
        body: { spec: { nodeName: node } },
        contentType: 'application/merge-patch+json',
      });
  }
  const { items: services } = await get<List<Service>>(api, '/api/v1/services');
  return {
    pods: pods.filter(({ spec }) => spec.nodeName === node),
    hosts: services.map((s) => line(s, pods)).join(''),
  };
}

function* podsOf(kind: string, { metadata, spec }: Workload) {
  const { restartPolicy = kind === 'Job' ? 'OnFailure' : 'Always', ...rest } = spec.template.spec;
  const template = createHash('sha256').update(JSON.stringify(spec.template)).digest('hex').slice(0, 10);
  for (let i = 0; i < (kind === 'Deployment' ? (spec.replicas ?? 1) : 1); i++) {
    const id = `${metadata.uid}.${i}`;
    const suffix = createHash('sha256').update(`${id}${template}`).digest('hex').slice(0, 5);
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${metadata.name}-${suffix}`,
        namespace: metadata.namespace,
        labels: { ...spec.template.metadata?.labels, 'lab/owner': id },
        annotations: { ...spec.template.metadata?.annotations, [TEMPLATE]: template },
      },
      spec: { ...rest, restartPolicy },
    };
    yield [id, body] as const;
  }
}

const tolerates = (tolerations: readonly Toleration[], { key }: Taint): boolean =>
  tolerations.some((it) => it.operator === 'Exists' && (it.key === undefined || it.key === key));

/** The ready pods of a Service, by the names that cluster DNS would give. */
function line({ metadata: { name, namespace }, spec: { selector } }: Service, pods: readonly Pod[]): string {
  if (selector === undefined) return '';
  const chosen = pods.filter(
    ({ metadata, status }) =>
      metadata.namespace === namespace &&
      Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value) &&
      status?.podIP !== undefined &&
      status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
  );
  const names = [`${name}.${namespace}.svc.cluster.local`, `${name}.${namespace}.svc`, `${name}.${namespace}`].join(
    ' ',
  );
  return chosen.map(({ status }) => `${status?.podIP} ${names}\n`).join('');
}
