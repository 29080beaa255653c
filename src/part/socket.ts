/** Unix sockets of our own: made for their owner alone, and in nobody else's place. */
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';

/** What lies there: a socket that was bound anew is another one. */
export function inodeOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino} ${found.ctimeMs}`;
}

/** Makes the folder (0700), removes a socket nobody listens on, and nothing else. @returns why nothing can be bound there */
export async function clearSocket(path: string): Promise<string | undefined> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isSocket()) return 'is there already, and no socket';
  const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on('error', resolve);
  });
  if (error === undefined) return 'another process listens there';
  if (error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT') return `cannot be taken over: ${error.message}`;
  rmSync(path, { force: true });
  return undefined;
}

let making = 0;
let umask = 0;

/** What is made meanwhile is nobody else's from its first moment: chmod alone comes too late for who waits. */
export async function privately<T>(make: () => Promise<T>): Promise<T> {
  if (making++ === 0) umask = process.umask(0o077);
  try {
    return await make();
  } finally {
    if (--making === 0) process.umask(umask);
  }
}
