import { OsgArenaSizes } from '../gen/abi.js';
import { TablesError } from './error.js';

/** Units of a line, as a mask: which are in use. */
const FULL = 15;
const { LINE_UNITS } = OsgArenaSizes;

/**
 * Which units of an arena are in use. Knows nothing of their contents. Line 0 is never given out. The same sequence of
 * calls gives the same units.
 */
export class Memory {
  #used: Uint8Array;
  /** Places to look first for a quarter (1 unit) or a half (2 units): parts of lines; entries may be out of date. */
  readonly #spare: Record<1 | 2, Stack> = { 1: new Stack(), 2: new Stack() };
  #next = 1;
  #units = LINE_UNITS;

  constructor(lines: number) {
    this.#used = new Uint8Array(lines);
    this.#used[0] = FULL;
  }

  get lines(): number {
    return this.#used.length;
  }

  /** Adds free lines at the end. */
  grow(lines: number): void {
    const used = new Uint8Array(lines);
    used.set(this.#used);
    this.#used = used;
  }

  /** Units in use, those of line 0 included. */
  get units(): number {
    return this.#units;
  }

  /**
   * 1 or 2 units within a line, or whole consecutive lines.
   * @returns the first unit: even for 2, the first of a line for more
   * @throws {TablesError} CAPACITY
   */
  allocate(units: number): number {
    if (units > 2) return this.#lines(Math.ceil(units / LINE_UNITS));
    const size = units as 1 | 2;
    const spare = this.#take(size);
    if (spare !== undefined) return spare;
    const half = size === 1 ? this.#take(2) : undefined;
    const unit = half ?? this.#lines(1);
    this.free(unit + size, (half === undefined ? LINE_UNITS : 2) - size);
    return unit;
  }

  #take(size: 1 | 2): number | undefined {
    const spare = this.#spare[size];
    for (let unit = spare.pop(); unit !== undefined; unit = spare.pop()) {
      const mask = this.#used[unit >>> 2]!;
      if (mask === 0 || mask === FULL || (mask & maskOf(unit, size)) !== 0) continue;
      this.#mark(unit, size);
      return unit;
    }
    return undefined;
  }

  /** Gives back what `allocate(units)` returned. */
  free(unit: number, units: number): void {
    if (units > LINE_UNITS || (units > 2 && (unit & 3) === 0)) {
      const lines = Math.ceil(units / LINE_UNITS);
      this.#used.fill(0, unit >>> 2, (unit >>> 2) + lines);
      this.#units -= lines * LINE_UNITS;
      return;
    }
    for (let at = unit; at < unit + units; ) {
      const size = (at & 1) === 0 && at + 2 <= unit + units ? 2 : 1;
      this.#used[at >>> 2]! &= ~maskOf(at, size);
      this.#spare[size].push(at);
      at += size;
    }
    this.#units -= units;
  }

  /** Marks units found in use by walking an arena. @returns false if one already was */
  claim(unit: number, units: number): boolean {
    for (let at = unit; at < unit + units; at++) {
      const line = at >>> 2;
      if (line >= this.lines || (this.#used[line]! & maskOf(at, 1)) !== 0) return false;
      this.#mark(at, 1);
    }
    return true;
  }

  #mark(unit: number, units: number): void {
    this.#used[unit >>> 2]! |= maskOf(unit, units);
    this.#units += units;
  }

  #lines(count: number): number {
    const line = this.#find(this.#next, count) ?? this.#find(1, count);
    if (line === undefined) throw this.#full(count);
    this.#used.fill(FULL, line, line + count);
    this.#units += count * LINE_UNITS;
    this.#next = line + count;
    return line * LINE_UNITS;
  }

  /** First of `count` consecutive free lines, from line `from` on. */
  #find(from: number, count: number): number | undefined {
    const used = this.#used;
    for (let line = from; ; ) {
      line = used.indexOf(0, line);
      if (line < 0 || line + count > this.lines) return undefined;
      let n = 1;
      while (n < count && used[line + n] === 0) n++;
      if (n === count) return line;
      line += n;
    }
  }

  #full(count: number): TablesError {
    const used = Math.ceil(this.#units / LINE_UNITS);
    return new TablesError(
      'CAPACITY',
      'lines',
      `the tables do not fit the arena of ${this.lines} lines (${(this.lines * 64) / 1024} KiB): about ${used} are in use, and no ${count} consecutive ones are free`,
      { lines: { found: used + count, limit: this.lines } },
    );
  }
}

/** Entries of a block. */
const BLOCK = 1 << 12;

/** Units, of which there may be millions: nothing is copied when there are more. */
class Stack {
  readonly #blocks: Uint32Array[] = [];
  #length = 0;

  push(unit: number): void {
    const block = Math.floor(this.#length / BLOCK);
    if (block === this.#blocks.length) this.#blocks.push(new Uint32Array(BLOCK));
    (this.#blocks[block] as Uint32Array)[this.#length++ % BLOCK] = unit;
  }

  pop(): number | undefined {
    if (this.#length === 0) return undefined;
    const block = Math.floor(--this.#length / BLOCK);
    // One that is empty stays for what comes next, more than one do not.
    if (this.#blocks.length > block + 2) this.#blocks.pop();
    return this.#blocks[block]?.[this.#length % BLOCK];
  }
}

const maskOf = (unit: number, units: number): number => ((1 << units) - 1) << (unit & 3);
