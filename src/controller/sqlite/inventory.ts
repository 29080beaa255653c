/** The inventory of earlier times in SQLite: `world_history`, and in `world_addresses` which objects ever had an address. */
import type { Address } from '../../net/types.js';
import type { Db, Statement } from '../../sqlite/database.js';
import type { ControllerError } from '../error.js';
import type { Concerned, Inventory, InventoryReader, InventoryStore, State } from '../inventory-store.js';
import { readItem, type StoredSpan, writeItem } from '../items.js';
import { WriteOrder } from '../write-order.js';
import { Reads } from './reads.js';
import { transaction } from './transaction.js';

/** What has ended longer ago is forgotten. */
const KEPT_MS = 24 * 3_600_000;
/** Ended states that are kept at most; the oldest go. */
const KEPT_STATES = 200_000;
/** States written between two looks for what is to be forgotten. */
const FORGET_EVERY = 1_000;
/** Where the store says up to when states were forgotten. */
const FORGOTTEN = 'world-history-forgotten';

const addressKey = ({ family, value }: Address): string => `${family} ${value}`;
const addressesOf = (item: unknown): readonly Address[] =>
  (item as { readonly addresses?: readonly Address[] }).addresses ?? [];

/** Addresses that those objects had and have in no state any more: an object may outlive many addresses. By the text that `writeItem` makes. */
const FORGET_HAD = `DELETE FROM world_addresses
  WHERE (list, address, key) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM world_history AS h WHERE h.list = world_addresses.list AND h.key = world_addresses.key
    AND instr(h.item, '"$bigint":"' || substr(address, 3) || '"') > 0)`;
/** All of objects that have no state any more: a state may have been replaced within its millisecond. */
const FORGET_KEYS = `DELETE FROM world_addresses
  WHERE (list, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM world_history AS h WHERE h.list = world_addresses.list AND h.key = world_addresses.key)`;

export class InventoryReads extends Reads implements InventoryReader {
  async *spans(
    { list, keys = [], namespaces = [], addresses = [], untilMs, fromMs = -1 }: Concerned,
    page: number,
  ): AsyncGenerator<StoredSpan[]> {
    await this.flush();
    const wanted = new Set(keys);
    const having = this.db.prepare('SELECT key FROM world_addresses WHERE list = ? AND address = ?');
    for (const address of addresses)
      for (const { key } of having.all(list, addressKey(address)) as { key: string }[]) wanted.add(key);
    const next = this.db.prepare(
      `SELECT key, from_ms AS "from", to_ms AS "to", item AS text FROM world_history
       WHERE list = ? AND (key, from_ms) > (?, ?) AND key <= ? AND from_ms <= ? AND (to_ms = 0 OR to_ms > ?)
       ORDER BY key, from_ms LIMIT ?`,
    );
    const ranges = [
      ...[...wanted].map((key) => [key, key] as const),
      // `namespace/name`; '0' is what follows '/'.
      ...[...new Set(namespaces)].map((namespace) => [`${namespace}/`, `${namespace}0`] as const),
    ];
    for (const [begin, end] of ranges)
      for (let [key, from] = [begin, -1]; ; ) {
        const rows = next.all(list, key, from, end, untilMs, fromMs, page) as (StoredSpan & { key: string })[];
        if (rows.length > 0) yield rows;
        const last = rows.at(-1);
        if (last === undefined || rows.length < page) break;
        ({ key, from } = last);
      }
  }

  async at(timeMs: number): Promise<Inventory> {
    await this.flush();
    const rows = this.db
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

  async sinceMs(): Promise<number> {
    await this.flush();
    const row = this.db.prepare('SELECT value FROM meta WHERE key = ?').get(FORGOTTEN) as { value: string } | undefined;
    return Number(row?.value ?? 0);
  }
}

export class SqliteInventory extends InventoryReads implements InventoryStore {
  readonly #order: WriteOrder<() => void>;
  readonly #begins: Statement;
  readonly #ends: Statement;
  readonly #had: Statement;
  #written = 0;

  /** @param failed told of writes that could not be made */
  constructor(db: Db, failed: (error: ControllerError) => void) {
    super(db);
    this.#order = new WriteOrder(async (writes) => {
      transaction(db, () => {
        for (const write of writes) write();
      });
    }, failed);
    this.#begins = db.prepare('INSERT OR REPLACE INTO world_history VALUES (?, ?, ?, 0, ?)');
    this.#ends = db.prepare(
      'UPDATE world_history SET to_ms = max(?, from_ms + 1) WHERE list = ? AND key = ? AND to_ms = 0',
    );
    this.#had = db.prepare('INSERT OR IGNORE INTO world_addresses VALUES (?, ?, ?)');
  }

  soon(states: () => readonly State[], atMs: number): void {
    this.#order.soon([() => this.#write(states(), atMs)]);
  }

  begin(states: () => readonly State[], atMs: number): void {
    this.#order.soon([() => this.#begin(states(), atMs)]);
  }

  override flush(): Promise<void> {
    return this.#order.flush();
  }

  #begin(states: readonly State[], now: number): void {
    const rows = this.db.prepare('SELECT list, key, item FROM world_history WHERE to_ms = 0').all() as Row[];
    const known = new Map(rows.map((row) => [`${row.list} ${row.key}`, row]));
    for (const state of states) {
      if (state.item === undefined) continue;
      const name = `${state.list} ${state.key}`;
      if (known.get(name)?.item !== writeItem(state.item)) this.#put(state, rows.length === 0 ? 0 : now);
      known.delete(name);
    }
    for (const { list, key } of known.values()) this.#ends.run(now, list, key);
    // Lives that are short write less than what is waited for otherwise.
    this.#forget(now);
  }

  #write(states: readonly State[], now: number): void {
    for (const state of states) {
      if (state.item === undefined) this.#ends.run(now, state.list, state.key);
      else this.#put(state, now);
      if (++this.#written % FORGET_EVERY === 0) this.#forget(now);
    }
  }

  #put({ list, key, item }: State, now: number): void {
    this.#ends.run(now, list, key);
    this.#begins.run(list, key, now, writeItem(item));
    for (const address of addressesOf(item)) this.#had.run(list, addressKey(address), key);
  }

  #forget(now: number): void {
    const surplus = this.db
      .prepare('SELECT to_ms FROM world_history WHERE to_ms > 0 ORDER BY to_ms DESC LIMIT 1 OFFSET ?')
      .get(KEPT_STATES) as { to_ms: number } | undefined;
    const upTo = Math.max(now - KEPT_MS, surplus?.to_ms ?? 0);
    const gone = this.db
      .prepare('DELETE FROM world_history WHERE to_ms > 0 AND to_ms <= ? RETURNING list, key, item')
      .all(upTo) as Row[];
    if (gone.length === 0) return;
    const had = gone.flatMap(({ list, key, item }) =>
      addressesOf(readItem(item)).map((address) => [list, addressKey(address), key]),
    );
    this.db.prepare(FORGET_HAD).run(JSON.stringify(had));
    this.db
      .prepare(FORGET_KEYS)
      .run(JSON.stringify([...new Map(gone.map(({ list, key }) => [`${list} ${key}`, [list, key]])).values()]));
    this.db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(FORGOTTEN, String(upTo));
  }
}

interface Row {
  readonly list: keyof Inventory;
  readonly key: string;
  readonly item: string;
}
