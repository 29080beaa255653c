/** Files that others may have put there: regular ones only, no larger than they may be, and nothing that waits. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** @throws Error: a link, no regular file, too large, not readable. Undefined: there is none. */
export function readPlainFile(path: string, maxBytes: number): Buffer | undefined {
  const fd = openPlain(path);
  if (fd === undefined) return undefined;
  try {
    const found = fstatSync(fd);
    if (!found.isFile()) throw new Error(`${path}: is no regular file`);
    if (found.size > maxBytes) throw new Error(`${path}: has ${found.size} bytes, over ${maxBytes}`);
    const bytes = Buffer.alloc(found.size + 1);
    let length = 0;
    for (;;) {
      const more = readSync(fd, bytes, length, bytes.length - length, null);
      length += more;
      if (more === 0 || length === bytes.length) break;
    }
    // It grew while it was read: what follows is read at the next look.
    return bytes.subarray(0, Math.min(length, found.size));
  } finally {
    closeSync(fd);
  }
}

function openPlain(path: string): number | undefined {
  try {
    // A FIFO opens at once, and is found to be none of ours then.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw new Error(`${path}: is a link`);
    throw error;
  }
}
