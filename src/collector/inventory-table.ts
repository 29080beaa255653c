import type Database from 'libsql';
import type { InventoryLog, InventoryRecord } from './inventory.js';

/** The inventory's records in the collector's database. */
export class InventoryTable implements InventoryLog {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  load(): readonly InventoryRecord[] {
    const rows = this.#db
      .prepare('SELECT address, name, workload, from_us, to_us FROM inventory ORDER BY address, from_us')
      .all([]) as {
      address: string;
      name: string;
      workload: number;
      from_us: number;
      to_us: number | null;
    }[];
    return rows.map(({ address, name, workload, from_us: fromUs, to_us: toUs }) => ({
      address,
      name,
      workload: workload !== 0,
      fromUs,
      ...(toUs === null ? {} : { toUs }),
    }));
  }

  save(opened: readonly InventoryRecord[], closed: readonly InventoryRecord[]): void {
    if (opened.length + closed.length === 0) return;
    const end = this.#db.prepare('UPDATE inventory SET to_us = ? WHERE address = ? AND from_us = ? AND to_us IS NULL');
    const begin = this.#db.prepare('INSERT INTO inventory (address, name, workload, from_us) VALUES (?, ?, ?, ?)');
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { address, fromUs, toUs } of closed) end.run([toUs ?? 0, address, fromUs]);
      for (const { address, name, workload, fromUs } of opened) begin.run([address, name, workload ? 1 : 0, fromUs]);
      this.#db.exec('COMMIT');
    } catch (cause) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw cause;
    }
  }

  forget(beforeUs: number): void {
    this.#db.prepare('DELETE FROM inventory WHERE to_us < ?').run([beforeUs]);
  }
}
