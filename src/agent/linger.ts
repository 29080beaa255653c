/** Interfaces without endpoint: everything stays denied there for a while, then they are let go. */
export class Linger {
  readonly #ms: number;
  readonly #letGo: (ifindex: number) => void;
  readonly #timers = new Map<number, NodeJS.Timeout>();

  /** @param letGo when the time is over */
  constructor(ms: number, letGo: (ifindex: number) => void) {
    this.#ms = ms;
    this.#letGo = letGo;
  }

  /** What is attached and not wanted lingers; what is wanted again, or gone, does not. */
  update(attached: readonly number[], wanted: ReadonlySet<number>): void {
    const left = new Set(attached.filter((ifindex) => !wanted.has(ifindex)));
    for (const ifindex of [...this.#timers.keys()]) if (!left.has(ifindex)) this.#forget(ifindex);
    for (const ifindex of left) {
      if (this.#timers.has(ifindex)) continue;
      const over = (): void => {
        this.#timers.delete(ifindex);
        this.#letGo(ifindex);
      };
      this.#timers.set(ifindex, setTimeout(over, this.#ms).unref());
    }
  }

  #forget(ifindex: number): void {
    clearTimeout(this.#timers.get(ifindex));
    this.#timers.delete(ifindex);
  }

  close(): void {
    for (const ifindex of [...this.#timers.keys()]) this.#forget(ifindex);
  }
}
