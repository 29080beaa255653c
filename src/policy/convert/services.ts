/** Services and EndpointSlices as `kubectl get -o yaml` prints them. Read loosely, believed only where sound. */
import { parseProtocol } from '../../net/protocol.js';
import type { EndpointSlice, ServiceCidr, ServiceInfo } from '../model.js';
import {
  serviceCidr as cidrSchema,
  service as serviceSchema,
  endpointSlice as sliceSchema,
} from '../schema/kubernetes.js';
import { toAddress } from './inventory.js';
import type { Scope } from './scope.js';

const SERVICE_NAME = 'kubernetes.io/service-name';

export function toService(scope: Scope, namespace: string): ServiceInfo | undefined {
  const source = scope.parse(serviceSchema);
  if (source === undefined) return undefined;
  const { clusterIP, clusterIPs, externalIPs, selector, ports } = source.spec ?? {};
  const ips = (clusterIPs ?? (clusterIP ? [clusterIP] : [])).filter((ip) => ip !== '' && ip !== 'None');
  const balancers = source.status?.loadBalancer?.ingress ?? [];
  const addresses = [
    ...ips.map((ip, i) => ({ ip, path: ['spec', 'clusterIPs', i] })),
    ...(externalIPs ?? []).map((ip, i) => ({ ip, path: ['spec', 'externalIPs', i] })),
    // Of ipMode Proxy the balancer puts another destination, and packets to its address leave the cluster.
    ...balancers.flatMap(({ ip, ipMode }, i) =>
      ip && ipMode !== 'Proxy' ? [{ ip, path: ['status', 'loadBalancer', 'ingress', i, 'ip'] }] : [],
    ),
  ];
  return {
    namespace,
    name: source.metadata.name,
    addresses: addresses.flatMap(({ ip, path }) => toAddress(scope, path, ip) ?? []),
    selector: selector ?? {},
    ports: (ports ?? []).map((p) => ({
      name: p.name ?? '',
      protocol: parseProtocol(p.protocol ?? 'TCP'),
      port: p.port,
      targetPort: p.targetPort ?? p.port,
      ...(p.nodePort && { nodePort: p.nodePort }),
    })),
    source: scope.source([]),
  };
}

export function toEndpointSlice(scope: Scope, namespace: string): EndpointSlice | undefined {
  const source = scope.parse(sliceSchema);
  if (source === undefined) return undefined;
  const isNames = source.addressType === 'FQDN';
  return {
    namespace,
    name: source.metadata.name,
    service: source.metadata.labels?.[SERVICE_NAME] ?? '',
    ports: (source.ports ?? []).flatMap(({ name, protocol, port }) =>
      port == null ? [] : [{ name: name ?? '', protocol: parseProtocol(protocol ?? 'TCP'), port }],
    ),
    endpoints: (source.endpoints ?? []).map(({ addresses, conditions, targetRef }, i) => ({
      addresses: isNames
        ? []
        : addresses.flatMap((ip, k) => toAddress(scope, ['endpoints', i, 'addresses', k], ip) ?? []),
      ...(targetRef?.kind === 'Pod' &&
        targetRef.name && { workload: `${targetRef.namespace || namespace}/${targetRef.name}` }),
      // What is not said is true (discovery/v1), but for ending.
      ready: conditions?.ready ?? true,
      serving: conditions?.serving ?? conditions?.ready ?? true,
      terminating: conditions?.terminating ?? false,
    })),
    source: scope.source([]),
  };
}

export function toServiceCidr(scope: Scope): ServiceCidr | undefined {
  const source = scope.parse(cidrSchema);
  if (source === undefined) return undefined;
  const prefixes = source.spec.cidrs.flatMap((cidr, i) => scope.prefix(['spec', 'cidrs', i], cidr, 'error') ?? []);
  return { name: source.metadata.name, prefixes, source: scope.source([]) };
}
