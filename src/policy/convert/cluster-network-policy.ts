/**
 * ClusterNetworkPolicy policy.networking.k8s.io/v1alpha2 → Policy, and its predecessors of v1alpha1, AdminNetworkPolicy and
 * BaselineAdminNetworkPolicy: the same meaning, other words for actions and ports.
 */
import { parseProtocol } from '../../net/protocol.js';
import type { Direction } from '../../net/types.js';
import type { Action, Peer, Policy, PortMatch, Rule, WorkloadSelector } from '../model.js';
import type { Path } from '../path.js';
import {
  type AdminNetworkPolicySource,
  type AdminPortSource,
  adminNetworkPolicy,
  baselineAdminNetworkPolicy,
} from '../schema/admin-network-policy.js';
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
  const rules = (given: readonly (EgressRule | IngressRule)[] = []): Written[] =>
    given.map(({ name, action, protocols, ...sides }) => ({
      name,
      action: ACTION[action],
      peers: 'to' in sides ? sides.to : sides.from,
      ports: protocols?.flatMap(toPort),
      portsField: 'protocols',
    }));
  return toPolicy(scope, 'ClusterNetworkPolicy', metadata, {
    tier: spec.tier === 'Admin' ? 'admin' : 'baseline',
    priority: spec.priority,
    subject: spec.subject,
    ingress: rules(spec.ingress),
    egress: rules(spec.egress),
  });
}

export function toAdminNetworkPolicy(scope: Scope): Policy | undefined {
  const source = scope.parse(adminNetworkPolicy);
  if (source === undefined) return undefined;
  const { priority } = source.spec;
  return toPolicy(scope, 'AdminNetworkPolicy', source.metadata, {
    tier: 'admin',
    priority,
    ...adminRules(source.spec),
  });
}

/** There is one, named `default`; it comes behind every ClusterNetworkPolicy of the Baseline tier. */
export function toBaselineAdminNetworkPolicy(scope: Scope): Policy | undefined {
  const source = scope.parse(baselineAdminNetworkPolicy);
  if (source === undefined) return undefined;
  const rules = adminRules(source.spec);
  return toPolicy(scope, 'BaselineAdminNetworkPolicy', source.metadata, { tier: 'baseline', priority: 1001, ...rules });
}

function adminRules(spec: Omit<AdminNetworkPolicySource['spec'], 'priority'>) {
  type Given = NonNullable<typeof spec.ingress>[number] | NonNullable<typeof spec.egress>[number];
  const rules = (given: readonly Given[] | null | undefined): Written[] =>
    (given ?? []).map(({ name, action, ports, ...sides }) => ({
      name,
      action: ADMIN_ACTION[action],
      peers: 'to' in sides ? sides.to : sides.from,
      ports: ports?.flatMap(toAdminPort),
      portsField: 'ports',
    }));
  return { subject: spec.subject, ingress: rules(spec.ingress), egress: rules(spec.egress) };
}

interface Written {
  readonly name: string | undefined;
  readonly action: Action;
  readonly peers: readonly PeerSource[];
  /** Undefined: every one. */
  readonly ports: readonly PortMatch[] | undefined;
  readonly portsField: string;
}

interface WrittenPolicy {
  readonly tier: 'admin' | 'baseline';
  readonly priority: number;
  readonly subject: Pick<PeerSource, 'namespaces' | 'pods'>;
  readonly ingress: readonly Written[];
  readonly egress: readonly Written[];
}

function toPolicy(
  scope: Scope,
  kind: Policy['kind'],
  metadata: ClusterNetworkPolicySource['metadata'],
  { tier, priority, subject, ingress, egress }: WrittenPolicy,
): Policy {
  const id = `${kind}//${metadata.name}`;
  const rules = (direction: Direction, written: readonly Written[]): Rule[] =>
    written.map((rule, i) => toRule(scope, `${id}/${direction}/${ruleName(written, i)}`, direction, i, rule));
  return {
    id,
    kind,
    namespace: '',
    name: metadata.name,
    tier,
    priority,
    subject: toPods(subject) ?? {},
    isolates: { ingress: false, egress: false },
    rules: [...rules('ingress', ingress), ...rules('egress', egress)],
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
const ADMIN_ACTION = { Allow: 'accept', Deny: 'deny', Pass: 'pass' } as const satisfies Record<string, Action>;

function toRule(
  scope: Scope,
  id: string,
  direction: Direction,
  index: number,
  { action, peers, ports, portsField }: Written,
): Rule {
  const path: Path = ['spec', direction, index];
  const side = direction === 'ingress' ? 'from' : 'to';
  const outside = peers.some((p) => p.networks ?? p.nodes ?? p.domainNames);
  const named = ports?.findIndex((port) => 'name' in port) ?? -1;
  if (outside && named >= 0)
    scope.error([...path, portsField, named], 'bad-port', 'networks and nodes have no named ports');
  return {
    id,
    direction,
    action,
    peers: peers.flatMap((peer, i) => toPeers(scope, [...path, side, i], peer)),
    ports: ports ?? 'any',
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

function toAdminPort({ portNumber, namedPort, portRange }: AdminPortSource): PortMatch[] {
  if (namedPort !== undefined) return [{ protocol: 'any', name: namedPort }];
  const { protocol } = portNumber ?? portRange ?? {};
  const first = portNumber?.port ?? portRange?.start ?? 0;
  return [{ protocol: parseProtocol(protocol ?? 'TCP'), ports: { first, last: portRange?.end ?? first } }];
}
