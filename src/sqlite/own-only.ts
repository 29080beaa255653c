/** Files of a part that nobody else may read: databases, whose library makes them as the umask says. */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/** Makes the file if there is none, and takes it, with what SQLite keeps beside it, from all others (0600). @throws Error */
export function ownOnly(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}
