/** What is allowed to be written but probably not meant. */
import { PROTOCOL } from '../../net/types.js';
import { nearest } from '../diagnostics.js';
import { evaluate } from '../evaluate.js';
import { governing } from '../match.js';
import {
  type LabelSelector,
  type Peer,
  type Policy,
  type PortMatch,
  type Rule,
  TIERS,
  type Workload,
  type World,
} from '../model.js';
import { governs, isLive } from '../select.js';
import { lintCoverage } from './coverage.js';
import { type Finding, finding, isSilenced } from './findings.js';

export type { Finding } from './findings.js';

/**
 * Every finding that its author has not silenced, by file and line. Checks that need an inventory are left out where
 * the world has no workloads.
 * @param atMs Unix milliseconds
 */
export function lint(world: World, atMs: number): Finding[] {
  const hasInventory = world.workloads.length > 0;
  const declared = world.policies.filter((p) => p.derivedFrom === undefined && !p.source.file.startsWith('<'));
  const found = [
    ...declared.flatMap((policy) => [
      ...lintPolicy(world, policy),
      ...policy.rules.flatMap((rule) => lintRule(world, policy, rule, atMs)),
    ]),
    ...(hasInventory
      ? [
          ...declared.flatMap((policy) => lintSelection(world, policy)),
          ...lintCoverage(world),
          ...lintConnectivity(world, atMs),
        ]
      : []),
  ];
  const byId = new Map(declared.map((p) => [p.id, p]));
  const spoken = found.filter((f) => {
    const policy = byId.get(f.policy);
    return policy !== undefined && !isSilenced(policy, f);
  });
  return spoken.sort(
    (a, b) =>
      (a.source.file < b.source.file ? -1 : a.source.file > b.source.file ? 1 : a.source.line - b.source.line) ||
      (a.id < b.id ? -1 : 1),
  );
}

function lintPolicy(world: World, policy: Policy): Finding[] {
  const findings: Finding[] = [];
  if (policy.owner === undefined && !policy.rules.some((r) => r.owner !== undefined)) {
    const where = policy.kind.endsWith('SecurityGroup') ? 'spec.owner' : 'the annotation openscg.dev/owner';
    findings.push(
      finding('no-owner', policy, undefined, 'nobody is named who can be asked about a deny', `set ${where}`),
    );
  }
  if (
    world.workloads.length > 0 &&
    policy.subject.addresses === undefined &&
    !world.workloads.some((w) => governs(world, policy, w))
  ) {
    findings.push(
      finding(
        'selects-nothing',
        policy,
        undefined,
        'no workload of the inventory is selected',
        'correct the selector, or remove the policy',
      ),
    );
  }
  return findings;
}

function lintRule(world: World, policy: Policy, rule: Rule, atMs: number): Finding[] {
  const findings: Finding[] = [];
  if (rule.expiresAt !== undefined && rule.expiresAt <= atMs) {
    findings.push(
      finding('expired', policy, rule, `it expired at ${new Date(rule.expiresAt).toISOString()}`, 'remove the rule'),
    );
  }
  if (policy.tier === 'emergency' && rule.expiresAt === undefined) {
    findings.push(
      finding(
        'emergency-without-expiry',
        policy,
        rule,
        'the emergency tier stands above everything',
        'set expiresAt, or move the rule to the admin tier',
      ),
    );
  }
  if (rule.action === 'accept' && isEveryone(rule) && isEveryPort(rule)) {
    const [who, what] =
      rule.direction === 'ingress'
        ? ['everyone, also from outside the cluster,', 'reach every port of the members']
        : ['members', 'send anything anywhere'];
    findings.push(
      finding(
        'over-broad',
        policy,
        rule,
        `${who} may ${what}`,
        rule.direction === 'ingress'
          ? 'name the peers, or at least the ports'
          : 'name the destinations, or at least the ports',
      ),
    );
  }
  for (const peer of rule.peers === 'any' ? [] : rule.peers)
    findings.push(...danglingReference(world, policy, rule, peer));
  return findings;
}

function isEveryone({ peers }: Rule): boolean {
  return peers === 'any' || peers.some((p) => p.kind === 'cidr' && p.prefix.length === 0 && p.except.length === 0);
}

function isEveryPort({ ports }: Rule): boolean {
  return (
    ports === 'any' ||
    ports.some((p) => p.protocol === 'any' && p.name === undefined) ||
    ports.some(
      (p) =>
        p.protocol === PROTOCOL.tcp &&
        p.name === undefined &&
        (p.ports === undefined || (p.ports.first <= 1 && p.ports.last === 65535)),
    )
  );
}

function danglingReference(world: World, policy: Policy, rule: Rule, peer: Peer): Finding[] {
  const [target, known] =
    peer.kind === 'group'
      ? [peer.policy, world.policies.map((p) => p.id)]
      : peer.kind === 'addressGroup'
        ? [peer.name, world.addressGroups.map((g) => g.id)]
        : [undefined, []];
  if (target === undefined || known.includes(target)) return [];
  const near = nearest(target, known);
  return [
    finding(
      'dangling-reference',
      policy,
      rule,
      `${target} does not exist`,
      near === undefined ? 'declare it, or correct the name' : `did you mean ${near}?`,
    ),
  ];
}

/** Labels that nothing bears: usually a typing error, or something that has been removed. */
function lintSelection(world: World, policy: Policy): Finding[] {
  const pods = world.workloads.map((w) => w.labels);
  const namespaces = [
    ...world.namespaces.map((n) => n.labels),
    ...world.workloads.map((w) => ({ 'kubernetes.io/metadata.name': w.namespace })),
  ];
  const unknown = (
    selector: LabelSelector | undefined,
    bearers: readonly Readonly<Record<string, string>>[],
    rule: Rule | undefined,
  ) =>
    Object.entries(selector?.matchLabels ?? {}).flatMap(([key, value]) => {
      if (bearers.some((labels) => labels[key] === value)) return [];
      const values = bearers.flatMap((labels) => labels[key] ?? []);
      const near =
        values.length === 0
          ? nearest(
              key,
              bearers.flatMap((labels) => Object.keys(labels)),
            )
          : nearest(value, values);
      const fix =
        near === undefined
          ? 'correct the label, or remove the selector'
          : `did you mean ${values.length === 0 ? near : `${key}=${near}`}?`;
      return [finding('unknown-label', policy, rule, `nothing has the label ${key}=${value}`, fix)];
    });
  const ofPeer = (peer: Peer, rule: Rule) =>
    peer.kind === 'workloads'
      ? [...unknown(peer.selector.pods, pods, rule), ...unknown(peer.selector.namespaces, namespaces, rule)]
      : peer.kind === 'nodes'
        ? unknown(
            peer.selector,
            world.nodes.map((n) => n.labels),
            rule,
          )
        : [];
  return [
    ...unknown(policy.subject.pods, pods, undefined),
    ...unknown(policy.subject.namespaces, namespaces, undefined),
    ...policy.rules.flatMap((rule) => (rule.peers === 'any' ? [] : rule.peers.flatMap((peer) => ofPeer(peer, rule)))),
  ];
}

/** Members that cannot do what nearly everything must: resolve names, answer health probes. */
function lintConnectivity(world: World, atMs: number): Finding[] {
  const isolating = world.policies.filter((p) => p.isolates.ingress || p.isolates.egress);
  return isolating.flatMap((policy) => {
    const members = world.workloads.filter((w) => isLive(w) && governs(world, policy, w));
    const mute = policy.isolates.egress ? members.filter((w) => sends(world, w) && !mayResolve(world, w, atMs)) : [];
    const unprobed = policy.isolates.ingress ? members.filter((w) => isUnprobed(world, w, atMs)) : [];
    return [
      ...(mute.length > 0
        ? [
            finding(
              'blocks-dns',
              policy,
              undefined,
              `${names(mute)} may send, but no rule allows UDP 53`,
              'allow UDP and TCP port 53 to the name servers',
            ),
          ]
        : []),
      ...(unprobed.length > 0
        ? [
            finding(
              'blocks-probes',
              policy,
              undefined,
              `the node cannot reach any port of ${names(unprobed)}`,
              'allow the nodes, or leave the built-in node exception on',
            ),
          ]
        : []),
    ];
  });
}

function names(workloads: readonly Workload[]): string {
  const ids = workloads.map((w) => w.id);
  return ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
}

function egressRules(world: World, endpoint: Workload): Rule[] {
  const policies = TIERS.flatMap((tier) => governing({ world, endpoint }, tier));
  return policies
    .flatMap((p) => p.rules)
    .filter((r) => r.direction === 'egress' && r.action === 'accept' && r.mode === 'enforce');
}

/** It may begin conversations at all: one that may not needs no names. */
function sends(world: World, endpoint: Workload): boolean {
  return egressRules(world, endpoint).some((r) => r.peers === 'any' || r.peers.length > 0);
}

function mayResolve(world: World, endpoint: Workload, atMs: number): boolean {
  return egressRules(world, endpoint).some(
    (r) => (r.expiresAt === undefined || r.expiresAt > atMs) && (r.ports === 'any' || r.ports.some(isDns)),
  );
}

function isDns({ protocol, ports, name }: PortMatch): boolean {
  if (name !== undefined) return /dns|domain/.test(name);
  return (
    (protocol === 'any' || protocol === PROTOCOL.udp) &&
    (ports === undefined || (ports.first <= 53 && 53 <= ports.last))
  );
}

function isUnprobed(world: World, endpoint: Workload, atMs: number): boolean {
  const [source] = world.nodes.find((n) => n.name === endpoint.node)?.addresses ?? [];
  const destination = endpoint.addresses.find((a) => a.family === source?.family);
  const ports = endpoint.ports.filter((p) => p.protocol === PROTOCOL.tcp);
  if (source === undefined || destination === undefined || ports.length === 0) return false;
  return ports.every(
    ({ port }) =>
      evaluate(world, { source, destination, protocol: PROTOCOL.tcp, port }, atMs, false).verdict === 'deny',
  );
}
