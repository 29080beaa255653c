/**
 * The resolved form of policy for one node: selectors have become addresses, named ports have become numbers.
 * It is what the controller pushes, what the agent keeps on disk, and what the compiler takes.
 */
import type { Address, Direction, PortRange, Prefix } from '../net/types.js';
import type { Action, AttachHint, Mode, SourceRef, Tier } from './model.js';
import type { Listed } from './tree.js';

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

/** As those hold it who follow its changes: its rules are in pieces where they are many. */
export type HeldPolicy = Omit<ViewPolicy, 'rules'> & { readonly rules: Listed<ViewRule> };

export interface ViewEndpoint {
  /** The workload's id, `<namespace>/<name>`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly addresses: readonly Address[];
  readonly allowedAddresses: readonly Prefix[];
  readonly attach: AttachHint;
  /** Keys of the policies that select it, sorted; during a trial, of the predecessor's. */
  readonly policies: readonly string[];
  /** Of the candidate's, where they are others. */
  readonly candidate?: readonly string[];
  /** What a direction does that no policy decides and none isolates (posture). */
  readonly unselected: { readonly ingress: 'allow' | 'deny'; readonly egress: 'allow' | 'deny' };
}

/** How a trial stands; see trial.ts. */
export type TrialMode =
  /** The predecessor counts. */
  | 'observe'
  /** The candidate counts, until `confirmBy`. */
  | 'unconfirmed';

export interface Trial {
  /** Of the rollout. */
  readonly id: string;
  /** Of the candidate. */
  readonly revision: number;
  readonly mode: TrialMode;
  /** Unix milliseconds by the controller's clock, with `unconfirmed`: from then on the predecessor counts again. */
  readonly confirmBy?: number;
}

export type TrialSide = 'predecessor' | 'candidate';

/** A backend, as the EndpointSlices say. */
export interface ViewBackend {
  readonly address: Address;
  /** Where it listens. */
  readonly port: number;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

export interface ViewServicePort {
  readonly name: string;
  readonly protocol: number;
  readonly port: number;
  readonly nodePort?: number;
  /** Ascending by address and port, each once (`compareBackends`). Empty where the world knows no EndpointSlices of the Service. */
  readonly endpoints: readonly ViewBackend[];
}

/** A Service that has addresses. */
export interface ViewService {
  readonly namespace: string;
  readonly name: string;
  /** That stand for its backends: cluster addresses, external ones, those of load balancers that keep the destination. */
  readonly addresses: readonly Address[];
  readonly ports: readonly ViewServicePort[];
}

/** What is said of a node once. */
export interface ViewHeader {
  readonly nodeAddresses: readonly Address[];
  readonly allowNodeProbes: boolean;
  /** Absent: one policy, which is in force. */
  readonly trial?: Trial;
}

export const headerOf = ({ nodeAddresses, allowNodeProbes, trial }: ViewHeader): ViewHeader => ({
  nodeAddresses,
  allowNodeProbes,
  ...(trial !== undefined && { trial }),
});

export interface NodeView extends ViewHeader {
  readonly node: string;
  readonly endpoints: readonly ViewEndpoint[];
  readonly policies: readonly ViewPolicy[];
  readonly sets: readonly AddressSet[];
  /** All of the cluster that have addresses, where egress of an endpoint is restricted (`restrictsEgress`); elsewhere none. */
  readonly services: readonly ViewService[];
  /** What may be a Service's address, whether one has it or not, on the same nodes: the cluster's ranges, and addresses outside of them. */
  readonly serviceAddresses: readonly Prefix[];
}

/** Of a node without restricted egress. */
export const NO_SERVICES: Pick<NodeView, 'services' | 'serviceAddresses'> = { services: [], serviceAddresses: [] };
