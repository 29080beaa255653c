/**
 * The plan: what the compiler gives to the data plane. Pure data, no kernel facts (no interface index, no arena offset).
 *
 * A policy decision is a function (peer address, protocol/port key) → cell. A matcher holds it as a partition of the
 * address space into ranges, each with a row; a row is a partition of the 24-bit protocol/port axis into segments, each
 * with a cell. Objects are immutable and shared: an unchanged part of a new plan is the *same object* as in the previous
 * one, so that encoding costs in proportion to the change.
 */
import type { Address, Prefix } from '../net/types.js';
import type { SourceRef, Tier } from '../policy/model.js';
import type { Pieces } from '../policy/pieces.js';
import type { Trial } from '../policy/view.js';

/** What a packet gets. */
export type Verdict = 'allow' | 'deny';

/** The value of `CellStep.until` that means for ever. */
export const FOREVER = Number.POSITIVE_INFINITY;

/** The verdict during one interval of time. */
export interface CellStep {
  /** Unix milliseconds; the step holds while now < until. */
  readonly until: number;
  readonly verdict: Verdict;
  /** Index into `Plan.slots` of the rule or default that decides. */
  readonly slot: number;
  /** The verdict if audit rules were enforced too; absent when no audit rule touches this cell. */
  readonly audit?: { readonly verdict: Verdict; readonly slot: number };
}

/**
 * The verdict as a step function of time: steps ascend by `until`, the last one is `FOREVER`. Expiry, attribution
 * (tier, priority, latest expiry, id) and audit are all decided when it is built; the kernel takes the first step
 * whose `until` has not passed. Interned: equal chains are one object.
 */
export interface CellChain {
  readonly steps: readonly CellStep[];
}

/** Most cells hold for ever, audit or not: they are a number, `slot * 2`, plus 1 for allow (see `foreverCell`). */
export type Cell = number | CellChain;

export const foreverCell = (verdict: Verdict, slot: number): number => slot * 2 + (verdict === 'allow' ? 1 : 0);

export function stepsOf(cell: Cell): readonly CellStep[] {
  if (typeof cell !== 'number') return cell.steps;
  return [{ until: FOREVER, verdict: cell % 2 === 1 ? 'allow' : 'deny', slot: cell >>> 1 }];
}

/**
 * A partition of the protocol/port axis. A key is `protocol << 16 | port` (destination port; for ICMP `type << 8 | code`;
 * for other protocols 0). `starts[0]` is 0, starts ascend strictly, segment i reaches to `starts[i+1] - 1`. Neighbouring
 * cells differ. Interned.
 */
export interface Row {
  /** Small, of either sign: mostly of this row alone, which helps to find what is known of it. No part of its meaning. */
  readonly number: number;
  readonly starts: Uint32Array;
  readonly cells: readonly Cell[];
}

/**
 * A run of consecutive address ranges; the unit of structural sharing. Range i begins at `starts` entry i and reaches to
 * the next start (of this or the next chunk). IPv4 has one word per start, IPv6 four, most significant first.
 * Chunks are cut where the content says so (a hash of the start), so that the same ranges always give the same chunks;
 * IPv6 chunks are only cut at multiples of 2^64. Neighbouring ranges of a chunk have different rows; the first range may
 * have the row of the last one before it, where a cut or a start that no row needs fell there.
 */
export interface RangeChunk {
  readonly starts: Uint32Array;
  readonly rows: readonly RowRef[];
}

/**
 * What a range of addresses leads to: a row, or — where the peer sets are large and shared by policies — the row that
 * `byClass` gives to the address's class in the node-wide class map (`Plan.classes`).
 */
export type RowRef = Row | ClassTable;

/** Rows by class number, for every number below `Plan.classes.count`, free ones too; equal tables are one object. */
export interface ClassTable {
  readonly byClass: readonly Row[];
}

/** A partition of one family's address space; the first start is 0. There is at least one chunk. */
export interface RangeMap {
  readonly chunks: Pieces<RangeChunk>;
}

/** As `RangeChunk`, with class numbers. */
export interface ClassChunk {
  readonly starts: Uint32Array;
  readonly classes: Uint32Array;
}

/** Node-wide map from address to class number, for the large shared sets. Class 0: in none of them. */
export interface ClassMap {
  readonly chunks: Pieces<ClassChunk>;
}

/** One direction's whole decision. Equal matchers are one object, stored once. */
export interface Matcher {
  readonly v4: RangeMap;
  readonly v6: RangeMap;
  /** True if some packet may be denied: the reply direction of such a matcher needs conntrack. */
  readonly restricted: boolean;
}

export interface PlanEndpoint {
  readonly id: string;
  /** Stable small integer, from 1; reused only after the endpoint is gone. */
  readonly index: number;
  readonly addresses: readonly Address[];
  readonly allowedAddresses: readonly Prefix[];
  readonly ingress: Matcher;
  readonly egress: Matcher;
  /** In a trial, the candidate's, where it judges otherwise. What both share are the same objects. */
  readonly candidate?: { readonly ingress: Matcher; readonly egress: Matcher };
}

/** What a slot stands for: the map from the kernel's numbers back to words, with file and line. */
export type SlotInfo =
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly policy: string;
      readonly tier: Tier;
      readonly owner?: string;
      readonly reason?: string;
      readonly ticket?: string;
      readonly runbook?: string;
      readonly source: SourceRef;
      /** The rule's expiry, Unix milliseconds. */
      readonly expiresAt?: number;
    }
  /** Default deny (or, by posture, default allow) of endpoints isolated by exactly these policies; `owners`: of each, empty where it has none. */
  | {
      readonly kind: 'default';
      readonly direction: 'ingress' | 'egress';
      readonly verdict: Verdict;
      readonly isolatedBy: readonly string[];
      readonly owners: readonly string[];
    };

/** What each slot stands for; index 0 is never used, holes are undefined. It does not change. */
export interface SlotTable extends Iterable<SlotInfo | undefined> {
  readonly length: number;
  at(slot: number): SlotInfo | undefined;
}

const NO_WORDS: ReadonlyMap<number, SlotInfo> = new Map();

/** What a slot stands for where the candidate of a trial decides: its rule may stand on another line. */
export const candidateSlot = ({ slots, candidateSlots = NO_WORDS }: Plan, slot: number): SlotInfo | undefined =>
  candidateSlots.get(slot) ?? slots.at(slot);

/** What the plan needs, known before anything is written. */
export interface Capacity {
  readonly endpoints: number;
  /** Slots in use; numbers that rest are not counted. */
  readonly slots: number;
  /** Address ranges of all matchers and the class map, both families. */
  readonly ranges: number;
  /** Distinct rows. */
  readonly rows: number;
  /** Distinct cells of several steps or with an audit verdict. */
  readonly chains: number;
  /** Upper bound of the arena bytes for matchers and classes: the encoder knows the exact number. */
  readonly arenaBytes: number;
}

export interface Plan {
  readonly node: string;
  readonly nodeAddresses: readonly Address[];
  readonly allowNodeProbes: boolean;
  /** What the node may translate: addresses of Services. Packets to them are judged by who gets them. */
  readonly serviceAddresses: readonly Prefix[];
  readonly endpoints: readonly PlanEndpoint[];
  readonly classes: { readonly v4: ClassMap; readonly v6: ClassMap; readonly count: number };
  /** Slots whose rule is gone keep their words for some revisions, for late events. */
  readonly slots: SlotTable;
  /** Absent: one policy. */
  readonly trial?: Trial;
  /** Of rules that both sides of the trial have: the candidate's words. */
  readonly candidateSlots?: ReadonlyMap<number, SlotInfo>;
  readonly capacity: Capacity;
  /** SHA-256 (hex) over the meaning of the plan: equal plans, equal digests. Computed on demand: it is not on the update path. */
  readonly digest: () => string;
}
