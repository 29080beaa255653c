/** What was: the inventory of earlier times, and who answers by it why a flow was denied then, and since when. */
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { World } from '../policy/model.js';
import { Blamer } from './blamer.js';
import type { WorldOptions } from './effective.js';
import { Explainer } from './explain.js';
import { InventoryHistory } from './inventory-history.js';
import { LateRecords } from './late-records.js';
import type { ControllerMetrics } from './metrics.js';
import type { Proposal } from './proposal.js';
import type { RevisionStore } from './revision-store.js';
import type { Stores } from './stores.js';
import { WorldHistory } from './world-history.js';
import type { InForce } from './world-parts.js';

export interface ArchiveParts {
  readonly stores: Pick<Stores, 'path' | 'inventory' | 'owners'>;
  readonly revisions: RevisionStore;
  readonly options: WorldOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: ControllerMetrics;
  /** In force. */
  world(): World;
  /** The stores have all that is known by now. @throws ControllerError REQUEST: no policy yet */
  settle(): Promise<void>;
  inForce(): Promise<InForce>;
}

export class Archive {
  readonly explainer: Explainer;
  readonly blamer: Blamer;
  readonly inventory: InventoryHistory;
  readonly #late: LateRecords;

  constructor({ stores, revisions, options, clock, log, metrics, world, settle, inForce }: ArchiveParts) {
    const { path, inventory, owners } = stores;
    this.explainer = new Explainer({ store: path, options, now: () => clock.now(), ready: settle });
    const settled = async () => {
      await settle();
      return { ...(await inForce()), timeMs: clock.now() };
    };
    this.blamer = new Blamer({ revisions, inventory, options, now: settled });
    this.inventory = new InventoryHistory(owners, clock, (error) =>
      log.error({ error: String(error) }, 'the history of the inventory has a gap'),
    );
    const history = new WorldHistory(inventory, clock);
    this.#late = new LateRecords({ history, inventory: this.inventory, metrics, world });
  }

  load(): Promise<void> {
    return this.inventory.load();
  }

  /** What a change declares is written when the agents have theirs. */
  take(declared: Proposal['declared']): void {
    this.#late.take(declared);
  }

  /** What was taken is on its way to the stores. */
  flush(): void {
    this.#late.flush();
  }

  /** Nothing is answered any more. */
  quiet(): void {
    this.explainer.close();
  }

  /** When no more comes: what was taken is on its way to the stores before they close. */
  async close(): Promise<void> {
    this.flush();
    await this.inventory.close();
  }
}
