/** Whether a rule is about a flow: peers, ports, time, mode. */
import { hasPorts, isIcmp } from '../net/protocol.js';
import type { Address, Direction } from '../net/types.js';
import type { Flow } from './flow.js';
import { memoize } from './memo.js';
import type { Policy, PortMatch, Rule, Tier, Workload, World } from './model.js';
import { compareText } from './order.js';
import { governs, peerIncludes } from './select.js';

/** One direction of a flow, as the endpoint sees it. */
export interface Question {
  readonly world: World;
  readonly endpoint: Workload;
  readonly direction: Direction;
  readonly peer: Address;
  /** The workloads that the peer is. */
  readonly peerOwners: readonly Workload[];
  readonly flow: Flow;
  readonly atMs: number;
}

/** The tier's policies that govern the endpoint, in order of evaluation. */
export function governing({ world, endpoint }: Pick<Question, 'world' | 'endpoint'>, tier: Tier): readonly Policy[] {
  const known = governed(world);
  let last = known.get(endpoint.id);
  if (last?.endpoint !== endpoint) {
    last = { endpoint, byTier: new Map() };
    known.set(endpoint.id, last);
  }
  const policies = last.byTier.get(tier) ?? select(world, endpoint, tier);
  last.byTier.set(tier, policies);
  return policies;
}

interface Governed {
  /** Whoever had the id when it was asked for last: a flow may mean one that the world does not know, or knows otherwise. */
  readonly endpoint: Workload;
  readonly byTier: Map<Tier, readonly Policy[]>;
}

const governed = memoize((_world: World) => new Map<string, Governed>());

function select(world: World, endpoint: Workload, tier: Tier): Policy[] {
  return world.policies
    .filter((policy) => policy.tier === tier && governs(world, policy, endpoint))
    .sort((a, b) => (tier === 'group' ? 0 : a.priority - b.priority) || compareText(a.id, b.id));
}

/** Whether the rule is of that direction, not expired, and enforced (or audited, where that counts). */
export function inForce({ direction, atMs }: Question, rule: Rule, withAudit: boolean): boolean {
  return (
    rule.direction === direction &&
    (rule.mode === 'enforce' || withAudit) &&
    (rule.expiresAt === undefined || atMs < rule.expiresAt)
  );
}

export function ruleMatches(question: Question, rule: Rule): boolean {
  return peersMatch(question, rule) && portsMatch(question, rule);
}

export function peersMatch({ world, peer, peerOwners }: Question, rule: Rule): boolean {
  return rule.peers === 'any' || rule.peers.some((one) => peerIncludes(world, one, peer, peerOwners));
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
function servers({ endpoint, direction, peerOwners }: Question): readonly Workload[] {
  return direction === 'ingress' ? [endpoint] : peerOwners;
}
