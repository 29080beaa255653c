/** Of many, some at a time, and everyone in turn. Pure. */
export class Turns {
  #next = 0;

  /** @param rounds after so many everyone has had a turn */
  constructor(private readonly rounds: number) {}

  /** @param all may change from one round to the next */
  next<T>(all: readonly T[]): readonly T[] {
    const some = Math.ceil(all.length / this.rounds);
    const first = this.#next < all.length ? this.#next : 0;
    this.#next = first + some;
    return all.slice(first, first + some);
  }
}
