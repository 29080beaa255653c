/** Boundaries (coverage.ts) of prefixes, as words. */
import { compareAt, NO_WORDS } from './words.js';

/** Boundaries in the making: runs that touch become one. */
export class Bounds {
  #words = NO_WORDS as Uint32Array<ArrayBuffer>;
  #count = 0;
  #endless = false;
  constructor(readonly w: number) {}

  /** @param pair two addresses: the first and the one behind the last; 0 there: the end of the space */
  add(pair: Uint32Array): void {
    const { w } = this;
    if (this.#endless) return;
    const last = this.#count - 1;
    this.#endless = isZero(pair, 1, w);
    if (last > 0 && compareAt(pair, 0, this.#words, last, w) <= 0) {
      if (this.#endless) this.#count--;
      else if (compareAt(pair, 1, this.#words, last, w) > 0) this.#put(last, pair, 1);
      return;
    }
    this.#room(2);
    this.#put(this.#count++, pair, 0);
    if (!this.#endless) this.#put(this.#count++, pair, 1);
  }

  /** Boundaries that lie behind what was added so far, or touch it. */
  join(bounds: Uint32Array): void {
    const pair = new Uint32Array(2 * this.w);
    for (let i = 0; i < bounds.length / this.w; i += 2) {
      pair.fill(0);
      pair.set(bounds.subarray(i * this.w, (i + 2) * this.w));
      this.add(pair);
    }
  }

  #put(at: number, from: Uint32Array, i: number): void {
    for (let k = 0; k < this.w; k++) this.#words[at * this.w + k] = from[i * this.w + k] as number;
  }

  #room(more: number): void {
    const wanted = (this.#count + more) * this.w;
    if (wanted <= this.#words.length) return;
    const wider = new Uint32Array(Math.max(wanted, this.#words.length * 2));
    wider.set(this.#words);
    this.#words = wider;
  }

  take(): Uint32Array {
    return this.#words.slice(0, this.#count * this.w);
  }
}

/** Whether the address at index `i` is 0. */
export function isZero(words: Uint32Array, i: number, w: number): boolean {
  for (let k = 0; k < w; k++) if (words[i * w + k] !== 0) return false;
  return true;
}

/** Writes the address behind a prefix that begins at the first address of `pair`; 0: there is none. */
export function endOf(pair: Uint32Array, length: number, w: number): void {
  for (let k = 0; k < w; k++) pair[w + k] = pair[k] as number;
  if (length === 0) return void pair.fill(0, w);
  let carry = 2 ** (31 - ((length - 1) & 31));
  for (let k = (length - 1) >> 5; k >= 0 && carry > 0; k--) {
    const sum = (pair[w + k] as number) + carry;
    pair[w + k] = sum;
    carry = sum >= 2 ** 32 ? 1 : 0;
  }
}
