/** How often one node may cause what outlives it, e.g. a record of the audit log: so many at once, then one each time this has passed. */
import type { Clock } from '../part/clock.js';

export class Allowance {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #burst: number;
  readonly #refillMs: number;
  readonly #left = new Map<string, { left: number; at: number }>();

  constructor(clock: Pick<Clock, 'monotonic'>, burst: number, refillMs: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#refillMs = refillMs;
  }

  /** @param who a node's name, as its certificate has it: there are as many as nodes */
  take(who: string): boolean {
    const now = this.#clock.monotonic();
    const { left, at } = this.#left.get(who) ?? { left: this.#burst, at: now };
    const more = Math.min(this.#burst, left + (now - at) / this.#refillMs);
    this.#left.set(who, { left: more >= 1 ? more - 1 : more, at: now });
    return more >= 1;
  }
}
