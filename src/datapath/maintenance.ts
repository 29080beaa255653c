/** What the data plane needs done now and then, in turns of the event loop. */
import type { Conntrack } from './conntrack.js';
import type { KernelObject } from './programs.js';
import { forgetConversations } from './stats.js';

/** In one turn of the event loop; a table of 32,768 flows takes about 4 ms. */
const TURN_MS = 4;

export interface Maintained {
  readonly live: number;
  readonly collected: number;
  readonly conversations: number;
}

export interface MaintenanceParts {
  readonly conntrack: Conntrack;
  /** Asked for anew each time. */
  readonly kernel: () => KernelObject;
  readonly generation: (index: number) => number;
  /** What is left is not done. */
  readonly closed: () => boolean;
}

/** Collects expired flows, and forgets conversations that were idle for so long. */
export async function maintain(
  { conntrack, kernel, generation, closed }: MaintenanceParts,
  indexes: Iterable<number>,
  conversationIdleMs: number,
): Promise<Maintained> {
  const sum = { live: 0, collected: 0, conversations: 0 };
  let until = performance.now() + TURN_MS;
  const breathe = async (): Promise<boolean> => {
    if (performance.now() > until) {
      await new Promise((resolve) => setImmediate(resolve));
      until = performance.now() + TURN_MS;
    }
    return !closed();
  };
  for (const { live, deleted } of conntrack.sweep()) {
    sum.live += live;
    sum.collected += deleted;
    if (!(await breathe())) return sum;
  }
  for (const index of indexes) {
    sum.conversations += forgetConversations(kernel(), index, generation(index), conversationIdleMs);
    if (!(await breathe())) return sum;
  }
  return sum;
}
