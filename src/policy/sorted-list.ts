/**
 * An immutable list in ascending order of its keys, each key once, that shares its pieces with the lists it was made
 * from: a change copies the pieces it touches, and two lists are compared by passing over the pieces they share.
 */
import type { Listed } from './pieces.js';
import { finish, type Steps } from './steps.js';

export interface Order<T, K> {
  keyOf(item: T): K;
  /** Negative, zero or positive. */
  compare(a: K, b: K): number;
}

/** Items of a piece, about: a change copies one piece and the list of all pieces. */
const PIECE = 128;
/** Pieces before the next step. */
const STEP_PIECES = 16;

interface Edit<T, K> {
  readonly key: K;
  /** Absent: goes. */
  readonly item?: T;
}

export class SortedList<T, K> implements Iterable<T> {
  readonly #order: Order<T, K>;
  readonly #pieces: readonly (readonly T[])[];
  readonly length: number;

  private constructor(order: Order<T, K>, pieces: readonly (readonly T[])[], length: number) {
    this.#order = order;
    this.#pieces = pieces;
    this.length = length;
  }

  /** Of items in any order; of several with one key the last stays. */
  static from<T, K>(order: Order<T, K>, items: readonly T[]): SortedList<T, K> {
    return finish(SortedList.steps(order, items));
  }

  /** The same in steps, if they ascend. */
  static *steps<T, K>(order: Order<T, K>, items: Listed<T>): Steps<SortedList<T, K>> {
    const { keyOf, compare } = order;
    const pieces: (readonly T[])[] = [];
    let before: T | undefined;
    for (let at = 0; at < items.length; at += PIECE) {
      if (pieces.length % STEP_PIECES === 0) yield;
      const piece = items.slice(at, at + PIECE);
      for (const item of piece) {
        if (before !== undefined && compare(keyOf(before), keyOf(item)) >= 0)
          return new SortedList<T, K>(order, [], 0).edit([], items);
        before = item;
      }
      pieces.push(piece);
    }
    return new SortedList<T, K>(order, pieces, items.length);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const piece of this.#pieces) yield* piece;
  }

  toArray(): T[] {
    return this.#pieces.flat() as T[];
  }

  map<U>(to: (item: T) => U): U[] {
    const all: U[] = [];
    for (const piece of this.#pieces) for (const item of piece) all.push(to(item));
    return all;
  }

  get(key: K): T | undefined {
    const piece = this.#pieces[this.#pieceOf(key)];
    if (piece === undefined) return undefined;
    const item = piece[this.#indexIn(piece, key)];
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
    // What stays between is copied as blocks of memory, once.
    const parts: (readonly (readonly T[])[])[] = [];
    let pieces: (readonly T[])[] = [];
    let { length } = this;
    let from = 0;
    let done = 0;
    while (done < edits.length) {
      const at = Math.max(from, this.#pieceOf((edits[done] as Edit<T, K>).key));
      if (from < at) {
        parts.push(pieces, this.#pieces.slice(from, at - 1));
        // What becomes short may go to the one before it.
        pieces = this.#pieces.slice(at - 1, at);
      }
      const bound = this.#pieces[at + 1]?.[0];
      let end = done + 1;
      while (end < edits.length && (bound === undefined || compare((edits[end] as Edit<T, K>).key, keyOf(bound)) < 0))
        end++;
      length += this.#merge(this.#pieces[at] ?? [], edits, done, end, pieces);
      from = at + 1;
      done = end;
    }
    parts.push(pieces, this.#pieces.slice(from));
    return new SortedList(this.#order, (parts[0] ?? []).concat(...parts.slice(1)), length);
  }

  /** Pushes the piece with those edits made, in as many pieces as it takes. @returns by how many items it is longer */
  #merge(piece: readonly T[], edits: readonly Edit<T, K>[], begin: number, end: number, to: (readonly T[])[]): number {
    const { keyOf, compare } = this.#order;
    const merged: T[] = [];
    let i = 0;
    for (let e = begin; e < end; e++) {
      const { key, item } = edits[e] as Edit<T, K>;
      const next = edits[e + 1];
      if (e + 1 < end && next !== undefined && compare(next.key, key) === 0) continue;
      while (i < piece.length && compare(keyOf(piece[i] as T), key) < 0) merged.push(piece[i++] as T);
      if (i < piece.length && compare(keyOf(piece[i] as T), key) === 0) i++;
      if (item !== undefined) merged.push(item);
    }
    while (i < piece.length) merged.push(piece[i++] as T);
    const last = to.at(-1);
    if (last !== undefined && merged.length < PIECE / 4 && last.length + merged.length <= PIECE)
      to[to.length - 1] = [...last, ...merged];
    else if (merged.length <= 2 * PIECE) {
      if (merged.length > 0) to.push(merged);
    } else for (let at = 0; at < merged.length; at += PIECE) to.push(merged.slice(at, at + PIECE));
    return merged.length - piece.length;
  }

  /** Index of the last piece that begins at or before the key; 0 where none does. */
  #pieceOf(key: K): number {
    const { keyOf, compare } = this.#order;
    let [low, high] = [0, this.#pieces.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (compare(keyOf(this.#pieces[middle]?.[0] as T), key) <= 0) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Index of the first item at or behind the key. */
  #indexIn(piece: readonly T[], key: K): number {
    const { keyOf, compare } = this.#order;
    let [low, high] = [0, piece.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(keyOf(piece[middle] as T), key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Pairs of items of one key that are not the same object, and items without a counterpart; ascending. */
  *changesTo(after: SortedList<T, K>): Generator<{ readonly before?: T; readonly after?: T }> {
    const { keyOf, compare } = this.#order;
    const [a, b] = [new Cursor(this.#pieces), new Cursor(after.#pieces)];
    for (;;) {
      if (a.piece !== undefined && a.piece === b.piece && a.index === b.index) {
        a.skip();
        b.skip();
        continue;
      }
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

class Cursor<T> {
  #at = 0;
  index = 0;

  constructor(private readonly pieces: readonly (readonly T[])[]) {}

  get piece(): readonly T[] | undefined {
    return this.pieces[this.#at];
  }

  get item(): T | undefined {
    return this.piece?.[this.index];
  }

  next(): void {
    this.index++;
    if (this.piece !== undefined && this.index >= this.piece.length) this.skip();
  }

  skip(): void {
    this.#at++;
    this.index = 0;
  }
}
