/**
 * World → what one node needs: its endpoints, the policies that govern them, the address sets those name. Selectors
 * become addresses and port names numbers. Of a whole world; `Resolver` follows a world's changes and says the same.
 */
import { membership, workloadsByNode } from './members.js';
import { memoize } from './memo.js';
import type { Policy, PortMatch, Rule, Workload, World } from './model.js';
import { compareText } from './order.js';
import { OWN_NODE, ownNode } from './own-node.js';
import { unselectedVerdict } from './posture.js';
import { type SetTable, setTable } from './sets.js';
import {
  type AddressSet,
  NO_SERVICES,
  type NodeView,
  type ViewEndpoint,
  type ViewMatch,
  type ViewPolicy,
  type ViewPort,
  type ViewRule,
} from './view.js';
import { restrictsAll, restrictsEgress, serviceAddresses, viewServices } from './view-services.js';

/** The view of one node. Pure; deterministic whatever the order of the world's lists. */
export function resolveNode(world: World, nodeName: string): NodeView {
  const sets = new Map<string, AddressSet>();
  const workloads = workloadsByNode(world).get(nodeName) ?? [];
  const governed = new Map<Policy, Workload[]>();
  for (const workload of workloads) {
    for (const policy of membership(world).byWorkload.get(workload.id) ?? [])
      governed.set(policy, [...(governed.get(policy) ?? []), workload]);
  }
  const keys = new Map<string, string[]>(workloads.map((w) => [w.id, []]));
  const policies: ViewPolicy[] = [];
  for (const [policy, subjects] of governed) {
    for (const { key, endpoints } of variants(policy, subjects)) {
      const shared = sharedPolicy(world, key, policy, endpoints[0] as Workload);
      policies.push(shared.policy);
      for (const set of shared.sets) sets.set(set.id, set);
      for (const endpoint of endpoints) keys.get(endpoint.id)?.push(key);
    }
  }
  const nodeAddresses = nodesByName(world).get(nodeName)?.addresses ?? [];
  if (world.allowOwnNode === true) {
    const { policy, set } = ownNode(nodeAddresses);
    policies.push(policy);
    sets.set(set.id, set);
  }
  policies.sort((a, b) => compareText(a.key, b.key));
  const restricted = (workloads.length > 0 && restrictsAll(world)) || policies.some(restrictsEgress);
  const endpoints = workloads.map((w) => viewEndpoint(world, w, (keys.get(w.id) as string[]).sort(compareText)));
  return {
    node: nodeName,
    nodeAddresses,
    allowNodeProbes: world.allowNodeProbes,
    endpoints,
    policies,
    sets: [...sets.values()].sort((a, b) => compareText(a.id, b.id)),
    ...(restricted ? servicesOf(world) : NO_SERVICES),
  };
}

const servicesOf = memoize((world: World) => ({
  services: viewServices(world),
  serviceAddresses: serviceAddresses(world),
}));

const nodesByName = memoize((world: World) => new Map(world.nodes.map((node) => [node.name, node])));

interface SharedPolicy {
  readonly policy: ViewPolicy;
  /** That it names. */
  readonly sets: readonly AddressSet[];
}

const sharedPolicies = memoize((_world: World) => new Map<string, SharedPolicy>());

/** Ids of the sets that the rules name, each as often as they do. */
export function* setsOf(rules: Iterable<ViewRule>): Iterable<string> {
  for (const { matches } of rules) for (const { peers } of matches) if (peers !== 'any') yield* peers;
}

/** The same object for all nodes: equal keys mean equal policies. */
function sharedPolicy(world: World, key: string, policy: Policy, endpoint: Workload): SharedPolicy {
  const known = sharedPolicies(world);
  let shared = known.get(key);
  if (shared === undefined) {
    const sets = setTable(world);
    const resolved = viewPolicy(key, policy, endpoint, sets);
    const named = new Set(setsOf(resolved.rules));
    shared = { policy: resolved, sets: sets.used().filter(({ id }) => named.has(id)) };
    known.set(key, shared);
  }
  return shared;
}

/** @param policies keys of those that govern it, sorted; the built-in one for its own node comes to them */
export function viewEndpoint(
  world: Pick<World, 'posture' | 'allowOwnNode'>,
  workload: Workload,
  policies: readonly string[],
): ViewEndpoint {
  const { id, namespace, name, labels, addresses, allowedAddresses = [], attach = {} } = workload;
  const unselected = {
    ingress: unselectedVerdict(world.posture, 'ingress'),
    egress: unselectedVerdict(world.posture, 'egress'),
  };
  const keys = world.allowOwnNode === true ? [...policies, OWN_NODE].sort(compareText) : policies;
  return { id, namespace, name, labels, addresses, allowedAddresses, attach, policies: keys, unselected };
}

/** Endpoints grouped by what the policy's ingress port names mean on them: one view policy for each group. */
function variants(policy: Policy, endpoints: readonly Workload[]): { key: string; endpoints: Workload[] }[] {
  const names = ingressPortNames(policy);
  const groups = new Map<string, Workload[]>();
  for (const endpoint of endpoints) {
    const key = variantKey(policy, names, endpoint);
    groups.set(key, [...(groups.get(key) ?? []), endpoint]);
  }
  const sorted = [...groups].sort(([a], [b]) => compareText(a, b));
  return sorted.map(([key, members]) => ({ key, endpoints: members }));
}

/** Port names whose meaning depends on the endpoint that the policy governs. */
export function ingressPortNames({ rules }: Policy): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { direction, ports } of rules)
    if (direction === 'ingress' && ports !== 'any')
      for (const { name } of ports) if (name !== undefined) names.add(name);
  return names;
}

/** The key of the policy as it is on that endpoint. */
export function variantKey({ id }: Policy, names: ReadonlySet<string>, { ports }: Workload): string {
  if (names.size === 0) return id;
  const meaning = ports
    .filter((p) => names.has(p.name))
    .map((p) => `${p.name}=${p.protocol}/${p.port}`)
    .sort()
    .join(',');
  return meaning === '' ? id : `${id}#${meaning}`;
}

/** What rules ask of the sets of their world. */
export type SetNames = Pick<SetTable, 'ofPeer' | 'ofNamedPort'>;

export function viewPolicy(key: string, policy: Policy, endpoint: Workload, sets: SetNames): ViewPolicy {
  return { rules: policy.rules.map((rule) => viewRule(rule, endpoint, sets)), ...viewHead(key, policy) };
}

export function viewHead(key: string, policy: Policy): Omit<ViewPolicy, 'rules'> {
  const { id, tier, priority, isolates, owner, source } = policy;
  return { key, id, tier, priority, isolates, ...(owner !== undefined && { owner }), source };
}

export function viewRule(rule: Rule, endpoint: Workload, sets: SetNames): ViewRule {
  const { peers: _peers, ports: _ports, ...rest } = rule;
  return { matches: viewMatches(rule, endpoint, sets), ...rest };
}

function viewMatches(rule: Rule, endpoint: Workload, sets: SetNames): ViewMatch[] {
  const peers: ViewMatch['peers'] =
    rule.peers === 'any' ? 'any' : [...new Set(rule.peers.map((peer) => sets.ofPeer(peer)))];
  if (rule.ports === 'any') return [{ peers, ports: 'any' }];
  const named = rule.direction === 'egress' ? rule.ports.filter((p) => p.name !== undefined) : [];
  const plain = rule.ports.filter((p) => !named.includes(p)).flatMap((p) => viewPorts(p, endpoint));
  return [
    ...(plain.length > 0 ? [{ peers, ports: plain }] : []),
    ...named.flatMap((p) => sets.ofNamedPort(rule.peers, p).map(({ set, port }) => ({ peers: [set], ports: [port] }))),
  ];
}

function viewPorts({ protocol, ports, name, icmp }: PortMatch, endpoint: Workload): ViewPort[] {
  if (name === undefined) return [{ protocol, ...(ports && { ports }), ...(icmp && { icmp }) }];
  return endpoint.ports
    .filter((p) => p.name === name && (protocol === 'any' || p.protocol === protocol))
    .map((p) => ({ protocol: p.protocol, ports: { first: p.port, last: p.port } }));
}
