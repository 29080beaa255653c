/**
 * The resolved form of policy for one node: selectors have become addresses, named ports have become numbers.
 * It is what the controller pushes, what the agent keeps on disk, and what the compiler takes.
 */
import type { Address, Direction, PortRange, Prefix } from '../net/types.js';
import type { Action, AttachHint, Mode, SourceRef, Tier } from './model.js';

/** A set of addresses used as a peer, shared by every rule that names it. Prefixes may nest and overlap. */
export interface AddressSet {
  /** Unique in the view and stable while its meaning is the same (e.g. the group's id). */
  readonly id: string;
  readonly prefixes: readonly Prefix[];
}

/** A protocol/port pattern without names. `ports` for TCP, UDP, SCTP; `icmp` for ICMP(v6); neither: every packet of the protocol. */
export interface ViewPort {
  readonly protocol: number | 'any';
  readonly ports?: PortRange;
  readonly icmp?: { readonly type: number; readonly code?: number };
}

/** One rectangle of a rule: (union of sets) × (union of ports). A named egress port yields several. */
export interface ViewMatch {
  readonly peers: 'any' | readonly string[];
  readonly ports: 'any' | readonly ViewPort[];
}

export interface ViewRule {
  readonly id: string;
  readonly direction: Direction;
  readonly action: Action;
  readonly mode: Mode;
  /** Unix milliseconds. */
  readonly expiresAt?: number;
  readonly matches: readonly ViewMatch[];
  readonly owner?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly runbook?: string;
  readonly source: SourceRef;
}

export interface ViewPolicy {
  /** Unique in the view: the policy's id, with a suffix `#<name>=<protocol>/<port>,…` where its ingress port names mean something on the endpoint. */
  readonly key: string;
  /** The policy's id. */
  readonly id: string;
  readonly tier: Tier;
  readonly priority: number;
  readonly isolates: { readonly ingress: boolean; readonly egress: boolean };
  readonly rules: readonly ViewRule[];
  readonly owner?: string;
  readonly source: SourceRef;
}

export interface ViewEndpoint {
  /** The workload's id, `<namespace>/<name>`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly addresses: readonly Address[];
  readonly allowedAddresses: readonly Prefix[];
  readonly attach: AttachHint;
  /** Keys of the policies that select it, sorted. */
  readonly policies: readonly string[];
  /** What a direction does that no policy decides and none isolates (posture). */
  readonly unselected: { readonly ingress: 'allow' | 'deny'; readonly egress: 'allow' | 'deny' };
}

export interface NodeView {
  readonly node: string;
  readonly nodeAddresses: readonly Address[];
  readonly allowNodeProbes: boolean;
  readonly endpoints: readonly ViewEndpoint[];
  readonly policies: readonly ViewPolicy[];
  readonly sets: readonly AddressSet[];
}
