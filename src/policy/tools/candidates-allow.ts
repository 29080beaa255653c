/** Edits that might let one direction of a flow pass. Which of them do, and what else they do, is for advice.ts to try. */
import type { Flow } from '../flow.js';
import { governing, inForce, peersMatch, portsMatch, type Question } from '../match.js';
import type { Peer, Policy, Rule, World } from '../model.js';
import { governs, isLive, peerIncludes } from '../select.js';
import { distinctLabels, equals } from './distinct.js';
import { type StaysWithin, staysWithin } from './reach.js';
import { addressPeer, exactPort, inline, isOurs, podsPeer, sideOf, type Written } from './written.js';

export interface Candidate {
  readonly world: World;
  /** What to write and where, in lines. */
  readonly text: readonly string[];
  /** About how much it opens; 1 is what was asked. */
  readonly cost: number;
  readonly staysWithin: StaysWithin;
}

/** @param questions the same direction of the same conversation, of each family */
export function candidates(questions: readonly [Question, ...Question[]]): Candidate[] {
  const [question] = questions;
  const accepts = (['emergency', 'admin', 'group', 'baseline'] as const)
    .flatMap((tier) => governing(question, tier))
    .flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })))
    .filter(({ rule }) => rule.action === 'accept' && rule.direction === question.direction);
  const own = governing(question, 'group').filter(
    (p) => p.derivedFrom === undefined && p.mode !== 'audit' && p.isDefault !== true,
  );
  return [
    ...accepts.flatMap(({ policy, rule }) => ofRule(questions, policy, rule)),
    ...own.flatMap((policy) => newRule(questions, policy)),
    ...newPolicy(questions, own),
  ];
}

const at = ({ source: { file, line } }: Pick<Rule, 'source'>): string => `${file}:${line}`;

function withRules(world: World, policy: Policy, rules: readonly Rule[]): World {
  return { ...world, policies: world.policies.map((p) => (p === policy ? { ...p, rules } : p)) };
}

/** A rule that says it already, but on trial or no longer, goes before one of equal effect. */
const PREFERRED = 0.5;

/** How many workloads a policy governs, a peer is. */
const governed = (world: World, policy: Policy): number =>
  world.workloads.filter((w) => governs(world, policy, w)).length;

function peersOf(world: World, { peers }: Rule): number {
  if (peers === 'any') return world.workloads.length + 100;
  const one = (peer: Peer): number =>
    peer.kind === 'cidr'
      ? 10
      : world.workloads.filter((w) => w.addresses[0] && peerIncludes(world, peer, w.addresses[0], [w])).length;
  return peers.reduce((sum, peer) => sum + one(peer), 0);
}

/** What the rule lacks: its mode, its time, a port, a peer. */
function ofRule(questions: readonly [Question, ...Question[]], policy: Policy, rule: Rule): Candidate[] {
  const [question] = questions;
  const { world, direction } = question;
  if (policy.mode === 'audit' || policy.derivedFrom !== undefined) return [];
  const expired = rule.expiresAt !== undefined && rule.expiresAt <= question.atMs;
  const audit = rule.mode === 'audit';
  const { expiresAt, ...rest } = rule;
  const members = governed(world, policy);
  const replaced = (next: Partial<Rule>): Pick<Candidate, 'world' | 'staysWithin'> => {
    const edited: Rule = {
      ...{ ...rest, ...(!expired && expiresAt !== undefined && { expiresAt }), mode: 'enforce' },
      ...next,
    };
    return {
      world: withRules(
        world,
        policy,
        policy.rules.map((r) => (r === rule ? edited : r)),
      ),
      staysWithin: staysWithin(world, policy, edited, peersIn(questions)),
    };
  };
  const revive = [
    ...(audit ? [`at ${at(rule)}, set mode: enforce`] : []),
    ...(expired ? [`at ${at(rule)}, set expiresAt to a later time`] : []),
  ];
  const ports = questions.every((q) => portsMatch(q, rule));
  const peers = questions.every((q) => peersMatch(q, rule));
  if (ports && peers)
    return revive.length === 0 || questions.every((q) => inForce(q, rule, false))
      ? []
      : [{ ...replaced({}), text: revive, cost: members * peersOf(world, rule) - PREFERRED }];
  const port = exactPort(question.flow, policy.kind);
  if (peers && rule.ports !== 'any' && port !== undefined) {
    const field = policy.kind === 'ClusterNetworkPolicy' ? 'protocols' : 'ports';
    return [
      {
        ...replaced({ ports: [...rule.ports, port.model] }),
        text: [...revive, `at ${at(rule)}, add to ${field}: ${inline(port.source)}`],
        cost: members * peersOf(world, rule),
      },
    ];
  }
  if (!ports || rule.peers === 'any') return [];
  const given = rule.peers;
  return peerSets(questions, policy).map((added) => ({
    ...replaced({ peers: [...given, ...added.map((one) => one.model)] }),
    text: [...revive, ...added.map((one) => `at ${at(rule)}, add to ${sideOf(direction)}: ${inline(one.source)}`)],
    cost: members * (rule.ports === 'any' ? 50 : rule.ports.length),
  }));
}

/** Ways to say the flow's peer: those of one conversation's families belong together. */
function peerSets(
  questions: readonly [Question, ...Question[]],
  policy: Pick<Policy, 'kind' | 'namespace'>,
): Written<Peer>[][] {
  const [{ world, peerOwners, direction }] = questions;
  const [owner] = peerOwners;
  if (owner !== undefined) {
    const distinct = distinctLabels(world, owner);
    return distinct === undefined ? [] : [[podsPeer(distinct.labels, owner.namespace, policy)]];
  }
  const addresses = questions.map(({ peer }) => addressPeer(peer, direction, policy.kind));
  return addresses.every((one) => one !== undefined) ? [addresses] : [];
}

function newRule(questions: readonly [Question, ...Question[]], policy: Policy): Candidate[] {
  const [{ world, flow, direction }] = questions;
  const port = exactPort(flow, policy.kind);
  if (port === undefined) return [];
  return peerSets(questions, policy).map((peers) => {
    const rule = ruleOf(policy, direction, peers, port.model);
    return {
      world: withRules(world, policy, [...policy.rules, rule]),
      text: [
        `at ${at(policy)} (${policy.id}), add under spec.${direction}:`,
        `  - ${inline(ruleSource(questions[0], policy.kind, peers, port.source))}`,
      ],
      cost: governed(world, policy),
      staysWithin: staysWithin(world, policy, rule, peersIn(questions)),
    };
  });
}

const peersIn = (questions: readonly Question[]) => questions.map(({ peer }) => peer);

const NEW = 'allowed-anew';

function ruleOf(
  policy: Pick<Policy, 'id' | 'source'>,
  direction: Rule['direction'],
  peers: readonly Written<Peer>[],
  port: Rule['ports'][number] & object,
): Rule {
  return {
    id: `${policy.id}/${direction}/${NEW}`,
    direction,
    action: 'accept',
    peers: peers.map((one) => one.model),
    ports: [port],
    mode: 'enforce',
    source: policy.source,
  };
}

function ruleSource(
  { direction, peerOwners }: Question,
  kind: Policy['kind'],
  peers: readonly Written<Peer>[],
  port: unknown,
): object {
  const id = `allow-${peerOwners[0]?.name.replace(/[^a-z0-9-]/g, '-').slice(0, 40) ?? 'address'}`;
  return { ...(isOurs(kind) && { id }), [sideOf(direction)]: peers.map((one) => one.source), ports: [port] };
}

/** A policy of the endpoint alone, where those that isolate it govern others too. */
function newPolicy(questions: readonly [Question, ...Question[]], own: readonly Policy[]): Candidate[] {
  const [question] = questions;
  const { world, endpoint, direction, flow } = question;
  const members = distinctLabels(world, endpoint);
  if (members === undefined || own.some((policy) => governed(world, policy) <= equals(world, endpoint).length))
    return [];
  const ours = own.every(({ kind }) => isOurs(kind)) && own.length > 0;
  const kind = ours || exactPort(flow, 'NetworkPolicy') === undefined ? 'SecurityGroup' : 'NetworkPolicy';
  const port = exactPort(flow, kind) as NonNullable<ReturnType<typeof exactPort>>;
  const { namespace } = endpoint;
  const name = `${endpoint.name.replace(/[^a-z0-9-]/g, '-').slice(0, 40)}-${sideOf(direction)}-${question.peerOwners[0]?.name.replace(/[^a-z0-9-]/g, '-').slice(0, 15) ?? 'outside'}`;
  const id = `${kind}/${namespace}/${name}`;
  // Where nothing isolated it, the policy closes to everybody else.
  const isolated = own.some((policy) => policy.isolates[direction]);
  return peerSets(questions, { kind, namespace }).map((peers) => {
    const rule = ruleOf({ id, source: endpoint.source }, direction, peers, port.model);
    const policy: Policy = {
      id,
      kind,
      namespace,
      name,
      tier: 'group',
      priority: 0,
      subject: { namespace, pods: { matchLabels: members.labels, matchExpressions: [] } },
      isolates: { ingress: direction === 'ingress', egress: direction === 'egress' },
      rules: [rule],
      labels: {},
      source: endpoint.source,
    };
    const rules = { [direction]: [ruleSource(question, kind, peers, port.source)] };
    const podSelector = { matchLabels: members.labels };
    const spec =
      kind === 'NetworkPolicy'
        ? { podSelector, policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'], ...rules }
        : { members: { podSelector }, ...rules };
    return {
      world: { ...world, policies: [...world.policies, policy] },
      text: [
        'add a policy of its own:',
        `  apiVersion: ${kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'openscg.dev/v1alpha1'}`,
        `  kind: ${kind}`,
        `  metadata: ${inline({ name, namespace })}`,
        `  spec: ${inline(spec)}`,
      ],
      cost: equals(world, endpoint).length,
      staysWithin: isolated ? staysWithin(world, policy, rule, peersIn(questions)) : () => false,
    };
  });
}

/** Why nothing can be written for the peer, or for the pod itself; undefined where something can. */
export function obstacle(
  { world, flow, direction, endpoint, peerOwners }: Question,
  decidedBy: string | undefined,
): string | undefined {
  if (decidedBy !== undefined)
    return `${decidedBy} denies it before any rule that you could add: whoever owns it can make an exception`;
  const named: Flow['from'] = direction === 'ingress' ? flow.from : flow.to;
  const [owner] = peerOwners;
  if (owner !== undefined && isLive(owner) && distinctLabels(world, owner) === undefined)
    return `${owner.id} has no labels, so no rule can name it alone: give it one, such as app: ${owner.name}, and select that`;
  if (named === null) return 'the peer is nobody that a selector could name';
  if (distinctLabels(world, endpoint) === undefined)
    return `${endpoint.id} has no labels, so no policy can be its own: give it one, such as app: ${endpoint.name}`;
  return undefined;
}
