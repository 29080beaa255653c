/** What keeps the kernel's tables small, and the figures that are read on the way. */
import { fills } from '../datapath/conntrack-fill.js';
import type { Datapath } from '../datapath/datapath.js';
import { denials } from '../datapath/stats.js';
import type { Figures } from '../distribution/figures.js';
import type { ConntrackFill } from './enforcement.js';
import { Quotas } from './quotas.js';
import { serviceFigures } from './service-watch.js';
import { Turns } from './turns.js';

const MAINTAIN_MS = 5_000;

export class Upkeep {
  readonly #datapath: Datapath;
  readonly #onError: (error: unknown) => void;
  readonly #quotas: Quotas;
  /** Idle conversations are looked for once a minute: a day makes them idle. */
  readonly #turns = new Turns(60_000 / MAINTAIN_MS);
  #maintained = Number.NEGATIVE_INFINITY;
  /** By index. */
  #endpointIds: ReadonlyMap<number, string> = new Map();
  /** Indexes that were ever in use; what was counted under them stays counted. */
  readonly #everUsed = new Set([0]);
  /** Of the arena, in use by the revision in force. */
  #lines = 0;
  #figures: Figures = {};
  #closed = false;

  /** @param onCrowded as that of `Quotas` */
  constructor(datapath: Datapath, onError: (error: unknown) => void, onCrowded?: (fill: ConntrackFill) => void) {
    this.#datapath = datapath;
    this.#onError = onError;
    this.#quotas = new Quotas(onCrowded);
    // There from the first scrape on.
    const fullest = { conntrack_fullest_entries: 0, conntrack_fullest_limit: 0 };
    this.#count({ conntrack_entries: 0, conntrack_capacity: 0, conntrack_collected: 0, ...fullest });
  }

  /** A revision is in force. @param endpointIds by index @param lines of the arena */
  applied(endpointIds: ReadonlyMap<number, string>, lines: number): void {
    this.#endpointIds = endpointIds;
    for (const index of endpointIds.keys()) this.#everUsed.add(index);
    this.#lines = lines;
  }

  /** It can wait, and its failure must hide no drift. */
  async maintain(): Promise<void> {
    const now = performance.now();
    if (now - this.#maintained < MAINTAIN_MS) return;
    this.#maintained = now;
    try {
      const { live, collected } = await this.#datapath.maintain(this.#turns.next([...this.#endpointIds.keys()]));
      if (this.#closed) return;
      const { kernel, conntrack } = this.#datapath;
      this.#quotas.look(this.#endpointIds, fills(kernel, conntrack.quota));
      const { entries, limit } = this.fullest ?? { entries: 0, limit: 0 };
      this.#count({
        conntrack_entries: live,
        conntrack_capacity: conntrack.capacity,
        conntrack_collected: collected,
        conntrack_fullest_entries: entries,
        conntrack_fullest_limit: limit,
      });
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Whose quota of tracked flows is fullest. */
  get fullest(): ConntrackFill | undefined {
    return this.#quotas.fullest;
  }

  #count(conntrack: Figures): void {
    const drops = denials(this.#datapath.kernel, this.#everUsed);
    const { arena } = this.#datapath.publisher;
    this.#figures = {
      drops_total: drops,
      arena_lines: arena.lines,
      arena_lines_used: this.#lines,
      ...conntrack,
      endpoints_attached: this.#datapath.attached.length,
      ...serviceFigures(this.#datapath.services),
    };
  }

  get figures(): Figures {
    return this.#figures;
  }

  close(): void {
    this.#closed = true;
  }
}
