/**
 * An immutable list that shares its pieces with the lists it was made from: an edit copies the pieces it touches, and the
 * list of all pieces. A long array is copied as a whole for each edit, which the engine does in memory that it asks the kernel for.
 */

/** Items of a piece, about. */
const PIECE = 128;

/** At that place of the list before, so many items go and these come. */
export interface ListEdit<T> {
  readonly at: number;
  readonly remove: number;
  readonly put: readonly T[];
}

/** What a list is asked for; an array will do. `at` is not to be asked for what lies before the first. */
export interface Listed<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T | undefined;
  slice(from?: number, to?: number): readonly T[];
}

export class Pieces<T> implements Listed<T> {
  readonly #pieces: readonly (readonly T[])[];
  /** Of each piece, how many items lie before it. */
  readonly #begins: Uint32Array;
  readonly length: number;

  private constructor(pieces: readonly (readonly T[])[]) {
    this.#pieces = pieces;
    this.#begins = new Uint32Array(pieces.length);
    let length = 0;
    for (let i = 0; i < pieces.length; i++) {
      this.#begins[i] = length;
      length += (pieces[i] as readonly T[]).length;
    }
    this.length = length;
  }

  static from<T>(items: Listed<T>): Pieces<T> {
    if (items instanceof Pieces) return items;
    const pieces: (readonly T[])[] = [];
    for (let at = 0; at < items.length; at += PIECE) pieces.push(items.slice(at, at + PIECE));
    return new Pieces(pieces);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const piece of this.#pieces) yield* piece;
  }

  at(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const piece = this.#pieceAt(index);
    return this.#pieces[piece]?.[index - (this.#begins[piece] as number)];
  }

  slice(from = 0, to = this.length): readonly T[] {
    const items: T[] = [];
    for (let at = from; at < Math.min(to, this.length); ) {
      const piece = this.#pieceAt(at);
      const begin = this.#begins[piece] as number;
      const all = this.#pieces[piece] as readonly T[];
      for (const item of all.slice(at - begin, to - begin)) items.push(item);
      at = begin + all.length;
    }
    return items;
  }

  /** Pieces that both lists have: what an edit has not touched. */
  shared(other: Pieces<T>): number {
    const own = new Set(this.#pieces);
    return other.#pieces.filter((piece) => own.has(piece)).length;
  }

  /** @param edits ascending by `at`, none touching what another one removes; within the list */
  edit(edits: readonly ListEdit<T>[]): Pieces<T> {
    let pieces: (readonly T[])[] = [];
    let from = 0;
    for (let e = 0; e < edits.length; ) {
      // All edits that touch neighbouring pieces make one run of new items.
      const first = Math.max(from, this.#pieceAt((edits[e] as ListEdit<T>).at));
      pieces = pieces.concat(this.#pieces.slice(from, first));
      const items: T[] = [];
      let done = this.#begins[first] ?? 0;
      let last = first;
      for (; e < edits.length; e++) {
        const { at, remove, put } = edits[e] as ListEdit<T>;
        const piece = this.#pieceAt(at);
        if (piece > last) break;
        for (const item of this.slice(done, at)) items.push(item);
        for (const item of put) items.push(item);
        done = at + remove;
        last = Math.max(last, this.#pieceAt(Math.max(at, done - 1)));
      }
      const end = last + 1 < this.#begins.length ? (this.#begins[last + 1] as number) : this.length;
      for (const item of this.slice(done, end)) items.push(item);
      from = Math.min(last + 1, this.#pieces.length);
      push(pieces, items);
    }
    return new Pieces(pieces.concat(this.#pieces.slice(from)));
  }

  /** Index of the piece that holds the item; the last one behind the end. */
  #pieceAt(index: number): number {
    let [low, high] = [0, this.#begins.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#begins[middle] as number) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** As pieces of a fair size: what is short goes to the one before it. */
function push<T>(pieces: (readonly T[])[], items: readonly T[]): void {
  const last = pieces.at(-1);
  if (last !== undefined && items.length < PIECE / 4 && last.length + items.length <= 2 * PIECE)
    pieces[pieces.length - 1] = last.concat(items);
  else if (items.length <= 2 * PIECE) {
    if (items.length > 0) pieces.push(items);
  } else for (let at = 0; at < items.length; at += PIECE) pieces.push(items.slice(at, at + PIECE));
}

/** Items of a block. */
const BLOCK = 1024;

/**
 * A list in the making, in blocks. An array that has no room any more is copied as a whole, and a million items take the engine some
 * fifty milliseconds to find room for: whatever has one for each rule of a node is no array.
 */
export class Pile<T> implements Listed<T> {
  readonly #blocks: T[][] = [];
  length = 0;

  push(item: T): void {
    if (this.length % BLOCK === 0) this.#blocks.push([]);
    (this.#blocks[this.#blocks.length - 1] as T[]).push(item);
    this.length++;
  }

  get last(): T | undefined {
    return this.#blocks.at(-1)?.at(-1);
  }

  /** Takes the place of the last one. */
  replaceLast(item: T): void {
    this.#blocks.at(-1)?.splice(-1, 1, item);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const block of this.#blocks) yield* block;
  }

  at(index: number): T | undefined {
    return this.#blocks[Math.floor(index / BLOCK)]?.[index % BLOCK];
  }

  slice(from = 0, to = this.length): readonly T[] {
    const items: T[] = [];
    for (let at = from; at < Math.min(to, this.length); at++) items.push(this.at(at) as T);
    return items;
  }
}

/** How many items two lists share at the beginning, and how many at the end of what is left. */
export function sameEnds<T>(before: readonly T[], after: readonly T[]): { begin: number; end: number } {
  const most = Math.min(before.length, after.length);
  let begin = 0;
  while (begin < most && before[begin] === after[begin]) begin++;
  let end = 0;
  const [n, m] = [before.length - 1, after.length - 1];
  while (end < most - begin && before[n - end] === after[m - end]) end++;
  return { begin, end };
}
