/** Who uses how much of the tracked flows that it may have. Pure. */
import type { ConntrackFill } from './enforcement.js';

/** Shares of a quota. */
const [CROWDED, CROWDED_END] = [0.8, 0.6];

/** For `osg status` and readiness: as long as the fullest quota is used so far, whoever was told of it in the log. */
export function quotaWarnings(fullest: ConntrackFill | undefined): readonly string[] {
  if (fullest === undefined || fullest.entries < CROWDED * fullest.limit) return [];
  const { endpoint, entries, limit } = fullest;
  const then = entries < limit ? 'will be' : 'are';
  return [
    `${endpoint} has ${entries} of the ${limit} flows that it may have tracked: beyond that new ones ${then} dropped (state-full)`,
  ];
}

export class Quotas {
  #fullest: ConntrackFill | undefined;
  /** Told of. */
  #crowded: ReadonlySet<string> = new Set();

  /** @param onCrowded once of each endpoint that has 80 % of its quota in use, until it has come down to 60 % */
  constructor(private readonly onCrowded?: (fill: ConntrackFill) => void) {}

  /** Of the last look; undefined: nobody has any. */
  get fullest(): ConntrackFill | undefined {
    return this.#fullest;
  }

  /** @param endpoints ids by index @param fills by index, of those that have any */
  look(
    endpoints: ReadonlyMap<number, string>,
    fills: ReadonlyMap<number, { readonly live: number; readonly limit: number }>,
  ): void {
    const crowded = new Set<string>();
    let share = 0;
    this.#fullest = undefined;
    for (const [index, endpoint] of endpoints) {
      const { live: entries, limit } = fills.get(index) ?? { live: 0, limit: 0 };
      const fill = entries / Math.max(1, limit);
      if (fill > share) {
        share = fill;
        this.#fullest = { endpoint, entries, limit };
      }
      const told = this.#crowded.has(endpoint);
      if (fill >= (told ? CROWDED_END : CROWDED)) crowded.add(endpoint);
      if (fill >= CROWDED && !told) this.onCrowded?.({ endpoint, entries, limit });
    }
    this.#crowded = crowded;
  }
}
