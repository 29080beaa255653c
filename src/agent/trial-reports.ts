/** Tells of the node's trial: to the log, the metrics and the controller, also when the kernel has ended it by itself. */
import type { Gauge } from 'prom-client';
import { TRIAL_REASONS, TRIAL_STATES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { TrialPort, TrialStanding } from './enforcement.js';

interface Parts {
  readonly trials: TrialPort | undefined;
  readonly metric: Gauge<'trial' | 'state'>;
  readonly figures: () => Readonly<Record<string, number>>;
  readonly log: Log;
  readonly clock: Clock;
  /** Its state is another one, or may be. */
  changed(): void;
  /** The kernel went back by itself. */
  over(): void;
}

/** After the kernel's time, so that its clock and ours need not agree to the millisecond. */
const SLACK_MS = 20;
/** From a flow on which the sides differ to the report of it: others may come with it. */
const SOON_MS = 200;

export class TrialReports {
  readonly #parts: Parts;
  #cancel: (() => void) | undefined;
  #id: string | undefined;
  #state = 'none';
  /** Of the deny stream, when the trial was first seen. */
  #lostBefore = 0;
  #soon: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    // A gate may be waiting for just that.
    if (parts.trials !== undefined) parts.trials.onFlow = () => this.#differs();
  }

  decide(id: string, confirm: boolean): void {
    const { trials, log, changed } = this.#parts;
    log.info({ trial: id, confirm }, 'the trial is decided');
    trials?.decide(id, confirm);
    this.look();
    changed();
  }

  /** After each application, and whenever something may have changed. */
  look(): void {
    const { trials, metric, log, clock, changed, over } = this.#parts;
    this.#cancel?.();
    this.#cancel = undefined;
    const standing = trials?.standing();
    const { state = 'none', reason, leftMs, trial } = standing ?? {};
    if (trial?.id === this.#id && state === this.#state && leftMs === undefined) return;
    metric.reset();
    if (trial !== undefined) metric.set({ trial: trial.id, state }, 1);
    if (trial !== undefined && (trial.id !== this.#id || state !== this.#state))
      log.info({ trial: trial.id, candidate: trial.revision, state, reason, leftMs }, 'trial');
    if (trial?.id !== this.#id) this.#lostBefore = this.#lost();
    // Recovery windows for what the predecessor restricts and the candidate did not.
    const ended = trial?.id === this.#id && this.#state === 'unconfirmed' && state === 'reverted';
    this.#id = trial?.id;
    this.#state = state;
    if (ended) over();
    if (leftMs === undefined) return;
    this.#cancel = clock.after(Math.min(leftMs + SLACK_MS, 2 ** 30), () => {
      this.look();
      changed();
    });
  }

  /** For AgentStatus. */
  status(): { readonly trial?: osg.v1.TrialStatus.$Properties } {
    const standing = this.#parts.trials?.standing();
    return standing === undefined ? {} : { trial: this.#message(standing) };
  }

  #differs(): void {
    this.#soon ??= this.#parts.clock.after(SOON_MS, () => {
      this.#soon = undefined;
      this.#parts.changed();
    });
  }

  #message(of: TrialStanding): osg.v1.TrialStatus.$Properties {
    const { trial, state, reason, sinceUnixMs, leftMs, foundPackets, ...standing } = of;
    return {
      ...standing,
      state: TRIAL_STATES.value[state],
      ...(reason !== '' && { reason: TRIAL_REASONS.value[reason] }),
      id: trial.id,
      revision: trial.revision,
      sinceUnixUs: sinceUnixMs * 1000,
      confirmByUnixMs: leftMs === undefined ? 0 : Math.round(this.#parts.clock.now() + leftMs),
      lostEvents: this.#untold(of),
    };
  }

  /** Packets that no record tells of. */
  #untold({ trial, deniedPackets, allowedPackets, foundPackets }: TrialStanding): number {
    // Without a collector nobody reads records.
    if (this.#parts.figures()['denies_lost_total'] === undefined) return deniedPackets + allowedPackets;
    return foundPackets + (trial.id === this.#id ? this.#lost() - this.#lostBefore : 0);
  }

  #lost(): number {
    const { denies_suppressed_total: suppressed = 0, denies_lost_total: lost = 0 } = this.#parts.figures();
    return suppressed + lost;
  }

  close(): void {
    this.#soon?.();
    this.#cancel?.();
  }
}
