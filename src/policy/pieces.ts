/**
 * An immutable list that shares its pieces with the lists it was made from. It is a tree: pieces of items, branches of
 * pieces, branches of branches. An edit copies the pieces it touches and the branches above them, however long the list is.
 */
import { type Place, placesIn } from './bundle.js';
import {
  Branch,
  Cursor,
  copy,
  cutUp,
  edited,
  firstOf,
  joined,
  type ListEdit,
  type Listed,
  type Packing,
  type Part,
  PIECE,
  partsOf,
  piecesOf,
  sharedAt,
} from './tree.js';

export type { ListEdit, Listed, Packing };

const ARRAYS = { pack: <T>(items: readonly T[]): Listed<T> => items };

export class Pieces<T> implements Listed<T> {
  readonly #root: Part<T>;
  readonly #packing: Packing<T>;

  private constructor(root: Part<T>, packing: Packing<T>) {
    this.#root = root;
    this.#packing = packing;
  }

  static from<T>(items: Listed<T>): Pieces<T> {
    if (items instanceof Pieces) return items;
    return Pieces.of([...cutUp<T>(items)]);
  }

  /**
   * @param pieces as `cutUp` makes them, packed already
   * @param packing for what edits make
   */
  static of<T>(pieces: readonly Listed<T>[], packing: Packing<T> = ARRAYS): Pieces<T> {
    return new Pieces(joined<T>(pieces), packing);
  }

  get length(): number {
    return this.#root.length;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const piece of this.pieces()) yield* piece;
  }

  /** In order. */
  pieces(): Iterable<Listed<T>> {
    return piecesOf(this.#root);
  }

  at(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined;
    let [part, at] = [this.#root, index];
    while (part instanceof Branch) {
      const next = part.partAt(at);
      at -= part.begins[next] as number;
      part = part.parts[next] as Part<T>;
    }
    return part.at(at);
  }

  slice(from = 0, to = this.length): readonly T[] {
    const items: T[] = [];
    copy(this.#root, from, to, items);
    return items;
  }

  /** Index of the first item that `isBefore` denies, which says yes of all before it. */
  search(isBefore: (item: T) => boolean): number {
    let [part, begin] = [this.#root, 0];
    while (part instanceof Branch) {
      let [low, high] = [0, part.parts.length];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (isBefore(firstOf(part.parts[middle] as Part<T>))) low = middle;
        else high = middle;
      }
      begin += part.begins[low] as number;
      part = part.parts[low] as Part<T>;
    }
    let [low, high] = [0, part.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(part.at(middle) as T)) low = middle + 1;
      else high = middle;
    }
    return begin + low;
  }

  /** What this list has that the other one has not: of its pieces and branches, all slots. */
  slotsBeside(other: Pieces<T>): number {
    const known = new Set(partsOf(other.#root));
    let slots = 0;
    for (const part of partsOf(this.#root))
      if (!known.has(part)) slots += part instanceof Branch ? part.parts.length : part.length;
    return slots;
  }

  /**
   * How many items two lists share at the beginning, and how many at the end of what is left, as their trees tell it: what they
   * share is not looked at, and of a tree of another height some may not be found.
   */
  sharedEnds(after: Pieces<T>): { readonly begin: number; readonly end: number } {
    const begin = sharedAt('begin', this.#root, after.#root);
    const left = Math.min(this.length, after.length) - begin;
    return { begin, end: Math.min(left, sharedAt('end', this.#root, after.#root)) };
  }

  /** @param edits ascending by `at`, none touching what another one removes; within the list */
  edit(edits: readonly ListEdit<T>[]): Pieces<T> {
    return edits.length === 0 ? this : new Pieces(joined(edited(this.#root, edits, this.#packing)), this.#packing);
  }

  /** Where its items lie. */
  *places(): Generator<Place<T>> {
    for (const piece of this.pieces()) yield* placesIn(piece);
  }

  /** At its first item. */
  cursor(): Cursor<T> {
    return new Cursor(this.#root);
  }
}

/**
 * A list in the making, in pieces. An array that has no room any more is copied as a whole, and a million items take the engine some
 * fifty milliseconds to find room for: whatever has one for each rule of a node is no array.
 */
export class Pile<T> implements Listed<T> {
  readonly #pieces: Listed<T>[] = [];
  /** The last piece, which is not packed yet. */
  #open: T[] = [];
  readonly #packing: Packing<T>;

  constructor(packing: Packing<T> = ARRAYS) {
    this.#packing = packing;
  }

  get length(): number {
    return this.#pieces.length * PIECE + this.#open.length;
  }

  push(item: T): void {
    if (this.#open.length === PIECE) {
      this.#pieces.push(this.#packing.pack(this.#open));
      this.#open = [];
    }
    this.#open.push(item);
  }

  get last(): T | undefined {
    return this.#open.at(-1);
  }

  /** As `Pieces` has them. */
  pieces(): readonly Listed<T>[] {
    return this.#open.length === 0 ? this.#pieces : [...this.#pieces, this.#packing.pack(this.#open.slice())];
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const piece of this.#pieces) yield* piece;
    yield* this.#open;
  }

  at(index: number): T | undefined {
    if (index >= this.length) return undefined;
    return (this.#pieces[Math.floor(index / PIECE)] ?? this.#open).at(index % PIECE);
  }

  slice(from = 0, to = this.length): readonly T[] {
    const items: T[] = [];
    for (let at = from; at < Math.min(to, this.length); at++) items.push(this.at(at) as T);
    return items;
  }
}

/** Where the items of a list lie; of one that cannot tell, each by itself. */
export const placesOf = <T>(list: Iterable<T> & { places?(): Iterable<Place<T>> }): Iterable<Place<T>> =>
  list.places?.() ?? placesIn(list);

/** How many items two lists share at the beginning, and how many at the end of what is left. */
export function sameEnds<T>(
  before: readonly T[],
  after: readonly T[],
  same: (a: T, b: T) => boolean = (a, b) => a === b,
): { begin: number; end: number } {
  const most = Math.min(before.length, after.length);
  let begin = 0;
  while (begin < most && same(before[begin] as T, after[begin] as T)) begin++;
  let end = 0;
  const [n, m] = [before.length - 1, after.length - 1];
  while (end < most - begin && same(before[n - end] as T, after[m - end] as T)) end++;
  return { begin, end };
}
