/**
 * Numbers found by the hash of what they stand for. Flat, and in segments that grow one by one: with millions of numbers no single
 * addition takes long. 0 is no number.
 */
const SEGMENT_BITS = 6;
const NONE = new Uint32Array(0);

export class HashIndex {
  readonly #segments: Uint32Array[] = new Array(1 << SEGMENT_BITS).fill(NONE);
  readonly #counts = new Uint32Array(1 << SEGMENT_BITS);
  readonly #hashOf: (number: number) => number;

  /** @param hashOf 32 bits, unsigned and well mixed: of a number that is in the index */
  constructor(hashOf: (number: number) => number) {
    this.#hashOf = hashOf;
  }

  /** The number of that hash that stands for what is looked for; 0: none. */
  find(hash: number, is: (number: number) => boolean): number {
    const segment = this.#segments[hash >>> (32 - SEGMENT_BITS)] as Uint32Array;
    const mask = segment.length - 1;
    if (mask < 0) return 0;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
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
    if (count * 4 > segment.length * 3) {
      const before = segment;
      segment = new Uint32Array(Math.max(8, before.length * 2));
      for (const known of before) if (known !== 0) place(segment, this.#hashOf(known), known);
      this.#segments[s] = segment;
    }
    place(segment, hash, number);
  }

  /** One that is in it. */
  delete(hash: number, number: number): void {
    const s = hash >>> (32 - SEGMENT_BITS);
    const segment = this.#segments[s] as Uint32Array;
    const mask = segment.length - 1;
    let hole = hash & mask;
    while (segment[hole] !== number) {
      if (segment[hole] === 0) return;
      hole = (hole + 1) & mask;
    }
    (this.#counts[s] as number)--;
    // Those behind move up, unless they would stand before where they belong.
    for (let at = (hole + 1) & mask; segment[at] !== 0; at = (at + 1) & mask) {
      const home = this.#hashOf(segment[at] as number) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
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
    return clone;
  }
}

function place(segment: Uint32Array, hash: number, number: number): void {
  const mask = segment.length - 1;
  let at = hash & mask;
  while (segment[at] !== 0) at = (at + 1) & mask;
  segment[at] = number;
}
