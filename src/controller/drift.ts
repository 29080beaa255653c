/**
 * Foreign changes on nodes, as the nodes report them, into the audit log: each once, however often it is reported. A
 * node may be in foreign hands: what it says is checked, cut and taken at a bounded rate.
 */

import { DRIFT_KINDS, DRIFT_OUTCOMES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { Word } from '../rpc/words.js';
import { Allowance } from './allowance.js';
import type { ControllerMetrics } from './metrics.js';
import { audited, type RevisionStore, type Write } from './revision-store.js';

export interface DriftParts {
  readonly store: RevisionStore;
  readonly metrics: ControllerMetrics;
  readonly log: Log;
  readonly clock: Clock;
}

export interface DriftEvent {
  readonly sequence: number;
  /** 0: the node named no time that can be. */
  readonly timeUnixUs: number;
  /** Also of one that this version does not know. */
  readonly kind: string;
  readonly outcome: Word<typeof osg.v1.DriftOutcome>;
  readonly withinMs: number;
  readonly count: number;
  readonly what: string[];
}

const MOST_EVENTS = 100;
const MOST_WHAT = 3;
const WHAT_LENGTH = 200;
const LIFE = /^[0-9a-f-]{1,64}$/;
/** Records of one node: so many at once (a full queue of an agent), and one more each time this has passed. */
const BURST = MOST_EVENTS;
const REFILL_MS = 2_000;
const DAY_US = 86_400e6;

/** The newest of a node that is in the audit log. */
interface Heard {
  readonly life: string;
  readonly sequence: number;
  readonly event: DriftEvent;
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
  readonly #heard = new Map<string, Heard>();

  constructor(parts: DriftParts) {
    this.#parts = parts;
    this.#allowance = new Allowance(parts.clock, BURST, REFILL_MS);
  }

  /** What earlier lives of the controller heard. */
  async load(): Promise<void> {
    for (const { id, value } of await this.#parts.store.documents<Heard>('drift')) this.#heard.set(id, value);
  }

  /** The newest of a node that is in the audit log. */
  last(node: string): DriftEvent | undefined {
    return this.#heard.get(node)?.event;
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
        const made = this.#make(node);
        written = made?.written;
        return made?.writes ?? [];
      },
      () => written?.(),
    );
  }

  /** @returns what is to be written, and what is to be done when it is on the disk */
  #make(node: string): { readonly writes: readonly Write[]; written(): void } | undefined {
    const waiting = this.#waiting.get(node);
    this.#waiting.delete(node);
    if (waiting === undefined) return undefined;
    const { metrics, log, clock } = this.#parts;
    const { life, events, taken } = waiting;
    const heard = this.#heard.get(node);
    let sequence = heard?.life === life ? heard.sequence : 0;
    const fresh: DriftEvent[] = [];
    const writes: Write[] = [];
    for (const event of events) {
      if (event.sequence <= sequence) continue;
      if (!this.#allowance.take(node)) break;
      const missed = event.sequence - sequence - 1;
      writes.push(audited('drift', node, detailOf(event, missed), clock.now()));
      sequence = event.sequence;
      fresh.push(event);
    }
    const event = fresh.at(-1);
    const now: Heard | undefined = event && { life, sequence, event };
    if (now !== undefined) writes.push({ keep: 'drift', id: node, value: now });
    const written = (): void => {
      if (now !== undefined) this.#heard.set(node, now);
      for (const { outcome, count, kind, what } of fresh) {
        metrics.drift.inc({ outcome }, count);
        log.warn({ node, kind, outcome, count, what }, 'drift on a node');
      }
      if (sequence > 0) taken({ life, sequence });
    };
    return { writes, written };
  }
}

const whole = (value: number | null | undefined): number =>
  value != null && Number.isSafeInteger(value) && value > 0 ? value : 0;

/** Undefined: no agent would send it. */
function checkedEvent(event: osg.v1.DriftEvent.$Properties, nowMs: number): DriftEvent | undefined {
  const kind = DRIFT_KINDS.text(event.kind);
  const outcome = DRIFT_OUTCOMES.known(event.outcome);
  const sequence = whole(event.sequence);
  if (sequence === 0 || kind === '' || outcome === undefined) return undefined;
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
