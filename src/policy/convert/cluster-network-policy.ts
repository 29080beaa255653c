/** ClusterNetworkPolicy policy.networking.k8s.io/v1alpha2 → Policy. */
import { parseProtocol } from '../../net/protocol.js';
import type { Direction } from '../../net/types.js';
import type { Path } from '../document.js';
import type { Action, Peer, Policy, PortMatch, Rule, WorkloadSelector } from '../model.js';
import { type ClusterNetworkPolicySource, clusterNetworkPolicy } from '../schema/cluster-network-policy.js';
import type { Scope } from './scope.js';
import { annotated, toSelector } from './selectors.js';

type Spec = ClusterNetworkPolicySource['spec'];
type EgressRule = NonNullable<Spec['egress']>[number];
type IngressRule = NonNullable<Spec['ingress']>[number];
type PeerSource = EgressRule['to'][number];
type ProtocolSource = NonNullable<EgressRule['protocols']>[number];

export function toClusterNetworkPolicy(scope: Scope): Policy | undefined {
  const source = scope.parse(clusterNetworkPolicy);
  if (source === undefined) return undefined;
  const { metadata, spec } = source;
  const id = `ClusterNetworkPolicy//${metadata.name}`;
  const ingress = spec.ingress ?? [];
  const egress = spec.egress ?? [];
  return {
    id,
    kind: 'ClusterNetworkPolicy',
    namespace: '',
    name: metadata.name,
    tier: spec.tier === 'Admin' ? 'admin' : 'baseline',
    priority: spec.priority,
    subject: toPods(spec.subject) ?? {},
    isolates: { ingress: false, egress: false },
    rules: [
      ...ingress.map((rule, i) =>
        toRule(scope, `${id}/ingress/${ruleName(ingress, i)}`, 'ingress', i, rule, rule.from),
      ),
      ...egress.map((rule, i) => toRule(scope, `${id}/egress/${ruleName(egress, i)}`, 'egress', i, rule, rule.to)),
    ],
    ...annotated(metadata.annotations),
    labels: metadata.labels ?? {},
    source: scope.source([]),
  };
}

/** The rule's own name where it has one that no other rule and no index has. */
function ruleName(rules: readonly { name?: string | undefined }[], index: number): string {
  const name = rules[index]?.name;
  const usable = name !== undefined && !/^[0-9]*$/.test(name) && rules.filter((r) => r.name === name).length === 1;
  return usable ? name : String(index);
}

const ACTION = { Accept: 'accept', Deny: 'deny', Pass: 'pass' } as const satisfies Record<string, Action>;

function toRule(
  scope: Scope,
  id: string,
  direction: Direction,
  index: number,
  { action, protocols }: Pick<EgressRule | IngressRule, 'action' | 'protocols'>,
  peers: readonly PeerSource[],
): Rule {
  const path: Path = ['spec', direction, index];
  const side = direction === 'ingress' ? 'from' : 'to';
  const outside = peers.some((p) => p.networks ?? p.nodes ?? p.domainNames);
  const named = protocols?.findIndex((p) => p.destinationNamedPort !== undefined) ?? -1;
  if (outside && named >= 0) {
    scope.error([...path, 'protocols', named], 'bad-port', 'networks and nodes have no named ports');
  }
  return {
    id,
    direction,
    action: ACTION[action],
    peers: peers.flatMap((peer, i) => toPeers(scope, [...path, side, i], peer)),
    ports: protocols === undefined ? 'any' : protocols.flatMap(toPort),
    mode: 'enforce',
    source: scope.source(path),
  };
}

function toPods({ namespaces, pods }: Pick<PeerSource, 'namespaces' | 'pods'>): WorkloadSelector | undefined {
  if (namespaces !== undefined) return { namespaces: toSelector(namespaces), pods: toSelector({}) };
  if (pods === undefined) return undefined;
  return { namespaces: toSelector(pods.namespaceSelector ?? {}), pods: toSelector(pods.podSelector) };
}

function toPeers(scope: Scope, path: Path, peer: PeerSource): Peer[] {
  const selector = toPods(peer);
  if (selector !== undefined) return [{ kind: 'workloads', selector }];
  if (peer.nodes !== undefined) return [{ kind: 'nodes', selector: toSelector(peer.nodes) }];
  if (peer.domainNames !== undefined) {
    const message = 'rules by domain name are not supported: name the networks, or leave the rule out';
    scope.error([...path, 'domainNames'], 'unsupported', message);
  }
  return (peer.networks ?? []).flatMap((text, i): Peer[] => {
    const prefix = scope.prefix([...path, 'networks', i], text, 'warning');
    return prefix === undefined ? [] : [{ kind: 'cidr', prefix, except: [] }];
  });
}

function toPort({ tcp, udp, sctp, destinationNamedPort }: ProtocolSource): PortMatch[] {
  if (destinationNamedPort !== undefined) return [{ protocol: 'any', name: destinationNamedPort }];
  const [protocol, transport] = tcp ? ['TCP', tcp] : udp ? ['UDP', udp] : ['SCTP', sctp];
  const { number, range } = transport?.destinationPort ?? {};
  const ports =
    range === undefined ? { first: number ?? 0, last: number ?? 0 } : { first: range.start, last: range.end };
  return [{ protocol: parseProtocol(protocol as string), ports }];
}
