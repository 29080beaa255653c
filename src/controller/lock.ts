/** One controller for each store. */
import { mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { ControllerError } from './error.js';

/**
 * Holds a name in the abstract socket namespace that stands for the folder; the kernel lets it go when the process ends,
 * whatever ended it. It holds within one network namespace. @throws ControllerError STORE: another process holds it.
 */
export async function lockStore(directory: string): Promise<() => void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { dev, ino } = statSync(directory);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new ControllerError('STORE', directory, 'another controller uses this store', { cause: error })),
    );
    server.listen(`\0osg-controller-${dev}-${ino}`, resolve);
  });
  server.unref();
  return () => server.close();
}
