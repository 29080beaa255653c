/** The smallest edits in words: what to write, in which field, in the language of the policy's own kind. */
import { formatAddress } from '../net/address.js';
import { formatProtocol } from '../net/protocol.js';
import { PROTOCOL } from '../net/types.js';
import { describePeers, describePorts } from './describe.js';
import type { DirectionDecision, Flow } from './flow.js';
import { formatIcmp } from './icmp.js';
import type { Question } from './match.js';
import type { Policy, Rule, Workload } from './model.js';

type MissField = NonNullable<DirectionDecision['nearestMiss']>['field'];

/** What the flow has in that field. */
export function describeFound({ peerOwners, peer, flow, direction, atMs }: Question, field: MissField): string {
  switch (field) {
    case 'peer': {
      const owner = peerOwners[0];
      return owner === undefined ? formatAddress(peer) : `${owner.id} (${formatAddress(peer)})`;
    }
    case 'protocol':
    case 'port':
      return describeTransport(flow);
    case 'direction':
      return direction;
    case 'expired':
      return new Date(atMs).toISOString();
    case 'audit':
      return 'mode audit';
  }
}

/** What the rule has in that field. */
export function describeExpected(rule: Rule, field: MissField): string {
  switch (field) {
    case 'peer':
      return describePeers(rule.peers);
    case 'protocol':
    case 'port':
      return describePorts(rule.ports);
    case 'direction':
      return rule.direction;
    case 'expired':
      return `before ${new Date(rule.expiresAt as number).toISOString()}`;
    case 'audit':
      return 'mode enforce';
  }
}

/** `TCP 8080`, `ICMP echo-request`, `GRE` */
export function describeTransport({ protocol, port, icmp }: Pick<Flow, 'protocol' | 'port' | 'icmp'>): string {
  const detail = port !== undefined ? ` ${port}` : icmp !== undefined ? ` ${formatIcmp(protocol, icmp)}` : '';
  return `${formatProtocol(protocol)}${detail}`;
}

export function describeEdit(question: Question, policy: Policy, rule: Rule, field: MissField): string {
  const { file, line } = rule.source;
  const at = `${file}:${line}`;
  const side = rule.direction === 'ingress' ? 'from' : 'to';
  switch (field) {
    case 'peer':
      return `at ${at}, add to ${side}: ${peerText(question, policy)}`;
    case 'protocol':
    case 'port':
      return `at ${at}, add to ${policy.kind === 'ClusterNetworkPolicy' ? 'protocols' : 'ports'}: ${portText(question.flow, policy)}`;
    case 'direction':
      return `at ${at}, declare the rule under ${question.direction} too`;
    case 'expired':
      return `at ${at}, set expiresAt to a later time`;
    case 'audit':
      return `at ${at}, set mode: enforce`;
  }
}

function peerText({ peer, peerOwners }: Question, policy: Policy): string {
  const owner = peerOwners[0];
  if (owner !== undefined) return workloadText(owner, policy);
  const prefix = `${formatAddress(peer)}/${peer.family === 4 ? 32 : 128}`;
  switch (policy.kind) {
    case 'NetworkPolicy':
      return `{ ipBlock: { cidr: "${prefix}" } }`;
    case 'ClusterNetworkPolicy':
    case 'AdminNetworkPolicy':
    case 'BaselineAdminNetworkPolicy':
      return `{ networks: ["${prefix}"] }`;
    default:
      return `{ cidr: "${prefix}" }`;
  }
}

function workloadText(owner: Workload, policy: Policy): string {
  const labels = JSON.stringify(identifying(owner.labels));
  const namespace = `{"kubernetes.io/metadata.name":"${owner.namespace}"}`;
  if (/^(Cluster|Admin|BaselineAdmin)NetworkPolicy$/.test(policy.kind))
    return `{ pods: { namespaceSelector: { matchLabels: ${namespace} }, podSelector: { matchLabels: ${labels} } } }`;
  if (owner.namespace === policy.namespace) return `{ podSelector: { matchLabels: ${labels} } }`;
  return `{ namespaceSelector: { matchLabels: ${namespace} }, podSelector: { matchLabels: ${labels} } }`;
}

/** The labels by which people name a workload; all of them where none is such. */
function identifying(labels: Workload['labels']): Record<string, string> {
  const names = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'app', 'k8s-app', 'component', 'name'];
  const chosen = Object.fromEntries(Object.entries(labels).filter(([key]) => names.includes(key)));
  return Object.keys(chosen).length > 0 ? chosen : { ...labels };
}

function portText({ protocol, port, icmp }: Flow, policy: Policy): string {
  const name = formatProtocol(protocol);
  if (policy.kind.endsWith('NetworkPolicy')) {
    const transport = protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp || protocol === PROTOCOL.sctp;
    if (!transport)
      return `nothing: ${policy.kind} ports cannot say ${name}; leave the list out, or use a SecurityGroup`;
    if (policy.kind === 'NetworkPolicy') return `{ protocol: ${name}, port: ${port} }`;
    if (policy.kind !== 'ClusterNetworkPolicy') return `{ portNumber: { protocol: ${name}, port: ${port} } }`;
    return `{ ${name.toLowerCase()}: { destinationPort: { number: ${port} } } }`;
  }
  if (icmp !== undefined) return `{ protocol: ${name}, icmp: { type: ${icmp.type}, code: ${icmp.code} } }`;
  return port === undefined ? `{ protocol: ${name} }` : `{ protocol: ${name}, port: ${port} }`;
}
