/**
 * An immutable list in ascending order of its keys, each key once, in pieces that it shares with the lists it was made
 * from: two lists are compared by passing over the pieces they share.
 */
import { type Place, placesIn } from './bundle.js';
import { type ListEdit, type Listed, type Packing, Pieces, Pile } from './pieces.js';
import { finish, type Steps } from './steps.js';
import { cutUp } from './tree.js';

export interface Order<T, K> {
  keyOf(item: T): K;
  /** Negative, zero or positive. */
  compare(a: K, b: K): number;
  /** Absent: pieces are arrays. */
  readonly packing?: Packing<T>;
}

/** Pieces before the next step. */
const STEP_PIECES = 16;

interface Edit<T, K> {
  readonly key: K;
  /** Absent: goes. */
  readonly item?: T;
}

export class SortedList<T, K> implements Iterable<T> {
  readonly #order: Order<T, K>;
  readonly #items: Pieces<T>;

  private constructor(order: Order<T, K>, items: Pieces<T>) {
    this.#order = order;
    this.#items = items;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Of items in any order; of several with one key the last stays. */
  static from<T, K>(order: Order<T, K>, items: readonly T[]): SortedList<T, K> {
    return finish(SortedList.steps(order, items));
  }

  /** The same in steps, if they ascend. */
  static *steps<T, K>(order: Order<T, K>, items: Listed<T>): Steps<SortedList<T, K>> {
    const { keyOf, compare, packing } = order;
    const pieces: Listed<T>[] = [];
    let before: K | undefined;
    for (const piece of items instanceof Pile ? items.pieces() : cutUp<T>(items)) {
      if (pieces.length % STEP_PIECES === 0) yield;
      for (const item of piece) {
        const key = keyOf(item);
        if (before !== undefined && compare(before, key) >= 0)
          return new SortedList<T, K>(order, Pieces.of<T>([], packing)).edit([], items);
        before = key;
      }
      pieces.push(packing !== undefined && Array.isArray(piece) ? packing.pack(piece) : piece);
    }
    return new SortedList<T, K>(order, Pieces.of(pieces, packing));
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const piece of this.#items.pieces()) yield* piece;
  }

  /** Where its items lie. */
  *places(): Generator<Place<T>> {
    for (const piece of this.#items.pieces()) yield* placesIn(piece);
  }

  toArray(): T[] {
    return this.map((item) => item);
  }

  slice(from: number, to: number): readonly T[] {
    return this.#items.slice(from, to);
  }

  map<U>(to: (item: T) => U): U[] {
    const all: U[] = [];
    for (const piece of this.#items.pieces()) for (const item of piece) all.push(to(item));
    return all;
  }

  get(key: K): T | undefined {
    const item = this.#items.at(this.#placeOf(key));
    return item !== undefined && this.#order.compare(this.#order.keyOf(item), key) === 0 ? item : undefined;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  /** Without the keys that go, with the items that come: those replace what has their key. Keys that are not there may go. */
  edit(gone: Iterable<K>, come: Iterable<T>): SortedList<T, K> {
    const { keyOf, compare } = this.#order;
    const edits: Edit<T, K>[] = [];
    for (const key of gone) edits.push({ key });
    for (const item of come) edits.push({ key: keyOf(item), item });
    if (edits.length === 0) return this;
    // Stable: what comes follows what goes, and the last one counts.
    edits.sort((a, b) => compare(a.key, b.key));
    const places: ListEdit<T>[] = [];
    for (const [i, { key, item }] of edits.entries()) {
      const next = edits[i + 1];
      if (next !== undefined && compare(next.key, key) === 0) continue;
      const at = this.#placeOf(key);
      const old = this.#items.at(at);
      const remove = old !== undefined && compare(keyOf(old), key) === 0 ? 1 : 0;
      if (remove === 1 || item !== undefined) places.push({ at, remove, put: item === undefined ? [] : [item] });
    }
    return new SortedList(this.#order, this.#items.edit(places));
  }

  /** Index of the first item at or behind the key. */
  #placeOf(key: K): number {
    const { keyOf, compare } = this.#order;
    return this.#items.search((item) => compare(keyOf(item), key) < 0);
  }

  /** What this list has that the other one has not; see `Pieces`. */
  slotsBeside(other: SortedList<T, K>): number {
    return this.#items.slotsBeside(other.#items);
  }

  /** Pairs of items of one key that are not the same object, and items without a counterpart; ascending. */
  *changesTo(after: SortedList<T, K>): Generator<{ readonly before?: T; readonly after?: T }> {
    const { keyOf, compare } = this.#order;
    const [a, b] = [this.#items.cursor(), after.#items.cursor()];
    for (;;) {
      if (a.skipShared(b)) continue;
      const [x, y] = [a.item, b.item];
      if (x === undefined && y === undefined) return;
      const order = x === undefined ? 1 : y === undefined ? -1 : compare(keyOf(x), keyOf(y));
      if (order <= 0) a.next();
      if (order >= 0) b.next();
      if (order === 0 && x === y) continue;
      yield { ...(order <= 0 && x !== undefined && { before: x }), ...(order >= 0 && y !== undefined && { after: y }) };
    }
  }
}
