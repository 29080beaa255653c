/**
 * The inventory of earlier times, for explanations: each object from when to when it was so. Written behind the views'
 * back, in batches; bounded in time and number.
 */
import type Database from 'libsql';
import type { Clock } from '../part/clock.js';
import type { World } from '../policy/model.js';
import { type Change, KEY_OF, type WorldChange, type WorldList } from '../policy/world-change.js';
import { readItem, type StoredSpan, writeItem } from './items.js';
import type { WorldItem } from './source.js';
import type { Store } from './store.js';

export type Inventory = Pick<World, 'workloads' | 'namespaces' | 'nodes' | 'services'>;

const LISTS: readonly (keyof Inventory)[] = ['workloads', 'namespaces', 'nodes', 'services'];

/** What has ended longer ago is forgotten. */
const KEPT_MS = 24 * 3_600_000;
/** Ended states that are kept at most; the oldest go. */
const KEPT_STATES = 200_000;
/** States written between two looks for what is to be forgotten. */
const FORGET_EVERY = 5_000;

/** Where the store says up to when states were forgotten. */
const FORGOTTEN = 'world-history-forgotten';

export class WorldHistory {
  readonly #store: Store;
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #begins: Database.Statement;
  readonly #ends: Database.Statement;
  #written = 0;
  #begun = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#db = store.database;
    this.#clock = clock;
    this.#begins = this.#db.prepare('INSERT OR REPLACE INTO world_history VALUES (?, ?, ?, 0, ?)');
    this.#ends = this.#db.prepare(
      'UPDATE world_history SET to_ms = max(?, from_ms + 1) WHERE list = ? AND key = ? AND to_ms = 0',
    );
  }

  /** The inventory changes now; at the first time since the start, from what was known when the controller ended. */
  take(change: WorldChange): void {
    const now = Math.round(this.#clock.now());
    const begun = this.#begun;
    this.#begun = true;
    this.#store.soon(() => (begun ? this.#write(change, now) : this.#begin(change, now)));
  }

  #begin(change: WorldChange, now: number): void {
    const rows = this.#db.prepare('SELECT list, key, item FROM world_history WHERE to_ms = 0').all() as Row[];
    const known = new Map(rows.map((row) => [`${row.list} ${row.key}`, row]));
    for (const list of LISTS)
      for (const { after } of change[list] as readonly Change<WorldItem>[]) {
        if (after === undefined) continue;
        const key = (KEY_OF[list] as (item: WorldItem) => string)(after);
        const item = writeItem(after);
        // The very first inventory is taken to have been there.
        if (known.get(`${list} ${key}`)?.item !== item) this.#put(list, key, rows.length === 0 ? 0 : now, item);
        known.delete(`${list} ${key}`);
      }
    for (const { list, key } of known.values()) this.#end(list, key, now);
  }

  #write(change: WorldChange, now: number): void {
    for (const list of LISTS)
      for (const { before, after } of change[list] as readonly Change<WorldItem>[]) {
        const key = (KEY_OF[list] as (item: WorldItem) => string)((after ?? before) as WorldItem);
        if (after === undefined) this.#end(list, key, now);
        else this.#put(list, key, now, writeItem(after));
        if (++this.#written % FORGET_EVERY === 0) this.#forget(now);
      }
  }

  #put(list: string, key: string, now: number, item: string): void {
    this.#end(list, key, now);
    this.#begins.run(list, key, now, item);
  }

  /** Of two states in one millisecond the first was never seen. */
  #end(list: string, key: string, now: number): void {
    this.#ends.run(now, list, key);
  }

  /** All states that are kept, page by page; `from` and `to` are Unix milliseconds. */
  *spans(list: keyof Inventory, page: number): Generator<StoredSpan[]> {
    const next = this.#db.prepare(
      'SELECT key, from_ms AS "from", to_ms AS "to", item AS text FROM world_history WHERE list = ? AND (key, from_ms) > (?, ?) ORDER BY key, from_ms LIMIT ?',
    );
    let [key, from] = ['', -1];
    for (;;) {
      const rows = next.all(list, key, from, page) as (StoredSpan & { key: string })[];
      yield rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      ({ key, from } = last);
    }
  }

  /** All that there was is known from here on. */
  sinceMs(): number {
    return Number(this.#store.meta(FORGOTTEN) ?? 0);
  }

  #forget(now: number): void {
    const surplus = this.#db
      .prepare('SELECT to_ms FROM world_history WHERE to_ms > 0 ORDER BY to_ms DESC LIMIT 1 OFFSET ?')
      .get(KEPT_STATES) as { to_ms: number } | undefined;
    const upTo = Math.max(now - KEPT_MS, surplus?.to_ms ?? 0);
    const { changes } = this.#db.prepare('DELETE FROM world_history WHERE to_ms > 0 AND to_ms <= ?').run(upTo);
    if (changes > 0) this.#store.setMeta(FORGOTTEN, String(upTo));
  }
}

/** As it was at that time; as far back as is kept. */
export function inventoryAt(db: Database.Database, timeMs: number): Inventory {
  const rows = db
    .prepare('SELECT list, key, item FROM world_history WHERE from_ms <= ? AND (to_ms = 0 OR to_ms > ?)')
    .all(timeMs, timeMs) as Row[];
  const of = <L extends keyof Inventory>(list: L): Inventory[L] =>
    rows.filter((row) => row.list === list).map((row) => readItem(row.item)) as unknown as Inventory[L];
  return {
    workloads: of('workloads'),
    namespaces: of('namespaces'),
    nodes: of('nodes'),
    services: of('services'),
  };
}

interface Row {
  readonly list: WorldList;
  readonly key: string;
  readonly item: string;
}
