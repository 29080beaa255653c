/** Garbage that a change has left, collected once no other follows. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from '../part/clock.js';

const QUIET_MS = 3_000;
/** What is not worth it: the engine gets to it in time. */
const LEAST_BYTES = 8 << 20;
/** A larger heap takes more than some 50 ms, in which nobody is served: it is left to how heap.ts lets it grow. */
const MOST_BYTES = 64 << 20;

export interface Heap {
  /** Bytes in use, garbage included. */
  used(): number;
  collect(): void;
}

/**
 * The engine looks for garbage as more is made: at rest nothing is, and what a compilation leaves, half of the heap at worst, would
 * be held for hours. To collect takes a millisecond or so for each MiB that is held, in one turn of the event loop.
 */
export class Tidy {
  readonly #clock: Clock;
  readonly #heap: Heap;
  /** In use after the last time. */
  #held = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, heap: Heap = engine()) {
    this.#clock = clock;
    this.#heap = heap;
  }

  changed(): void {
    this.close();
    this.#cancel = this.#clock.after(QUIET_MS, () => {
      const used = this.#heap.used();
      if (used - this.#held < LEAST_BYTES || used > MOST_BYTES) return;
      this.#heap.collect();
      this.#held = this.#heap.used();
    });
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

function engine(): Heap {
  setFlagsFromString('--expose-gc');
  return {
    used: () => getHeapStatistics().used_heap_size,
    collect: runInNewContext('gc') as () => void,
  };
}
