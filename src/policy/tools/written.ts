/** Peers, ports and rules as each kind of policy writes them. */
import { stringify } from 'yaml';
import { formatAddress } from '../../net/address.js';
import { hostPrefix } from '../../net/prefix.js';
import { formatProtocol } from '../../net/protocol.js';
import { type Address, type Direction, PROTOCOL } from '../../net/types.js';
import type { Flow } from '../flow.js';
import type { Peer, Policy, PortMatch } from '../model.js';

/** Something to write: in the model, and in the language of a kind. */
export interface Written<T> {
  readonly model: T;
  readonly source: unknown;
}

/** On one line, as YAML. */
export const inline = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();

export const isOurs = (kind: Policy['kind']): boolean => /SecurityGroup$/.test(kind);
const isCluster = (kind: Policy['kind']): boolean => /^(Cluster|Admin|BaselineAdmin)NetworkPolicy$/.test(kind);

type Labels = Readonly<Record<string, string>>;

/** Pods with these labels in a namespace. @param policy whose kind says how, and whose namespace need not be said */
export function podsPeer(labels: Labels, namespace: string, policy: Pick<Policy, 'kind' | 'namespace'>): Written<Peer> {
  const pods = { matchLabels: labels, matchExpressions: [] };
  const name = { 'kubernetes.io/metadata.name': namespace };
  const podSelector = { matchLabels: labels };
  if (policy.namespace === namespace)
    return { model: { kind: 'workloads', selector: { namespace, pods } }, source: { podSelector } };
  const source = { namespaceSelector: { matchLabels: name }, podSelector };
  const model: Peer = {
    kind: 'workloads',
    selector: { namespaces: { matchLabels: name, matchExpressions: [] }, pods },
  };
  return { model, source: isCluster(policy.kind) ? { pods: source } : source };
}

/** Undefined where the kind has no such peer in that direction. */
export function addressPeer(address: Address, direction: Direction, kind: Policy['kind']): Written<Peer> | undefined {
  const text = `${formatAddress(address)}/${address.family === 4 ? 32 : 128}`;
  const model: Peer = { kind: 'cidr', prefix: hostPrefix(address), except: [] };
  if (kind === 'NetworkPolicy') return { model, source: { ipBlock: { cidr: text } } };
  if (!isCluster(kind)) return { model, source: { cidr: text } };
  return direction === 'ingress' ? undefined : { model, source: { networks: [text] } };
}

/** The pattern of exactly the flow; undefined where the kind cannot say it. */
export function exactPort({ protocol, port, icmp }: Flow, kind: Policy['kind']): Written<PortMatch> | undefined {
  const model: PortMatch = {
    protocol,
    ...(port !== undefined && { ports: { first: port, last: port } }),
    ...(icmp && { icmp }),
  };
  const name = formatProtocol(protocol);
  if (isOurs(kind))
    return { model, source: { protocol: name, ...(port !== undefined && { port }), ...(icmp && { icmp }) } };
  if (protocol !== PROTOCOL.tcp && protocol !== PROTOCOL.udp && protocol !== PROTOCOL.sctp) return undefined;
  if (kind === 'NetworkPolicy') return { model, source: { protocol: name, port } };
  if (kind === 'ClusterNetworkPolicy')
    return { model, source: { [name.toLowerCase()]: { destinationPort: { number: port } } } };
  return { model, source: { portNumber: { protocol: name, port } } };
}

export const sideOf = (direction: Direction): 'from' | 'to' => (direction === 'ingress' ? 'from' : 'to');
