/**
 * The controller's SQLite file, with one writer: revisions and what belongs to them, and beside them what is written behind
 * everybody's back (the inventory's history, parsed documents). Everything else is computed anew at start.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { ownOnly } from '../part/own-only.js';
import { migrate } from '../part/schema.js';
import { ControllerError } from './error.js';
import { StoredParts } from './parts.js';
import type { RevisionStore } from './revision-store.js';
import { SqliteRevisions } from './revisions.js';
import { schemaSteps } from './schema.js';

/** Writes that may wait for each other this long are one transaction, and one wait for the disk. */
const SOON_MS = 50;

export class Store {
  readonly #db: Database.Database;
  /** Its file. */
  readonly path: string;
  readonly revisions: RevisionStore;
  readonly parts: StoredParts;
  readonly #failed: (error: ControllerError) => void;
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param failed told of writes that were given to `soon` and could not be made. @throws ControllerError STORE */
  static open(directory: string, nowMs: number, failed: (error: ControllerError) => void = () => undefined): Store {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const path = join(directory, 'controller.db');
      ownOnly(path);
      return new Store(path, nowMs, failed);
    } catch (error) {
      throw new ControllerError('STORE', directory, `cannot be opened: ${message(error)}`, { cause: error });
    }
  }

  private constructor(path: string, nowMs: number, failed: (error: ControllerError) => void) {
    const db = new Database(path);
    this.path = path;
    this.#db = db;
    this.#failed = failed;
    try {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      migrate(db, schemaSteps(nowMs));
      this.revisions = new SqliteRevisions(db, nowMs, failed);
      this.parts = new StoredParts(db, (write) => this.soon(write));
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** For those who keep tables of their own in it; `schema.ts` makes them. */
  get database(): Database.Database {
    return this.#db;
  }

  meta(key: string): string | undefined {
    const row = this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
    return row?.value;
  }

  setMeta(key: string, value: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value);
  }

  /** All or nothing. @throws ControllerError STORE */
  transaction<T>(work: () => T): T {
    try {
      return this.#db.transaction(work)();
    } catch (error) {
      if (error instanceof ControllerError) throw error;
      throw new ControllerError('STORE', 'transaction', message(error), { cause: error });
    }
  }

  /** For what nobody waits for. In order. */
  soon(write: () => void): void {
    this.#waiting.push(write);
    this.#timer ??= setTimeout(() => this.flush(), SOON_MS);
  }

  /** Makes the writes that wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const writes = this.#waiting;
    this.#waiting = [];
    if (writes.length === 0) return;
    try {
      this.transaction(() => {
        for (const write of writes) write();
      });
    } catch (error) {
      this.#failed(error as ControllerError);
    }
  }

  async close(): Promise<void> {
    await this.revisions.close();
    this.flush();
    this.#db.close();
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
