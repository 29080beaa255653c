import { OsgArenaSizes } from '../gen/abi.js';
import { finish, STEP_WORDS, type Steps } from './steps.js';

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
    finish(this.applySteps([arena]));
  }

  /** The same for several copies of an arena, in steps; after each step all of them have got the same. */
  *applySteps(arenas: readonly Uint32Array[]): Steps<void> {
    const runs = this.#runs;
    let words = 0;
    for (let i = 0; i < runs.length; i += 3) {
      const to = runs[i]! * UNIT_WORDS;
      const from = runs[i + 1]!;
      const count = runs[i + 2]!;
      for (const arena of arenas) {
        if (count <= 16) for (let k = 0; k < count; k++) arena[to + k] = this.words[from + k]!;
        else arena.set(this.words.subarray(from, from + count), to);
      }
      words += count;
      if (words < STEP_WORDS) continue;
      words = 0;
      yield;
    }
  }
}
