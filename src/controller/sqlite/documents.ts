/** Parsed documents in SQLite. */
import { type Blob, bytesOf, type Db } from '../../sqlite/database.js';
import type { ControllerError } from '../error.js';
import type { DocumentChange, DocumentStore } from '../parts.js';
import { WriteOrder } from '../write-order.js';
import { transaction } from './transaction.js';

export class SqliteDocuments implements DocumentStore {
  readonly #db: Db;
  readonly #order: WriteOrder<() => DocumentChange>;

  /** @param failed told of writes that could not be made */
  constructor(db: Db, failed: (error: ControllerError) => void) {
    this.#db = db;
    this.#order = new WriteOrder(async (changes) => {
      transaction(db, () => {
        for (const change of changes) this.#write(change());
      });
    }, failed);
  }

  async documents(): Promise<Map<string, Buffer>> {
    await this.flush();
    const rows = this.#db.prepare('SELECT digest, part FROM parts').all() as { digest: string; part: Blob }[];
    return new Map(rows.map(({ digest, part }) => [digest, bytesOf(part)]));
  }

  soon(change: () => DocumentChange): void {
    this.#order.soon([change]);
  }

  /** What was given is written, or could not be. */
  flush(): Promise<void> {
    return this.#order.flush();
  }

  #write({ put, only }: DocumentChange): void {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?)');
    for (const [digest, part] of put) insert.run(digest, part);
    if (only === undefined) return;
    const remove = this.#db.prepare('DELETE FROM parts WHERE digest = ?');
    for (const { digest } of this.#db.prepare('SELECT digest FROM parts').all() as { digest: string }[])
      if (!only.has(digest)) remove.run(digest);
  }
}
