/**
 * The prefixes of one family that a large set holds, ascending by address and then by length, in short runs: what joins or
 * leaves costs the same whatever the size. Prefixes nest or are apart; nothing else can be.
 */
import type { Family, Prefix } from '../net/types.js';
import { Bounds, endOf, isZero } from './bounds.js';
import { minus } from './coverage.js';
import { sortedOrder } from './sort.js';
import { STEP_ITEMS, type Steps } from './steps.js';
import { compareAt, NO_WORDS, readAddress, wordsOf, writeAddress, writePrefix } from './words.js';

/** Prefixes of a run, at most, and in one that is new. */
const MOST = 256;
const FILLED = 192;

class Run {
  readonly words: Uint32Array;
  readonly lengths = new Uint8Array(MOST);
  count = 0;

  constructor(w: number) {
    this.words = new Uint32Array(MOST * w);
  }
}

/** What a set gained and lost, as boundaries; see coverage.ts. */
export interface Delta {
  readonly gained: Uint32Array;
  readonly lost: Uint32Array;
}

export const NO_DELTA: Delta = { gained: NO_WORDS, lost: NO_WORDS };

export class PrefixList {
  readonly #w: number;
  #runs: Run[] = [];
  /** How many there are of each length. */
  readonly #lengths: Uint32Array;
  /** Begin and end of the prefix that is looked at. */
  readonly #pair: Uint32Array;
  size = 0;

  constructor(readonly family: Family) {
    this.#w = wordsOf(family);
    this.#lengths = new Uint32Array(this.#w * 32 + 1);
    this.#pair = new Uint32Array(2 * this.#w);
  }

  /** Those of the family, each once, whatever their order. */
  static *from(prefixes: readonly Prefix[], family: Family): Steps<PrefixList> {
    const list = new PrefixList(family);
    const w = wordsOf(family);
    const words = new Uint32Array(prefixes.length * w);
    const lengths = new Uint8Array(prefixes.length);
    let count = 0;
    for (const [i, prefix] of prefixes.entries()) {
      if (i % STEP_ITEMS === 0) yield;
      if (prefix.family !== family) continue;
      writeAddress(words, count, prefix.value, w);
      lengths[count++] = prefix.length;
    }
    const order = yield* sortedOrder(words, count, w);
    const seen = new Uint8Array(w * 32 + 1);
    for (let i = 0; i < count; ) {
      if (list.#runs.length % 8 === 0) yield;
      const first = order[i] as number;
      let end = i;
      for (; end < count && compareAt(words, order[end] as number, words, first, w) === 0; end++)
        seen[lengths[order[end] as number] as number] = 1;
      if (end === i + 1) list.#append(words, first, lengths[first] as number);
      else
        for (let length = seen.indexOf(1); length >= 0; length = seen.indexOf(1, length + 1))
          list.#append(words, first, length);
      for (; i < end; i++) seen[lengths[order[i] as number] as number] = 0;
    }
    return list;
  }

  #append(words: Uint32Array, i: number, length: number): void {
    let run = this.#runs.at(-1);
    if (run === undefined || run.count === FILLED) {
      run = new Run(this.#w);
      this.#runs.push(run);
    }
    for (let k = 0; k < this.#w; k++) run.words[run.count * this.#w + k] = words[i * this.#w + k] as number;
    run.lengths[run.count++] = length;
    this.#count(length, 1);
  }

  #count(length: number, by: 1 | -1): void {
    this.size += by;
    (this.#lengths[length] as number) += by;
  }

  /** All of them, ascending. */
  *[Symbol.iterator](): Generator<Prefix> {
    for (const { words, lengths, count } of this.#runs)
      for (let i = 0; i < count; i++)
        yield { family: this.family, value: readAddress(words, i, this.#w), length: lengths[i] as number };
  }

  has(prefix: Prefix): boolean {
    this.#look(prefix);
    return this.#at(this.#pair, prefix.length) !== undefined;
  }

  /** Takes prefixes out and then others in. Those that are not there, or are there already, do no harm. */
  change(added: readonly Prefix[], removed: readonly Prefix[]): Delta {
    const [out, into] = [removed, added].map((list) => list.filter(({ family }) => family === this.family)) as [
      Prefix[],
      Prefix[],
    ];
    if (out.length + into.length === 0) return NO_DELTA;
    const regions = outermost([...out, ...into]);
    const before = regions.map((region) => this.#within(region));
    for (const prefix of out) this.#remove(prefix);
    for (const prefix of into) this.#insert(prefix);
    const [gained, lost] = [new Bounds(this.#w), new Bounds(this.#w)];
    for (const [i, region] of regions.entries()) {
      const [was, is] = [before[i] as Uint32Array, this.#within(region)];
      gained.join(minus(is, was, this.#w));
      lost.join(minus(was, is, this.#w));
    }
    return { gained: gained.take(), lost: lost.take() };
  }

  /** What they cover. */
  *bounds(): Steps<Uint32Array> {
    const bounds = new Bounds(this.#w);
    for (const [r, { words, lengths, count }] of this.#runs.entries()) {
      if (r % 8 === 0) yield;
      for (let i = 0; i < count; i++) this.#cover(bounds, words, i, lengths[i] as number);
    }
    return bounds.take();
  }

  /** What they cover of a prefix. */
  #within(region: Prefix): Uint32Array {
    const { length } = region;
    const bounds = new Bounds(this.#w);
    const masked = new Uint32Array(this.#w);
    this.#look(region);
    const pair = this.#pair.slice();
    const endless = isZero(pair, 1, this.#w);
    for (let l = 0; l <= length; l++) {
      if (this.#lengths[l] === 0) continue;
      for (let k = 0; k < this.#w; k++)
        masked[k] = l >= 32 * (k + 1) ? (pair[k] as number) : maskWord(pair[k] as number, l - 32 * k);
      if (this.#at(masked, l) === undefined) continue;
      bounds.add(pair);
      return bounds.take();
    }
    let [r, i] = this.#place(pair, length);
    for (; r < this.#runs.length; r++, i = 0) {
      const { words, lengths, count } = this.#runs[r] as Run;
      for (; i < count; i++) {
        if (!endless && compareAt(words, i, pair, 1, this.#w) >= 0) return bounds.take();
        this.#cover(bounds, words, i, lengths[i] as number);
      }
    }
    return bounds.take();
  }

  #cover(bounds: Bounds, words: Uint32Array, i: number, length: number): void {
    const pair = this.#pair;
    for (let k = 0; k < this.#w; k++) pair[k] = words[i * this.#w + k] as number;
    endOf(pair, length, this.#w);
    bounds.add(pair);
  }

  #look(prefix: Prefix): void {
    if (!writePrefix(this.#pair, 0, prefix, this.#w)) this.#pair.fill(0, this.#w);
  }

  /** Run and index of the first prefix that is not below the one at the beginning of `words`. */
  #place(words: Uint32Array, length: number): [run: number, index: number] {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const run = this.#runs[middle] as Run;
      if (this.#order(run, run.count - 1, words, length) < 0) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low];
    if (run === undefined) return [low, 0];
    let [from, to] = [0, run.count];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#order(run, middle, words, length) < 0) from = middle + 1;
      else to = middle;
    }
    return [low, from];
  }

  #order(run: Run, i: number, words: Uint32Array, length: number): number {
    return compareAt(run.words, i, words, 0, this.#w) || (run.lengths[i] as number) - length;
  }

  #at(words: Uint32Array, length: number): [run: number, index: number] | undefined {
    const [r, i] = this.#place(words, length);
    const run = this.#runs[r];
    return run !== undefined && this.#order(run, i, words, length) === 0 ? [r, i] : undefined;
  }

  #remove(prefix: Prefix): void {
    this.#look(prefix);
    const at = this.#at(this.#pair, prefix.length);
    if (at === undefined) return;
    const run = this.#runs[at[0]] as Run;
    run.words.copyWithin(at[1] * this.#w, (at[1] + 1) * this.#w, run.count * this.#w);
    run.lengths.copyWithin(at[1], at[1] + 1, run.count);
    if (--run.count === 0) this.#runs.splice(at[0], 1);
    this.#count(prefix.length, -1);
  }

  #insert(prefix: Prefix): void {
    this.#look(prefix);
    let [r, i] = this.#place(this.#pair, prefix.length);
    if (r === this.#runs.length && r > 0) [r, i] = [r - 1, (this.#runs[r - 1] as Run).count];
    let run = this.#runs[r];
    if (run === undefined) {
      run = new Run(this.#w);
      this.#runs.push(run);
    }
    if (i < run.count && this.#order(run, i, this.#pair, prefix.length) === 0) return;
    if (run.count === MOST) {
      this.#split(r);
      if (i > MOST / 2) [r, i] = [r + 1, i - MOST / 2];
      run = this.#runs[r] as Run;
    }
    run.words.copyWithin((i + 1) * this.#w, i * this.#w, run.count * this.#w);
    run.lengths.copyWithin(i + 1, i, run.count);
    for (let k = 0; k < this.#w; k++) run.words[i * this.#w + k] = this.#pair[k] as number;
    run.lengths[i] = prefix.length;
    run.count++;
    this.#count(prefix.length, 1);
  }

  #split(r: number): void {
    const run = this.#runs[r] as Run;
    const other = new Run(this.#w);
    const half = MOST / 2;
    other.words.set(run.words.subarray(half * this.#w));
    other.lengths.set(run.lengths.subarray(half));
    [run.count, other.count] = [half, MOST - half];
    this.#runs.splice(r + 1, 0, other);
  }
}

const maskWord = (word: number, bits: number): number => (bits <= 0 ? 0 : (word & -(2 ** (32 - bits))) >>> 0);

/** Those that no other one holds, ascending, each once. */
function outermost(prefixes: Prefix[]): Prefix[] {
  const sorted = prefixes.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.length - b.length));
  const found: Prefix[] = [];
  let end = -1n;
  for (const prefix of sorted) {
    if (prefix.value < end) continue;
    found.push(prefix);
    end = prefix.value + (1n << BigInt((prefix.family === 4 ? 32 : 128) - prefix.length));
  }
  return found;
}
