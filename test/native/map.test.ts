import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { BPF_EXIST, BPF_NOEXIST, BpfMap, entries, MapType, mountBpffs, unmount } from '../../src/ebpf/binding.js';
import { failure, loadBasic, packet, u32 } from './support.js';

const open: { close(): void }[] = [];
function keep<T extends { close(): void }>(handle: T): T {
  open.push(handle);
  return handle;
}
afterEach(() => {
  for (const handle of open.splice(0).reverse()) handle.close();
});

const hash = (maxEntries = 16) =>
  keep(BpfMap.create({ type: MapType.Hash, keySize: 4, valueSize: 8, maxEntries, name: 'osg_test' }));

function value(n: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(n));
  return bytes;
}

describe('elements', () => {
  test('are looked up, updated by flag, deleted', () => {
    const map = hash();
    expect(map.lookup(u32(1))).toBeUndefined();
    map.update(u32(1), value(10), BPF_NOEXIST);
    expect(failure(() => map.update(u32(1), value(11), BPF_NOEXIST)).code).toBe('EEXIST');
    expect(failure(() => map.update(u32(2), value(11), BPF_EXIST)).code).toBe('ENOENT');
    const out = Buffer.alloc(8);
    expect(map.lookup(u32(1), out)).toBe(out);
    expect(out).toEqual(value(10));
    expect(map.lookupAndDelete(u32(1))).toEqual(value(10));
    expect(map.delete(u32(1))).toBe(false);
    map.update(u32(1), value(1));
    expect(map.delete(u32(1))).toBe(true);
  });

  test('of wrong length are refused before the kernel sees them', () => {
    const map = hash();
    const cases: (() => unknown)[] = [
      () => map.lookup(Buffer.alloc(3)),
      () => map.lookup(Buffer.alloc(5)),
      () => map.lookup(u32(1), Buffer.alloc(7)),
      () => map.lookup(u32(1), Buffer.alloc(9)),
      () => map.update(u32(1), Buffer.alloc(0)),
      () => map.update(Buffer.alloc(8), value(1)),
      () => map.delete(Buffer.alloc(0)),
      () => map.nextKey(Buffer.alloc(5)),
      () => map.lookupBatch(undefined, Buffer.alloc(0), Buffer.alloc(0)),
      () => map.lookupBatch(undefined, Buffer.alloc(8), Buffer.alloc(8)),
      () => map.lookupBatch(Buffer.alloc(3), Buffer.alloc(4), Buffer.alloc(8)),
      () => map.updateBatch(Buffer.alloc(8), Buffer.alloc(8)),
      () => map.updateBatch(Buffer.alloc(7), Buffer.alloc(8)),
      () => map.deleteBatch(Buffer.alloc(6)),
      () => map.update(u32(1), 'text' as unknown as Buffer),
      () => map.update(u32(1), new Uint32Array(2) as unknown as Buffer),
      () => map.update(u32(1), value(1), -1),
      () => map.update(u32(1), value(1), 1.5),
    ];
    for (const run of cases) expect(failure(run).code, run.toString()).toBe('EINVAL');
    expect(failure(() => map.lookup(Buffer.alloc(3))).message).toContain('key has 3 bytes, expected 4');
  });

  test('are iterated by key and in batches that grow with a bucket', () => {
    const map = hash(4096);
    for (let i = 0; i < 1000; i++) map.update(u32(i), value(i * 2));
    const byKey: number[] = [];
    for (let key = map.nextKey(); key !== undefined; key = map.nextKey(key)) byKey.push(key.readUInt32LE());
    expect(byKey.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    for (const batch of [1, 7, 5000]) {
      const seen = new Map<number, bigint>();
      for (const { key, value } of entries(map, batch)) seen.set(key.readUInt32LE(), value.readBigUInt64LE());
      expect(seen.size).toBe(1000);
      for (const [key, value] of seen) expect(value).toBe(BigInt(key * 2));
    }
  });

  test('are written and deleted in batches; a batch that fails says how far it came', () => {
    const map = hash(8);
    const keys = Buffer.concat([1, 2, 3].map(u32));
    const values = Buffer.concat([1, 2, 3].map(value));
    expect(map.updateBatch(keys, values)).toBe(3);
    const room = { keys: Buffer.alloc(4 * 16), values: Buffer.alloc(8 * 16) };
    const taken = map.lookupBatch(undefined, room.keys, room.values, true);
    expect(taken).toEqual({ count: 3 });
    expect(map.nextKey()).toBeUndefined();
    const many = Buffer.concat(Array.from({ length: 12 }, (_, i) => u32(i)));
    const full = failure(() => map.updateBatch(many, Buffer.alloc(8 * 12)));
    expect(full).toMatchObject({ code: 'E2BIG', operation: 'map update batch', count: 8 });
    expect(map.deleteBatch(Buffer.concat([0, 1].map(u32)))).toBe(2);
    expect(failure(() => map.deleteBatch(Buffer.concat([2, 99, 3].map(u32))))).toMatchObject({
      code: 'ENOENT',
      count: 1,
    });
  });

  test('of a per-CPU map hold the value of every CPU', () => {
    const object = keep(loadBasic());
    const program = keep(object.program('decide'));
    const counts = keep(object.map('counts'));
    program.testRun({ data: packet(), repeat: 10 });
    const all = counts.lookup(u32(0));
    expect(all?.length).toBe(counts.info.transferSize);
    expect(counts.info.transferSize % 8).toBe(0);
    let sum = 0;
    for (let at = 0; at < (all?.length ?? 0); at += 8) sum += all?.readUInt32LE(at) ?? 0;
    expect(sum).toBe(10);
    expect([...entries(counts)].length).toBe(4);
  });
});

test('information, name and id name the same map', () => {
  const map = hash(16);
  expect(map.info).toMatchObject({
    type: MapType.Hash,
    keySize: 4,
    valueSize: 8,
    transferSize: 8,
    maxEntries: 16,
    name: 'osg_test',
  });
  map.update(u32(1), value(5));
  const again = keep(BpfMap.fromId(map.info.id));
  expect(again.lookup(u32(1))).toEqual(value(5));
  expect(again.fd).not.toBe(map.fd);
  expect(failure(() => BpfMap.fromId(0x7ffffff0)).code).toBe('ENOENT');
});

test('a map of maps takes inner maps and gives their ids', () => {
  const inner = hash();
  const outer = keep(
    BpfMap.create({ type: MapType.ArrayOfMaps, keySize: 4, valueSize: 4, maxEntries: 2, innerMap: inner }),
  );
  outer.updateInner(u32(1), inner);
  expect(outer.lookup(u32(1))?.readUInt32LE()).toBe(inner.info.id);
  expect(outer.lookup(u32(0))).toBeUndefined();
  expect(failure(() => inner.updateInner(u32(1), inner)).code).toBe('EINVAL');
  expect(failure(() => outer.updateInner(u32(0), {} as BpfMap)).code).toBe('EINVAL');
});

test('a frozen map refuses writes by system call', () => {
  const map = hash();
  map.freeze();
  expect(failure(() => map.update(u32(1), value(1))).code).toBe('EPERM');
});

test('pins are opened again, and only as what they are', () => {
  const directory = mkdtempSync(join(tmpdir(), `osg-${process.pid}-`));
  try {
    mountBpffs(directory);
    const map = hash();
    map.update(u32(1), value(77));
    map.pin(`${directory}/map`);
    expect(failure(() => map.pin(`${directory}/map`)).code).toBe('EEXIST');
    map.close();
    const again = keep(BpfMap.openPinned(`${directory}/map`));
    expect(again.lookup(u32(1))).toEqual(value(77));
    const object = keep(loadBasic());
    const program = keep(object.program('decide'));
    program.pin(`${directory}/program`);
    expect(failure(() => BpfMap.openPinned(`${directory}/program`)).code).toBe('EINVAL');
    expect(failure(() => BpfMap.openPinned(`${directory}/absent`)).code).toBe('ENOENT');
  } finally {
    unmount(directory, true);
    rmSync(directory, { recursive: true });
  }
});

describe('mapping', () => {
  test('is the memory that programs read, and release stores order it', () => {
    const object = keep(loadBasic());
    const read = keep(object.program('read_line'));
    const map = keep(object.map('lines'));
    const mapping = keep(map.mmap(true));
    expect(mapping.stride).toBe(64);
    expect(mapping.buffer.byteLength).toBe(64 * 64);
    expect(mapping.buffer).toBe(mapping.buffer);
    new Uint32Array(mapping.buffer)[2] = 41;
    expect(read.testRun({ data: packet() }).retval).toBe(41);
    mapping.storeRelease32(8, 42);
    expect(mapping.loadAcquire32(8)).toBe(42);
    mapping.storeRelease64(8, 0x1_0000_002bn);
    expect(mapping.loadAcquire64(8)).toBe(0x1_0000_002bn);
    expect(read.testRun({ data: packet() }).retval).toBe(43);
    expect(map.lookup(u32(0))?.readUInt32LE(8)).toBe(43);
  });

  test('bounds, alignment and rights are checked', () => {
    const map = keep(keep(loadBasic()).map('lines'));
    const mapping = keep(map.mmap(true));
    expect(failure(() => mapping.storeRelease32(64 * 64, 0)).code).toBe('ERANGE');
    expect(failure(() => mapping.storeRelease64(64 * 64 - 4, 0n)).code).toBe('ERANGE');
    expect(failure(() => mapping.loadAcquire32(2)).code).toBe('ERANGE');
    expect(failure(() => mapping.storeRelease64(0, -1n)).code).toBe('EINVAL');
    expect(failure(() => keep(map.mmap(false)).storeRelease32(0, 1)).code).toBe('EACCES');
    expect(failure(() => hash().mmap(true)).code).toBe('EINVAL');
  });

  test('detaches its buffer when closed; views are empty, nothing faults', () => {
    const mapping = keep(keep(loadBasic()).map('lines')).mmap(true);
    const buffer = mapping.buffer;
    const view = new Uint32Array(buffer);
    mapping.close();
    mapping.close();
    expect(buffer.byteLength).toBe(0);
    expect(view.length).toBe(0);
    expect(view[2]).toBeUndefined();
    view[2] = 1;
  });

  test('cannot be pulled away by a transfer', () => {
    const mapping = keep(keep(loadBasic()).map('lines').mmap(true));
    const buffer = mapping.buffer;
    try {
      structuredClone(buffer, { transfer: [buffer] });
    } catch {
      // Refused: as good.
    }
    mapping.storeRelease32(8, 9);
    expect(mapping.loadAcquire32(8)).toBe(9);
  });
});
