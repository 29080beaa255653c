/**
 * Agents that take each other's place: each gets the node's view and loses the stream to the other, over and over (a cloned machine,
 * a name given twice). What reconnects while its old stream still seems open does so once.
 */

const WINDOW_MS = 60_000;
const OFTEN = 3;
/** Remembered of each node. */
const MOST = 16;

export class Takeovers {
  readonly #nodes = new Map<string, { readonly ms: number; readonly bootId: string }[]>();

  /** A stream of the node took the place of one that was open. */
  note(node: string, ms: number, bootId: string): void {
    this.#nodes.set(node, [...(this.#nodes.get(node) ?? []).slice(1 - MOST), { ms, bootId }]);
  }

  /** What is wrong; empty: nothing. */
  why(node: string, now: number): string {
    const recent = (this.#nodes.get(node) ?? []).filter(({ ms }) => now - ms < WINDOW_MS);
    if (recent.length === 0) this.#nodes.delete(node);
    if (recent.length < OFTEN) return '';
    const machines = new Set(recent.map(({ bootId }) => bootId)).size;
    return machines > 1
      ? `agents on ${machines} machines say that they are this node, and take each other's place`
      : `its agent was replaced ${recent.length} times within a minute by one that said the same: two agents of one name, or a link that flaps`;
  }
}
