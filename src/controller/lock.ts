/** One controller for each store. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { ControllerError } from './error.js';

/**
 * Holds the file `lock` in the store's folder, which nobody else may open: the lock is SQLite's, on a database with nothing in it, so
 * that the kernel lets it go when the process ends, whatever ended it. It holds across network namespaces, and within one process.
 * @throws ControllerError STORE: another controller holds it, named in the message
 */
export function lockStore(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const who = join(directory, 'lock.holder');
  const db = new Database(join(directory, 'lock'));
  try {
    db.exec('PRAGMA busy_timeout = 0');
    db.exec('BEGIN EXCLUSIVE');
    writeFileSync(who, `process ${process.pid} on ${hostname()}\n`, { mode: 0o600 });
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY')
      throw new ControllerError('STORE', directory, 'its lock cannot be taken', { cause: error });
    throw new ControllerError('STORE', directory, `another controller uses this store: ${holder(who)}`, {
      cause: error,
    });
  }
  return () => void db.close();
}

function holder(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'it did not say who it is';
  }
}
