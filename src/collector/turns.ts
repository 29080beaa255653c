/** Long work in slices: one slice of one work in each turn of the event loop, so that neither many nor long ones hold it up. */
import { RpcError } from '../rpc/error.js';

/** How long a work goes on before it lets others. */
const SLICE_MS = 5;

export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves in a later turn of the event loop, alone of all that wait. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#arm();
    });
  }

  #arm(): void {
    setImmediate(() => {
      this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#arm();
    });
  }
}

/** One long work. */
export class Work {
  readonly #turns: Turns;
  readonly #over: () => boolean;
  #since = performance.now();

  /** @param over whether nobody waits for it any more */
  constructor(turns: Turns, over: () => boolean) {
    this.#turns = turns;
    this.#over = over;
  }

  /** To be called now and then: waits for the next turn when the slice is used up. @throws RpcError UNREACHABLE */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await this.#turns.next();
    if (this.#over()) throw new RpcError('UNREACHABLE', '', 'the caller is gone');
    this.#since = performance.now();
  }
}
