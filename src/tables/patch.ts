import { OsgArenaSizes } from '../gen/abi.js';
import { finish, STEP_WORDS, type Steps } from './steps.js';

const UNIT_WORDS = OsgArenaSizes.UNIT_BYTES / 4;

/** Words of a piece, at least: one array for all that a full node writes would double, and be copied, at a time. */
const PIECE_WORDS = 1 << 18;

interface Piece {
  readonly words: Uint32Array;
  /** Triples: first unit, offset in `words`, number of words. */
  readonly runs: number[];
}

/** What an encoding writes, held back until all of it is known to fit: runs of consecutive units. */
export class Patch {
  /** Of the piece under way: what was reserved last lies in it. */
  words = new Uint32Array(1024);
  readonly #pieces: Piece[] = [{ words: this.words, runs: [] }];
  /** Of the piece under way. */
  #runs = (this.#pieces[0] as Piece).runs;
  #length = 0;
  #written = 0;

  /** Room for units that will be written, cleared. @returns the offset of the first word in `words`; valid until the next call */
  reserve(unit: number, units: number): number {
    const count = units * UNIT_WORDS;
    if (this.#length + count > this.words.length) this.#widen(count);
    const offset = this.#length;
    this.#length += count;
    this.#written += count;
    this.#runs.push(unit, offset, count);
    return offset;
  }

  #widen(count: number): void {
    const small = this.words.length < PIECE_WORDS;
    const words = new Uint32Array(
      small ? Math.max(this.#length + count, this.words.length * 2) : Math.max(count, PIECE_WORDS),
    );
    if (small) {
      words.set(this.words.subarray(0, this.#length));
      this.#pieces.pop();
    } else {
      this.#runs = [];
      this.#length = 0;
    }
    this.#pieces.push({ words, runs: this.#runs });
    this.words = words;
  }

  /** Bytes that `apply` writes. */
  get bytes(): number {
    return this.#written * 4;
  }

  /** Copies everything to its place. @param arena the arena's words */
  apply(arena: Uint32Array): void {
    finish(this.applySteps([arena]));
  }

  /** The same for several copies of an arena, in steps; after each step all of them have got the same. */
  *applySteps(arenas: readonly Uint32Array[]): Steps<void> {
    let done = 0;
    for (const { words, runs } of this.#pieces) {
      for (let i = 0; i < runs.length; i += 3) {
        const to = runs[i]! * UNIT_WORDS;
        const from = runs[i + 1]!;
        const count = runs[i + 2]!;
        for (const arena of arenas) {
          if (count <= 16) for (let k = 0; k < count; k++) arena[to + k] = words[from + k]!;
          else arena.set(words.subarray(from, from + count), to);
        }
        done += count;
        if (done < STEP_WORDS) continue;
        done = 0;
        yield;
      }
    }
  }
}
