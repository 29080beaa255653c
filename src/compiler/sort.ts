/** Sorts addresses in steps: sorted runs, merged in pairs. */
import type { Steps } from './steps.js';
import { compareAt } from './words.js';

/** Sorted, or merged, before the next step. */
const RUN = 1 << 13;

/**
 * The order of the addresses `i × stride` of `words`, for i below `count`; equal ones stay in order.
 * @param w words of an address
 */
export function* sortedOrder(words: Uint32Array, count: number, w: number, stride = 1): Steps<Uint32Array> {
  let order = new Uint32Array(count);
  for (let from = 0; from < count; from += RUN) {
    sortRun(words, order, from, Math.min(count, from + RUN), w, stride);
    if (count > RUN) yield;
  }
  let other = count > RUN ? new Uint32Array(count) : order;
  for (let width = RUN; width < count; width *= 2) {
    for (let from = 0; from < count; from += 2 * width) {
      const middle = Math.min(count, from + width);
      const end = Math.min(count, from + 2 * width);
      yield* merge(words, order, other, from, middle, end, w, stride);
    }
    [order, other] = [other, order];
  }
  return order;
}

function sortRun(words: Uint32Array, order: Uint32Array, from: number, to: number, w: number, stride: number): void {
  if (w === 1) {
    const keys = new Float64Array(to - from);
    for (let i = from; i < to; i++) keys[i - from] = (words[i * stride] as number) * RUN + (i - from);
    keys.sort();
    for (let i = from; i < to; i++) order[i] = from + ((keys[i - from] as number) % RUN);
    return;
  }
  for (let i = from; i < to; i++) order[i] = i;
  order.subarray(from, to).sort((a, b) => compareAt(words, a * stride, words, b * stride, w) || a - b);
}

function* merge(
  words: Uint32Array,
  order: Uint32Array,
  out: Uint32Array,
  from: number,
  middle: number,
  end: number,
  w: number,
  stride: number,
): Steps<void> {
  let [i, j] = [from, middle];
  for (let n = from; n < end; n++) {
    const [a, b] = [order[i] as number, order[j] as number];
    const left = j === end || (i < middle && compareAt(words, a * stride, words, b * stride, w) <= 0);
    out[n] = left ? a : b;
    if (left) i++;
    else j++;
    if (n % RUN === 0) yield;
  }
}
