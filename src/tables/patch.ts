import { OsgArenaSizes } from '../gen/abi.js';

const UNIT_WORDS = OsgArenaSizes.UNIT_BYTES / 4;

/** What an encoding writes, held back until all of it is known to fit: runs of consecutive units. */
export class Patch {
  words = new Uint32Array(1024);
  /** Triples: first unit, offset in `words`, number of words. */
  readonly #runs: number[] = [];
  #length = 0;

  /** Room for units that will be written, cleared. @returns the offset of the first word in `words`; valid until the next call */
  reserve(unit: number, units: number): number {
    const offset = this.#length;
    const count = units * UNIT_WORDS;
    this.#length += count;
    if (this.#length > this.words.length) {
      const wider = new Uint32Array(Math.max(this.#length, this.words.length * 2));
      wider.set(this.words.subarray(0, offset));
      this.words = wider;
    }
    this.#runs.push(unit, offset, count);
    return offset;
  }

  /** Bytes that `apply` writes. */
  get bytes(): number {
    return this.#length * 4;
  }

  /** Copies everything to its place. @param arena the arena's words */
  apply(arena: Uint32Array): void {
    const runs = this.#runs;
    for (let i = 0; i < runs.length; i += 3) {
      const to = runs[i]! * UNIT_WORDS;
      const from = runs[i + 1]!;
      const count = runs[i + 2]!;
      if (count <= 16) for (let k = 0; k < count; k++) arena[to + k] = this.words[from + k]!;
      else arena.set(this.words.subarray(from, from + count), to);
    }
  }
}
