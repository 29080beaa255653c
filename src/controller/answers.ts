/** What nodes say of revisions, and what becomes of it: history, audit log, metrics, log. */

import type { SourceVersion } from '../distribution/receiver.js';
import type { Target } from '../distribution/session.js';
import { NACK_CODES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { Allowance } from './allowance.js';
import type { ControllerMetrics } from './metrics.js';
import { type Answer, audited, type RevisionStore } from './revision-store.js';

export interface AnswersParts {
  readonly store: RevisionStore;
  readonly metrics: ControllerMetrics;
  readonly log: Log;
  readonly clock: Clock;
}

/** Refusals of one node in the audit log: so many at once, then one each time this has passed. The newest is always in history. */
const BURST = 10;
const REFILL_MS = 30_000;
const TEXT_LENGTH = 1_000;

/** A node may be in foreign hands: its code becomes the label of a metric, its texts are kept. */
function refusalOf({ code, object, field, reason }: osg.v1.Nack.$Properties): NonNullable<Answer['refusal']> {
  const short = (text: string | null | undefined): string => (text ?? '').slice(0, TEXT_LENGTH);
  return {
    code: NACK_CODES.known(code) ?? 'UNKNOWN',
    object: short(object),
    field: short(field),
    reason: short(reason),
  };
}

export class Answers {
  readonly #parts: AnswersParts;
  readonly #started: number;
  readonly #audited: Allowance;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
    this.#started = parts.clock.now();
    this.#audited = new Allowance(parts.clock, BURST, REFILL_MS);
  }

  acked(node: string, { revision, source }: Target, ack: osg.v1.Ack.$Properties, atOnce: boolean): void {
    const { store, metrics, log, clock } = this.#parts;
    const timeMs = Math.round(clock.now());
    store.soon([{ answer: { node, timeMs }, to: revision }]);
    metrics.acks.inc();
    const seconds = atOnce ? this.#sinceSeen(source, ack) : undefined;
    if (seconds !== undefined) metrics.realise.observe(seconds);
    log.debug({ node, revision, seconds }, 'revision realised');
  }

  /** From the sight of a change to the kernel. Undefined for changes seen before this process, and clocks that disagree. */
  #sinceSeen(source: SourceVersion, { realisedUnixUs }: osg.v1.Ack.$Properties): number | undefined {
    const seconds = ((realisedUnixUs ?? 0) - source.timeUnixUs) / 1e6;
    return source.timeUnixUs > this.#started * 1000 && seconds >= 0 ? seconds : undefined;
  }

  refused(node: string, { revision }: Target, nack: osg.v1.Nack.$Properties): void {
    const { store, metrics, log, clock } = this.#parts;
    const refusal = refusalOf(nack);
    const now = clock.now();
    const noted = this.#audited.take(node);
    store.soon([
      { answer: { node, timeMs: Math.round(now), refusal }, to: revision },
      ...(noted ? [audited('nack', node, { revision, ...refusal }, now)] : []),
    ]);
    metrics.nacks.inc({ code: refusal.code });
    if (!noted) return;
    log.error({ node, revision, ...refusal }, 'a node refused the revision');
  }
}
