import { CompileError } from './error.js';

/** What one node's plan may hold. What does not fit is refused whole, with the numbers, before anything is written. */
export interface Limits {
  /** Endpoint indexes are 1..endpoints (OSG_MAX_ENDPOINTS - 1). */
  readonly endpoints: number;
  readonly slots: number;
  /** Address ranges, summed over the distinct matchers and the class map. */
  readonly ranges: number;
  readonly rows: number;
  /** Port segments, summed over the distinct rows. */
  readonly segments: number;
  /** Entries of class tables, summed over the distinct tables. */
  readonly classEntries: number;
  readonly classes: number;
  /** Steps of one cell (OSG_CHAIN_MAX_STEPS). */
  readonly steps: number;
  /** Elementary steps one compilation may take: bounds its time and memory on inputs made to blow up. */
  readonly work: number;
}

export const LIMITS: Limits = {
  endpoints: 4095,
  slots: 1 << 22,
  ranges: 1 << 24,
  rows: 1 << 22,
  segments: 1 << 24,
  classEntries: 1 << 24,
  classes: 1 << 16,
  steps: 16,
  work: 1 << 25,
};

/** @throws {CompileError} CAPACITY, naming the limit, if `found` is over it */
export function within(limits: Limits, limit: keyof Limits, found: number, what: string): void {
  if (found <= limits[limit]) return;
  throw new CompileError('CAPACITY', limit, `the plan needs ${found} ${what}, but at most ${limits[limit]} fit`, {
    [limit]: { found, limit: limits[limit] },
  });
}

/** Counts elementary steps of one compilation against `Limits.work`. */
export class Work {
  #done = 0;
  constructor(readonly limits: Limits) {}

  add(steps: number): void {
    this.#done += steps;
    if (this.#done > this.limits.work)
      within(
        this.limits,
        'work',
        this.#done,
        'steps to compile, and counting (nested prefixes × overlapping ports multiply)',
      );
  }

  get done(): number {
    return this.#done;
  }
}
