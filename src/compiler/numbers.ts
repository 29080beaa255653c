/** Small numbers for names, stable over revisions: a number whose name is gone rests before it gets a new one. */
import { Words } from '../policy/column.js';
import { Names } from './names.js';
import { Queue } from './queue.js';
import { finish, STEP_ITEMS, type Steps } from './steps.js';

/** Compilations for which a number rests, so that late events of the old name are not told of the new one. */
const REST = 8;

/** Numbers that are looked at before the next step. */
const MANY = STEP_ITEMS * 8;

/** Instead of the time since when a number rests: it never has, or is in use. */
const NEVER = 0x7fffffff;
/** In the word of a number that rests, with the time and what makes every time positive; without it a word tells users. */
const RESTS = 2 ** 31;
const EARLIEST = 2 ** 30;

/** A name with its number, and for how many compilations it has rested: 0 if it is in use. */
export type SavedName = readonly [name: string, number: number, rested: number];

/** What a line of compilations has numbered, to be kept outside of this process. `Compiler.from` goes on with it. */
export interface KeptNumbers {
  /** Of rules, by id, and of defaults; those longest at rest go first. */
  readonly slots: Iterable<SavedName>;
  /** Of endpoints, by id. */
  readonly endpoints: Iterable<SavedName>;
  /** Address classes by number; null where a number is free. */
  readonly classes: readonly (string | null)[];
}

/** The same as plain data, equal after JSON. */
export interface PlanNumbers extends KeptNumbers {
  readonly slots: readonly SavedName[];
  readonly endpoints: readonly SavedName[];
}

/** Names that got their numbers in one compilation: `withGiven` brings saved numbers up to date with it. */
export interface GivenNumbers {
  readonly slots: readonly (readonly [name: string, number: number])[];
  readonly endpoints: readonly (readonly [name: string, number: number])[];
  readonly classes: readonly (readonly [number: number, name: string])[];
}

export class Numbers {
  #names = new Names();
  /** By number: its users or, where it has none, when it came to rest last. An entry of the queue that says otherwise is out of date. */
  #words = new Words();
  /** Ascending; those from `#freeAt` on. */
  #free = new Uint32Array(0);
  #freeAt = 0;
  #resting = new Queue();
  #next = 1;
  #age = 0;
  /** Given since the last compilation ended, and in the one before. */
  #giving: number[] = [];
  #given: readonly number[] = [];
  /** There were none: whoever keeps numbers has to ask for all of them after this compilation. */
  #first = true;
  /** Names in use. */
  used = 0;
  /** Told when a number is taken from a name before it has rested enough, because there is no other. */
  onReclaimed: (name: { key: string; number: number }) => void = () => undefined;

  /** @param limit the highest number, as long as resting ones can be had instead */
  constructor(readonly limit = Number.POSITIVE_INFINITY) {}

  /** @param tell the name of a number that has one and has been left, and of no other */
  set elsewhere(tell: (number: number) => string | undefined) {
    this.#names.elsewhere = tell;
  }

  /** The name of the number is told elsewhere from now on. */
  leave(number: number): void {
    this.#names.leave(number);
  }

  /** The same numbers with no user yet, for a compilation from scratch. What is not asked for again comes to rest. */
  fork(limit = this.limit): Numbers {
    const fork = new Numbers(limit);
    fork.#names = this.#names.clone();
    fork.#words = this.#words.clone();
    // Whoever has users here rests nowhere: an old entry of the queue must not speak for it.
    for (let number = 1; number < this.#next; number++) if (this.#usersOf(number) !== 0) fork.#words.set(number, 0);
    fork.#free = this.#free.slice(this.#freeAt);
    fork.#resting = this.#resting.clone();
    fork.#next = this.#next;
    fork.#age = this.#age;
    fork.#first = this.#names.size === 0;
    return fork;
  }

  /** The names and their numbers, to be kept outside of this process. */
  save(): SavedName[] {
    return [...this.saved()];
  }

  /** The same one by one, each as it is then. */
  *saved(): Generator<SavedName> {
    const resting = new Set<number>();
    for (const [number, since] of this.#resting) {
      if (!this.#rests(number, since) || resting.has(number)) continue;
      resting.add(number);
      yield [this.#names.nameOf(number) as string, number, this.#age - since];
    }
    for (let number = 1; number < this.#next; number++) {
      const name = this.#names.nameOf(number);
      if (name !== undefined && !resting.has(number)) yield [name, number, 0];
    }
  }

  static restore(saved: Iterable<SavedName>, limit: number): Numbers {
    return finish(Numbers.restoreSteps(saved, limit));
  }

  /**
   * The numbers as they were saved, with no user yet: for the same content compiled from scratch. What is not asked for
   * again rests. What cannot be (a number over the limit or given twice) is left out.
   */
  static *restoreSteps(saved: Iterable<SavedName>, limit: number): Steps<Numbers> {
    const numbers = new Numbers(limit);
    const at = new Map<number, Queue>();
    // The compilation that follows is the one that was saved, not one more: nothing ages by it.
    numbers.#age = -1;
    let done = 0;
    for (const [key, number, rested] of saved) {
      if (++done % STEP_ITEMS === 0) yield;
      if (!(Number.isInteger(number) && number >= 1 && number <= limit)) continue;
      if (numbers.#names.nameOf(number) !== undefined || numbers.#names.numberOf(key) !== 0) continue;
      numbers.#set(key, number);
      const since = -Math.max(rested, 1);
      numbers.#restSince(number, since);
      const same = at.get(since) ?? new Queue();
      same.push(number, since);
      at.set(since, same);
      if (number >= numbers.#next) numbers.#next = number + 1;
    }
    for (const since of [...at.keys()].sort((a, b) => a - b))
      for (const [number] of at.get(since) as Queue) {
        if (++done % MANY === 0) yield;
        numbers.#resting.push(number, since);
      }
    yield;
    const free: number[] = [];
    for (let number = 1; number < numbers.#next; number++) {
      if (number % MANY === 0) yield;
      if (numbers.#names.nameOf(number) === undefined) free.push(number);
    }
    numbers.#free = Uint32Array.from(free);
    numbers.#first = false;
    return numbers;
  }

  /** One more user of the name; the lowest free number if it has none, at the limit one that rests. */
  acquire(key: string): number {
    let number = this.#names.numberOf(key);
    if (number === 0) {
      const free = this.#free[this.#freeAt];
      if (free !== undefined) this.#freeAt++;
      number = free ?? (this.#next > this.limit ? this.#reclaim() : undefined) ?? this.#next++;
      this.#set(key, number);
      if (!this.#first) this.#giving.push(number);
    }
    const users = this.#usersOf(number);
    this.#words.set(number, users + 1);
    if (users === 0) this.used++;
    return number;
  }

  #set(key: string, number: number): void {
    this.#names.give(key, number);
    this.#words.set(number, 0);
  }

  #rest(number: number, since: number): void {
    this.#restSince(number, since);
    this.#resting.push(number, since);
  }

  #take(number: number): string {
    this.#words.set(number, 0);
    return this.#names.take(number) as string;
  }

  #restSince(number: number, since: number): void {
    this.#words.set(number, RESTS + EARLIEST + since);
  }

  #usersOf(number: number): number {
    const word = this.#words.get(number);
    return word < RESTS ? word : 0;
  }

  #sinceOf(number: number): number {
    const word = this.#words.get(number);
    return word < RESTS ? NEVER : word - RESTS - EARLIEST;
  }

  /** Whether an entry of the queue still holds. */
  #rests(number: number, since: number): boolean {
    return this.#sinceOf(number) === since;
  }

  /** The number that has rested longest. */
  #reclaim(): number | undefined {
    for (let entry = this.#resting.first; entry !== undefined; entry = this.#resting.first) {
      this.#resting.shift();
      const { number, since } = entry;
      if (!this.#rests(number, since)) continue;
      this.onReclaimed({ key: this.#take(number), number });
      return number;
    }
    return undefined;
  }

  release(key: string): void {
    const number = this.#names.numberOf(key);
    if (number === 0) return;
    const users = this.#usersOf(number) - 1;
    if (users > 0) return void this.#words.set(number, users);
    this.used--;
    this.#rest(number, this.#age);
  }

  /** After a fork: what nobody asked for again rests from now on, if it does not already. What was asked for has no entry any more. */
  *retireUnused(): Steps<void> {
    const resting = new Queue();
    let done = 0;
    for (const [number, since] of this.#resting) {
      if (++done % MANY === 0) yield;
      if (this.#rests(number, since)) resting.push(number, since);
    }
    this.#resting = resting;
    for (let number = 1; number < this.#next; number++) {
      if (number % MANY === 0) yield;
      if (this.#words.get(number) === 0 && this.#names.nameOf(number) !== undefined) this.#rest(number, this.#age);
    }
  }

  has(key: string): boolean {
    return this.#names.numberOf(key) !== 0;
  }

  /** Names that got a number in the last compilation, unless there were none before: then all have. */
  get given(): readonly (readonly [name: string, number: number])[] {
    return this.#given.map((number) => [this.#names.nameOf(number) ?? '', number]);
  }

  /** Entries of numbers at rest, those out of date too. */
  get resting(): number {
    return [...this.#resting].length;
  }

  /** Ends one compilation. @returns the numbers that have rested enough and are free now */
  settle(): { key: string; number: number }[] {
    this.#age++;
    this.#given = this.#giving;
    this.#giving = [];
    this.#first = this.#names.size === 0;
    const freed: { key: string; number: number }[] = [];
    for (let entry = this.#resting.first; entry !== undefined; entry = this.#resting.first) {
      const { number, since } = entry;
      if (this.#age - since <= REST) break;
      this.#resting.shift();
      if (this.#rests(number, since)) freed.push({ key: this.#take(number), number });
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
