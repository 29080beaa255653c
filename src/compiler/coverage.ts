/**
 * What an address set covers in one family, as boundaries: the address where it begins, the one behind its end, where it
 * begins again, … strictly ascending. An odd number of boundaries means that the last run reaches to the end of the space.
 */
import type { Family, Prefix } from '../net/types.js';
import { sortedOrder } from './sort.js';
import { finish } from './steps.js';
import { compareAt, NO_WORDS, wordsOf, writePrefix } from './words.js';

/** Begin and end of each prefix, their order, and the result before it is cut to size. */
class Room {
  readonly pairs: Uint32Array;
  readonly joined: Uint32Array;
  order: Uint32Array;

  constructor(readonly prefixes: number) {
    this.pairs = new Uint32Array(prefixes * 8);
    this.joined = new Uint32Array(prefixes * 8);
    this.order = new Uint32Array(prefixes);
  }
}

/** Used again by every call. */
let shared = new Room(64);

/** What the prefixes of that family cover, in any order. */
export function coverageOf(prefixes: readonly Prefix[], family: Family): Uint32Array {
  const { bounds, count } = coverageInPlace(prefixes, family);
  return count === 0 ? NO_WORDS : bounds.slice(0, count * wordsOf(family));
}

interface InPlace {
  /** The first `count` addresses of it count, until the next call. */
  readonly bounds: Uint32Array;
  readonly count: number;
}

const NOTHING_IN_PLACE: InPlace = { bounds: NO_WORDS, count: 0 };

/** The same without a copy. */
export function coverageInPlace(prefixes: readonly Prefix[], family: Family): InPlace {
  const w = wordsOf(family);
  if (shared.prefixes < prefixes.length) shared = new Room(2 ** Math.ceil(Math.log2(prefixes.length)));
  const room = shared;
  const { pairs, order } = room;
  let sorted = true;
  let endless = false;
  let count = 0;
  for (const prefix of prefixes) {
    if (prefix.family !== family) continue;
    if (!writePrefix(pairs, count * 2, prefix, w)) endless = true;
    if (count > 0 && compareAt(pairs, count * 2, pairs, count * 2 - 2, w) < 0) sorted = false;
    order[count] = count;
    count++;
  }
  if (count === 0) return NOTHING_IN_PLACE;
  if (!sorted) sortPairs(room, count, w);
  return join(room, count, w, endless);
}

function sortPairs(room: Room, count: number, w: number): void {
  const { pairs, order } = room;
  if (count <= 32) {
    for (let i = 1; i < count; i++) {
      const item = order[i] as number;
      let j = i;
      for (; j > 0 && compareAt(pairs, (order[j - 1] as number) * 2, pairs, item * 2, w) > 0; j--)
        order[j] = order[j - 1] as number;
      order[j] = item;
    }
    return;
  }
  room.order.set(finish(sortedOrder(pairs, count, w, 2)));
}

/** An end of zero is the end of the space: `writePrefix` wraps there. */
function isSpaceEnd(words: Uint32Array, i: number, w: number): boolean {
  for (let k = 0; k < w; k++) if (words[i * w + k] !== 0) return false;
  return true;
}

function join({ pairs, order, joined }: Room, count: number, w: number, mayReachEnd: boolean): InPlace {
  let n = 0;
  let endless = false;
  for (let o = 0; o < count && !endless; o++) {
    const i = order[o] as number;
    const reachesEnd = mayReachEnd && isSpaceEnd(pairs, i * 2 + 1, w);
    const gap = n === 0 ? 1 : compareAt(pairs, i * 2, joined, n - 1, w);
    if (gap <= 0) {
      if (!reachesEnd && compareAt(pairs, i * 2 + 1, joined, n - 1, w) <= 0) continue;
      n--;
    } else {
      copyAt(joined, n++, pairs, i * 2, w);
    }
    if (reachesEnd) {
      endless = true;
    } else {
      copyAt(joined, n++, pairs, i * 2 + 1, w);
    }
  }
  return { bounds: joined, count: n };
}

function copyAt(to: Uint32Array, i: number, from: Uint32Array, j: number, w: number): void {
  for (let k = 0; k < w; k++) to[i * w + k] = from[j * w + k] as number;
}

/** Number of boundaries that are not above address `i` of `words`: odd means that the address is covered. */
function boundsUpTo(bounds: Uint32Array, words: Uint32Array, i: number, w: number): number {
  let [low, high] = [0, bounds.length / w];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareAt(bounds, middle, words, i, w) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What `a` covers and `b` does not. */
export function minus(a: Uint32Array, b: Uint32Array, w: number): Uint32Array {
  const na = a.length / w;
  const nb = b.length / w;
  const out = new Uint32Array(a.length + b.length < 4096 ? a.length + b.length : countOfMinus(a, b, w) * w);
  let n = 0;
  walkMinus(a, b, na, nb, w, (from, i) => copyAt(out, n++, from, i, w));
  return out.length === n * w ? out : out.slice(0, n * w);
}

function countOfMinus(a: Uint32Array, b: Uint32Array, w: number): number {
  let n = 0;
  walkMinus(a, b, a.length / w, b.length / w, w, () => n++);
  return n;
}

/** Names the boundaries of the difference in order: cheap if `a` is small, whatever the size of `b`. */
function walkMinus(
  a: Uint32Array,
  b: Uint32Array,
  na: number,
  nb: number,
  w: number,
  bound: (from: Uint32Array, i: number) => void,
): void {
  let j = 0;
  for (let i = 0; i < na; i += 2) {
    // Ahead by search where the next run is far, by steps where it is near.
    if (j < nb && compareAt(b, j, a, i, w) <= 0) {
      let steps = 0;
      while (j < nb && steps < 8 && compareAt(b, j, a, i, w) <= 0) [j, steps] = [j + 1, steps + 1];
      if (steps === 8) j = boundsUpTo(b, a, i, w);
    }
    let inB = j % 2 === 1;
    if (!inB) bound(a, i);
    const last = i + 1 < na;
    for (; j < nb && (!last || compareAt(b, j, a, i + 1, w) < 0); j++) {
      bound(b, j);
      inB = !inB;
    }
    if (last && !inB) bound(a, i + 1);
  }
}
