/** What the tests of the native bindings share: objects, packets, expected errors, leak counts. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BpfError, BpfObject, bpfIds, type OpenOptions } from '../../src/datapath/binding.js';

const native = fileURLToPath(new URL('../../native/', import.meta.url));
// A moment when they are up to date already.
execFileSync('make', ['-s', '-C', native, 'test-objs']);

export const BASIC = `${native}build/test/basic.bpf.o`;
export const REFUSED = `${native}build/test/refused.bpf.o`;
export const ADDON = `${native}build/osg_native.node`;

/** test/native/bpf/basic.bpf.c, loaded. */
export function loadBasic(options: OpenOptions = {}): BpfObject {
  const object = BpfObject.open(BASIC, options);
  object.load();
  return object;
}

/** A packet that satisfies the kernel's minimum for tc programs. */
export const packet = (length = 64): Buffer => Buffer.alloc(length);

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Runs `fn` and returns the BpfError that it must throw. */
export function failure(fn: () => unknown): BpfError {
  try {
    fn();
  } catch (error) {
    if (error instanceof BpfError) return error;
    throw error;
  }
  throw new Error('expected a BpfError, nothing was thrown');
}

/** Open descriptors of this process. */
export const descriptors = (): number => readdirSync('/proc/self/fd').length;

/** Ids of all BPF programs, maps and links in the kernel. */
export function kernelIds(): { program: number[]; map: number[]; link: number[] } {
  return { program: bpfIds('program'), map: bpfIds('map'), link: bpfIds('link') };
}

/** Waits until `condition` holds; the kernel frees programs and maps some milliseconds after their last use. */
export async function until(condition: () => boolean, what: string, limitMs = 5000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
