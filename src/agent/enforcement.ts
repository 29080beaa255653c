/** What the agent needs of a data plane. The kernel's implements it (`kernel.ts`); protocol tests use a recording one. */

import type { Plan } from '../compiler/plan.js';
import type { Figures } from '../distribution/figures.js';
import type { osg } from '../gen/proto.js';
import type { SortedList } from '../policy/sorted-list.js';
import type { Trial, ViewEndpoint, ViewService } from '../policy/view.js';
import type { Word } from '../rpc/words.js';

export interface EndpointState {
  readonly id: string;
  readonly state: Word<typeof osg.v1.EndpointState>;
  readonly detail: string;
  /**
   * Of one that waits although it may be there. policy: it is there and denied everything. place: nobody knows where it is, so
   * that it is not enforced if it runs.
   */
  readonly lacks?: 'policy' | 'place';
}

export interface ApplyRequest {
  readonly epoch: number;
  readonly revision: number;
  /** Of the source the revision was made of, for the words of a deny. */
  readonly sourceVersion: string;
  /** Of the view that the plan was made of: SHA-256, hex. */
  readonly digest: string;
  readonly plan: Plan;
  readonly endpoints: readonly ViewEndpoint[];
  /** Of the cluster, by `namespace/name`, where egress of an endpoint is restricted. */
  readonly services: SortedList<ViewService, string>;
  /** The plan's trial is to be confirmed within so many milliseconds from now; absent: the kernel knows, or it is over. */
  readonly confirmWithinMs?: number;
}

export interface Applied {
  readonly endpoints: readonly EndpointState[];
  /** Microseconds until the plan was in force. */
  readonly publishUs: number;
}

export interface Budget {
  readonly arenaBytes: number;
  readonly slots: number;
  readonly endpoints: number;
}

/** Something was not as it should be, and what became of it. */
export interface Drift {
  readonly kind: Word<typeof osg.v1.DriftKind>;
  readonly detail: string;
  readonly repaired: boolean;
  /** Applying once more helps nothing: it lasts until a foreign hand takes it away. */
  readonly lasting?: boolean;
}

/** How what is sent to a Service is judged here. */
export interface ServiceStanding {
  readonly mode: Word<typeof osg.v1.ServiceMode>;
  /** Why not `deferred`; absent also where no Service is known. */
  readonly reason?: string;
  /** Packets of flows that were seen going into a flowtable, which takes them past all hooks from then on. */
  readonly offloaded: number;
}

export interface ConntrackFill {
  /** Id. */
  readonly endpoint: string;
  readonly entries: number;
  /** How many it may have as things are. */
  readonly limit: number;
}

export interface TrialStanding {
  readonly trial: Trial;
  readonly state: Word<typeof osg.v1.TrialState>;
  /** Of `reverted`. */
  readonly reason: '' | Word<typeof osg.v1.TrialReason>;
  readonly sinceUnixMs: number;
  /** Milliseconds until the kernel goes back by itself. */
  readonly leftMs?: number;
  /** Whose policies differ. */
  readonly endpoints: number;
  readonly judgedPackets: number;
  readonly deniedPackets: number;
  readonly allowedPackets: number;
  readonly deniedFlows: number;
  readonly allowedFlows: number;
  readonly cutFlows: number;
  /** Of those packets, which no record may tell of: another process counted them. */
  readonly foundPackets: number;
}

export interface TrialPort {
  /** How the trial in force stands; undefined: there is none. */
  standing(): TrialStanding | undefined;
  /** Which side of that trial counts, at once. */
  decide(trial: string, confirm: boolean): void;
  /** Whoever wants to know of each flow on which the two sides differ. */
  onFlow?: () => void;
}

export interface EnforcementPort {
  readonly capabilities: readonly string[];
  readonly budget: Budget;
  /** `shortDigest` of the view that was in force before the first application; 0 or absent: unknown, or nothing. */
  readonly found?: bigint;
  /** The numbers of the first plan go on from those of the process before. */
  numbersKept?(): void;
  /**
   * Puts the plan in force whole and attaches the endpoints whose interfaces are there; detaches those it does not name.
   * When it rejects, what was in force still is.
   */
  apply(request: ApplyRequest): Promise<Applied>;
  /**
   * From now on everything is denied at the interfaces of these, whenever they appear: they have no policy in force, and would
   * be open else. Instead of those that it was told before. @returns how they are now
   */
  deny(endpoints: readonly ViewEndpoint[], why: string): readonly EndpointState[];
  /** The endpoint with what the node itself knows of it; the same object where that is nothing. Absent: it knows nothing. */
  localised?(endpoint: ViewEndpoint): ViewEndpoint;
  /** How interfaces are found here, for people. */
  readonly ways?: readonly string[];
  /** Interfaces came or went, or the kernel told of a foreign hand: apply again. */
  onChange(listener: (why: string) => void): void;
  /** Absent: it knows no trials. */
  readonly trials?: TrialPort;
  /** Looks for drift, mends what it can. */
  inspect(): Promise<readonly Drift[]>;
  /** Drops, losses, map pressure: stable names (docs/protocol.md). */
  figures(): Figures;
  /** Whose quota of tracked flows is fullest. */
  readonly fullest?: ConntrackFill | undefined;
  /** How it judges what is sent to a Service. Absent: it does not say. */
  readonly services?: ServiceStanding;
  /** Lets go; enforcement stays. */
  close(): Promise<void>;
}
