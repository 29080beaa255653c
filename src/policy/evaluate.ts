/**
 * The reference evaluator: the semantics of docs/semantics.md, and nothing else. Every other engine must agree with it.
 */
import { sameAddress } from '../net/address.js';
import { hasPorts, isIcmp } from '../net/protocol.js';
import type { Address, Direction } from '../net/types.js';
import type { DirectionDecision, Flow, FlowDecision, RuleRef } from './flow.js';
import type { Policy, PortMatch, Rule, Tier, Workload, World } from './model.js';
import { unselectedVerdict } from './posture.js';
import { governs, ownersOf, peerIncludes } from './select.js';

/** One direction of a flow, as the endpoint sees it. */
export interface Question {
  readonly world: World;
  readonly endpoint: Workload;
  readonly direction: Direction;
  readonly peer: Address;
  readonly flow: Flow;
  readonly atMs: number;
}

type Verdict = 'allow' | 'deny';
type Outcome = Pick<DirectionDecision, 'verdict' | 'reason' | 'rule' | 'isolatedBy'>;

/** @param atMs Unix milliseconds: rules whose `expiresAt` is not later count as absent */
export function evaluate(world: World, flow: Flow, atMs: number): FlowDecision {
  const egress = decide(world, flow, 'egress', atMs);
  const ingress = decide(world, flow, 'ingress', atMs);
  return { verdict: egress.verdict === 'allow' && ingress.verdict === 'allow' ? 'allow' : 'deny', egress, ingress };
}

function decide(world: World, flow: Flow, direction: Direction, atMs: number): DirectionDecision {
  const [own, peer] = direction === 'egress' ? [flow.source, flow.destination] : [flow.destination, flow.source];
  const endpoint = ownersOf(world, own)[0];
  if (endpoint === undefined) return { direction, verdict: 'allow', reason: 'no-endpoint' };
  if (endpoint.addresses.some((address) => sameAddress(address, peer)))
    return { direction, verdict: 'allow', reason: 'self' };
  if (direction === 'ingress' && isOwnNode(world, endpoint, peer))
    return { direction, verdict: 'allow', reason: 'node' };
  const question = { world, endpoint, direction, peer, flow, atMs };
  const enforced = judge(question, false);
  const audited = judge(question, true);
  const differs = audited.verdict !== enforced.verdict || audited.rule?.rule !== enforced.rule?.rule;
  return {
    direction,
    ...enforced,
    ...(differs && { audit: { verdict: audited.verdict, ...(audited.rule !== undefined && { rule: audited.rule }) } }),
  };
}

function isOwnNode(world: World, endpoint: Workload, peer: Address): boolean {
  const node = world.nodes.find((n) => n.name === endpoint.node);
  return world.allowNodeProbes && node?.addresses.some((address) => sameAddress(address, peer)) === true;
}

/** Walks the tiers. With `withAudit`, audit rules count as enforced. */
function judge(question: Question, withAudit: boolean): Outcome {
  for (const tier of ['emergency', 'admin'] as const) {
    const outcome = firstMatch(question, tier, withAudit);
    if (outcome !== undefined) return outcome;
  }
  return (
    union(question, withAudit) ??
    firstMatch(question, 'baseline', withAudit) ?? {
      verdict: unselectedVerdict(question.world.posture, question.direction),
      reason: 'posture',
    }
  );
}

/** Ordered tiers: by priority, then id, then order of declaration; the first match decides, `pass` leaves the tier. */
function firstMatch(question: Question, tier: Tier, withAudit: boolean): Outcome | undefined {
  for (const policy of governing(question, tier)) {
    const rule = policy.rules.find((r) => inForce(question, r, withAudit) && ruleMatches(question, r));
    if (rule !== undefined)
      return rule.action === 'pass' ? undefined : ruled(rule.action === 'accept' ? 'allow' : 'deny', policy, rule);
  }
  return undefined;
}

/** The group tier: allowed if any rule of any group allows; else denied if any group isolates; else undecided. */
function union(question: Question, withAudit: boolean): Outcome | undefined {
  const groups = governing(question, 'group');
  const allowing = groups
    .flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })))
    .filter(({ rule }) => inForce(question, rule, withAudit) && ruleMatches(question, rule))
    .sort((a, b) => compareAttribution(a.rule, b.rule))[0];
  if (allowing !== undefined) return ruled('allow', allowing.policy, allowing.rule);
  const isolatedBy = groups.filter((policy) => policy.isolates[question.direction]).map((policy) => policy.id);
  return isolatedBy.length > 0 ? { verdict: 'deny', reason: 'default-deny', isolatedBy } : undefined;
}

/** Which of several rules with the same say is named: the latest expiry (never is latest), then the lowest id. */
export function compareAttribution(
  a: { readonly id: string; readonly expiresAt?: number },
  b: { readonly id: string; readonly expiresAt?: number },
): number {
  const [x, y] = [a.expiresAt ?? Number.POSITIVE_INFINITY, b.expiresAt ?? Number.POSITIVE_INFINITY];
  return x === y ? compareText(a.id, b.id) : y > x ? 1 : -1;
}

/** Order by UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The tier's policies that govern the endpoint, in order of evaluation. */
export function governing({ world, endpoint }: Question, tier: Tier): Policy[] {
  return world.policies
    .filter((policy) => policy.tier === tier && governs(world, policy, endpoint))
    .sort((a, b) => (tier === 'group' ? 0 : a.priority - b.priority) || compareText(a.id, b.id));
}

function inForce({ direction, atMs }: Question, rule: Rule, withAudit: boolean): boolean {
  return (
    rule.direction === direction &&
    (rule.mode === 'enforce' || withAudit) &&
    (rule.expiresAt === undefined || atMs < rule.expiresAt)
  );
}

function ruleMatches(question: Question, rule: Rule): boolean {
  return peersMatch(question, rule) && portsMatch(question, rule);
}

export function peersMatch({ world, peer }: Question, rule: Rule): boolean {
  return rule.peers === 'any' || rule.peers.some((one) => peerIncludes(world, one, peer));
}

export function portsMatch(question: Question, rule: Rule): boolean {
  return rule.ports === 'any' || rule.ports.some((one) => portMatches(question, one));
}

function portMatches(question: Question, { protocol, ports, name, icmp }: PortMatch): boolean {
  const { flow } = question;
  if (protocol !== 'any' && protocol !== flow.protocol) return false;
  if (name !== undefined)
    return servers(question).some((w) =>
      w.ports.some((p) => p.name === name && p.protocol === flow.protocol && p.port === flow.port),
    );
  if (ports !== undefined)
    return hasPorts(flow.protocol) && flow.port !== undefined && ports.first <= flow.port && flow.port <= ports.last;
  if (icmp !== undefined)
    return (
      isIcmp(flow.protocol) &&
      flow.icmp?.type === icmp.type &&
      (icmp.code === undefined || icmp.code === flow.icmp.code)
    );
  return true;
}

/** Whose container ports a port name means: the endpoint's for ingress, the destination's for egress. */
function servers({ world, endpoint, direction, peer }: Question): readonly Workload[] {
  return direction === 'ingress' ? [endpoint] : ownersOf(world, peer);
}

function ruled(verdict: Verdict, policy: Policy, rule: Rule): Outcome {
  return { verdict, reason: 'rule', rule: refTo(policy, rule) };
}

export function refTo(policy: Policy, rule: Rule): RuleRef {
  const owner = rule.owner ?? policy.owner;
  return {
    rule: rule.id,
    policy: policy.id,
    tier: policy.tier,
    ...(owner !== undefined && { owner }),
    source: rule.source,
  };
}
