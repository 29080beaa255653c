/**
 * What the inventory was at earlier times, for explanations: each object from when to when it was so; bounded in time and number.
 * An interface: SQLite implements it. Nobody waits for what is written; whoever asks, asks for what concerns them.
 */
import type { Address } from '../net/types.js';
import type { World } from '../policy/model.js';
import type { StoredSpan } from './items.js';
import type { WorldItem } from './source.js';

export type Inventory = Pick<World, 'workloads' | 'namespaces' | 'nodes' | 'services'>;
export const INVENTORY_LISTS: readonly (keyof Inventory)[] = ['workloads', 'namespaces', 'nodes', 'services'];

/** An object as it is from now on; without an item: gone. */
export interface State {
  readonly list: keyof Inventory;
  readonly key: string;
  readonly item?: WorldItem;
}

/** Objects of these keys, those of these namespaces, and those that had one of these addresses at any time. One may come for each reason. */
export interface Concerned {
  readonly list: keyof Inventory;
  readonly keys?: Iterable<string>;
  /** Of workloads and services. */
  readonly namespaces?: Iterable<string>;
  readonly addresses?: readonly Address[];
  /** Unix milliseconds: what began later is left out. */
  readonly untilMs: number;
  /** Unix milliseconds: what had ended by then is left out. */
  readonly fromMs?: number;
}

export interface InventoryReader {
  /** Their states, page by page; of one object the oldest first. `from` and `to` are Unix milliseconds. */
  spans(concerned: Concerned, page: number): AsyncIterable<readonly StoredSpan[]>;
  /** All of it as it was at that time; as far back as is kept. */
  at(timeMs: number): Promise<Inventory>;
  /** All that there was is known from here on. Unix milliseconds. */
  sinceMs(): Promise<number>;
}

export interface InventoryStore extends InventoryReader {
  /** In order. Of two states in one millisecond the first was never seen. @param states may be made when their time comes */
  soon(states: () => readonly State[], atMs: number): void;
  /** As `soon`, of the whole inventory: what is stored otherwise changed at this time. The very first is taken to have been there. */
  begin(states: () => readonly State[], atMs: number): void;
  /** What was given is written, or could not be. */
  flush(): Promise<void>;
}
