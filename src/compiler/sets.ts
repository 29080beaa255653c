/** The address sets of the view: numbered, and which of them changed in this compilation. */
import { itemAt, type Place, placeOf } from '../policy/bundle.js';
import { Words } from '../policy/column.js';
import { type HeldSet, wholeSet } from '../policy/held-view.js';
import type { AddressSet } from '../policy/view.js';
import type { SetChange } from '../policy/view-change.js';
import { CompileError } from './error.js';
import { Names } from './names.js';
import type { NumberMap } from './number-map.js';
import type { Delta } from './prefixes.js';
import { type Content, Contents, changed, contentAt, contentOf, isLarge, LARGE, LargeSet } from './set-contents.js';
import { STEP_ITEMS, type Steps } from './steps.js';

interface Deltas {
  4?: Delta;
  6?: Delta;
}

/** One set in a compilation. Its number is another's when it is gone. Made when asked for: a first compilation has millions. */
export class NumberedSet {
  readonly #sets: Sets;

  constructor(
    sets: Sets,
    readonly number: number,
  ) {
    this.#sets = sets;
  }

  get id(): string {
    return this.#sets.idOf(this.number);
  }
  get wasThere(): boolean {
    return this.#sets.was(this.number) !== undefined;
  }
  get isThere(): boolean {
    return this.#sets.is(this.number) !== undefined;
  }
  get wasLarge(): boolean {
    return this.#sets.was(this.number)?.home instanceof LargeSet;
  }
  get isLarge(): boolean {
    return this.#sets.is(this.number)?.home instanceof LargeSet;
  }
  /** Before this compilation; undefined if it was not there. A large one that changed in place is `now` already. */
  get before(): Content | undefined {
    return contentAt(this.#sets.was(this.number));
  }
  /** Now; undefined if it is gone. */
  get now(): Content | undefined {
    return contentAt(this.#sets.is(this.number));
  }
  /** What it gained and lost in this compilation if it is there before and after, where that is known. */
  get deltas(): Deltas | undefined {
    return this.#sets.deltas.get(this.number);
  }
  set deltas(deltas: Deltas) {
    this.#sets.deltas.set(this.number, deltas);
  }
}

/** The sets that changed in a compilation. */
export class ChangedSets {
  constructor(
    readonly list: Iterable<NumberedSet> & { readonly length: number },
    readonly byNumber: (number: number) => NumberedSet | undefined,
  ) {}

  /** Those among the keys of a map by number. */
  *among(used: Pick<NumberMap<unknown>, 'has' | 'keys' | 'size'>): Iterable<NumberedSet> {
    if (this.list.length <= used.size) {
      for (const set of this.list) if (used.has(set.number)) yield set;
    } else {
      for (const number of used.keys()) {
        const set = this.byNumber(number);
        if (set !== undefined) yield set;
      }
    }
  }
}

/** More that changed leave no tables of their size behind. */
const MANY = 1 << 12;

export class Sets {
  readonly #names = new Names();
  readonly #contents = new Contents();
  #next = 1;
  readonly #free: number[] = [];
  /** Numbers of those that changed in this compilation, in that order; by number 1 for each of them, and what it holds now. */
  #changed = new Words();
  #count = 0;
  #marks = new Words();
  #coming = new Contents();
  readonly deltas = new Map<number, Deltas>();

  constructor() {
    this.#names.elsewhere = (number) => {
      const place = this.is(number) ?? this.was(number);
      return place === undefined || place.home instanceof LargeSet ? undefined : (itemAt(place) as AddressSet).id;
    };
  }

  /** What it held before this compilation. */
  was(number: number): Place<Content> | undefined {
    return this.#contents.get(number);
  }

  /** What it holds now. */
  is(number: number): Place<Content> | undefined {
    return this.#isChanged(number) ? this.#coming.get(number) : this.#contents.get(number);
  }

  #isChanged(number: number): boolean {
    return this.#marks.get(number) !== 0;
  }

  /** @throws {CompileError} UNKNOWN_SET, naming the rule, if the view has no such set (`gone`: it may have had it before) */
  of(id: string, rule: string, gone = false): NumberedSet {
    const number = this.#names.numberOf(id);
    if (number !== 0 && (gone || this.is(number) !== undefined)) return new NumberedSet(this, number);
    throw new CompileError(
      'UNKNOWN_SET',
      rule,
      `rule ${rule} names the address set ${id}, which the view does not hold`,
    );
  }

  idOf(number: number): string {
    return this.#names.nameOf(number) as string;
  }

  /** A set that is new, or replaces the one of its id. */
  *put(place: Place<HeldSet>): Steps<void> {
    const held = itemAt(place);
    const { id } = held;
    const known = this.#names.numberOf(id);
    if (known !== 0 && this.#isChanged(known) && this.is(known) !== undefined) throw twice(id);
    const content = yield* contentOf(wholeSet(held));
    const number = known === 0 ? this.#add(id) : known;
    this.#become(number, content === held ? (place as Place<Content>) : placeOf(content), id);
  }

  #add(id: string): number {
    const number = this.#free.pop() ?? this.#next++;
    this.#names.give(id, number);
    return number;
  }

  /** Prefixes leave a set and then others join it. @throws {CompileError} UNKNOWN_SET */
  *change({ id, added, removed }: SetChange): Steps<void> {
    const number = this.#names.numberOf(id);
    if (number !== 0 && this.#isChanged(number)) throw twice(id);
    const place = number === 0 ? undefined : this.is(number);
    if (place === undefined)
      throw new CompileError('UNKNOWN_SET', id, `the address set ${id} changes, which the view does not hold`);
    const now = itemAt(place);
    if (!isLarge(now) || now.size - removed.length < LARGE) {
      const content = yield* contentOf({ id, prefixes: changed(now.prefixes, added, removed) });
      return this.#become(number, placeOf(content), id);
    }
    this.deltas.set(number, { 4: now.v4.change(added, removed), 6: now.v6.change(added, removed) });
    this.#become(number, place, id);
  }

  /** @throws {CompileError} UNKNOWN_SET */
  remove(id: string): void {
    const number = this.#names.numberOf(id);
    if (number === 0 || this.is(number) === undefined)
      throw new CompileError('UNKNOWN_SET', id, `the address set ${id} goes, which the view does not hold`);
    this.#become(number, undefined, id);
  }

  #become(number: number, place: Place<Content> | undefined, id: string): void {
    if (!this.#isChanged(number)) {
      this.#changed.set(this.#count++, number);
      this.#marks.set(number, 1);
    }
    this.#coming.set(number, place);
    // Small ones tell their id.
    if ((place ?? this.was(number))?.home instanceof LargeSet) this.#names.keep(number, id);
    else this.#names.leave(number);
  }

  /** What changed since the last compilation ended. */
  get changed(): ChangedSets {
    const byNumber = (number: number): NumberedSet | undefined =>
      this.#isChanged(number) ? new NumberedSet(this, number) : undefined;
    const [all, length] = [this.#changed, this.#count];
    const list = {
      length,
      *[Symbol.iterator]() {
        for (let i = 0; i < length; i++) yield byNumber(all.get(i)) as NumberedSet;
      },
    };
    return new ChangedSets(list, byNumber);
  }

  /** Ends one compilation. */
  *settle(): Steps<void> {
    for (let i = 0; i < this.#count; i++) {
      if (i % STEP_ITEMS === 0) yield;
      const number = this.#changed.get(i);
      const place = this.is(number);
      if (place === undefined) {
        this.#names.take(number);
        this.#free.push(number);
      }
      this.#contents.set(number, place);
      this.#marks.set(number, 0);
      this.#coming.set(number, undefined);
    }
    if (this.#count > MANY) [this.#changed, this.#marks, this.#coming] = [new Words(), new Words(), new Contents()];
    this.#count = 0;
    this.deltas.clear();
  }
}

const twice = (id: string): CompileError => new CompileError('DUPLICATE', id, `the view holds two address sets ${id}`);
