/**
 * The controller's SQLite file, with one writer: revisions and what belongs to them, and beside them what is written behind
 * everybody's back (the inventory's history, parsed documents). Everything else is computed anew at start.
 */
import { join } from 'node:path';
import { type Db, openDatabase, openReading } from '../../sqlite/database.js';
import { ControllerError } from '../error.js';
import type { PastReader, Stores } from '../stores.js';
import { SqliteDocuments } from './documents.js';
import { InventoryReads, SqliteInventory } from './inventory.js';
import { SqliteOwners } from './owners.js';
import { SqliteRenewals } from './renewals.js';
import { RevisionReads } from './revision-reads.js';
import { SqliteRevisions } from './revisions.js';
import { schemaSteps } from './schema.js';

/** Of the write-ahead log, once nobody reads an old state any more. */
const LOG_BYTES = 16 * 1024 * 1024;

export class Store implements Stores {
  readonly path: string;
  readonly revisions: SqliteRevisions;
  readonly inventory: SqliteInventory;
  readonly owners: SqliteOwners;
  readonly documents: SqliteDocuments;
  readonly renewals: SqliteRenewals;
  readonly #db: Db;
  #closing: Promise<void> | undefined;

  /** @param failed told of writes that nobody waits for and that could not be made. @throws ControllerError STORE */
  static open(directory: string, nowMs: number, failed: (error: ControllerError) => void = () => undefined): Store {
    const path = join(directory, 'controller.db');
    let db: Db | undefined;
    try {
      db = openDatabase({
        path,
        steps: schemaSteps(nowMs),
        // The log grows while a reader holds on to an old state, and is given back afterwards.
        pragmas: ['journal_mode = WAL', 'synchronous = FULL', `journal_size_limit = ${LOG_BYTES}`],
      });
      return new Store(db, path, nowMs, failed);
    } catch (error) {
      db?.close();
      const why = error instanceof Error ? error.message : String(error);
      throw new ControllerError('STORE', directory, `cannot be opened: ${why}`, { cause: error });
    }
  }

  private constructor(db: Db, path: string, nowMs: number, failed: (error: ControllerError) => void) {
    this.#db = db;
    this.path = path;
    this.revisions = new SqliteRevisions(db, nowMs, failed);
    this.inventory = new SqliteInventory(db, failed);
    this.owners = new SqliteOwners(db);
    this.documents = new SqliteDocuments(db, failed);
    this.renewals = new SqliteRenewals(db);
  }

  /** For tests that look behind the interfaces, or break what is there. */
  get database(): Db {
    return this.#db;
  }

  async flush(): Promise<void> {
    await Promise.all([this.revisions.flush(), this.inventory.flush(), this.documents.flush()]);
  }

  /** Twice is fine. */
  close(): Promise<void> {
    this.#closing ??= this.flush().finally(() => this.#db.close());
    return this.#closing;
  }
}

/** Another connection to the same file, in a thread of its own. @param path `Stores.path` */
export function openPast(path: string): PastReader & {
  /** All that is read in it is of one state of the store. Not to be called while another one is under way. */
  inOneState<T>(work: () => Promise<T>): Promise<T>;
} {
  const db = openReading(path);
  return {
    revisions: new RevisionReads(db),
    inventory: new InventoryReads(db),
    async inOneState(work) {
      db.exec('BEGIN');
      try {
        return await work();
      } finally {
        db.exec('COMMIT');
      }
    },
  };
}
