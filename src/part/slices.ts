import type { Steps } from '../policy/steps.js';

/** How long the event loop is kept from others at a time, milliseconds; the step that passes it is finished. */
const SLICE_MS = 5;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does work that comes in steps, and serves the event loop in between. Short work is done at once. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await turn();
    until = performance.now() + SLICE_MS;
  }
}

/** Work in steps; one that gives a promise waits for it before the next. */
export type Paced = Generator<Promise<void> | undefined | void, void>;

/**
 * The slices of many: however many have work to do, one slice of one of them is done in a turn of the event loop, in turns.
 * Work that is short is done at once while the turn has time left.
 */
export class SharedSlices {
  readonly #waiting: Paced[] = [];
  /** When the slice of this turn ends; undefined: none has begun. */
  #until: number | undefined;

  /** @param work stops by itself, and throws nothing */
  begin(work: Paced): void {
    this.#waiting.push(work);
    if (this.#until === undefined) {
      this.#until = performance.now() + SLICE_MS;
      setImmediate(() => this.#nextTurn());
    }
    this.#work();
  }

  #nextTurn(): void {
    this.#until = undefined;
    if (this.#waiting.length === 0) return;
    this.#until = performance.now() + SLICE_MS;
    setImmediate(() => this.#nextTurn());
    this.#work();
  }

  #work(): void {
    while (this.#waiting.length > 0 && this.#hasTime()) {
      const work = this.#waiting.shift() as Paced;
      if (!this.#slice(work)) this.#waiting.push(work);
    }
  }

  #hasTime(): boolean {
    return performance.now() < (this.#until as number);
  }

  /** @returns whether it is done, or waits for something else */
  #slice(work: Paced): boolean {
    while (this.#hasTime()) {
      const step = work.next();
      if (step.done === true) return true;
      if (step.value === undefined) continue;
      void step.value.then(() => this.begin(work));
      return true;
    }
    return false;
  }
}
