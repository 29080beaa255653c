/**
 * A partition of one family's address space by signature: persistent chunks, edited where an operation touches them.
 * Cuts between chunks depend on the content alone, so the same ranges always make the same chunks, however they came to be.
 */
import type { Family } from '../net/types.js';
import { Pieces } from '../policy/pieces.js';
import type { Signature } from './signature.js';
import { compareAt, hash, NO_WORDS, wordsOf } from './words.js';

/** IPv4: one start in CUT is a cut, and a run without one is cut after every LONGEST ranges. */
const CUT = 64;
/** IPv6: one of so many distinct /64 that hold a start; a host makes two starts in one /64. */
const CUT_WIDE = 32;
const LONGEST = 120;
/** Ranges whose chunks share memory: each array of its own costs more than the ranges of a chunk. */
const SLAB = 2048;

/**
 * Neighbouring signatures differ; only the first one may repeat the last of the chunk before, where an IPv6 cut falls
 * between two starts.
 */
export class Chunk<Lowered> {
  /** What the data plane gets for it; see lower.ts and classes.ts. */
  lowered: Lowered | undefined;

  constructor(
    readonly starts: Uint32Array,
    readonly signatures: Uint32Array,
  ) {}
}

export interface Partition<Lowered> {
  readonly family: Family;
  readonly chunks: Pieces<Chunk<Lowered>>;
}

export function emptyPartition<Lowered>(family: Family, none: Signature): Partition<Lowered> {
  return { family, chunks: Pieces.from([new Chunk<Lowered>(new Uint32Array(wordsOf(family)), Uint32Array.of(none))]) };
}

/** What decides whether the start is a cut: itself for IPv4, its /64 for IPv6. */
function isCut(words: Uint32Array, i: number, w: number): boolean {
  if (w === 1) return hash(0, words[i] as number) % CUT === 0;
  return hash(words[i * 4] as number, words[i * 4 + 1] as number) % CUT_WIDE === 0;
}

export function sameCut(a: Uint32Array, i: number, b: Uint32Array, j: number, w: number): boolean {
  if (w === 1) return a[i] === b[j];
  return a[i * 4] === b[j * 4] && a[i * 4 + 1] === b[j * 4 + 1];
}

/** Index of the chunk that holds the address. */
export function chunkAt(
  chunks: Pieces<{ readonly starts: Uint32Array }>,
  words: Uint32Array,
  i: number,
  w: number,
): number {
  return Math.max(0, chunks.search(({ starts }) => compareAt(starts, 0, words, i, w) <= 0) - 1);
}

/** Index of the range that holds the address, which is not below the first start. */
export function rangeAt(starts: Uint32Array, words: Uint32Array, i: number, w: number): number {
  let [low, high] = [0, starts.length / w];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (compareAt(starts, middle, words, i, w) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

/** Index of the first chunk at or before `k` that no neighbour's change can move: the first, or one at a cut by content. */
export function anchor(chunks: Pieces<Chunk<unknown>>, k: number, w: number): number {
  let at = k;
  while (at > 0 && !isCut((chunks.at(at) as Chunk<unknown>).starts, 0, w)) at--;
  return at;
}

/** Ascending ranges in the making. Equal neighbours become one. */
export class Flat {
  #starts: Uint32Array;
  #signatures = new Uint32Array(256);
  count = 0;
  /** Ranges `from` to `to`, cut to size. */
  #slab = { from: 0, to: 0, starts: NO_WORDS, signatures: NO_WORDS };

  constructor(readonly w: number) {
    this.#starts = new Uint32Array(256 * w);
  }

  push(words: Uint32Array, i: number, signature: Signature): void {
    const { w, count } = this;
    if (count > 0 && signature === this.#signatures[count - 1]) return;
    if (count === this.#signatures.length) {
      this.#starts = doubled(this.#starts);
      this.#signatures = doubled(this.#signatures);
    }
    for (let k = 0; k < w; k++) this.#starts[count * w + k] = words[i * w + k] as number;
    this.#signatures[count] = signature;
    this.count++;
  }

  /** Cuts what was pushed into chunks; the first start is where a chunk begins already. */
  chunks<Lowered>(): Chunk<Lowered>[] {
    return this.w === 1 ? this.#narrow() : this.#wide();
  }

  #narrow<Lowered>(): Chunk<Lowered>[] {
    const chunks: Chunk<Lowered>[] = [];
    let begin = 0;
    for (let i = 1; i <= this.count; i++) {
      if (i < this.count && i - begin < LONGEST && !isCut(this.#starts, i, 1)) continue;
      chunks.push(this.#chunk(begin, i));
      begin = i;
    }
    return chunks;
  }

  /** Of ranges behind those of the chunks before it. */
  #chunk<Lowered>(begin: number, end: number): Chunk<Lowered> {
    const { w } = this;
    if (end > this.#slab.to) {
      const to = Math.max(end, Math.min(this.count, begin + SLAB));
      const starts = this.#starts.slice(begin * w, to * w);
      this.#slab = { from: begin, to, starts, signatures: this.#signatures.slice(begin, to) };
    }
    const { from, starts, signatures } = this.#slab;
    return new Chunk(
      starts.subarray((begin - from) * w, (end - from) * w),
      signatures.subarray(begin - from, end - from),
    );
  }

  /** Cuts fall on multiples of 2^64: where no range begins there, one is made that repeats the signature before it. */
  #wide<Lowered>(): Chunk<Lowered>[] {
    const chunks: Chunk<Lowered>[] = [];
    let begin = 0;
    let inner = false;
    const close = (end: number): void => {
      if (!inner) return void chunks.push(this.#chunk(begin, end));
      const starts = new Uint32Array((end - begin + 1) * 4);
      starts.set(this.#starts.subarray(begin * 4, end * 4), 4);
      starts.set(this.#starts.subarray(begin * 4, begin * 4 + 2), 0);
      chunks.push(new Chunk(starts, this.#signatures.slice(begin - 1, end)));
    };
    for (let i = 1; i < this.count; i++) {
      if (sameCut(this.#starts, i, this.#starts, i - 1, 4)) continue;
      if (i - begin + (inner ? 1 : 0) < LONGEST && !isCut(this.#starts, i, 4)) continue;
      close(i);
      begin = i;
      inner = this.#starts[i * 4 + 2] !== 0 || this.#starts[i * 4 + 3] !== 0;
    }
    close(this.count);
    return chunks;
  }
}

export function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(array.length * 2);
  wider.set(array);
  return wider;
}
