import { OsgArenaSizes } from '../gen/abi.js';
import type { Arena } from './arena.js';

const { LINE_BYTES, LINE_WORDS } = OsgArenaSizes;
const PAGE_WORDS = 1024;
/** Compared in one turn of the event loop: a millisecond or two. */
const STEP_LINES = (16 << 20) / LINE_BYTES;

/**
 * What an arena should hold: a copy in our own memory. The map is open to whoever has CAP_BPF; by the copy we find out
 * that somebody wrote into it, and put it right. Line 0 is compared by meaning, for its clock fields change.
 */
export class Shadow {
  #words: Uint32Array;
  /** Unit of the revision in force. */
  root: number;

  constructor(arena: Arena) {
    this.#words = copied(arena.words, arena.lines);
    this.root = arena.root;
  }

  /** What is written into the arena is written here too, before the next turn of the event loop. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** Another revision was put in force: its root, and its line, which was written last. */
  follow(arena: Arena): void {
    this.root = arena.root;
    this.copyLine(arena, arena.root);
  }

  /** A line was changed in place. @param unit its first */
  copyLine(arena: Arena, unit: number): void {
    const at = unit * (OsgArenaSizes.UNIT_BYTES / 4);
    this.#words.set(arena.words.subarray(at, at + LINE_WORDS), at);
  }

  grow(lines: number): void {
    this.#words = copied(this.#words, lines);
  }

  /** Puts a part of the arena right, from that line on. @returns lines that differed, and the line to go on with */
  restore(arena: Arena, from: number): { differing: number; next: number } {
    const next = Math.min(arena.lines, from + STEP_LINES);
    const first = Math.max(from, 1);
    const { words } = arena;
    let differing = 0;
    if (!equal(words, this.#words, first, next)) {
      for (let line = first; line < next; line++) {
        if (equal(words, this.#words, line, line + 1)) continue;
        words.set(this.#words.subarray(line * LINE_WORDS, (line + 1) * LINE_WORDS), line * LINE_WORDS);
        differing++;
      }
    }
    if (from === 0 && (arena.restoreHeader() || arena.root !== this.root)) {
      arena.setRoot(this.root);
      differing++;
    }
    return { differing, next };
  }
}

/** What is zero is not written: memory that nobody has written takes none. */
function copied(from: Uint32Array, lines: number): Uint32Array {
  const words = new Uint32Array(lines * LINE_WORDS);
  for (let at = 0; at < from.length; at += PAGE_WORDS) {
    const page = from.subarray(at, at + PAGE_WORDS);
    if (page.some((word) => word !== 0)) words.set(page, at);
  }
  return words;
}

function equal(a: Uint32Array, b: Uint32Array, from: number, to: number): boolean {
  const bytes = (words: Uint32Array): Uint8Array =>
    new Uint8Array(words.buffer, words.byteOffset + from * LINE_BYTES, (to - from) * LINE_BYTES);
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
