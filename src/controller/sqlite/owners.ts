/** Who owned which address when, in SQLite: the table `inventory`, and its bounds in `meta`. */
import type { Db } from '../../sqlite/database.js';
import type { Bounds, Ended, OwnerStore, StoredOwner } from '../owner-store.js';
import { transaction } from './transaction.js';

/** One statement for all rows: the event loop waits for it. */
const CLOSE = `UPDATE inventory SET to_us = value ->> 2, sequence = value ->> 3
  FROM json_each(?) WHERE address = value ->> 0 AND from_us = value ->> 1`;
const OPEN = `INSERT OR REPLACE INTO inventory (address, from_us, to_us, name, workload, sequence, node)
  SELECT value ->> 0, value ->> 1, 0, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`;

const KEYS: { readonly [K in keyof Bounds]: string } = {
  epoch: 'inventory-epoch',
  sinceUs: 'inventory-since',
  pruned: 'inventory-pruned',
  aliveUs: 'inventory-alive',
};

interface Row {
  readonly address: string;
  readonly from_us: number;
  readonly to_us: number;
  readonly name: string;
  readonly workload: number;
  readonly sequence: number;
  readonly node: string;
}

const ownerOf = ({ address, from_us: fromUs, to_us: toUs, name, workload, sequence, node }: Row): StoredOwner => ({
  ...{ address, fromUs, toUs, name, workload: workload !== 0, sequence, node },
});

export class SqliteOwners implements OwnerStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async load(): ReturnType<OwnerStore['load']> {
    const rows = this.#db.prepare('SELECT * FROM inventory WHERE to_us = 0').all() as Row[];
    const { last } = this.#db.prepare('SELECT max(sequence) AS last FROM inventory').get() as { last: number | null };
    const bounds = {
      epoch: this.#bound('epoch'),
      sinceUs: this.#bound('sinceUs'),
      pruned: this.#bound('pruned'),
      aliveUs: this.#bound('aliveUs'),
    };
    return { bounds, sequence: Math.max(last ?? 0, bounds.pruned), current: rows.map(ownerOf) };
  }

  async write(ended: readonly Ended[], begun: readonly StoredOwner[], bounds: Partial<Bounds>): Promise<void> {
    transaction(this.#db, () => {
      const closed = ended.map(({ address, fromUs, toUs, sequence }) => [address, fromUs, toUs, sequence]);
      const opened = begun.map(({ address, fromUs, name, workload, sequence, node }) => [
        ...[address, fromUs, name, workload ? 1 : 0, sequence, node],
      ]);
      if (closed.length > 0) this.#db.prepare(CLOSE).run(JSON.stringify(closed));
      if (opened.length > 0) this.#db.prepare(OPEN).run(JSON.stringify(opened));
      this.#bind(bounds);
    });
  }

  async after(sequence: number, limit: number): Promise<StoredOwner[]> {
    const rows = this.#db.prepare('SELECT * FROM inventory WHERE sequence > ? ORDER BY sequence LIMIT ?');
    return (rows.all(sequence, limit) as Row[]).map(ownerOf);
  }

  async forget(upToUs: number, most: number): ReturnType<OwnerStore['forget']> {
    const ended = this.#db.prepare('SELECT to_us FROM inventory WHERE to_us > 0 ORDER BY to_us DESC LIMIT 1 OFFSET ?');
    const surplus = (ended.get(most) as { to_us: number } | undefined)?.to_us ?? 0;
    const horizon = Math.max(upToUs, surplus);
    if (horizon <= this.#bound('sinceUs')) return undefined;
    return transaction(this.#db, () => {
      const gone = this.#db.prepare('SELECT max(sequence) AS last FROM inventory WHERE to_us > 0 AND to_us <= ?');
      const { last } = gone.get(horizon) as { last: number | null };
      this.#db.prepare('DELETE FROM inventory WHERE to_us > 0 AND to_us <= ?').run(horizon);
      const bounds = { sinceUs: horizon, pruned: Math.max(last ?? 0, this.#bound('pruned')) };
      this.#bind(bounds);
      return bounds;
    });
  }

  #bound(name: keyof Bounds): number {
    const row = this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(KEYS[name]);
    return Number((row as { value: string } | undefined)?.value ?? 0);
  }

  #bind(bounds: Partial<Bounds>): void {
    const set = this.#db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
    for (const [name, value] of Object.entries(bounds))
      set.run(KEYS[name as keyof Bounds], String(Math.round(value as number)));
  }
}
