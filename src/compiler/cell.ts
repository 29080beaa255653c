/** Lowers decisions to cells: verdict, slot and audit verdict as step functions of time. */
import { CompileError } from './error.js';
import type { Limits } from './limits.js';
import { type Decision, type Entry, expiries, GROUP } from './order.js';
import { type Cell, type CellChain, type CellStep, FOREVER, foreverCell, type Verdict } from './plan.js';
import type { CompiledRule } from './rule.js';

/** What a direction does where no rule decides. */
export interface Defaults {
  /** True if a group isolates the direction: then baseline is not asked. */
  readonly isolated: boolean;
  readonly verdict: Verdict;
  readonly slot: number;
}

type Outcome = { readonly verdict: Verdict; readonly slot: number };

/** A chain that knows how many rows use it, so that the table of live chains forgets it in time. */
export class LiveChain implements CellChain {
  #users = 0;
  readonly #key: string;

  constructor(
    readonly steps: readonly CellStep[],
    key: string,
  ) {
    this.#key = key;
  }

  /** Equal for equal chains. */
  static key = (chain: LiveChain): string => chain.#key;

  static use(chain: LiveChain, by: 1 | -1): number {
    chain.#users += by;
    return chain.#users;
  }

  static users(chain: LiveChain): number {
    return chain.#users;
  }
}

export type LiveCell = number | LiveChain;

export const mayDeny = (cell: Cell): boolean =>
  typeof cell === 'number' ? cell % 2 === 0 : cell.steps.some(({ verdict }) => verdict === 'deny');

/** The live chains of a compilation line: equal chains are one object. */
export class Cells {
  readonly #byKey = new Map<string, LiveChain>();
  #fresh: LiveChain[] = [];
  /** Distinct chains in use, and their steps. */
  chains = 0;
  chainSteps = 0;

  constructor(readonly limits: Limits) {}

  of(decision: Decision, defaults: Defaults): LiveCell {
    const { entries } = decision;
    const [first] = entries;
    if (first === undefined) return foreverCell(defaults.verdict, defaults.slot);
    if (entries.length === 1 && !first.audit && first.expiresAt === FOREVER) {
      const { verdict, slot } = judge(entries, defaults);
      return foreverCell(verdict, slot);
    }
    if (decision.cellDefaults === defaults) {
      const known = decision.cell as LiveCell;
      if (typeof known === 'number' || this.#byKey.get(LiveChain.key(known)) === known) return known;
    }
    const cell = this.#intern(steps(decision, defaults));
    decision.cell = cell;
    decision.cellDefaults = defaults;
    return cell;
  }

  /** Of the one rule that says something, for ever, in a direction. */
  ofRule({ action, rank, slot }: CompiledRule, defaults: Defaults): number {
    const ignored = action === 'pass' || (defaults.isolated && rank.tier > GROUP);
    return ignored
      ? foreverCell(defaults.verdict, defaults.slot)
      : foreverCell(action === 'accept' ? 'allow' : 'deny', slot);
  }

  #intern(of: CellStep[]): LiveCell {
    const [only] = of;
    if (of.length === 1 && only !== undefined && only.audit === undefined) return foreverCell(only.verdict, only.slot);
    const key = keyOf(of);
    let chain = this.#byKey.get(key);
    if (chain === undefined) {
      if (of.length > this.limits.steps) throw tooManySteps(of, this.limits.steps);
      chain = new LiveChain(of, key);
      this.#byKey.set(key, chain);
      this.#fresh.push(chain);
    }
    return chain;
  }

  retain(cell: LiveCell): void {
    if (typeof cell === 'number' || LiveChain.use(cell, 1) > 1) return;
    this.chains++;
    this.chainSteps += cell.steps.length;
  }

  release(cell: LiveCell): void {
    if (typeof cell === 'number' || LiveChain.use(cell, -1) > 0) return;
    this.chains--;
    this.chainSteps -= cell.steps.length;
    this.#forget(cell);
  }

  /** Forgets chains that were made but not used. */
  settle(): void {
    for (const chain of this.#fresh) if (LiveChain.users(chain) === 0) this.#forget(chain);
    this.#fresh = [];
  }

  #forget(chain: LiveChain): void {
    if (this.#byKey.get(LiveChain.key(chain)) === chain) this.#byKey.delete(LiveChain.key(chain));
  }
}

function keyOf(of: readonly CellStep[]): string {
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
