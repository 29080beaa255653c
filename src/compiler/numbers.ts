/** Small numbers for names, stable over revisions: a number whose name is gone rests before it gets a new one. */

/** Compilations for which a number rests, so that late events of the old name are not told of the new one. */
const REST = 8;

interface Holder {
  readonly number: number;
  users: number;
}

export class Numbers {
  #holders = new Map<string, Holder>();
  /** Ascending. */
  #free: number[] = [];
  #resting: { key: string; since: number }[] = [];
  #next = 1;
  #age = 0;
  /** Names in use. */
  used = 0;
  /** Told when a number is taken from a name before it has rested enough, because there is no other. */
  onReclaimed: (name: { key: string; number: number }) => void = () => undefined;

  /** @param limit the highest number, as long as resting ones can be had instead */
  constructor(readonly limit = Number.POSITIVE_INFINITY) {}

  /** The same numbers with no user yet, for a compilation from scratch. What is not asked for again comes to rest. */
  fork(limit = this.limit): Numbers {
    const fork = new Numbers(limit);
    for (const [key, { number }] of this.#holders) fork.#holders.set(key, { number, users: 0 });
    fork.#free = [...this.#free];
    fork.#resting = [...this.#resting];
    fork.#next = this.#next;
    fork.#age = this.#age;
    return fork;
  }

  /** One more user of the name; the lowest free number if it has none, at the limit one that rests. */
  acquire(key: string): number {
    let holder = this.#holders.get(key);
    if (holder === undefined) {
      const number = this.#free.shift() ?? (this.#next > this.limit ? this.#reclaim() : undefined) ?? this.#next++;
      holder = { number, users: 0 };
      this.#holders.set(key, holder);
    }
    if (holder.users++ === 0) this.used++;
    return holder.number;
  }

  /** The number that has rested longest. */
  #reclaim(): number | undefined {
    for (let resting = this.#resting.shift(); resting !== undefined; resting = this.#resting.shift()) {
      const { key } = resting;
      const holder = this.#holders.get(key);
      if (holder === undefined || holder.users > 0 || this.#resting.some((other) => other.key === key)) continue;
      this.#holders.delete(key);
      this.onReclaimed({ key, number: holder.number });
      return holder.number;
    }
    return undefined;
  }

  release(key: string): void {
    const holder = this.#holders.get(key);
    if (holder === undefined || --holder.users > 0) return;
    this.used--;
    this.#resting.push({ key, since: this.#age });
  }

  /** After a fork: what nobody asked for again rests from now on, if it does not already. */
  retireUnused(): void {
    const resting = new Set(this.#resting.map((r) => r.key));
    for (const [key, holder] of this.#holders) {
      if (holder.users === 0 && !resting.has(key)) this.#resting.push({ key, since: this.#age });
    }
  }

  /** Ends one compilation. @returns the numbers that have rested enough and are free now */
  settle(): { key: string; number: number }[] {
    this.#age++;
    const freed: { key: string; number: number }[] = [];
    const resting: { key: string; since: number }[] = [];
    const latest = new Map<string, number>();
    for (const { key, since } of this.#resting) latest.set(key, since);
    for (const [key, since] of latest) {
      const holder = this.#holders.get(key);
      if (holder === undefined || holder.users > 0) continue;
      if (this.#age - since <= REST) {
        resting.push({ key, since });
        continue;
      }
      this.#holders.delete(key);
      freed.push({ key, number: holder.number });
    }
    this.#resting = resting;
    if (freed.length > 0) this.#free = [...this.#free, ...freed.map((f) => f.number)].sort((a, b) => a - b);
    return freed;
  }
}
