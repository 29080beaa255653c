/** Lowers decisions to cells: verdict, slot and audit verdict as step functions of time. */
import { CompileError } from './error.js';
import type { Limits } from './limits.js';
import { type Decision, type Entry, expiries, GROUP } from './order.js';
import { type Cell, type CellStep, FOREVER, type Verdict } from './plan.js';

/** What a direction does where no rule decides. */
export interface Defaults {
  /** True if a group isolates the direction: then baseline is not asked. */
  readonly isolated: boolean;
  readonly verdict: Verdict;
  readonly slot: number;
}

type Outcome = { readonly verdict: Verdict; readonly slot: number };

/** A cell that knows how many rows use it, so that the table of live cells forgets it in time. */
export class LiveCell implements Cell {
  #users = 0;
  readonly #key: string | number;

  constructor(
    readonly steps: readonly CellStep[],
    key: string | number,
  ) {
    this.#key = key;
  }

  /** Equal for equal cells. */
  static key = (cell: LiveCell): string | number => cell.#key;

  static use(cell: LiveCell, by: 1 | -1): number {
    cell.#users += by;
    return cell.#users;
  }

  static users(cell: LiveCell): number {
    return cell.#users;
  }
}

/** Whether the kernel needs a chain for it, rather than one word. */
export const isChain = (cell: Cell): boolean => cell.steps.length > 1 || cell.steps[0]?.audit !== undefined;

/** The live cells of a compilation line: equal cells are one object. */
export class Cells {
  readonly #byKey = new Map<string | number, LiveCell>();
  #fresh: LiveCell[] = [];
  /** Distinct cells in use that need a chain, and their steps. */
  chains = 0;
  chainSteps = 0;

  constructor(readonly limits: Limits) {}

  of(decision: Decision, defaults: Defaults): LiveCell {
    if (decision.cellDefaults === defaults) {
      const known = decision.cell as LiveCell;
      if (this.#byKey.get(LiveCell.key(known)) === known) return known;
    }
    const cell = this.#intern(steps(decision, defaults));
    decision.cell = cell;
    decision.cellDefaults = defaults;
    return cell;
  }

  #intern(of: CellStep[]): LiveCell {
    const key = keyOf(of);
    let cell = this.#byKey.get(key);
    if (cell === undefined) {
      if (of.length > this.limits.steps) throw tooManySteps(of, this.limits.steps);
      cell = new LiveCell(of, key);
      this.#byKey.set(key, cell);
      this.#fresh.push(cell);
    }
    return cell;
  }

  retain(cell: LiveCell): void {
    if (LiveCell.use(cell, 1) > 1 || !isChain(cell)) return;
    this.chains++;
    this.chainSteps += cell.steps.length;
  }

  release(cell: LiveCell): void {
    if (LiveCell.use(cell, -1) > 0) return;
    if (isChain(cell)) {
      this.chains--;
      this.chainSteps -= cell.steps.length;
    }
    this.#forget(cell);
  }

  /** Forgets cells that were made but not used. */
  settle(): void {
    for (const cell of this.#fresh) if (LiveCell.users(cell) === 0) this.#forget(cell);
    this.#fresh = [];
  }

  #forget(cell: LiveCell): void {
    if (this.#byKey.get(LiveCell.key(cell)) === cell) this.#byKey.delete(LiveCell.key(cell));
  }
}

/** A number for the common cell of one verdict for ever. */
function keyOf(of: readonly CellStep[]): string | number {
  const [only] = of;
  if (of.length === 1 && only !== undefined && only.audit === undefined)
    return only.slot * 2 + (only.verdict === 'allow' ? 1 : 0);
  return of
    .map(
      (s) =>
        `${s.until}${s.verdict[0]}${s.slot}${s.audit === undefined ? '' : `/${s.audit.verdict[0]}${s.audit.slot}`}`,
    )
    .join(' ');
}

function tooManySteps(of: readonly CellStep[], limit: number): CompileError {
  const slots = [...new Set(of.map((s) => s.slot))].slice(0, 4).join(', ');
  return new CompileError(
    'CAPACITY',
    'steps',
    `${of.length} verdicts follow one another in time for the same packets (rules of slots ${slots}, …), but at most ${limit} fit: let fewer rules with different expiries overlap`,
    { steps: { found: of.length, limit } },
  );
}

function steps(decision: Decision, defaults: Defaults): CellStep[] {
  const { entries } = decision;
  const [first] = entries;
  if (first === undefined) return [{ until: FOREVER, verdict: defaults.verdict, slot: defaults.slot }];
  if (entries.length === 1 && !first.audit && first.expiresAt === FOREVER)
    return [{ until: FOREVER, ...judge(entries, defaults) }];
  const audited = decision.entries.some((entry) => entry.audit);
  const result: CellStep[] = [];
  let since = -Infinity;
  for (const until of expiries(decision)) {
    const alive = decision.entries.filter((entry) => entry.expiresAt > since);
    since = until;
    const enforced = judge(audited ? alive.filter((entry) => !entry.audit) : alive, defaults);
    const audit = audited ? judge(alive, defaults) : enforced;
    const step =
      audit.slot === enforced.slot && audit.verdict === enforced.verdict
        ? { until, ...enforced }
        : { until, ...enforced, audit };
    const last = result.at(-1);
    if (last !== undefined && sameOutcome(last, step)) result[result.length - 1] = step;
    else result.push(step);
  }
  return result;
}

function sameOutcome(a: CellStep, b: CellStep): boolean {
  return (
    a.verdict === b.verdict &&
    a.slot === b.slot &&
    a.audit?.verdict === b.audit?.verdict &&
    a.audit?.slot === b.audit?.slot
  );
}

/** @param alive the entries of one time, in order of evaluation */
function judge(alive: readonly Entry[], defaults: Defaults): Outcome {
  let left = -1;
  for (const entry of alive) {
    if (entry.tier === left) continue;
    if (defaults.isolated && entry.tier > GROUP) break;
    if (entry.action !== 'pass') return { verdict: entry.action === 'accept' ? 'allow' : 'deny', slot: entry.slot };
    left = entry.tier;
  }
  return { verdict: defaults.verdict, slot: defaults.slot };
}
