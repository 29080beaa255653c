/**
 * One agent for each folder in bpffs: what is shared is its own lock. The kernel releases it when the holder dies; a map beside it
 * says who that is, also across PID namespaces.
 */
import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BpfError, BpfMap, type FdHandle, lockFile, MapType } from '../ebpf/binding.js';
import { u32Key } from '../ebpf/struct.js';
import { DatapathError } from './error.js';

const PIN = 'osg_owner';
const TEXT_BYTES = 512;

export class Owner {
  readonly #dir: string;
  readonly #who: string;
  #lock: FdHandle;

  private constructor(dir: string, who: string) {
    this.#dir = dir;
    this.#who = who;
    this.#lock = take(dir);
    try {
      this.#sign();
    } catch (error) {
      this.#lock.close();
      throw error;
    }
  }

  /** @param who is told to whoever comes second @throws {DatapathError} OWNED: another agent holds the folder, named in the message */
  static take(dir: string, who: string): Owner {
    return new Owner(dir, who);
  }

  /** After a foreign hand took the folder away and it was made again. @throws as `take` */
  renew(): void {
    const lock = take(this.#dir);
    this.#lock.close();
    this.#lock = lock;
    this.#sign();
  }

  #sign(): void {
    const path = join(this.#dir, PIN);
    // What else may be pinned there says nothing of who holds the folder: the lock does.
    if (existsSync(path) && !isSign(path)) unlinkSync(path);
    const map = existsSync(path)
      ? BpfMap.openPinned(path)
      : BpfMap.create({ type: MapType.Array, keySize: 4, valueSize: TEXT_BYTES, maxEntries: 1, name: PIN });
    try {
      const text = Buffer.alloc(TEXT_BYTES);
      text.write(this.#who, 0, TEXT_BYTES - 1);
      map.update(u32Key(0), text);
      if (!existsSync(path)) map.pin(path);
    } finally {
      map.close();
    }
  }

  close(): void {
    this.#lock.close();
  }
}

function take(dir: string): FdHandle {
  try {
    return lockFile(dir);
  } catch (cause) {
    if (!(cause instanceof BpfError) || cause.code !== 'EAGAIN') throw cause;
    throw new DatapathError('OWNED', 'open', `another agent enforces from ${dir}: ${holder(dir)}. Stop it first`, {
      cause,
    });
  }
}

function isSign(path: string): boolean {
  const map = BpfMap.openPinned(path);
  try {
    const { type, keySize, valueSize } = map.info;
    return type === MapType.Array && keySize === 4 && valueSize === TEXT_BYTES;
  } finally {
    map.close();
  }
}

/** What the holder said of itself. */
function holder(dir: string): string {
  const path = join(dir, PIN);
  if (!existsSync(path) || !isSign(path)) return 'it did not say who it is';
  const map = BpfMap.openPinned(path);
  try {
    const text = map.lookup(u32Key(0))?.toString() ?? '';
    return text.slice(0, text.indexOf('\0'));
  } finally {
    map.close();
  }
}
