/** One thing after the other: what is under way is whole before the next begins. */

export class Sequence {
  #last: Promise<unknown> = Promise.resolve();

  /** In the order of the calls. Not to be called by what runs in it, which would wait for itself. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Everything that was begun by now is over. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
