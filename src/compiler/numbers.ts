/** Small numbers for names, stable over revisions: a number whose name is gone rests before it gets a new one. */

/** Compilations for which a number rests, so that late events of the old name are not told of the new one. */
const REST = 8;

/** Each name with its number, and for how many compilations it has rested: 0 if it is in use. The longest at rest go first. */
export type SavedNames = readonly (readonly [name: string, number: number, rested: number])[];

/** What a line of compilations has numbered: plain data, the same after JSON. `stateFrom` goes on with it. */
export interface PlanNumbers {
  /** Of rules, by id, and of defaults. */
  readonly slots: SavedNames;
  /** Of endpoints, by id. */
  readonly endpoints: SavedNames;
  /** Address classes by number; null where a number is free. */
  readonly classes: readonly (string | null)[];
}

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

  /** The names and their numbers, to be kept outside of this process. */
  save(): SavedNames {
    const resting = new Map<string, number>();
    for (const { key, since } of this.#resting)
      if (this.#holders.get(key)?.users === 0) resting.set(key, this.#age - since);
    const saved: [string, number, number][] = [];
    for (const [key, rested] of resting) saved.push([key, (this.#holders.get(key) as Holder).number, rested]);
    for (const [key, { number }] of this.#holders) if (!resting.has(key)) saved.push([key, number, 0]);
    return saved;
  }

  /**
   * The numbers as they were saved, with no user yet: for the same content compiled from scratch. What is not asked for
   * again rests. What cannot be (a number over the limit or given twice) is left out.
   */
  static restore(saved: SavedNames, limit: number): Numbers {
    const numbers = new Numbers(limit);
    const taken = new Set<number>();
    // The compilation that follows is the one that was saved, not one more: nothing ages by it.
    numbers.#age = -1;
    for (const [key, number, rested] of saved) {
      if (!(Number.isInteger(number) && number >= 1 && number <= limit)) continue;
      if (taken.has(number) || numbers.#holders.has(key)) continue;
      taken.add(number);
      numbers.#holders.set(key, { number, users: 0 });
      numbers.#resting.push({ key, since: -Math.max(rested, 1) });
      if (number >= numbers.#next) numbers.#next = number + 1;
    }
    for (let number = 1; number < numbers.#next; number++) if (!taken.has(number)) numbers.#free.push(number);
    return numbers;
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
