/**
 * The one way in which a part's SQLite file follows the program: numbered steps, in order, never changed once released.
 * `PRAGMA user_version` says how many are in.
 */
import type Database from 'libsql';
import { SqliteError } from './error.js';

/** SQL, or what SQL alone cannot say. It runs in a transaction of its own, with the number it leads to, and begins and ends none. */
export type SchemaStep = string | ((db: Database.Database) => void);

/**
 * Brings the schema up to date; of two processes that do so at once each step is made by one. A step that fails leaves nothing
 * behind, and the steps before it in force.
 * @throws SqliteError SCHEMA: it is a newer program's, and is not touched; or a step failed, with its number
 */
export function migrate(db: Database.Database, steps: readonly SchemaStep[]): void {
  for (;;) {
    if (versionIn(db, steps.length) === steps.length) return;
    db.exec('BEGIN IMMEDIATE');
    const version = versionIn(db, steps.length);
    try {
      const step = steps[version];
      if (typeof step === 'string') db.exec(step);
      else step?.(db);
      if (step !== undefined) db.exec(`PRAGMA user_version = ${version + 1}`);
      db.exec('COMMIT');
    } catch (cause) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw new SqliteError('SCHEMA', `step ${version + 1}`, `schema: step ${version + 1}: ${String(cause)}`, {
        cause,
      });
    }
  }
}

function versionIn(db: Database.Database, known: number): number {
  const { user_version: version } = db.prepare('PRAGMA user_version').get([]) as { user_version: number };
  if (version <= known) return version;
  throw new SqliteError(
    'SCHEMA',
    'open',
    `schema ${version} is newer than this program's ${known}: use the newer program`,
  );
}
