/** Pods, namespaces, nodes as `kubectl get -o yaml` prints them. Read loosely, believed only where sound. */

import type { z } from 'zod';
import { parseAddress } from '../../net/address.js';
import { NetError } from '../../net/error.js';
import { parseProtocol } from '../../net/protocol.js';
import type { Address, Prefix } from '../../net/types.js';
import { show } from '../diagnostics.js';
import type { AttachHint, NamedPort, NamespaceInfo, NodeInfo, Workload } from '../model.js';
import type { Path } from '../path.js';
import {
  controller,
  namespace as namespaceSchema,
  node as nodeSchema,
  type PodSpecSource,
  pod as podSchema,
  scheduled,
} from '../schema/kubernetes.js';
import type { Scope } from './scope.js';

/** Annotations by which a pod tells the agent where to find it. */
export const ANNOTATION = {
  interface: 'openscg.dev/interface',
  netns: 'openscg.dev/netns',
  mac: 'openscg.dev/mac',
  allowedAddresses: 'openscg.dev/allowed-addresses',
} as const;

const STATIC_POD = 'kubernetes.io/config.hash';

export function toWorkload(scope: Scope, namespace: string): Workload | undefined {
  const source = scope.parse(podSchema);
  if (source === undefined) return undefined;
  const { metadata, spec, status } = source;
  const listed = (status?.podIPs ?? []).map(({ ip }, i) => ({ ip, path: ['status', 'podIPs', i, 'ip'] as Path }));
  const ips = listed.length > 0 || !status?.podIP ? listed : [{ ip: status.podIP, path: ['status', 'podIP'] as Path }];
  const annotations = metadata.annotations ?? {};
  const attach = toAttach(metadata.uid ?? undefined, annotations);
  const allowed = toAllowed(scope, annotations[ANNOTATION.allowedAddresses]);
  return {
    id: `${namespace}/${metadata.name}`,
    namespace,
    name: metadata.name,
    labels: metadata.labels ?? {},
    ...fromSpec(spec ?? {}),
    node: spec?.nodeName ?? '',
    ...controllerOf(metadata),
    addresses: ips.flatMap(({ ip, path }) => toAddress(scope, path, ip) ?? []),
    ended: status?.phase === 'Succeeded' || status?.phase === 'Failed',
    ...(attach !== undefined && { attach }),
    ...(allowed.length > 0 && { allowedAddresses: allowed }),
    source: scope.source([]),
  };
}

/**
 * The sample pod of a Deployment or its like, without address; none for a ReplicaSet scaled to 0, as Deployments leave behind, nor
 * for a Job that is over.
 */
export function toSample(scope: Scope, namespace: string): Workload | undefined {
  const source = scope.parse(controller);
  if (source === undefined) return undefined;
  const { kind } = scope.raw.value as { kind: string };
  const { metadata, spec, status } = source;
  if (kind === 'ReplicaSet' && spec.replicas === 0) return undefined;
  const over = status?.conditions?.some((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True');
  if (kind === 'Job' && over === true) return undefined;
  return sampleOf(scope, namespace, metadata, spec.template);
}

/** The same of a CronJob, which has its template within that of its Jobs. */
export function toScheduledSample(scope: Scope, namespace: string): Workload | undefined {
  const source = scope.parse(scheduled);
  return source && sampleOf(scope, namespace, source.metadata, source.spec.jobTemplate.spec.template);
}

function sampleOf(
  scope: Scope,
  namespace: string,
  metadata: z.infer<typeof controller>['metadata'],
  template: z.infer<typeof controller>['spec']['template'],
): Workload {
  const { kind } = scope.raw.value as { kind: string };
  const own = controllerOf(metadata);
  return {
    id: `${namespace}/${metadata.name}`,
    namespace,
    name: metadata.name,
    labels: template.metadata?.labels ?? {},
    ...fromSpec(template.spec ?? {}),
    node: '',
    controller: own.controller ?? `${kind}/${metadata.name}`,
    addresses: [],
    ended: false,
    source: scope.source([]),
  };
}

/** From the pod's owner. The ReplicaSet of a Deployment and the Job of a CronJob have names of a moment: theirs are told. */
function controllerOf({ ownerReferences, labels }: z.infer<typeof podSchema>['metadata']): { controller?: string } {
  const owner = ownerReferences?.find((o) => o.controller === true) ?? ownerReferences?.[0];
  if (owner === undefined) return {};
  const hash = labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`))
    return { controller: `Deployment/${owner.name.slice(0, -hash.length - 1)}` };
  const cron = owner.kind === 'Job' ? /^(.+)-\d{8,}$/.exec(owner.name)?.[1] : undefined;
  return { controller: cron === undefined ? `${owner.kind}/${owner.name}` : `CronJob/${cron}` };
}

function fromSpec(spec: PodSpecSource): Pick<Workload, 'serviceAccount' | 'ports' | 'hostNetwork'> {
  const sidecars = (spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always');
  const ports = [...(spec.containers ?? []), ...sidecars].flatMap((c) => c.ports ?? []);
  return {
    serviceAccount: spec.serviceAccountName || 'default',
    hostNetwork: spec.hostNetwork === true,
    ports: ports.map(
      (p): NamedPort => ({ name: p.name ?? '', protocol: parseProtocol(p.protocol ?? 'TCP'), port: p.containerPort }),
    ),
  };
}

function toAttach(uid: string | undefined, annotations: Readonly<Record<string, string>>): AttachHint | undefined {
  const { [ANNOTATION.interface]: name, [ANNOTATION.netns]: netns, [ANNOTATION.mac]: mac } = annotations;
  // A static pod's object in the API is a mirror with a UID of its own: the runtime knows the pod by its configuration's hash.
  const known = annotations[STATIC_POD] ?? uid;
  const hint = {
    ...(known && { uid: known }),
    ...(name && { interface: name }),
    ...(netns && { netns }),
    ...(mac && { mac: mac.toLowerCase() }),
  };
  return Object.keys(hint).length > 0 ? hint : undefined;
}

function toAllowed(scope: Scope, text: string | undefined): Prefix[] {
  const path = ['metadata', 'annotations', ANNOTATION.allowedAddresses];
  return (text ?? '')
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .flatMap((part) => scope.prefix(path, part, 'error') ?? []);
}

export function toAddress(scope: Scope, path: Path, text: string): Address | undefined {
  try {
    return parseAddress(text);
  } catch (cause) {
    if (!(cause instanceof NetError)) throw cause;
    scope.error(path, 'bad-address', 'not an address', { found: show(text), expected: cause.expected });
    return undefined;
  }
}

export function toNamespace(scope: Scope): NamespaceInfo | undefined {
  const source = scope.parse(namespaceSchema);
  return source && { name: source.metadata.name, labels: source.metadata.labels ?? {}, source: scope.source([]) };
}

export function toNode(scope: Scope): NodeInfo | undefined {
  const source = scope.parse(nodeSchema);
  if (source === undefined) return undefined;
  const addresses = (source.status?.addresses ?? []).flatMap(({ type, address }, i) =>
    type === 'InternalIP' || type === 'ExternalIP'
      ? (toAddress(scope, ['status', 'addresses', i, 'address'], address) ?? [])
      : [],
  );
  return { name: source.metadata.name, labels: source.metadata.labels ?? {}, addresses, source: scope.source([]) };
}
