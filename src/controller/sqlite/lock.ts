/** One controller for each store. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockFile } from '../../sqlite/lock.js';
import { ControllerError } from '../error.js';

/**
 * Holds the file `lock` in the store's folder, which nobody else may open.
 * @throws ControllerError STORE: another controller holds it, named in the message
 */
export function lockStore(directory: string): () => void {
  const who = join(directory, 'lock.holder');
  let unlock: (() => void) | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    unlock = lockFile(join(directory, 'lock'));
    if (unlock !== undefined) writeFileSync(who, `process ${process.pid} on ${hostname()}\n`, { mode: 0o600 });
  } catch (error) {
    unlock?.();
    throw new ControllerError('STORE', directory, 'its lock cannot be taken', { cause: error });
  }
  if (unlock !== undefined) return unlock;
  throw new ControllerError('STORE', directory, `another controller uses this store: ${holder(who)}`);
}

function holder(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'it did not say who it is';
  }
}
