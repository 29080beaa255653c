/** What the tests of the native bindings share: objects, packets, expected errors, leak counts. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BpfError, BpfObject, bpfIds, type OpenOptions } from '../../src/ebpf/binding.js';

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

const collect = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** Collects garbage until the finalizers of what is unreachable have run. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What this process holds of the kernel: open descriptors, and mappings of maps (which live on without a descriptor). */
export function held(): { descriptors: number; mappings: number } {
  const mappings = readFileSync('/proc/self/maps', 'latin1').split('bpf-map').length - 1;
  return { descriptors: readdirSync('/proc/self/fd').length, mappings };
}

/** Waits until this process holds no more than `before`, and none of the given kernel objects exists. */
export async function released(
  before: ReturnType<typeof held>,
  ids: { program?: number[]; map?: number[]; link?: number[] } = {},
): Promise<void> {
  await until(
    () => {
      const now = held();
      return now.descriptors <= before.descriptors && now.mappings <= before.mappings;
    },
    `no more than ${JSON.stringify(before)}`,
  );
  for (const kind of ['program', 'map', 'link'] as const) {
    await until(() => {
      const all = new Set(bpfIds(kind));
      return !(ids[kind] ?? []).some((id) => all.has(id));
    }, `every ${kind} to be gone`);
  }
}

/** Waits until `condition` holds; the kernel frees programs and maps some milliseconds after their last use. */
export async function until(condition: () => boolean, what: string, limitMs = 5000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
