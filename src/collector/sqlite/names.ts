import type { Db } from '../../sqlite/database.js';
import type { InventoryChange, InventoryRecord, InventoryState, NameStore } from '../name-store.js';

interface Row {
  address: string;
  from_us: number;
  to_us: number;
  name: string;
  workload: number;
  node: string;
}

const PUT = `INSERT OR REPLACE INTO inventory (address, from_us, to_us, name, workload, node)
  SELECT value ->> 'address', value ->> 'fromUs', value ->> 'toUs', value ->> 'name', value ->> 'workload',
    coalesce(value ->> 'node', '') FROM json_each(?)`;

/** The names of addresses in the collector's file. */
export class SqliteNames implements NameStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async load(): Promise<{ records: InventoryRecord[]; state: InventoryState }> {
    const rows = this.#db.prepare('SELECT * FROM inventory ORDER BY address, from_us').all([]) as Row[];
    const state = this.#db.prepare('SELECT epoch, sequence, since_us, synced_us FROM inventory_state').get([]) as {
      epoch: number;
      sequence: number;
      since_us: number;
      synced_us: number;
    };
    return {
      records: rows.map(({ address, name, workload, node, from_us: fromUs, to_us: toUs }) => ({
        address,
        name,
        workload: workload !== 0,
        node,
        fromUs,
        toUs,
      })),
      state: {
        epoch: state.epoch,
        sequence: state.sequence,
        sinceUs: state.since_us,
        syncedUs: state.synced_us,
      },
    };
  }

  async save({ cut, records, state }: InventoryChange): Promise<void> {
    const run = (sql: string, values: (string | number)[]): void => void this.#db.prepare(sql).run(values);
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      if (cut !== undefined) {
        const overlaps = '(to_us = 0 OR to_us > ?)';
        run(`DELETE FROM inventory WHERE ${overlaps} AND from_us >= ?`, [cut.sinceUs, cut.untilUs]);
        run(`UPDATE inventory SET to_us = ? WHERE ${overlaps}`, [cut.untilUs, cut.sinceUs]);
      }
      if (records.length > 0) run(PUT, [JSON.stringify(records)]);
      const { epoch, sequence, sinceUs, syncedUs } = state;
      run('UPDATE inventory_state SET epoch = ?, sequence = ?, since_us = ?, synced_us = ?', [
        epoch,
        sequence,
        sinceUs,
        syncedUs,
      ]);
      this.#db.exec('COMMIT');
    } catch (cause) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw cause;
    }
  }

  async forget(beforeUs: number): Promise<void> {
    this.#db.prepare('DELETE FROM inventory WHERE to_us > 0 AND to_us < ?').run([beforeUs]);
    this.#db.prepare('UPDATE inventory_state SET since_us = max(since_us, ?)').run([beforeUs]);
  }
}
