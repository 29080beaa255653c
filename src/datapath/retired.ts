import { synchronizeRcu } from '../ebpf/binding.js';
import { inSlices } from '../part/slices.js';

type Units = ArrayLike<number>;

/** Numbers of a list that are given back before others are served. */
const SOME = 1 << 14;

/** Units of the arena that runs of an older revision may still read: free after a grace period of the kernel's read-copy-update. */
export class Retired {
  readonly #release: (units: Units) => void;
  /** Since the last grace period began. */
  #lists: Units[] = [];
  #grace: Promise<void> | undefined;

  /** @param release told of units that nobody reads any more: pairs, some at a time */
  constructor(release: (units: Units) => void) {
    this.#release = release;
  }

  /** Until the units of the grace period under way are given back; undefined: nothing is waited for. */
  get grace(): Promise<void> | undefined {
    return this.#grace;
  }

  add(...lists: readonly Units[]): void {
    for (const units of lists) if (units.length > 0) this.#lists.push(units);
    this.#reclaim();
  }

  /** One grace period after the other, as long as there is something to become free. */
  #reclaim(): void {
    if (this.#grace !== undefined || this.#lists.length === 0) return;
    const lists = this.#lists;
    this.#lists = [];
    this.#grace = synchronizeRcu().then(
      async () => {
        await inSlices(this.#giveBack(lists));
        this.#grace = undefined;
        this.#reclaim();
      },
      () => {
        // Without a grace period nothing may be used again; the next publication asks for another one.
        this.#grace = undefined;
        this.#lists.unshift(...lists);
      },
    );
  }

  *#giveBack(lists: readonly Units[]): Generator<void, void> {
    for (const units of lists)
      for (let at = 0; at < units.length; at += SOME) {
        this.#release(Array.prototype.slice.call(units, at, at + SOME));
        yield;
      }
  }
}
