/** The address sets that the rules of one view name: each resolved once, shared by every rule. */
import {
  comparePrefixes,
  formatPrefix,
  hostPrefix,
  prefixContains,
  samePrefix,
  subtractPrefixes,
} from '../net/prefix.js';
import type { Address, Prefix } from '../net/types.js';
import type { LabelSelector, Peer, PortMatch, Rule, Workload, WorkloadSelector, World } from './model.js';
import { compareText } from './order.js';
import { governs, isLive, matchesLabels, selectsByLabel } from './select.js';
import type { AddressSet, ViewPort } from './view.js';

export interface SetTable {
  /** The id of the set that holds the peer's addresses. */
  ofPeer(peer: Peer): string;
  /** What an egress port name means among those peers: for each port number, the set of destinations where it does. */
  ofNamedPort(peers: Rule['peers'], port: PortMatch): { set: string; port: ViewPort }[];
  /** The addresses of a set asked for before: ascending, without repetition. */
  get(id: string): readonly Prefix[];
  /** Every set asked for so far, by id. */
  used(): AddressSet[];
}

export function setTable(world: World): SetTable {
  const sets = new Map<string, AddressSet>();
  const live = world.workloads.filter(isLive);

  function intern(id: string, prefixes: () => readonly Prefix[]): string {
    if (!sets.has(id)) sets.set(id, { id, prefixes: canonical(prefixes()) });
    return id;
  }
  function ofPeer(peer: Peer): string {
    return intern(peerId(peer), () => peerPrefixes(world, live, peer));
  }
  function ofNamedPort(peers: Rule['peers'], { name, protocol }: PortMatch): { set: string; port: ViewPort }[] {
    const servers = new Map<string, { port: ViewPort; addresses: Address[] }>();
    for (const workload of live) {
      for (const p of workload.ports) {
        if (p.name !== name || (protocol !== 'any' && p.protocol !== protocol)) continue;
        const key = `${p.protocol}/${p.port}`;
        const entry = servers.get(key) ?? {
          port: { protocol: p.protocol, ports: { first: p.port, last: p.port } },
          addresses: [],
        };
        entry.addresses.push(...workload.addresses);
        servers.set(key, entry);
      }
    }
    const ids = peers === 'any' ? ['any'] : [...new Set(peers.map(ofPeer))];
    const within = (address: Address) =>
      peers === 'any' || ids.some((id) => sets.get(id)?.prefixes.some((prefix) => prefixContains(prefix, address)));
    return [...servers]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([key, { port, addresses }]) => {
        const members = addresses.filter(within);
        if (members.length === 0) return [];
        return [{ set: intern(`port:${name}=${key} of ${ids.join(' | ')}`, () => members.map(hostPrefix)), port }];
      });
  }
  return {
    ofPeer,
    ofNamedPort,
    get: (id) => sets.get(id)?.prefixes ?? [],
    used: () => [...sets.values()].filter((set) => set.id !== 'any').sort((a, b) => compareText(a.id, b.id)),
  };
}

function peerPrefixes(world: World, live: readonly Workload[], peer: Peer): readonly Prefix[] {
  switch (peer.kind) {
    case 'cidr':
      return subtractPrefixes(peer.prefix, peer.except);
    case 'workloads':
      return [
        ...(peer.selector.addresses ?? []),
        ...hosts(live.filter((w) => selectsByLabel(world, peer.selector, w))),
      ];
    case 'group': {
      const group = world.policies.find((policy) => policy.id === peer.policy);
      return group === undefined
        ? []
        : [...(group.subject.addresses ?? []), ...hosts(live.filter((w) => governs(world, group, w)))];
    }
    case 'addressGroup':
      return world.addressGroups.filter((group) => group.id === peer.name).flatMap((group) => group.prefixes);
    case 'nodes':
      return world.nodes
        .filter((node) => matchesLabels(peer.selector, node.labels))
        .flatMap((node) => node.addresses.map(hostPrefix));
  }
}

function hosts(workloads: readonly Workload[]): Prefix[] {
  return workloads.flatMap((w) => w.addresses.map(hostPrefix));
}

/** Ascending, without repetition. */
function canonical(prefixes: readonly Prefix[]): Prefix[] {
  const sorted = [...prefixes].sort(comparePrefixes);
  return sorted.filter((prefix, i) => i === 0 || !samePrefix(prefix, sorted[i - 1] as Prefix));
}

/** Stable text for a peer: equal meanings of one world, equal ids; different ones never collide (F43). */
export function peerId(peer: Peer): string {
  switch (peer.kind) {
    case 'cidr':
      return `cidr:${formatPrefix(peer.prefix)}${peer.except.length > 0 ? ` except ${[...peer.except].sort(comparePrefixes).map(formatPrefix).join(',')}` : ''}`;
    case 'workloads':
      return `workloads:${selectorId(peer.selector)}`;
    case 'group':
      return `group:${peer.policy}`;
    case 'addressGroup':
      return peer.name;
    case 'nodes':
      return `nodes:${labelsId(peer.selector)}`;
  }
}

function selectorId({ namespace, namespaces, pods, serviceAccounts, addresses }: WorkloadSelector): string {
  return JSON.stringify({
    ...(namespaces !== undefined ? { namespaces: labelsId(namespaces) } : namespace !== undefined && { namespace }),
    ...(pods !== undefined && { pods: labelsId(pods) }),
    ...(serviceAccounts !== undefined && { serviceAccounts: [...serviceAccounts].sort(compareText) }),
    ...(addresses !== undefined && { addresses: [...addresses].sort(comparePrefixes).map(formatPrefix) }),
  });
}

function labelsId({ matchLabels, matchExpressions }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(
    ({ key, operator, values }) =>
      `${key} ${operator}${values.length > 0 ? ` (${[...values].sort(compareText).join(',')})` : ''}`,
  );
  return [...labels, ...expressions].sort(compareText).join(' & ') || '*';
}
