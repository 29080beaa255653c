import { closeAll } from '../part/resources.js';
import type { Service } from '../rpc/serve.js';
import type { Grant } from './access.js';
import type { StoredBatch } from './batch.js';
import type { FlowStore } from './flow-store.js';
import { Ingest } from './ingest.js';
import { TimedInventory } from './inventory.js';
import { type Blame, collectorServices, type Explain } from './service.js';
import type { Stores } from './stores.js';
import { type TailOptions, Tails } from './tails.js';

export interface CollectorOptions {
  /** Closed with the collector. */
  readonly stores: Stores;
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
  readonly commitMs?: number;
  readonly maxWaitingBytes?: number;
  readonly tails?: Partial<TailOptions>;
  readonly grants?: readonly Grant[];
  readonly explain?: Explain;
  readonly blame?: Blame;
  /** Receives what was stored, after the ack: exports. Must not throw. */
  readonly onStored?: (stored: StoredBatch) => void;
  readonly onError?: (error: unknown) => void;
}

export interface CollectorStatus {
  readonly tails: number;
  readonly tailsDropped: number;
  readonly waitingBytes: number;
  readonly expiredEvents: number;
  /** Whose owners are known. */
  readonly addresses: number;
  /** Unix microseconds: the names of denies are right up to here; 0: no controller has told any. */
  readonly namesSyncedUs: number;
}

const TAILS: TailOptions = {
  quota: { total: 256, each: 8, reserve: 64 },
  maxLag: 256,
  maxLagBytes: 8 << 20,
  comparisons: { perSecond: 4e6, burst: 40e6 },
};
const DAY_MS = 86_400_000;
const RETENTION_MS = 30_000;

/** Receives, stores, names and serves denies. Listening is the caller's: put `services` on a listener. */
export class Collector {
  /** Who owned which address when: give it what the controller's enrichment service sends. */
  readonly inventory: TimedInventory;
  readonly services: readonly Service[];
  readonly store: FlowStore;
  readonly #ingest: Ingest;
  readonly #tails: Tails;
  readonly #options: CollectorOptions;
  readonly #timer: NodeJS.Timeout;
  #retaining: Promise<void> = Promise.resolve();
  #expired = 0;

  /** @throws whatever the stores do; they are closed then */
  static async open(options: CollectorOptions): Promise<Collector> {
    try {
      return new Collector(options, await TimedInventory.open(options.stores.names));
    } catch (error) {
      await options.stores.close();
      throw error;
    }
  }

  private constructor(options: CollectorOptions, inventory: TimedInventory) {
    this.#options = options;
    const onError = options.onError ?? (() => undefined);
    this.store = options.stores.flows;
    this.inventory = inventory;
    this.#tails = new Tails({ ...TAILS, ...options.tails });
    this.#ingest = new Ingest({
      store: this.store,
      inventory: this.inventory,
      commitMs: options.commitMs ?? 20,
      maxWaitingBytes: options.maxWaitingBytes ?? 16 << 20,
      onStored: (stored) => {
        this.#tails.publish(stored);
        options.onStored?.(stored);
      },
      onError,
      committed: (failure) => this.#note('events are not stored', failure),
    });
    this.services = collectorServices({
      store: this.store,
      inventory: this.inventory,
      ingest: this.#ingest,
      tails: this.#tails,
      grants: options.grants ?? [],
      ...(options.explain !== undefined && { explain: options.explain }),
      ...(options.blame !== undefined && { blame: options.blame }),
    });
    this.#timer = setInterval(() => {
      this.#retaining = this.#retaining
        .then(() => this.retain())
        .then(
          () => this.#note('old events cannot be removed', undefined),
          (error: unknown) => {
            this.#note('old events cannot be removed', error);
            onError(error);
          },
        );
    }, RETENTION_MS);
  }

  /** What it cannot do now, and why; undefined: nothing. What a node sent that is refused is that node's failure. */
  get failing(): string | undefined {
    const [first] = this.#failing;
    return first && `${first[0]}: ${first[1]}`;
  }
  readonly #failing = new Map<string, string>();

  #note(what: string, failure: unknown): void {
    if (failure === undefined) this.#failing.delete(what);
    else this.#failing.set(what, failure instanceof Error ? failure.message : String(failure));
  }

  /** Applies the retention now. */
  async retain(): Promise<void> {
    const { maxAgeMs = 7 * DAY_MS, maxBytes = 1 << 30 } = this.#options;
    const { events } = await this.store.retain({ maxAgeMs, maxBytes }, Date.now());
    this.#expired += events;
    await this.inventory.forget((Date.now() - maxAgeMs) * 1000);
  }

  status(): CollectorStatus {
    return {
      tails: this.#tails.count,
      tailsDropped: this.#tails.dropped,
      waitingBytes: this.#ingest.waitingBytes,
      expiredEvents: this.#expired,
      addresses: this.inventory.size,
      namesSyncedUs: this.inventory.syncedUs,
    };
  }

  /** Ends tails and closes the stores; unacked batches stay with their agents. Stop listening first or after. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#tails.close();
    await closeAll([this.#ingest, { close: () => this.#retaining }, this.#options.stores]);
  }
}
