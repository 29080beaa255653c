/** NetworkPolicy networking.k8s.io/v1 → Policy. */
import { parseProtocol } from '../../net/protocol.js';
import type { Direction } from '../../net/types.js';
import type { Peer, Policy, PortMatch, Rule } from '../model.js';
import type { Path } from '../path.js';
import { type NetworkPolicySource, networkPolicy } from '../schema/kubernetes.js';
import type { Scope } from './scope.js';
import { annotated, toCidr, toSelector } from './selectors.js';

type Spec = NetworkPolicySource['spec'];
type PeerSource = NonNullable<NonNullable<NonNullable<Spec['ingress']>[number]['from']>>[number];
type PortSource = NonNullable<NonNullable<NonNullable<Spec['ingress']>[number]['ports']>>[number];

export function toNetworkPolicy(scope: Scope, namespace: string): Policy | undefined {
  const source = scope.parse(networkPolicy);
  if (source === undefined) return undefined;
  const { metadata, spec } = source;
  const id = `NetworkPolicy/${namespace}/${metadata.name}`;
  const isolates = isolated(spec);
  const rules = [
    ...(spec.ingress ?? []).map((rule, i) => toRule(scope, id, namespace, 'ingress', i, rule.from, rule.ports)),
    ...(spec.egress ?? []).map((rule, i) => toRule(scope, id, namespace, 'egress', i, rule.to, rule.ports)),
  ];
  for (const direction of ['ingress', 'egress'] as const) {
    if (!isolates[direction] && (spec[direction]?.length ?? 0) > 0) {
      scope.warn(
        ['spec', direction],
        'ignored-rules',
        `policyTypes leaves ${direction} out, so these rules have no effect`,
      );
    }
  }
  return {
    id,
    kind: 'NetworkPolicy',
    namespace,
    name: metadata.name,
    tier: 'group',
    priority: 0,
    subject: { namespace, pods: toSelector(spec.podSelector ?? {}) },
    isolates,
    rules: rules.filter((rule) => isolates[rule.direction]),
    ...annotated(metadata.annotations),
    labels: metadata.labels ?? {},
    source: scope.source([]),
  };
}

/** Absent policyTypes: ingress always, egress if there are egress rules. */
function isolated({ policyTypes, egress }: Spec): { ingress: boolean; egress: boolean } {
  if (policyTypes === undefined || policyTypes === null || policyTypes.length === 0)
    return { ingress: true, egress: (egress?.length ?? 0) > 0 };
  return { ingress: policyTypes.includes('Ingress'), egress: policyTypes.includes('Egress') };
}

function toRule(
  scope: Scope,
  policy: string,
  namespace: string,
  direction: Direction,
  index: number,
  peers: readonly PeerSource[] | null | undefined,
  ports: readonly PortSource[] | null | undefined,
): Rule {
  const path: Path = ['spec', direction, index];
  const side = direction === 'ingress' ? 'from' : 'to';
  return {
    id: `${policy}/${direction}/${index}`,
    direction,
    action: 'accept',
    peers:
      peers === undefined || peers === null || peers.length === 0
        ? 'any'
        : peers.flatMap((peer, i) => toPeer(scope, [...path, side, i], namespace, peer) ?? []),
    ports: ports === undefined || ports === null || ports.length === 0 ? 'any' : ports.map(toPort),
    mode: 'enforce',
    source: scope.source(path),
  };
}

function toPeer(
  scope: Scope,
  path: Path,
  namespace: string,
  { podSelector, namespaceSelector, ipBlock }: PeerSource,
): Peer | undefined {
  if (ipBlock)
    return toCidr(
      scope,
      path,
      { cidr: ['ipBlock', 'cidr'], except: ['ipBlock', 'except'] },
      ipBlock.cidr,
      ipBlock.except ?? [],
      'warning',
    );
  const pods = toSelector(podSelector ?? {});
  return {
    kind: 'workloads',
    selector: namespaceSelector ? { namespaces: toSelector(namespaceSelector), pods } : { namespace, pods },
  };
}

function toPort({ protocol, port, endPort }: PortSource): PortMatch {
  const number = parseProtocol(protocol ?? 'TCP');
  if (typeof port === 'string') return { protocol: number, name: port };
  if (typeof port === 'number') return { protocol: number, ports: { first: port, last: endPort ?? port } };
  return { protocol: number };
}
