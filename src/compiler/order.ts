/**
 * Order: which of several rules decides. An entry is a rule reduced to what that needs; a decision is the short list of
 * entries that can still decide at some time, in order of evaluation.
 */
import { type Action, TIERS, type Tier } from '../policy/model.js';
import { FOREVER } from './plan.js';

/** Immutable, so that it stays the same object when rules around it come and go. */
export class Entry {
  /** The decision of this entry alone. */
  readonly alone: Decision;

  constructor(
    readonly tier: number,
    readonly priority: number,
    readonly policy: string,
    readonly policyKey: string,
    /** Ascends within the policy; gaps leave room for rules that are inserted. */
    readonly place: number,
    readonly rule: string,
    readonly action: Action,
    readonly audit: boolean,
    /** Unix milliseconds, or FOREVER. */
    readonly expiresAt: number,
    readonly slot: number,
  ) {
    this.alone = new Decision([this]);
  }
}

export const GROUP = TIERS.indexOf('group');
export const tierNumber = (tier: Tier): number => TIERS.indexOf(tier);

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Tier; then in the group tier latest expiry and rule id, elsewhere priority, policy id and order of declaration. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.tier !== b.tier) return a.tier - b.tier;
  if (a.tier === GROUP) {
    if (a.expiresAt !== b.expiresAt) return a.expiresAt > b.expiresAt ? -1 : 1;
    return text(a.rule, b.rule) || text(a.policyKey, b.policyKey) || a.place - b.place;
  }
  return a.priority - b.priority || text(a.policy, b.policy) || text(a.policyKey, b.policyKey) || a.place - b.place;
}

/** What a run of keys gets from rules alone, before defaults. Two of the same entries mean the same. */
export class Decision {
  /** What it was last lowered to, and with which defaults; see cell.ts. */
  cell: object | number | undefined;
  cellDefaults: object | undefined;

  /** @param entries in order of evaluation; none can be left out at every time */
  constructor(readonly entries: readonly Entry[]) {}
}

export const UNDECIDED = new Decision([]);

/** The union of two decisions, less what can no longer decide. */
export function mergeDecisions(a: Decision, b: Decision): Decision {
  if (a === b || b === UNDECIDED) return a;
  if (a === UNDECIDED) return b;
  const merged: Entry[] = [];
  let [i, j] = [0, 0];
  while (i < a.entries.length || j < b.entries.length) {
    const x = a.entries[i];
    const y = b.entries[j];
    const order = x === undefined ? 1 : y === undefined ? -1 : x === y ? 0 : compareEntries(x, y);
    const entry = (order <= 0 ? x : y) as Entry;
    if (order <= 0) i++;
    if (order >= 0) j++;
    if (!isDominated(merged, entry)) merged.push(entry);
  }
  if (merged.length === 1) return (merged[0] as Entry).alone;
  if (isSame(merged, a.entries)) return a;
  return isSame(merged, b.entries) ? b : new Decision(merged);
}

/** Whether an earlier entry of the same tier always decides instead. Audit entries can only stand in for audit entries. */
function isDominated(earlier: readonly Entry[], entry: Entry): boolean {
  for (let i = earlier.length - 1; i >= 0; i--) {
    const other = earlier[i] as Entry;
    if (other.tier !== entry.tier) return false;
    if (other.expiresAt >= entry.expiresAt && (!other.audit || entry.audit)) return true;
  }
  return false;
}

function isSame(a: readonly Entry[], b: readonly Entry[]): boolean {
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}

/** The first entry of each time decides; `expiries` of a decision ascend, and end with FOREVER. */
export function expiries(decision: Decision): number[] {
  const times = new Set(decision.entries.map((entry) => entry.expiresAt));
  return [...times.add(FOREVER)].sort((a, b) => a - b);
}
