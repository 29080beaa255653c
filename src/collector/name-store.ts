/**
 * Where the names of addresses are kept over a restart: an interface, so that an engine beyond one machine can take the place of
 * SQLite (`sqlite/names.ts`). Times are Unix microseconds.
 */

/** Who an address was at a time. */
export interface PeerName {
  /** `<namespace>/<name>` of a workload, or `node <name>`. */
  readonly name: string;
  readonly workload: boolean;
}

/** One owner of an address. */
export interface InventoryRecord extends PeerName {
  /** Hexadecimal. */
  readonly address: string;
  readonly fromUs: number;
  /** 0: it lasts. */
  readonly toUs: number;
  /** Of a workload: where it runs; absent or empty: unknown. */
  readonly node?: string;
}

/** How far this is a copy of a controller's history. */
export interface InventoryState {
  readonly epoch: number;
  readonly sequence: number;
  /** Known from here on. */
  readonly sinceUs: number;
  /** Nothing that changed before is missing. */
  readonly syncedUs: number;
}

/** All or nothing of a change is kept. */
export interface NameStore {
  load(): Promise<{ readonly records: Iterable<InventoryRecord>; readonly state: InventoryState }>;
  save(change: InventoryChange): Promise<void>;
  /** Forgets who ended before. */
  forget(beforeUs: number): Promise<void>;
}

export interface InventoryChange {
  /** What is held of the time from `sinceUs` on goes; who seemed to go on then, is known until `untilUs` only. */
  readonly cut?: { readonly sinceUs: number; readonly untilUs: number };
  /** Each replaces the one with the same address and `fromUs`. */
  readonly records: readonly InventoryRecord[];
  readonly state: InventoryState;
}
