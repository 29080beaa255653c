/** How a change of policy goes out: what a RolloutPolicy says. Times are milliseconds. */
import type { LabelSelector, SourceRef } from './declared.js';

export interface RolloutPolicy {
  /** `RolloutPolicy//<name>`. */
  readonly id: string;
  readonly name: string;
  readonly owner?: string;
  /** What becomes of a change that comes while one is on its way. */
  readonly meanwhile: 'queue' | 'fold';
  /** From when a ring's revision counts until it is confirmed, or back. */
  readonly confirmWithinMs: number;
  readonly rings: readonly RingPlan[];
  readonly freeze: readonly Freeze[];
  readonly source: SourceRef;
}

/** The last one is `rest`: every node that no other has. */
export interface RingPlan {
  readonly name: string;
  readonly select: RingSelector;
  /** Beside what is in force; 0: not at all. */
  readonly observeMs: number;
  /** In force, and unconfirmed. */
  readonly confirmMs: number;
  /** Confirmed, before the next ring. */
  readonly holdMs: number;
  readonly gates: readonly GatePlan[];
}

export type RingSelector =
  | { readonly kind: 'nodes'; readonly selector: LabelSelector }
  | { readonly kind: 'namespaces'; readonly names: readonly string[] }
  | { readonly kind: 'share'; readonly percent: number }
  | { readonly kind: 'rest' };

export interface RolloutAssertion {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly (string | number | undefined)[];
  readonly protocol?: string | number;
  readonly expect: 'allow' | 'deny';
}

export type GatePlan = { readonly name: string } & (
  | { readonly kind: 'newDenies' | 'newAllows' | 'cutFlows'; readonly atMost: number }
  | { readonly kind: 'denies'; readonly timesBaseline: number; readonly baselineMs: number; readonly atLeast: number }
  | { readonly kind: 'assertions'; readonly assertions: readonly RolloutAssertion[] }
  | {
      readonly kind: 'prometheus';
      readonly url: string;
      readonly query: string;
      readonly atMost?: number;
      readonly atLeast?: number;
      readonly timesBaseline?: number;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'webhook'; readonly url: string; readonly timeoutMs: number }
);

export const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

export type Freeze = { readonly reason: string } & (
  | { readonly kind: 'once'; readonly fromMs: number; readonly untilMs: number }
  /** Minutes of the day in the time zone; `end` not after `start`: on the day after. */
  | {
      readonly kind: 'weekly';
      readonly days: readonly (typeof DAYS)[number][];
      readonly start: number;
      readonly end: number;
      readonly timeZone: string;
    }
);
