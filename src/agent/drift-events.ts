/**
 * Drift as events for the controller's audit log. Each change is told once, however often it is looked at; what comes
 * together or too often is told by one event; events are kept until the controller has confirmed them.
 */
import { randomUUID } from 'node:crypto';
import { DRIFT_KINDS, DRIFT_OUTCOMES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Word } from '../rpc/words.js';
import type { Drift } from './enforcement.js';

type Outcome = Word<typeof osg.v1.DriftOutcome>;

/** Findings that are to be told by one event. */
interface Fold {
  readonly kind: Drift['kind'];
  readonly outcome: Outcome;
  /** Unix ms, of the first. */
  readonly timeMs: number;
  withinMs: number;
  count: number;
  readonly what: Set<string>;
}

/** Kept while there is no controller. */
const MOST_WAITING = 100;
/** Of one kind: so many at once, and one more each time this has passed. */
const BURST = 6;
const REFILL_MS = 10_000;
const MOST_WHAT = 3;
const WHAT_LENGTH = 200;

export class DriftEvents {
  readonly #clock: Clock;
  readonly #life = randomUUID();
  /** Alarms of the last look, and since when they may have been. */
  #open = new Map<string, { readonly drift: Drift; readonly since: number }>();
  readonly #folds = new Map<string, Fold>();
  readonly #allowance = new Map<string, { left: number; at: number }>();
  #queue: (osg.v1.DriftEvent.$Properties & { readonly sequence: number })[] = [];
  #sequence = 0;
  #dropped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Events that the controller has not confirmed. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Events that were the oldest when the queue was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * To be called after every look, also of those that found nothing.
   * @param withinMs what was found is no older
   * @returns whether there are new events to report
   */
  looked(found: readonly Drift[], withinMs: number): boolean {
    const now = this.#clock.monotonic();
    const open = new Map<string, { readonly drift: Drift; readonly since: number }>();
    const seen = new Set<string>();
    for (const drift of found) {
      const key = `${drift.kind} ${drift.detail}`;
      const since = this.#open.get(key)?.since ?? now - withinMs;
      seen.add(key);
      if (drift.repaired) this.#fold(drift, 'repaired', now - since);
      else {
        if (!this.#open.has(key) && !open.has(key)) this.#fold(drift, 'alarm', now - since);
        open.set(key, { drift, since });
      }
    }
    for (const [key, { drift, since }] of this.#open) if (!seen.has(key)) this.#fold(drift, 'over', now - since);
    this.#open = open;
    return this.#queueFolds(now);
  }

  #fold({ kind, detail }: Drift, outcome: Outcome, withinMs: number): void {
    const key = `${kind} ${outcome}`;
    const timeMs = this.#clock.now();
    const fold = this.#folds.get(key) ?? { kind, outcome, timeMs, withinMs: 0, count: 0, what: new Set<string>() };
    fold.withinMs = Math.max(fold.withinMs, withinMs);
    fold.count++;
    if (fold.what.size < MOST_WHAT) fold.what.add(detail.slice(0, WHAT_LENGTH));
    this.#folds.set(key, fold);
  }

  #queueFolds(now: number): boolean {
    const before = this.#sequence;
    for (const [key, { kind, outcome, timeMs, withinMs, count, what }] of this.#folds) {
      if (!this.#allowed(kind, now)) continue;
      this.#folds.delete(key);
      this.#queue.push({
        sequence: ++this.#sequence,
        timeUnixUs: Math.round(timeMs * 1000),
        kind: DRIFT_KINDS.value[kind],
        outcome: DRIFT_OUTCOMES.value[outcome],
        withinMs: Math.round(withinMs),
        count,
        what: [...what],
      });
    }
    const excess = Math.max(0, this.#queue.length - MOST_WAITING);
    this.#queue.splice(0, excess);
    this.#dropped += excess;
    return this.#sequence > before;
  }

  #allowed(kind: string, now: number): boolean {
    const { left, at } = this.#allowance.get(kind) ?? { left: BURST, at: now };
    const more = Math.min(BURST, left + (now - at) / REFILL_MS);
    this.#allowance.set(kind, { left: more >= 1 ? more - 1 : more, at: now });
    return more >= 1;
  }

  report(): osg.v1.DriftReport.$Properties {
    return { life: this.#life, events: [...this.#queue] };
  }

  taken({ life, sequence }: osg.v1.DriftTaken.$Properties): void {
    if (life === this.#life) this.#queue = this.#queue.filter((event) => event.sequence > (sequence ?? 0));
  }
}
