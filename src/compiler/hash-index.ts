/**
 * Numbers found by the hash of what they stand for. Flat, and in segments that grow one by one: with millions of numbers no single
 * addition takes long. They fill alike, so each has sizes of its own: of equal ones, many would grow within some thousand additions.
 * 0 is no number.
 */
const SEGMENT_BITS = 9;
const NONE = new Uint32Array(0);
const FIRST_SIZE = 8;
const GROWTH = 1.25;

/** Sizes of segments when they grow next: whatever they are multiplied by, they stay apart. */
const firstSizes = (): Float64Array =>
  Float64Array.from({ length: 1 << SEGMENT_BITS }, (_, s) => FIRST_SIZE * GROWTH ** (s / (1 << SEGMENT_BITS)));

export class HashIndex {
  readonly #segments: Uint32Array[] = new Array(1 << SEGMENT_BITS).fill(NONE);
  readonly #counts = new Uint32Array(1 << SEGMENT_BITS);
  readonly #sizes = firstSizes();
  readonly #hashOf: (number: number) => number;

  /** @param hashOf 32 bits, unsigned and well mixed: of a number that is in the index */
  constructor(hashOf: (number: number) => number) {
    this.#hashOf = hashOf;
  }

  /** The number of that hash that stands for what is looked for; 0: none. */
  find(hash: number, is: (number: number) => boolean): number {
    const segment = this.#segments[hash >>> (32 - SEGMENT_BITS)] as Uint32Array;
    if (segment.length === 0) return 0;
    for (let at = homeOf(segment, hash); ; at = behind(segment, at)) {
      const number = segment[at] as number;
      if (number === 0 || is(number)) return number;
    }
  }

  /** One that is not in it. */
  add(hash: number, number: number): void {
    const s = hash >>> (32 - SEGMENT_BITS);
    const count = (this.#counts[s] as number) + 1;
    this.#counts[s] = count;
    let segment = this.#segments[s] as Uint32Array;
    if (count * 8 > segment.length * 7) {
      const before = segment;
      segment = new Uint32Array(Math.ceil(this.#sizes[s] as number));
      (this.#sizes[s] as number) *= GROWTH;
      for (const known of before) if (known !== 0) place(segment, this.#hashOf(known), known);
      this.#segments[s] = segment;
    }
    place(segment, hash, number);
  }

  /** One that is in it. */
  delete(hash: number, number: number): void {
    const s = hash >>> (32 - SEGMENT_BITS);
    const segment = this.#segments[s] as Uint32Array;
    if (segment.length === 0) return;
    let hole = homeOf(segment, hash);
    while (segment[hole] !== number) {
      if (segment[hole] === 0) return;
      hole = behind(segment, hole);
    }
    const from = (at: number, to: number): number => (to >= at ? to - at : to - at + segment.length);
    (this.#counts[s] as number)--;
    // Those behind move up, unless they would stand before where they belong.
    for (let at = behind(segment, hole); segment[at] !== 0; at = behind(segment, at)) {
      const home = homeOf(segment, this.#hashOf(segment[at] as number));
      if (from(home, at) < from(hole, at)) continue;
      segment[hole] = segment[at] as number;
      hole = at;
    }
    segment[hole] = 0;
  }

  /** The same numbers, whose hashes others tell. */
  clone(hashOf: (number: number) => number): HashIndex {
    const clone = new HashIndex(hashOf);
    for (const [s, segment] of this.#segments.entries()) clone.#segments[s] = segment.slice();
    clone.#counts.set(this.#counts);
    clone.#sizes.set(this.#sizes);
    return clone;
  }
}

function place(segment: Uint32Array, hash: number, number: number): void {
  let at = homeOf(segment, hash);
  while (segment[at] !== 0) at = behind(segment, at);
  segment[at] = number;
}

/** By the bits behind those of the segment: there may be any number of places. */
const homeOf = (segment: Uint32Array, hash: number): number =>
  Math.floor((((hash << SEGMENT_BITS) >>> 0) / 2 ** 32) * segment.length);

const behind = (segment: Uint32Array, at: number): number => (at + 1 === segment.length ? 0 : at + 1);
