import Database from 'libsql';

/**
 * Takes a file that nobody else may have. The lock is SQLite's, on a database with nothing in it, so that the kernel lets it go
 * when the process ends, whatever ended it. It holds across network namespaces, and within one process.
 * @returns gives it back; undefined: somebody else has it. @throws Error: it cannot be taken
 */
export function lockFile(path: string): (() => void) | undefined {
  const db = new Database(path);
  try {
    db.exec('PRAGMA busy_timeout = 0');
    db.exec('BEGIN EXCLUSIVE');
    return () => void db.close();
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
