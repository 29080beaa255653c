/** What of a change is written when the agents have theirs: the inventory of earlier times, who owned which address. */
import type { World } from '../policy/model.js';
import type { InventoryHistory } from './inventory-history.js';
import type { ControllerMetrics } from './metrics.js';
import type { Proposal } from './proposal.js';
import type { WorldHistory } from './world-history.js';

export interface LateRecordsParts {
  readonly history: WorldHistory;
  readonly inventory: InventoryHistory;
  readonly metrics: ControllerMetrics;
  /** What is in force. */
  world(): World;
}

export class LateRecords {
  readonly #parts: LateRecordsParts;
  readonly #behind: Proposal['declared'][] = [];
  #later: NodeJS.Immediate | undefined;
  #begun = false;
  #named = false;

  constructor(parts: LateRecordsParts) {
    this.#parts = parts;
  }

  /** The first change is taken as a whole, of later ones what they say of the inventory. */
  take(declared: Proposal['declared']): void {
    const { workloads, namespaces, nodes, services } = declared;
    const says = workloads.length + namespaces.length + nodes.length + services.length > 0;
    if (this.#begun && !says) return;
    this.#begun = true;
    this.#behind.push(declared);
    this.#later ??= setImmediate(() => this.flush());
  }

  flush(): void {
    const { history, inventory, metrics, world } = this.#parts;
    clearImmediate(this.#later);
    this.#later = undefined;
    for (const declared of this.#behind.splice(0)) {
      history.take(declared);
      if (this.#named) inventory.take(declared);
      else void inventory.update(world());
      this.#named = true;
      metrics.inventory.inc(declared.workloads.length + declared.nodes.length);
    }
  }
}
