/** The order of a store's writes: what can wait is written together, what cannot comes after it, one after the other. */
import type { ControllerError } from './error.js';

type Given<W> = readonly W[] | (() => readonly W[]);

/** Writes that may wait for each other this long are one transaction, and one wait for the disk. */
const SOON_MS = 50;

export class WriteOrder<W> {
  readonly #commit: (writes: readonly W[]) => Promise<void>;
  readonly #failed: (error: ControllerError) => void;
  #waiting: { readonly writes: Given<W>; readonly written: (() => void) | undefined }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @param commit all or nothing @param failed told of writes that were given to `soon` and could not be made */
  constructor(commit: (writes: readonly W[]) => Promise<void>, failed: (error: ControllerError) => void) {
    this.#commit = commit;
    this.#failed = failed;
  }

  async write(writes: readonly W[]): Promise<void> {
    this.#waitingOnes();
    await this.#after(() => this.#commit(writes));
  }

  soon(writes: Given<W>, written?: () => void): void {
    this.#waiting.push({ writes, written });
    this.#timer ??= setTimeout(() => this.#waitingOnes(), SOON_MS);
  }

  async flush(): Promise<void> {
    this.#waitingOnes();
    await this.#last;
  }

  /** Failures are the caller's; those who follow do not suffer. */
  #after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #waitingOnes(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    void this.#after(async () => {
      try {
        await this.#commit(waiting.flatMap(({ writes }) => (typeof writes === 'function' ? writes() : writes)));
      } catch (error) {
        this.#failed(error as ControllerError);
        return;
      }
      for (const { written } of waiting) written?.();
    });
  }
}
