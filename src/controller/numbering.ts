/**
 * Epoch and revision, and what a node may do to them. A node that holds more than this store has issued shows that the store
 * is an old copy: what follows must be above that, or the node refuses it. But a node may lie. So a revision rises for it by
 * a bounded step, an epoch to this controller's clock and no further, each node seldom; what claims more moves nothing.
 */

import { isOlder } from '../distribution/receiver.js';
import type { Clock } from '../part/clock.js';
import { Allowance } from './allowance.js';
import { ControllerError } from './error.js';
import type { RevisionStore, Write } from './revision-store.js';

/** The order of what a node holds. */
export interface Place {
  readonly epoch: number;
  readonly revision: number;
}

/** Epoch and revision rise: what is to be written, and what is to be called when it is. */
export interface Move {
  readonly writes: readonly Write[];
  written(): void;
}

/** A copy that is behind by more than this begins a new epoch. */
export const MOST_REVISIONS_BEHIND = 10_000;
/** The clock of whoever made an epoch may have been ahead of ours by as much. */
const SKEW_MS = 86_400_000;
/** However long that clock was wrong: beyond, an operator's word does not count either. */
const MOST_SKEW_MS = 10 * 366 * 86_400_000;
const BURST = 3;
const REFILL_MS = 600_000;

export class Numbering {
  readonly #clock: Clock;
  readonly #allowance: Allowance;
  #epoch: number;
  #revision: number;

  constructor(store: RevisionStore, clock: Clock) {
    this.#clock = clock;
    this.#allowance = new Allowance(clock, BURST, REFILL_MS);
    this.#epoch = store.epoch;
    this.#revision = store.last;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** The newest that was issued; 0: none. */
  get revision(): number {
    return this.#revision;
  }

  /** The next one is made. */
  issued(): void {
    this.#revision++;
  }

  /**
   * What is issued next lies above `held`, since somebody who is believed says that it was issued.
   * @throws ControllerError REQUEST: not even then
   */
  accept(held: Place): Move {
    const latest = Math.round(this.#clock.now());
    if (held.epoch > latest + MOST_SKEW_MS)
      throw new ControllerError(
        'REQUEST',
        `epoch ${held.epoch}`,
        'is over ten years ahead: no number would be left above it. Take the state off that node (osg agent --remove) instead',
      );
    const epoch = isOlder(held, this) ? this.#epoch : Math.max(latest, held.epoch + 1, this.#epoch + 1);
    return this.#moved(epoch, this.#revision);
  }

  /**
   * What is issued next lies above `held`, or the answer says why not: nothing has moved then. `told`: it is worth a record;
   * a node that claims again and again is recorded now and then.
   */
  above(node: string, held: Place): { readonly refused?: string; readonly told: boolean; readonly move?: Move } {
    const told = this.#allowance.take(node);
    const latest = Math.round(this.#clock.now());
    if (held.epoch > Math.max(latest + SKEW_MS, this.#epoch))
      return {
        told,
        refused: `claims revision ${held.epoch}/${held.revision}: no store can have begun epoch ${held.epoch} by now`,
      };
    if (!told) return { told, refused: `claims revision ${held.epoch}/${held.revision}: too many claims, come later` };
    const near = held.revision <= this.#revision + MOST_REVISIONS_BEHIND;
    const revision = near && held.revision >= this.#revision ? held.revision + 1 : this.#revision;
    const above = !isOlder(held, { epoch: this.#epoch, revision });
    const epoch = above ? Math.max(latest, held.epoch + 1, this.#epoch + 1) : this.#epoch;
    return { told, move: this.#moved(epoch, revision) };
  }

  /** Another store recorded up to there, and this one takes over: what follows lies above. */
  continueFrom({ epoch, revision }: Place): Move {
    const behind =
      this.#revision === 0 || isOlder({ epoch: this.#epoch, revision: this.#revision }, { epoch, revision });
    return behind ? this.#moved(epoch, revision) : this.#moved(this.#epoch, this.#revision);
  }

  #moved(epoch: number, revision: number): Move {
    const writes: Write[] = [];
    if (epoch !== this.#epoch) writes.push({ set: 'epoch', value: epoch });
    if (revision !== this.#revision) writes.push({ set: 'floor', value: revision });
    const written = (): void => {
      this.#epoch = epoch;
      this.#revision = revision;
    };
    return { writes, written };
  }
}
