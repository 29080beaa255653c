import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BPF_F_BEFORE, BPF_F_MMAPABLE, BpfError, BpfMap, entries, features, MapType, withNetns } from './binding.js';

test('an error carries code, operation, cause and the number of elements done', () => {
  const cause = new Error('below');
  const error = new BpfError('map update: E2BIG', {
    code: 'E2BIG',
    operation: 'map update',
    errno: 7,
    count: 3,
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'BpfError', code: 'E2BIG', operation: 'map update', errno: 7, count: 3, cause });
  expect(error.verifierLog).toBeUndefined();
});

test('the kernel’s errors arrive as this class, with the errno’s number and name', () => {
  let thrown: unknown;
  try {
    BpfMap.create({ type: MapType.Hash, keySize: 0, valueSize: 4, maxEntries: 1 });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(BpfError);
  expect(thrown).toMatchObject({ code: 'EINVAL', errno: 22, operation: 'create map' });
});

test('a missing addon says where it should be and how to build it', async () => {
  const root = mkdtempSync(join(tmpdir(), `osg-${process.pid}-`));
  try {
    mkdirSync(join(root, 'src/ebpf'), { recursive: true });
    copyFileSync(fileURLToPath(new URL('addon.ts', import.meta.url)), join(root, 'src/ebpf/addon.ts'));
    await expect(import(join(root, 'src/ebpf/addon.ts'))).rejects.toMatchObject({
      code: 'ADDON',
      message: expect.stringMatching(/native\/build\/osg_native\.node.*make -C native/),
    });
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('entries() of an array are all its elements, of an empty hash none', () => {
  const array = BpfMap.create({ type: MapType.Array, keySize: 4, valueSize: 4, maxEntries: 5, flags: BPF_F_MMAPABLE });
  expect([...entries(array, 2)].length).toBe(5);
  const hash = BpfMap.create({ type: MapType.Hash, keySize: 4, valueSize: 4, maxEntries: 5 });
  expect([...entries(hash)]).toEqual([]);
  array.close();
  hash.close();
});

test('an asynchronous function is refused inside another namespace', () => {
  expect(() => withNetns('/proc/self/ns/net', async () => 1)).toThrow('asynchronous');
  expect(withNetns('/proc/self/ns/net', () => 5)).toBe(5);
});

test('flags and features are those of the kernel’s headers', () => {
  expect([BPF_F_BEFORE, BPF_F_MMAPABLE]).toEqual([8, 1024]);
  expect(features().kernelRelease).toMatch(/^\d+\.\d+/);
});
