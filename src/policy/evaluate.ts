/**
 * The reference evaluator: the semantics of docs/semantics.md, and nothing else. Every other engine must agree with it.
 */
import { sameAddress } from '../net/address.js';
import type { Address, Direction } from '../net/types.js';
import type { DirectionDecision, Flow, FlowDecision, RuleRef } from './flow.js';
import { governing, inForce, type Question, ruleMatches } from './match.js';
import type { Policy, Rule, Tier, Workload, World } from './model.js';
import { nearestMiss } from './nearest-miss.js';
import { compareAttribution } from './order.js';
import { unselectedVerdict } from './posture.js';
import { refTo } from './reference.js';
import { isLive, ownersOf } from './select.js';

type Verdict = 'allow' | 'deny';
type Outcome = Pick<DirectionDecision, 'verdict' | 'reason' | 'rule' | 'isolatedBy'>;

/**
 * @param atMs Unix milliseconds: rules whose `expiresAt` is not later count as absent
 * @param explain look for the nearest miss of a deny, and for what passed it on, too, which costs most of the time
 */
export function evaluate(world: World, flow: Flow, atMs: number, explain = true): FlowDecision {
  const egress = decide(world, flow, 'egress', atMs, explain);
  const ingress = decide(world, flow, 'ingress', atMs, explain);
  return { verdict: egress.verdict === 'allow' && ingress.verdict === 'allow' ? 'allow' : 'deny', egress, ingress };
}

function decide(world: World, flow: Flow, direction: Direction, atMs: number, explain: boolean): DirectionDecision {
  const [own, other] = direction === 'egress' ? ([0, 1] as const) : ([1, 0] as const);
  const parties = [
    { address: flow.source, owners: meant(world, flow.source, flow.from) },
    { address: flow.destination, owners: meant(world, flow.destination, flow.to) },
  ] as const;
  const endpoint = parties[own].owners[0];
  const { address: peer, owners: peerOwners } = parties[other];
  if (endpoint === undefined) return { direction, verdict: 'allow', reason: 'no-endpoint' };
  if (isSelf(flow, endpoint, peer)) return { direction, verdict: 'allow', reason: 'self' };
  const withNode = isOwnNode(world, endpoint, peer);
  if (withNode && (direction === 'ingress' ? world.allowNodeProbes : world.allowOwnNode === true))
    return { direction, verdict: 'allow', reason: 'node' };
  const question = { world, endpoint, direction, peer, peerOwners, flow, atMs };
  const enforced = judge(question, false);
  const audited = judge(question, true);
  const differs = audited.verdict !== enforced.verdict || audited.rule?.rule !== enforced.rule?.rule;
  const miss =
    explain &&
    enforced.verdict === 'deny' &&
    nearestMiss(question, (edited) => judge(edited, false).verdict === 'allow');
  const passed = explain ? passes(question) : [];
  return {
    direction,
    ...enforced,
    ...(passed.length > 0 && { passed }),
    ...(withNode && direction === 'egress' && enforced.verdict === 'deny' && { ownNode: true as const }),
    ...(miss && { nearestMiss: miss }),
    ...(differs && { audit: { verdict: audited.verdict, ...(audited.rule !== undefined && { rule: audited.rule }) } }),
  };
}

function meant(world: World, address: Address, named: Workload | null | undefined): readonly Workload[] {
  if (named === undefined) return ownersOf(world, address);
  return named !== null && isLive(named) ? [named] : [];
}

/** Two workloads that are named are two, even if they share an address. */
function isSelf({ from, to }: Flow, endpoint: Workload, peer: Address): boolean {
  return from && to ? from.id === to.id : endpoint.addresses.some((address) => sameAddress(address, peer));
}

function isOwnNode(world: World, endpoint: Workload, peer: Address): boolean {
  const node = world.nodes.find((n) => n.name === endpoint.node);
  return node?.addresses.some((address) => sameAddress(address, peer)) === true;
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

/** Rules that let the flow pass on to a later tier. */
function passes(question: Question): RuleRef[] {
  const found: RuleRef[] = [];
  for (const tier of ['emergency', 'admin'] as const) {
    const matching = governing(question, tier).flatMap((policy) =>
      policy.rules
        .filter((r) => inForce(question, r, false) && ruleMatches(question, r))
        .map((rule) => ({ policy, rule })),
    );
    const [first] = matching;
    if (first === undefined) continue;
    if (first.rule.action !== 'pass') break;
    found.push(refTo(first.policy, first.rule));
  }
  return found;
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

function ruled(verdict: Verdict, policy: Policy, rule: Rule): Outcome {
  return { verdict, reason: 'rule', rule: refTo(policy, rule) };
}
