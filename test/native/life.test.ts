import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AttachType,
  attachClsact,
  attachTcx,
  BPF_F_MMAPABLE,
  BpfMap,
  BpfObject,
  type BpfProgram,
  features,
  ifNameToIndex,
  linkCreate,
  lockFile,
  MapType,
  openNetns,
  readBtf,
  readRing,
  SK_BUFF_SIZE,
  synchronizeRcu,
  watchInterfaces,
  withNetns,
} from '../../src/ebpf/binding.js';
import { Sandbox } from '../support/netns.js';
import { SLOW } from '../support/slow.js';
import { ADDON, BASIC, collectGarbage, failure, held, loadBasic, packet, released, u32 } from './support.js';

const FIXTURE = fileURLToPath(new URL('./fixtures/handles.mjs', import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), `osg-${process.pid}-`));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('use after close', () => {
  test('of every method throws CLOSED, and close() may be repeated', (ctx) => {
    ctx.skip(!features().tcx, 'this kernel has no tcx (before 6.6), one of the handles');
    const sandbox = new Sandbox();
    try {
      const netns = sandbox.netns('life');
      const ifindex = ifNameToIndex('lo', netns.path);
      const object = loadBasic();
      const live = object.map('lines');
      const map = object.map('points');
      const program = object.program('decide');
      const mapping = live.mmap(true);
      const reader = readRing(object.map('ring'), { onBatch: () => {} });
      const link = attachTcx({ program, ifindex, direction: 'ingress', netns: netns.path });
      const filter = attachClsact({ program, ifindex, direction: 'ingress', netns: netns.path });
      const watcher = watchInterfaces({ onBatch: () => {} });
      const lock = lockFile(`${directory}/lock`);
      const namespace = openNetns(netns.path);
      const handles = [reader, watcher, link, filter, mapping, map, program, object, lock, namespace];
      for (const handle of handles) {
        expect(handle.closed).toBe(false);
        handle.close();
        handle.close();
        expect(handle.closed).toBe(true);
      }
      const key = u32(0);
      const value = Buffer.alloc(48);
      const uses: (() => unknown)[] = [
        () => object.load(),
        () => object.globals(),
        () => object.mapNames(),
        () => object.programNames(),
        () => object.setGlobal('verdict', key),
        () => object.setMaxEntries('points', 1),
        () => object.setInnerMaxEntries('points', 1),
        () => object.reuseMap('points', live),
        () => object.setAutoload('decide', true),
        () => object.setProgramType('decide'),
        () => object.map('points'),
        () => object.program('decide'),
        () => map.fd,
        () => map.info,
        () => map.lookup(key),
        () => map.lookupAndDelete(key),
        () => map.update(key, value),
        () => map.updateInner(key, live),
        () => map.delete(key),
        () => map.nextKey(),
        () => map.lookupBatch(undefined, key, value),
        () => map.updateBatch(key, value),
        () => map.deleteBatch(key),
        () => map.freeze(),
        () => map.pin('/x'),
        () => map.mmap(true),
        () => mapping.buffer,
        () => mapping.loadAcquire32(0),
        () => mapping.loadAcquire64(0),
        () => mapping.storeRelease32(0, 0),
        () => mapping.storeRelease64(0, 0n),
        () => program.fd,
        () => program.info,
        () => program.testRun({ data: packet() }),
        () => program.testRunMany(packet(), Uint32Array.of(0, 64)),
        () => program.pin('/x'),
        () => linkCreate(program, AttachType.TcxIngress, 1),
        () => attachClsact({ program, ifindex: 1, direction: 'ingress', netns: netns.path }),
        () => readRing(map, { onBatch: () => {} }),
        () => link.fd,
        () => link.info,
        () => link.update(program),
        () => link.detach(),
        () => link.pin('/x'),
        () => filter.progId,
        () => filter.update(program),
        () => filter.detach(),
        () => reader.consume(),
        () => reader.stats,
        () => reader.setRef(true),
        () => watcher.setRef(true),
        () => lock.fd,
        () => withNetns(namespace, () => 1),
      ];
      for (const use of uses) expect(failure(use).code, use.toString()).toBe('CLOSED');
      live.close();
    } finally {
      sandbox.close();
    }
  });

  test('programs and maps outlive their object', () => {
    const object = loadBasic({ globals: { verdict: 3 } });
    const program = object.program('decide');
    object.close();
    expect(program.testRun({ data: packet() }).retval).toBe(3);
    program.close();
  });

  test('classes cannot be made by hand, nor methods borrowed', () => {
    const map = BpfMap.create({ type: MapType.Hash, keySize: 4, valueSize: 4, maxEntries: 1 });
    const type = map.constructor as new (...args: unknown[]) => BpfMap;
    expect(failure(() => new type()).code).toBe('EPERM');
    expect(failure(() => new type(3)).code).toBe('EPERM');
    expect(() => map.lookup.call({} as BpfMap, u32(0))).toThrow(TypeError);
    map.close();
  });
});

describe('a process with every kind of handle open', () => {
  const cases = [
    { mode: 'exit', status: 0, output: 'done\n' },
    { mode: 'return', status: 0, output: 'done\n' },
    { mode: 'worker', status: 0, output: 'done\n' },
    { mode: 'swallowed', status: 0, output: 'from the callback\n' },
    { mode: 'uncaught', status: 7, output: '' },
  ];
  test.each(cases)('F54 ends in order: $mode', ({ mode, status, output }) => {
    // Exit code 7 of an uncaught exception tells it from 1: the handler itself is told to throw.
    const args =
      mode === 'uncaught' ? ['--import', 'data:text/javascript,process.on("exit",()=>{process.exitCode=7})'] : [];
    const child = spawnSync(process.execPath, [...args, FIXTURE, ADDON, BASIC, mode], {
      env: { ...process.env, OSG_TEST_DIR: directory },
      encoding: 'utf8',
      timeout: 20_000 * SLOW,
    });
    expect({ signal: child.signal, status: child.status, output: child.stdout }, child.stderr).toEqual({
      signal: null,
      status,
      output,
    });
    if (mode === 'uncaught') expect(child.stderr).toContain('Error: from the callback');
    else expect(child.stderr).toBe('');
  });

  test('a Worker beside us gives everything back to this process', async () => {
    await collectGarbage();
    const before = held();
    for (let i = 0; i < 5; i++) {
      await new Promise<void>((resolve, reject) => {
        const worker = new Worker(FIXTURE, {
          workerData: { addon: ADDON, object: BASIC, mode: i % 2 ? 'return' : 'terminated' },
          env: { ...process.env, OSG_TEST_DIR: directory },
        });
        worker.on('message', () => i % 2 === 0 && worker.terminate());
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }
    await released(before);
  });
});

describe('nothing leaks', () => {
  test('of 1000 maps with mapping and ring reader', async () => {
    const object = loadBasic();
    const template = object.map('lines');
    const ring = object.map('ring');
    await collectGarbage();
    const before = held();
    const ids: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const map = BpfMap.create({
        type: MapType.Array,
        keySize: 4,
        valueSize: 8,
        maxEntries: 8,
        flags: BPF_F_MMAPABLE,
      });
      ids.push(map.info.id);
      const memory = [map, template].map((mapped) => mapped.mmap(true));
      for (const mapping of memory) new Uint8Array(mapping.buffer)[0] = i;
      if (i === 0) expect(held().mappings).toBe(before.mappings + 2);
      const reader = readRing(ring, { onBatch: () => {}, maxBytes: 4096, maxRecordsPerTick: 8 });
      for (const handle of [reader, ...memory, map]) handle.close();
    }
    expect(held().mappings).toBe(before.mappings);
    await released(before, { map: ids });
    for (const handle of [object, template, ring]) handle.close();
  });

  test('of 1000 objects opened, 100 loaded, 3000 failures', async () => {
    await collectGarbage();
    const before = held();
    const ids = { program: [] as number[], map: [] as number[] };
    for (let i = 0; i < 1000; i++) BpfObject.open(BASIC).close();
    for (let i = 0; i < 100; i++) {
      const object = loadBasic({ programs: ['decide', 'echo'] });
      const program: BpfProgram = object.program('decide');
      ids.program.push(program.info.id);
      ids.map.push(...program.info.mapIds);
      program.testRun({ data: packet(), ctx: Buffer.alloc(SK_BUFF_SIZE), ctxOutSize: SK_BUFF_SIZE });
      program.close();
      object.close();
    }
    for (let i = 0; i < 1000; i++) {
      failure(() => BpfObject.open(BASIC, { globals: { absent: 1 } }));
      failure(() => BpfMap.openPinned('/nonexistent'));
      failure(() => withNetns('/dev/null', () => 1));
    }
    for (let i = 0; i < 50; i++) readBtf(BASIC);
    for (let i = 0; i < 20; i++) await synchronizeRcu();
    await released(before, ids);
  });

  test('of handles that nobody closed, once they are collected', async () => {
    await collectGarbage();
    const before = held();
    const ids = { program: [] as number[], map: [] as number[] };
    (() => {
      for (let i = 0; i < 50; i++) {
        const object = loadBasic({ programs: ['decide'] });
        const { id, mapIds } = object.program('decide').info;
        ids.program.push(id);
        ids.map.push(...mapIds);
        new Uint8Array(object.map('lines').mmap(true).buffer)[0] = 1;
      }
    })();
    expect(held().descriptors).toBeGreaterThan(before.descriptors);
    await collectGarbage();
    await released(before, ids);
  });

  test('a buffer that outlives its mapping stays readable', async () => {
    const object = loadBasic({ programs: ['decide'] });
    const view = (() => {
      const mapping = object.map('lines').mmap(true);
      mapping.storeRelease32(0, 77);
      return new Uint32Array(mapping.buffer);
    })();
    await collectGarbage();
    expect(view[0]).toBe(77);
    object.close();
  });
});
