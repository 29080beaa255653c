/** Emergencies end by themselves: the kernel has ended them already, this tidies up. */
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { type Emergency, summary } from './emergency.js';
import type { ControllerMetrics } from './metrics.js';
import { audited, type RevisionStore, type Write } from './revision-store.js';

export interface EmergencyEndsParts {
  readonly store: RevisionStore;
  readonly metrics: ControllerMetrics;
  readonly log: Log;
  readonly clock: Clock;
  inTurn(work: () => Promise<void>): Promise<void>;
  /** Those in force. */
  inForce(): readonly Emergency[];
  /** In turn: these stay in force, and no others. */
  keep(emergencies: readonly Emergency[]): Promise<void>;
}

const RETRY_MS = 1_000;

export class EmergencyEnds {
  readonly #parts: EmergencyEndsParts;
  #cancel: (() => void) | undefined;
  #scheduled: readonly Emergency[] | undefined;
  #closed = false;

  constructor(parts: EmergencyEndsParts) {
    this.#parts = parts;
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  /** Of those that are in force from now on. */
  schedule(emergencies: readonly Emergency[]): void {
    if (emergencies === this.#scheduled) return;
    this.#scheduled = emergencies;
    const { clock, metrics } = this.#parts;
    metrics.emergencies.set(emergencies.length);
    metrics.emergencyEnds.reset();
    for (const { id, expiresMs } of emergencies) metrics.emergencyEnds.set({ id }, expiresMs / 1000);
    this.#cancel?.();
    if (emergencies.length === 0) return;
    const first = Math.min(...emergencies.map((e) => e.expiresMs));
    this.#after(Math.max(0, Math.min(first - clock.now(), 2 ** 30)) + 50);
  }

  /** What the disk does not take is tried again. */
  #after(ms: number): void {
    const { log, clock, inTurn } = this.#parts;
    this.#cancel = clock.after(ms, () => {
      this.#scheduled = undefined;
      inTurn(() => this.#over()).catch((error: Error) => {
        log.error({ error: error.message }, 'the end of an emergency is not recorded');
        this.#after(RETRY_MS);
      });
    });
  }

  /** It is time: takes what is over out of what is in force, and schedules the rest. */
  async #over(): Promise<void> {
    if (this.#closed) return;
    const emergencies = this.#parts.inForce();
    const kept = await this.unexpired(emergencies);
    if (kept === emergencies) this.schedule(kept);
    else await this.#parts.keep(kept);
  }

  /** Those that go on, of the same array where all do; of the others the audit log says that they are over. */
  async unexpired(emergencies: readonly Emergency[]): Promise<readonly Emergency[]> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const over = emergencies.filter(({ expiresMs }) => expiresMs <= now);
    if (over.length === 0) return emergencies;
    await store.write(over.flatMap((emergency) => end(emergency, now)));
    return emergencies.filter((emergency) => !over.includes(emergency));
  }

  /** What the store knows of them. */
  async restored(): Promise<readonly Emergency[]> {
    const kept = (await this.#parts.store.documents<Emergency>('emergency')).map(({ value }) => value);
    return this.unexpired(kept.sort((a, b) => a.revision - b.revision));
  }
}

const end = ({ id, expiresMs, request, who }: Emergency, nowMs: number): Write[] => {
  const detail = { id, summary: summary(request), expired: new Date(expiresMs).toISOString(), madeBy: who };
  return [audited('emergency-expired', 'clock', detail, nowMs), { drop: 'emergency', id }];
};
