/**
 * What an address set covers in one family, as boundaries: the address where it begins, the one behind its end, where it
 * begins again, … strictly ascending. An odd number of boundaries means that the last run reaches to the end of the space.
 */
import type { Family, Prefix } from '../net/types.js';
import { compareAt, NO_WORDS, wordsOf, writePrefix } from './words.js';

export interface Coverage {
  readonly bounds: Uint32Array;
  /** Whether some of the prefixes overlap: then what one of them covers is not lost with it. */
  readonly overlapping: boolean;
}

export const NOTHING: Coverage = { bounds: NO_WORDS, overlapping: false };

/** The coverage of the prefixes of that family, in any order. */
export function coverageOf(prefixes: readonly Prefix[], family: Family): Coverage {
  const w = wordsOf(family);
  let count = 0;
  for (const prefix of prefixes) if (prefix.family === family) count++;
  if (count === 0) return NOTHING;
  const pairs = new Uint32Array(count * 2 * w);
  let open = -1;
  let sorted = true;
  let n = 0;
  for (const prefix of prefixes) {
    if (prefix.family !== family) continue;
    if (!writePrefix(pairs, n * 2, prefix, w)) open = n;
    if (n > 0 && compareAt(pairs, n * 2, pairs, n * 2 - 2, w) < 0) sorted = false;
    n++;
  }
  // Several prefixes may reach to the end; any of them stands for all, as the sweep below takes the furthest end.
  const order = sorted ? undefined : sortedPairs(pairs, count, w);
  return join(pairs, order, count, w, open >= 0);
}

function sortedPairs(pairs: Uint32Array, count: number, w: number): Uint32Array {
  const order = new Uint32Array(count);
  if (w === 1) {
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = (pairs[i * 2] as number) * 2 ** 21 + i;
    if (count < 2 ** 21) {
      keys.sort();
      for (let i = 0; i < count; i++) order[i] = (keys[i] as number) % 2 ** 21;
      return order;
    }
  }
  for (let i = 0; i < count; i++) order[i] = i;
  return order.sort((a, b) => compareAt(pairs, a * 2, pairs, b * 2, w));
}

/** An end of zero is the end of the space: `writePrefix` wraps there. */
function isSpaceEnd(words: Uint32Array, i: number, w: number): boolean {
  for (let k = 0; k < w; k++) if (words[i * w + k] !== 0) return false;
  return true;
}

function join(pairs: Uint32Array, order: Uint32Array | undefined, count: number, w: number, mayReachEnd: boolean): Coverage {
  const out = new Uint32Array(count * 2 * w);
  let n = 0;
  let overlapping = false;
  let endless = false;
  for (let o = 0; o < count && !endless; o++) {
    const i = order === undefined ? o : (order[o] as number);
    const reachesEnd = mayReachEnd && isSpaceEnd(pairs, i * 2 + 1, w);
    const gap = n === 0 ? 1 : compareAt(pairs, i * 2, out, n - 1, w);
    if (gap < 0) overlapping = true;
    if (gap <= 0) {
      if (!reachesEnd && compareAt(pairs, i * 2 + 1, out, n - 1, w) <= 0) continue;
      n--;
    } else {
      copyAt(out, n++, pairs, i * 2, w);
    }
    if (reachesEnd) {
      endless = true;
      if (o < count - 1) overlapping = true;
    } else {
      copyAt(out, n++, pairs, i * 2 + 1, w);
    }
  }
  return { bounds: out.length === n * w ? out : out.slice(0, n * w), overlapping };
}

function copyAt(to: Uint32Array, i: number, from: Uint32Array, j: number, w: number): void {
  for (let k = 0; k < w; k++) to[i * w + k] = from[j * w + k] as number;
}

/** Combines two coverages point by point; `keep` says which points the result covers. */
export function combine(a: Uint32Array, b: Uint32Array, w: number, keep: (inA: boolean, inB: boolean) => boolean): Uint32Array {
  const na = a.length / w;
  const nb = b.length / w;
  const out = new Uint32Array(a.length + b.length);
  let [i, j, n] = [0, 0, 0];
  let inside = false;
  while (i < na || j < nb) {
    const order = i >= na ? 1 : j >= nb ? -1 : compareAt(a, i, b, j, w);
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? i : j;
    if (order <= 0) i++;
    if (order >= 0) j++;
    const now = keep(i % 2 === 1, j % 2 === 1);
    if (now !== inside) copyAt(out, n++, from, at, w);
    inside = now;
  }
  return out.slice(0, n * w);
}

export const minus = (a: Uint32Array, b: Uint32Array, w: number) => combine(a, b, w, (x, y) => x && !y);
export const plus = (a: Uint32Array, b: Uint32Array, w: number) => combine(a, b, w, (x, y) => x || y);
