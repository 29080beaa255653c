/** The inventory as it changes, written behind the views' back. */
import type { Clock } from '../part/clock.js';
import { type Change, KEY_OF, type WorldChange } from '../policy/world-change.js';
import { INVENTORY_LISTS, type InventoryStore, type State } from './inventory-store.js';
import type { WorldItem } from './source.js';

export class WorldHistory {
  readonly #store: InventoryStore;
  readonly #clock: Clock;
  #begun = false;

  constructor(store: InventoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The inventory changes now; at the first time since the start, from what was known when the controller ended. */
  take(change: WorldChange): void {
    const now = Math.round(this.#clock.now());
    if (this.#begun) this.#store.soon(() => statesOf(change), now);
    else this.#store.begin(() => statesOf(change), now);
    this.#begun = true;
  }
}

function statesOf(change: WorldChange): State[] {
  return INVENTORY_LISTS.flatMap((list) =>
    (change[list] as readonly Change<WorldItem>[]).map(({ before, after }) => ({
      list,
      key: (KEY_OF[list] as (item: WorldItem) => string)((after ?? before) as WorldItem),
      ...(after !== undefined && { item: after }),
    })),
  );
}
