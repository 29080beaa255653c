/** Lint: ports and addresses of Services where those of containers are meant. */
import { ADDRESS_BITS, formatAddress } from '../../net/address.js';
import { formatPortRange, formatProtocol, hasPorts } from '../../net/protocol.js';
import { membership, selectedWorkloads } from '../members.js';
import type { Policy, PortMatch, Rule, ServiceInfo, Workload, World } from '../model.js';
import { backendsOf, podsOf, serviceAt } from '../services.js';
import { type Finding, finding } from './findings.js';
import { few, names } from './words.js';

export function portLint(world: World): (policy: Policy) => Finding[] {
  const services = new Map<string, ServiceInfo[]>();
  for (const service of world.services)
    for (const { id } of podsOf(world, service)) services.set(id, [...(services.get(id) ?? []), service]);
  return (policy) =>
    policy.rules
      .filter((rule) => rule.action === 'accept')
      .flatMap((rule) => [...listeners(world, services, policy, rule), ...serviceAddresses(world, policy, rule)]);
}

/** Whose containers the rule's ports are. Undefined: also others than pods of the inventory. */
function serversOf(world: World, policy: Policy, rule: Rule): readonly Workload[] | undefined {
  if (rule.direction === 'ingress') return membership(world).byPolicy.get(policy.id) ?? [];
  if (rule.peers === 'any') return undefined;
  const lists = rule.peers.map((peer) =>
    peer.kind === 'workloads' && peer.selector.addresses === undefined
      ? selectedWorkloads(world, peer.selector)
      : peer.kind === 'group'
        ? membership(world).byPolicy.get(peer.policy)
        : undefined,
  );
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** Single ports that no container declares, though all of them declare some. */
function listeners(
  world: World,
  services: ReadonlyMap<string, readonly ServiceInfo[]>,
  policy: Policy,
  rule: Rule,
): Finding[] {
  const servers = serversOf(world, policy, rule) ?? [];
  if (rule.ports === 'any' || servers.length === 0 || servers.some((w) => w.ports.length === 0)) return [];
  return rule.ports.flatMap((match) => {
    const { protocol, ports } = match;
    if (protocol === 'any' || ports === undefined || ports.first !== ports.last || !hasPorts(protocol)) return [];
    // Of another protocol too: who declares UDP 53 means TCP 53.
    if (servers.some((w) => w.ports.some((p) => p.port === ports.first))) return [];
    const what = `${formatProtocol(protocol)} ${formatPortRange(ports)}`;
    const through = throughService(world, services, servers, match);
    return through === undefined
      ? [
          finding(
            'no-listener',
            policy,
            rule,
            `no container of ${names(servers)} declares ${what}; they declare ${declared(servers)}`,
            "correct the port, or add it to the container's ports",
          ),
        ]
      : [
          finding(
            'service-port',
            policy,
            rule,
            `${what} is the port of Service ${through.service}; its pods listen on ${through.ports}`,
            `write ${through.ports}: rules are judged on the pods`,
          ),
        ];
  });
}

function throughService(
  world: World,
  services: ReadonlyMap<string, readonly ServiceInfo[]>,
  servers: readonly Workload[],
  { protocol, ports }: PortMatch,
) {
  for (const service of new Set(servers.flatMap((w) => services.get(w.id) ?? []))) {
    const port = service.ports.find((p) => p.port === ports?.first && p.protocol === protocol);
    const own = port && [...new Set(backendsOf(world, service, port).map((b) => String(b.port)))];
    if (own !== undefined && own.length > 0)
      return { service: `${service.namespace}/${service.name}`, ports: few(own) };
  }
  return undefined;
}

function declared(servers: readonly Workload[]): string {
  return few(servers.flatMap((w) => w.ports.map((p) => `${formatProtocol(p.protocol)} ${p.port}`)));
}

function serviceAddresses(world: World, policy: Policy, rule: Rule): Finding[] {
  if (rule.direction !== 'egress' || rule.peers === 'any') return [];
  return rule.peers.flatMap((peer) => {
    if (peer.kind !== 'cidr' || peer.prefix.length !== ADDRESS_BITS[peer.prefix.family]) return [];
    const service = serviceAt(world, peer.prefix);
    if (service === undefined) return [];
    return [
      finding(
        'service-address',
        policy,
        rule,
        `${formatAddress(peer.prefix)} is the address of Service ${service.namespace}/${service.name}: rules are judged on the pods behind it`,
        `select its pods${podsOf(world, service).length > 0 ? ` (${names(podsOf(world, service))})` : ''}`,
      ),
    ];
  });
}
