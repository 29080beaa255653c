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
import { groupPrefixesOf } from './address-groups.js';
import { membership, selectedWorkloads } from './members.js';
import { memoize } from './memo.js';
import type { LabelSelector, NamedPort, Peer, PortMatch, Rule, Workload, WorkloadSelector, World } from './model.js';
import { compareText } from './order.js';
import { isLive, matchesLabels } from './select.js';
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

/** Sets of one view; their contents are shared with all views of the same world. */
export function setTable(world: World): SetTable {
  const known = resolved(world);
  const used = new Map<string, AddressSet>();

  function intern(id: string, prefixes: () => readonly Prefix[]): string {
    if (used.has(id)) return id;
    const set = known.get(id) ?? { id, prefixes: canonical(prefixes()) };
    known.set(id, set);
    used.set(id, set);
    return id;
  }
  function ofPeer(peer: Peer): string {
    return intern(peerId(peer), () => peerPrefixes(world, peer));
  }
  function ofNamedPort(peers: Rule['peers'], port: PortMatch): { set: string; port: ViewPort }[] {
    const ids = peers === 'any' ? [] : [...new Set(peers.map((peer) => peerId(peer)))];
    const included =
      peers === 'any' ? undefined : [...new Set(peers.map(ofPeer))].map((id) => used.get(id)?.prefixes ?? []);
    const within = (address: Address) =>
      included?.some((prefixes) => prefixes.some((prefix) => prefixContains(prefix, address))) ?? true;
    const of = peers === 'any' ? 'everyone' : ids.join(' | ');
    return servers(world, port).flatMap(({ key, addresses, port: found }) => {
      const members = addresses.filter(within);
      if (members.length === 0) return [];
      return [{ set: intern(`port:${port.name}=${key} of ${of}`, () => members.map(hostPrefix)), port: found }];
    });
  }
  return {
    ofPeer,
    ofNamedPort,
    get: (id) => used.get(id)?.prefixes ?? [],
    used: () => [...used.values()].sort((a, b) => compareText(a.id, b.id)),
  };
}

const resolved = memoize((_world: World) => new Map<string, AddressSet>());

interface Servers {
  readonly key: string;
  readonly port: ViewPort;
  readonly addresses: Address[];
}

/** Who has a container port of that name, by what number it has. */
function servers(world: World, { name, protocol }: PortMatch): Servers[] {
  const found = new Map<string, Servers>();
  for (const { port: p, workload } of portsByName(world).get(name ?? '') ?? []) {
    if (protocol !== 'any' && p.protocol !== protocol) continue;
    const key = `${p.protocol}/${p.port}`;
    const entry = found.get(key) ?? {
      key,
      port: { protocol: p.protocol, ports: { first: p.port, last: p.port } },
      addresses: [],
    };
    entry.addresses.push(...workload.addresses);
    found.set(key, entry);
  }
  return [...found.values()].sort((a, b) => compareText(a.key, b.key));
}

const portsByName = memoize((world: World) => {
  const ports = new Map<string, { port: NamedPort; workload: Workload }[]>();
  for (const workload of world.workloads.filter(isLive)) {
    for (const port of workload.ports) {
      const list = ports.get(port.name);
      if (list === undefined) ports.set(port.name, [{ port, workload }]);
      else list.push({ port, workload });
    }
  }
  return ports;
});

const policiesById = memoize((world: World) => new Map(world.policies.map((policy) => [policy.id, policy])));

/** Those that the peer names itself, whoever is where. */
export function staticPrefixes(peer: Peer): readonly Prefix[] {
  if (peer.kind === 'cidr') return subtractPrefixes(peer.prefix, peer.except);
  return peer.kind === 'workloads' ? (peer.selector.addresses ?? []) : [];
}

function peerPrefixes(world: World, peer: Peer): readonly Prefix[] {
  switch (peer.kind) {
    case 'cidr':
      return staticPrefixes(peer);
    case 'workloads':
      return [...staticPrefixes(peer), ...hosts(selectedWorkloads(world, peer.selector))];
    case 'group': {
      const group = policiesById(world).get(peer.policy);
      return group === undefined
        ? []
        : [...(group.subject.addresses ?? []), ...hosts(membership(world).byPolicy.get(group.id) ?? [])];
    }
    case 'addressGroup':
      return groupPrefixesOf(world, peer.name);
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

export function selectorId({ namespace, namespaces, pods, serviceAccounts, addresses }: WorkloadSelector): string {
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
