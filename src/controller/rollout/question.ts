/** What is known of a ring when its gates are asked. */
import type { Target } from '../../distribution/session.js';
import type { Baselines, RingState } from './state.js';

/** How a node stands to its target. */
export interface Stand {
  readonly connected: boolean;
  readonly target: Target | undefined;
  /** The target is in force. */
  readonly realised: boolean;
  readonly refusal?: string;
  /** When its last report came; 0: none. */
  readonly reportedMs: number;
}

/** A node of the ring whose view is another one by the candidate. */
export interface RingNode {
  readonly node: string;
  readonly connected: boolean;
  /** It has in its kernel what it shall have. */
  readonly realised: boolean;
  readonly refusal?: string;
  /** As it reports what the two revisions say differently. */
  readonly trial?: {
    readonly state: string;
    /** Endpoints of the node that the two judge otherwise. */
    readonly endpoints: number;
    readonly deniedFlows: number;
    readonly allowedFlows: number;
    readonly cutFlows: number;
    readonly deniedPackets: number;
    readonly allowedPackets: number;
    readonly lostEvents: number;
    readonly judgedPackets: number;
  };
}

/** What is asked of a gate. */
export interface RingQuestion {
  readonly rollout: string;
  readonly revision: number;
  readonly predecessor: number;
  readonly ring: string;
  readonly state: RingState;
  readonly nodes: readonly RingNode[];
  readonly baselines: Baselines;
  readonly nowMs: number;
}
