/** Drift that lasts is news once, and once more when it is over; then silence until it changes. */
import type { Drift } from './enforcement.js';

export class OpenDrift {
  #open: readonly Drift[] = [];

  /** What the last look left unrepaired. */
  get open(): readonly Drift[] {
    return this.#open;
  }

  /** @returns what was not known before, and the words of what is found no more */
  look(found: readonly Drift[]): { readonly news: readonly Drift[]; readonly over: readonly string[] } {
    const known = new Set(this.#open.map(wordsOf));
    const news = found.filter((drift) => drift.repaired || !known.has(wordsOf(drift)));
    this.#open = found.filter((drift) => !drift.repaired);
    for (const drift of found) known.delete(wordsOf(drift));
    return { news, over: [...known] };
  }
}

const wordsOf = ({ kind, detail }: Drift): string => `${kind} ${detail}`;
