/** What nodes claim to hold that this store has not issued, and the operator who vouches for one: e.g. after the store was put back. */
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { ControllerError } from './error.js';
import type { InventoryHistory } from './inventory-history.js';
import type { Numbering, Place } from './numbering.js';
import type { Store } from './store.js';

export interface ClaimsParts {
  readonly store: Store;
  readonly numbering: Numbering;
  readonly inventory: InventoryHistory;
  readonly log: Log;
  readonly clock: Clock;
  /** Gives the node its view by the numbers of now. */
  retarget(node: string): void;
}

export class Claims {
  readonly #parts: ClaimsParts;
  /** The newest of each node that was refused. */
  readonly #refused = new Map<string, Place>();

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
  }

  /** @returns why the claim moves nothing, or undefined */
  take(node: string, { epoch, revision }: Place): string | undefined {
    const { store, numbering, log, clock } = this.#parts;
    const held = { epoch, revision };
    const { refused, told } = numbering.above(node, held);
    const detail = { ...held, ...(refused !== undefined && { refused }) };
    if (told) {
      store.soon(() =>
        store.audit(refused === undefined ? 'store-behind' : 'claim-refused', node, detail, clock.now()),
      );
      log.warn({ node, ...detail }, 'a node claims what this store has not issued');
    }
    if (refused !== undefined) {
      this.#refused.set(node, held);
      return refused;
    }
    this.#settle(node);
    return undefined;
  }

  /** An operator says that the node's claim is true: what is issued from now on lies above. @throws ControllerError REQUEST, STORE */
  accept(node: string, who: string, reason: string): void {
    const { store, numbering, log, clock } = this.#parts;
    const held = this.#refused.get(node);
    if (held === undefined)
      throw new ControllerError('REQUEST', `node ${node}`, 'no claim of it is refused', { field: 'node' });
    store.flush();
    const moved = store.transaction(() => {
      const done = numbering.accept(held);
      store.audit('claim-accepted', who, { node, ...held, reason }, clock.now());
      return done;
    });
    moved();
    log.warn({ node, ...held, who, reason }, 'an operator accepts what a node claims');
    this.#settle(node);
  }

  #settle(node: string): void {
    this.#refused.delete(node);
    this.#parts.inventory.renew();
    this.#parts.retarget(node);
  }
}
