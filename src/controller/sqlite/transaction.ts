import type { Db } from '../../sqlite/database.js';
import { ControllerError } from '../error.js';

/** All or nothing. @throws ControllerError STORE */
export function transaction<T>(db: Db, work: () => T): T {
  try {
    return db.transaction(work)();
  } catch (error) {
    if (error instanceof ControllerError) throw error;
    throw new ControllerError('STORE', 'transaction', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
