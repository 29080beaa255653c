/**
 * Questions to, and answers of, the reference evaluator.
 */
import type { Address, Direction } from '../net/types.js';
import type { SourceRef, Tier, Workload } from './model.js';

/** One packet that begins a conversation. */
export interface Flow {
  readonly source: Address;
  readonly destination: Address;
  /** IANA protocol number. */
  readonly protocol: number;
  /** Destination port for TCP, UDP, SCTP. */
  readonly port?: number;
  /** ICMP, ICMPv6. */
  readonly icmp?: { readonly type: number; readonly code: number };
  /** Who is meant, where the address does not tell (reused, shared, not yet given); null: nobody. Absent: whoever owns the address. */
  readonly from?: Workload | null;
  readonly to?: Workload | null;
}

/** Names a rule for people. */
export interface RuleRef {
  readonly rule: string;
  readonly policy: string;
  readonly tier: Tier;
  readonly owner?: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** RFC 3339. */
  readonly expires?: string;
  readonly source: SourceRef;
}

export interface DirectionDecision {
  readonly direction: Direction;
  readonly verdict: 'allow' | 'deny';
  /**
   * `rule`: `rule` decided. `default-deny`: `isolatedBy` isolate the endpoint and nothing allows. `posture`: nothing isolates.
   * `no-endpoint`: no workload with policy on this side (external, host network). `node`: built-in exception for the own node. `self`: own address.
   */
  readonly reason: 'rule' | 'default-deny' | 'posture' | 'no-endpoint' | 'node' | 'self';
  readonly rule?: RuleRef;
  /** Rules that passed it on to a later tier. */
  readonly passed?: readonly RuleRef[];
  readonly isolatedBy?: readonly string[];
  /** Of a deny: the peer is the workload's own node, which other implementations always allow (`allowOwnNode`). */
  readonly ownNode?: true;
  /** The verdict if audit rules were enforced too, where that differs in verdict or is decided by an audit rule. */
  readonly audit?: { readonly verdict: 'allow' | 'deny'; readonly rule?: RuleRef };
  /** For a deny: the accept rule that comes closest, and what differs. */
  readonly nearestMiss?: {
    readonly rule: RuleRef;
    readonly field: 'peer' | 'protocol' | 'port' | 'direction' | 'expired' | 'audit';
    readonly found: string;
    readonly expected: string;
  };
}

/** A conversation is allowed if the source's egress and the destination's ingress both allow it. */
export interface FlowDecision {
  readonly verdict: 'allow' | 'deny';
  readonly egress: DirectionDecision;
  readonly ingress: DirectionDecision;
}
