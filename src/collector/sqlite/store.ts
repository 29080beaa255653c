/** The collector's SQLite file, with one writer: flow records, and the names of addresses beside them. */
import { type Db, openDatabase } from '../../sqlite/database.js';
import { CollectorError } from '../error.js';
import type { Stores } from '../stores.js';
import { SqliteFlows } from './flows.js';
import { MIGRATIONS } from './migrations.js';
import { SqliteNames } from './names.js';

export interface StoreOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  /** fsync of every commit; without it a power cut may take the last commits. */
  readonly durable?: boolean;
}

export class Store implements Stores {
  readonly flows: SqliteFlows;
  readonly names: SqliteNames;
  readonly #db: Db;

  /** Opens or makes the file and brings its schema up to date. @throws {CollectorError} code `store` */
  constructor(options: StoreOptions) {
    let db: Db | undefined;
    try {
      db = openDatabase({
        path: options.path,
        steps: MIGRATIONS,
        pragmas: [
          // Of a new file: batches are hundreds of kilobytes, and every page of the WAL is a write of its own.
          'page_size = 16384',
          'auto_vacuum = INCREMENTAL',
          'journal_mode = WAL',
          `synchronous = ${options.durable === false ? 'NORMAL' : 'FULL'}`,
          // A node's oldest boots are forgotten before their batches.
          'foreign_keys = OFF',
          'journal_size_limit = 16777216',
        ],
      });
      this.#db = db;
      this.flows = new SqliteFlows(db);
      this.names = new SqliteNames(db);
    } catch (cause) {
      db?.close();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CollectorError('STORE', 'open store', `${options.path}: ${why}`, cause);
    }
  }

  /** For tests that look behind the interfaces. */
  get database(): Db {
    return this.#db;
  }

  async close(): Promise<void> {
    this.#db.close();
  }
}
