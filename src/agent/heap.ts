/**
 * How the agent's heap grows; to be imported before everything else. docs/decisions/heap-of-the-agent.md has the figures.
 *
 * The old generation grows by 15 % before it is collected, not by up to four times: what a compilation leaves is not kept for
 * minutes. A first compilation of 100,000 rules costs a tenth more processor time and peaks at 385 instead of 637 MiB. The young
 * generation of a small heap does not grow at all (src/part/small-heap.ts).
 *
 * Of a large heap both may grow further: a collection of the young generation looks at every page of the old one, so a full node that
 * collects 1 MiB at a time compiles for three times as long; and each collection of the old one takes the longer the larger it is.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

const LARGE_BYTES = 96 * 2 ** 20;
const LOOK_MS = 1_000;

/** By what is in the heap now. */
export function fitHeap(): void {
  const large = getHeapStatistics().used_heap_size > LARGE_BYTES;
  setFlagsFromString(`--semi-space-growth-factor=${large ? 8 : 1}`);
  setFlagsFromString(`--heap-growing-percent=${large ? 40 : 15}`);
}

fitHeap();
setInterval(fitHeap, LOOK_MS).unref();
