/** What nodes claim to hold that this store has not issued, and the operator who vouches for one: e.g. after the store was put back. */
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { Authority } from './authority/authority.js';
import { ControllerError } from './error.js';
import type { InventoryHistory } from './inventory-history.js';
import type { Numbering, Place } from './numbering.js';
import { SOCKET } from './operations.js';
import { audited, type RevisionStore } from './revision-store.js';
import type { Sequence } from './sequence.js';

export interface ClaimsParts {
  readonly store: RevisionStore;
  readonly sequence: Sequence;
  readonly authority: Authority | undefined;
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

  /** @returns why the claim moves nothing, or undefined. @throws ControllerError STORE */
  take(node: string, { epoch, revision }: Place): Promise<string | undefined> {
    const held = { epoch, revision };
    return this.#parts.sequence.run(async () => {
      const { store, numbering, log, clock } = this.#parts;
      const { refused, told, move } = numbering.above(node, held);
      const detail = { ...held, ...(refused !== undefined && { refused }) };
      const kind = refused === undefined ? 'store-behind' : 'claim-refused';
      const writes = [...(move?.writes ?? []), ...(told ? [audited(kind, node, detail, clock.now())] : [])];
      if (refused === undefined) await store.write(writes);
      else store.soon(writes);
      if (told) log.warn({ node, ...detail }, 'a node claims what this store has not issued');
      if (refused !== undefined) {
        this.#refused.set(node, held);
        return refused;
      }
      move?.written();
      await this.#settle(node);
      return undefined;
    });
  }

  /** An operator says that the node's claim is true: what is issued from now on lies above. @throws ControllerError REQUEST, STORE */
  accept(node: string, who: string, reason: string, identity = SOCKET): Promise<void> {
    return this.#parts.sequence.run(async () => {
      const { store, numbering, log, clock } = this.#parts;
      const held = this.#refused.get(node);
      if (held === undefined)
        throw new ControllerError('NOT_FOUND', `node ${node}`, 'no claim of it is refused', { field: 'node' });
      const { writes, written } = numbering.accept(held);
      const may = await this.#parts.authority?.claim(node, identity);
      const record = audited('claim-accepted', who, { node, ...held, reason }, clock.now());
      await store.write([...writes, record, ...(may?.writes ?? [])]);
      may?.written();
      written();
      log.warn({ node, ...held, who, reason }, 'an operator accepts what a node claims');
      await this.#settle(node);
    });
  }

  /** Another replica recorded up to there, and this one takes over: what is issued from now on lies above. @throws ControllerError STORE */
  continueFrom(place: Place): Promise<void> {
    return this.#parts.sequence.run(async () => {
      const { store, numbering, clock } = this.#parts;
      const { writes, written } = numbering.continueFrom(place);
      if (writes.length === 0) return;
      const detail = { epoch: place.epoch, revision: place.revision };
      await store.write([...writes, audited('taken-over', 'lease', detail, clock.now())]);
      written();
    });
  }

  async #settle(node: string): Promise<void> {
    this.#refused.delete(node);
    await this.#parts.inventory.renew();
    this.#parts.retarget(node);
  }
}
