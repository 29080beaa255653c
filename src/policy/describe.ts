/** Parts of policies in words, the way an author would write them. */
import { formatAddress } from '../net/address.js';
import { formatPrefix } from '../net/prefix.js';
import { formatPortRange, formatProtocol } from '../net/protocol.js';
import { formatIcmp } from './icmp.js';
import type { LabelSelector, Peer, PortMatch, Rule, Workload, WorkloadSelector } from './model.js';

const SHOWN = 4;

/** Joins the first few; says how many more there are. */
export function list(items: readonly string[], empty = 'nothing'): string {
  if (items.length === 0) return empty;
  return items.length <= SHOWN
    ? items.join(', ')
    : `${items.slice(0, SHOWN).join(', ')} and ${items.length - SHOWN} more`;
}

export function describePeers(peers: Rule['peers']): string {
  return peers === 'any' ? 'everyone' : list(peers.map(describePeer), 'no one');
}

/** Where a workload or a node is. */
export const describeAddresses = (addresses: Workload['addresses']): string =>
  list(addresses.map(formatAddress), 'no address');

export function describePorts(ports: Rule['ports']): string {
  return ports === 'any' ? 'every port' : list(ports.map(describePort));
}

export function describePeer(peer: Peer): string {
  switch (peer.kind) {
    case 'cidr':
      return `${formatPrefix(peer.prefix)}${peer.except.length > 0 ? ` except ${list(peer.except.map(formatPrefix))}` : ''}`;
    case 'workloads':
      return describeWorkloads(peer.selector);
    case 'group':
      return `members of ${peer.policy}`;
    case 'addressGroup':
      return `addresses of ${peer.name}`;
    case 'nodes':
      return `nodes ${describeLabels(peer.selector)}`;
  }
}

export function describeWorkloads({
  namespace,
  namespaces,
  pods,
  serviceAccounts,
  addresses,
}: WorkloadSelector): string {
  const where =
    namespaces !== undefined
      ? `namespaces ${describeLabels(namespaces)}`
      : namespace !== undefined
        ? `namespace ${namespace}`
        : 'every namespace';
  const what = [
    pods && `pods ${describeLabels(pods)}`,
    serviceAccounts && `service accounts ${list(serviceAccounts)}`,
    addresses && `addresses ${list(addresses.map(formatPrefix))}`,
  ].filter((part) => part !== undefined);
  return `${list(what)} of ${where}`;
}

export function describeLabels({ matchLabels, matchExpressions }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(
    ({ key, operator, values }) => `${key} ${operator}${values.length > 0 ? ` (${values.join(', ')})` : ''}`,
  );
  return labels.length + expressions.length === 0 ? '(all)' : [...labels, ...expressions].join(', ');
}

export function describePort({ protocol, ports, name, icmp }: PortMatch): string {
  const transport = protocol === 'any' ? 'any protocol' : formatProtocol(protocol);
  if (name !== undefined) return `${transport} port ${name}`;
  if (ports !== undefined) return `${transport} ${formatPortRange(ports)}`;
  return icmp === undefined || protocol === 'any' ? transport : `${transport} ${formatIcmp(protocol, icmp)}`;
}
