/** Databases of parts, opened. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { SqliteError } from './error.js';
import { ownOnly } from './own-only.js';
import { migrate, type SchemaStep } from './schema.js';

export type Db = Database.Database;
export type Statement = Database.Statement;

/** libsql gives Buffers from `get` and ArrayBuffers from `all`. */
export type Blob = Buffer | ArrayBuffer;
export const bytesOf = (blob: Blob): Buffer => (Buffer.isBuffer(blob) ? blob : Buffer.from(blob));

export interface Opening {
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly steps: readonly SchemaStep[];
  /** Said before anything is in it. */
  readonly pragmas: readonly string[];
}

/** Opens or makes a database, its owner's alone, and brings its schema up to date. @throws SqliteError OPEN, SCHEMA */
export function openDatabase({ path, steps, pragmas }: Opening): Db {
  let db: Db | undefined;
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      ownOnly(path);
    }
    db = new Database(path);
    for (const pragma of pragmas) db.exec(`PRAGMA ${pragma}`);
    migrate(db, steps);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof SqliteError) throw error;
    throw new SqliteError('OPEN', path, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A further connection that only reads. */
export function openReading(path: string): Db {
  const db = new Database(path);
  db.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;');
  return db;
}
