/** Renewed certificates in SQLite. */
import type { Db } from '../../sqlite/database.js';
import type { Renewals } from '../issuer.js';
import { transaction } from './transaction.js';

export class SqliteRenewals implements Renewals {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async leadsTo(serial: string, key: string, untilMs: number, forgetBeforeMs: number): Promise<boolean> {
    const db = this.#db;
    return transaction(db, () => {
      const row = db.prepare('SELECT key FROM renewals WHERE serial = ?').get(serial) as { key: string } | undefined;
      if (row !== undefined) return row.key === key;
      db.prepare('DELETE FROM renewals WHERE until_ms < ?').run(forgetBeforeMs);
      db.prepare('INSERT INTO renewals VALUES (?, ?, ?)').run(serial, key, untilMs);
      return true;
    });
  }
}
