/**
 * Foreign changes on nodes, as the nodes report them, into the audit log: each once, however often it is reported. A
 * node may be in foreign hands: what it says is checked, cut and taken at a bounded rate.
 */

import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { Allowance } from './allowance.js';
import type { ControllerMetrics } from './metrics.js';
import type { Store } from './store.js';

export interface DriftParts {
  readonly store: Store;
  readonly metrics: ControllerMetrics;
  readonly log: Log;
  readonly clock: Clock;
}

export interface DriftEvent {
  readonly sequence: number;
  /** 0: the node named no time that can be. */
  readonly timeUnixUs: number;
  readonly kind: string;
  readonly outcome: string;
  readonly withinMs: number;
  readonly count: number;
  readonly what: string[];
}

const MOST_EVENTS = 100;
const MOST_WHAT = 3;
const WHAT_LENGTH = 200;
const LIFE = /^[0-9a-f-]{1,64}$/;
const KIND = /^[a-z][a-z-]{0,19}$/;
const OUTCOMES: readonly string[] = ['repaired', 'alarm', 'over'];
/** Records of one node: so many at once (a full queue of an agent), and one more each time this has passed. */
const BURST = MOST_EVENTS;
const REFILL_MS = 2_000;
const DAY_US = 86_400e6;

const SCHEMA = `CREATE TABLE IF NOT EXISTS drift (node TEXT PRIMARY KEY, life TEXT NOT NULL, sequence INTEGER NOT NULL,
  event TEXT NOT NULL) WITHOUT ROWID;`;

interface Heard {
  readonly life: string;
  readonly sequence: number;
}

interface Waiting {
  readonly life: string;
  readonly events: readonly DriftEvent[];
  readonly taken: (taken: osg.v1.DriftTaken.$Properties) => void;
}

export class DriftLog {
  readonly #parts: DriftParts;
  /** Of each node only the newest report: it holds all that is not confirmed. The first write of a batch takes it. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #allowance: Allowance;
  readonly #last: Map<string, DriftEvent>;

  constructor(parts: DriftParts) {
    this.#parts = parts;
    this.#allowance = new Allowance(parts.clock, BURST, REFILL_MS);
    const db = parts.store.database;
    db.exec(SCHEMA);
    const rows = db.prepare('SELECT node, event FROM drift').all() as { node: string; event: string }[];
    this.#last = new Map(rows.map(({ node, event }) => [node, JSON.parse(event) as DriftEvent]));
  }

  /** The newest of a node that is in the audit log. */
  last(node: string): DriftEvent | undefined {
    return this.#last.get(node);
  }

  /** @param taken told, when it is on the disk, up to where; what lies behind is to be reported again */
  report(node: string, { life, events }: osg.v1.DriftReport.$Properties, taken: Waiting['taken']): void {
    const { store, metrics, clock } = this.#parts;
    const given = events ?? [];
    if (life == null || !LIFE.test(life)) {
      metrics.driftRefused.inc();
      return;
    }
    const checked = given.slice(0, MOST_EVENTS).flatMap((event) => checkedEvent(event, clock.now()) ?? []);
    metrics.driftRefused.inc(given.length - checked.length);
    this.#waiting.set(node, { life, events: checked, taken });
    let written: (() => void) | undefined;
    store.soon(
      () => {
        written = this.#write(node);
      },
      () => written?.(),
    );
  }

  /** In a transaction. @returns what is to be done when it is on the disk */
  #write(node: string): (() => void) | undefined {
    const waiting = this.#waiting.get(node);
    this.#waiting.delete(node);
    if (waiting === undefined) return undefined;
    const { store, metrics, log, clock } = this.#parts;
    const { life, events, taken } = waiting;
    const db = store.database;
    const heard = db.prepare('SELECT life, sequence FROM drift WHERE node = ?').get(node) as Heard | undefined;
    let sequence = heard?.life === life ? heard.sequence : 0;
    const fresh: DriftEvent[] = [];
    for (const event of events) {
      if (event.sequence <= sequence) continue;
      if (!this.#allowance.take(node)) break;
      const missed = event.sequence - sequence - 1;
      store.audit('drift', node, detailOf(event, missed), clock.now());
      sequence = event.sequence;
      fresh.push(event);
    }
    const last = fresh.at(-1);
    if (last !== undefined)
      db.prepare(
        `INSERT INTO drift VALUES (?, ?, ?, ?) ON CONFLICT (node) DO UPDATE
         SET life = excluded.life, sequence = excluded.sequence, event = excluded.event`,
      ).run(node, life, sequence, JSON.stringify(last));
    return () => {
      if (last !== undefined) this.#last.set(node, last);
      for (const { outcome, count, kind, what } of fresh) {
        metrics.drift.inc({ outcome }, count);
        log.warn({ node, kind, outcome, count, what }, 'drift on a node');
      }
      if (sequence > 0) taken({ life, sequence });
    };
  }
}

const whole = (value: number | null | undefined): number =>
  value != null && Number.isSafeInteger(value) && value > 0 ? value : 0;

/** Undefined: no agent would send it. */
function checkedEvent(event: osg.v1.DriftEvent.$Properties, nowMs: number): DriftEvent | undefined {
  const { kind, outcome } = event;
  const sequence = whole(event.sequence);
  if (sequence === 0 || kind == null || !KIND.test(kind) || outcome == null || !OUTCOMES.includes(outcome))
    return undefined;
  const timeUnixUs = whole(event.timeUnixUs);
  return {
    sequence,
    timeUnixUs: timeUnixUs > nowMs * 1000 + DAY_US ? 0 : timeUnixUs,
    kind,
    outcome,
    withinMs: whole(event.withinMs),
    count: Math.max(1, whole(event.count)),
    what: (event.what ?? []).slice(0, MOST_WHAT).map((text) => text.slice(0, WHAT_LENGTH)),
  };
}

/** As `osg audit log` prints it. */
const detailOf = ({ kind, outcome, withinMs, timeUnixUs, count, what }: DriftEvent, missed: number): object => ({
  kind,
  outcome,
  withinMs,
  ...(timeUnixUs > 0 && { found: new Date(timeUnixUs / 1000).toISOString() }),
  ...(count > 1 && { count }),
  ...(missed > 0 && { missed }),
  what,
});
