import { OsgArenaSizes } from '../gen/abi.js';
import type { Arena } from './arena.js';

const { LINE_BYTES, LINE_WORDS } = OsgArenaSizes;
const PAGE_WORDS = 1024;
/** Copied in one turn. */
const STEP_WORDS = 1 << 18;
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

  /** Empty until `copySteps` have been done. */
  constructor(arena: Arena) {
    this.#words = new Uint32Array(arena.lines * LINE_WORDS);
    this.root = arena.root;
  }

  /** Copies what the arena holds, in steps; lines that are changed in place meanwhile are to be copied by `copyLine`, as ever. */
  *copySteps({ words }: Arena): Generator<void, void> {
    for (let at = 0; at < words.length; at += STEP_WORDS) {
      yield;
      copyPages(words, this.#words, at, at + STEP_WORDS);
    }
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
    copyLine(arena.words, this.#words, unit);
  }

  /** A copy for a bigger arena, in steps: `become` it. Lines that are changed in place meanwhile are not in it. */
  *grown(lines: number): Generator<void, Uint32Array> {
    const words = new Uint32Array(lines * LINE_WORDS);
    for (let at = 0; at < this.#words.length; at += STEP_WORDS) {
      yield;
      copyPages(this.#words, words, at, at + STEP_WORDS);
    }
    return words;
  }

  become(words: Uint32Array): void {
    this.#words = words;
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

/** @param unit the line's first */
export function copyLine(from: Uint32Array, to: Uint32Array, unit: number): void {
  const at = unit * (OsgArenaSizes.UNIT_BYTES / 4);
  to.set(from.subarray(at, at + LINE_WORDS), at);
}

/** What is zero is not written: memory that nobody has written takes none. */
function copyPages(from: Uint32Array, to: Uint32Array, begin = 0, end = from.length): void {
  for (let at = begin; at < Math.min(end, from.length); at += PAGE_WORDS) {
    const page = from.subarray(at, at + PAGE_WORDS);
    if (!isZero(page)) to.set(page, at);
  }
}

function isZero(words: Uint32Array): boolean {
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
  return true;
}

function equal(a: Uint32Array, b: Uint32Array, from: number, to: number): boolean {
  const bytes = (words: Uint32Array): Uint8Array =>
    new Uint8Array(words.buffer, words.byteOffset + from * LINE_BYTES, (to - from) * LINE_BYTES);
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
