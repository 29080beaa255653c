/** Small numbers for names, stable over revisions: a number whose name is gone rests before it gets a new one. */

/** Compilations for which a number rests, so that late events of the old name are not told of the new one. */
const REST = 8;

/** Instead of the time since when a number rests. */
const IN_USE = 0x7fffffff;

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

/** Names that got their numbers in one compilation: `withGiven` brings saved numbers up to date with it. */
export interface GivenNumbers {
  readonly slots: readonly (readonly [name: string, number: number])[];
  readonly endpoints: readonly (readonly [name: string, number: number])[];
  readonly classes: readonly (readonly [number: number, name: string])[];
}

/** The numbers after further compilations. Names that have gone since are not told from those in use: they come to rest anew. */
export function withGiven(saved: PlanNumbers, given: readonly GivenNumbers[]): PlanNumbers {
  const slots = new Latest(saved.slots);
  const endpoints = new Latest(saved.endpoints);
  const classes = [...saved.classes];
  for (const one of given) {
    for (const [name, number] of one.slots) slots.give(name, number);
    for (const [name, number] of one.endpoints) endpoints.give(name, number);
    for (const [number, name] of one.classes) {
      while (classes.length < number) classes.push(null);
      classes[number] = name;
    }
  }
  return { slots: slots.names, endpoints: endpoints.names, classes };
}

/** A number has one name, the last one that it was given to. */
class Latest {
  readonly #names = new Map<string, readonly [name: string, number: number, rested: number]>();
  readonly #byNumber = new Map<number, string>();

  constructor(saved: SavedNames) {
    for (const entry of saved) {
      this.#names.set(entry[0], entry);
      this.#byNumber.set(entry[1], entry[0]);
    }
  }

  give(name: string, number: number): void {
    const before = this.#byNumber.get(number);
    if (before !== undefined && this.#names.get(before)?.[1] === number) this.#names.delete(before);
    this.#names.set(name, [name, number, 0]);
    this.#byNumber.set(number, name);
  }

  get names(): SavedNames {
    return [...this.#names.values()];
  }
}

interface Resting {
  readonly key: string;
  readonly since: number;
}

export class Numbers {
  readonly #numbers = new Map<string, number>();
  /** By number. */
  #users = new Uint32Array(64);
  /** By number: when it came to rest last. An entry of the queue that says otherwise is out of date. */
  #since = new Int32Array(64);
  /** Ascending; those from `#freeAt` on. */
  #free = new Uint32Array(0);
  #freeAt = 0;
  /** In order of `since`; those from `#restingAt` on. */
  #resting: Resting[] = [];
  #restingAt = 0;
  #next = 1;
  #age = 0;
  /** Since the last compilation ended. */
  #given: [name: string, number: number][] = [];
  /** Names in use. */
  used = 0;
  /** Told when a number is taken from a name before it has rested enough, because there is no other. */
  onReclaimed: (name: { key: string; number: number }) => void = () => undefined;

  /** @param limit the highest number, as long as resting ones can be had instead */
  constructor(readonly limit = Number.POSITIVE_INFINITY) {}

  /** The same numbers with no user yet, for a compilation from scratch. What is not asked for again comes to rest. */
  fork(limit = this.limit): Numbers {
    const fork = new Numbers(limit);
    for (const [key, number] of this.#numbers) fork.#numbers.set(key, number);
    fork.#users = new Uint32Array(this.#users.length);
    fork.#since = this.#since.slice();
    // Whoever has users here rests nowhere: an old entry of the queue must not speak for it.
    for (let number = 1; number < this.#next; number++) if (this.#users[number] !== 0) fork.#since[number] = IN_USE;
    fork.#free = this.#free.slice(this.#freeAt);
    fork.#resting = this.#resting.slice(this.#restingAt);
    fork.#next = this.#next;
    fork.#age = this.#age;
    return fork;
  }

  /** The names and their numbers, to be kept outside of this process. */
  save(): SavedNames {
    const saved: [string, number, number][] = [];
    const resting = new Set<string>();
    for (const { key, since } of this.#resting.slice(this.#restingAt)) {
      const number = this.#restingNumber(key, since);
      if (number === undefined || resting.has(key)) continue;
      resting.add(key);
      saved.push([key, number, this.#age - since]);
    }
    for (const [key, number] of this.#numbers) if (!resting.has(key)) saved.push([key, number, 0]);
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
      if (taken.has(number) || numbers.#numbers.has(key)) continue;
      taken.add(number);
      numbers.#set(key, number);
      numbers.#rest(key, number, -Math.max(rested, 1));
      if (number >= numbers.#next) numbers.#next = number + 1;
    }
    numbers.#resting.sort((a, b) => a.since - b.since);
    const free: number[] = [];
    for (let number = 1; number < numbers.#next; number++) if (!taken.has(number)) free.push(number);
    numbers.#free = Uint32Array.from(free);
    return numbers;
  }

  /** One more user of the name; the lowest free number if it has none, at the limit one that rests. */
  acquire(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#free[this.#freeAt];
      if (number !== undefined) this.#freeAt++;
      else number = (this.#next > this.limit ? this.#reclaim() : undefined) ?? this.#next++;
      this.#set(key, number);
      this.#given.push([key, number]);
    }
    const users = this.#users[number] as number;
    this.#users[number] = users + 1;
    if (users === 0) this.used++;
    return number;
  }

  #set(key: string, number: number): void {
    this.#numbers.set(key, number);
    if (number >= this.#users.length) {
      const room = 2 ** Math.ceil(Math.log2(number + 1));
      const [users, since] = [new Uint32Array(room), new Int32Array(room)];
      users.set(this.#users);
      since.set(this.#since);
      [this.#users, this.#since] = [users, since];
    }
    this.#users[number] = 0;
    this.#since[number] = IN_USE;
  }

  #rest(key: string, number: number, since: number): void {
    this.#since[number] = since;
    this.#resting.push({ key, since });
  }

  /** The number of an entry of the queue that still holds. */
  #restingNumber(key: string, since: number): number | undefined {
    const number = this.#numbers.get(key);
    return number !== undefined && this.#users[number] === 0 && this.#since[number] === since ? number : undefined;
  }

  /** The number that has rested longest. */
  #reclaim(): number | undefined {
    while (this.#restingAt < this.#resting.length) {
      const { key, since } = this.#resting[this.#restingAt++] as Resting;
      const number = this.#restingNumber(key, since);
      if (number === undefined) continue;
      this.#numbers.delete(key);
      this.onReclaimed({ key, number });
      return number;
    }
    return undefined;
  }

  release(key: string): void {
    const number = this.#numbers.get(key);
    if (number === undefined) return;
    const users = (this.#users[number] as number) - 1;
    this.#users[number] = users;
    if (users > 0) return;
    this.used--;
    this.#rest(key, number, this.#age);
  }

  /** After a fork: what nobody asked for again rests from now on, if it does not already. */
  retireUnused(): void {
    for (const [key, number] of this.#numbers)
      if (this.#users[number] === 0 && this.#since[number] === IN_USE) this.#rest(key, number, this.#age);
  }

  has(key: string): boolean {
    return this.#numbers.has(key);
  }

  /** Names that got a number since the last compilation ended. */
  get given(): readonly (readonly [name: string, number: number])[] {
    return this.#given;
  }

  /** Ends one compilation. @returns the numbers that have rested enough and are free now */
  settle(): { key: string; number: number }[] {
    this.#age++;
    this.#given = [];
    const freed: { key: string; number: number }[] = [];
    for (; this.#restingAt < this.#resting.length; this.#restingAt++) {
      const { key, since } = this.#resting[this.#restingAt] as Resting;
      if (this.#age - since <= REST) break;
      const number = this.#restingNumber(key, since);
      if (number === undefined) continue;
      this.#numbers.delete(key);
      freed.push({ key, number });
    }
    if (this.#restingAt * 2 > this.#resting.length) {
      this.#resting = this.#resting.slice(this.#restingAt);
      this.#restingAt = 0;
    }
    if (freed.length > 0) {
      const left = this.#free.subarray(this.#freeAt);
      this.#free = merged(left, Uint32Array.from(freed, ({ number }) => number).sort());
      this.#freeAt = 0;
    }
    return freed;
  }
}

/** Two ascending lists as one: from the end, down to where the second begins. */
function merged(one: Uint32Array, other: Uint32Array): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(one.length + other.length);
  all.set(one);
  for (let i = one.length - 1, j = other.length - 1, at = all.length - 1; j >= 0; at--)
    all[at] = i >= 0 && (one[i] as number) > (other[j] as number) ? (one[i--] as number) : (other[j--] as number);
  return all;
}
