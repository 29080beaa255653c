/** Addresses as 32-bit words, most significant first: one for IPv4, four for IPv6. `w` is the number of words. */
import type { Family, Prefix } from '../net/types.js';

export const wordsOf = (family: Family): number => (family === 4 ? 1 : 4);

export const NO_WORDS = new Uint32Array(0);

/** Order of address `i` of `a` against address `j` of `b`. */
export function compareAt(a: Uint32Array, i: number, b: Uint32Array, j: number, w: number): number {
  if (w === 1) return (a[i] as number) - (b[j] as number);
  for (let k = 0; k < 4; k++) {
    const d = (a[i * 4 + k] as number) - (b[j * 4 + k] as number);
    if (d !== 0) return d;
  }
  return 0;
}

const wide = new BigUint64Array(2);
const halves = new Uint32Array(wide.buffer);

/** Writes an address at index `i` of `out`. */
export function writeAddress(out: Uint32Array, i: number, value: bigint, w: number): void {
  if (w === 1) {
    out[i] = Number(value);
    return;
  }
  wide[0] = value;
  wide[1] = value >> 64n;
  // `halves` is in host order; every machine that runs BPF nodes here is checked to be little-endian by the loader.
  out[i * 4] = halves[3] as number;
  out[i * 4 + 1] = halves[2] as number;
  out[i * 4 + 2] = halves[1] as number;
  out[i * 4 + 3] = halves[0] as number;
}

/** Reads address `i` as a number. */
export function readAddress(words: Uint32Array, i: number, w: number): bigint {
  let value = 0n;
  for (let k = 0; k < w; k++) value = (value << 32n) | BigInt(words[i * w + k] as number);
  return value;
}

/**
 * Writes the first address of the prefix at index `i` and the first one behind it at `i + 1`.
 * @returns whether there is an address behind it (false: the prefix reaches to the end of the space)
 */
export function writePrefix(out: Uint32Array, i: number, { value, length }: Prefix, w: number): boolean {
  writeAddress(out, i, value, w);
  for (let k = 0; k < w; k++) out[(i + 1) * w + k] = out[i * w + k] as number;
  if (length === 0) return false;
  let k = (length - 1) >> 5;
  let carry = 2 ** (31 - ((length - 1) & 31));
  for (; k >= 0; k--) {
    const sum = (out[(i + 1) * w + k] as number) + carry;
    out[(i + 1) * w + k] = sum;
    if (sum < 2 ** 32) return true;
    carry = 1;
  }
  return false;
}

/** A well-mixed 32-bit hash of a word or two. */
export function hash(high: number, low: number): number {
  let h = Math.imul(high ^ 0x9e3779b9, 0x85ebca6b) ^ low;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
