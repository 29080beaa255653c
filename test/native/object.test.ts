import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  BpfMap,
  BpfObject,
  BpfProgram,
  enableRunStats,
  MapType,
  SK_BUFF_SIZE,
  SkBuff,
} from '../../src/ebpf/binding.js';
import { BASIC, failure, loadBasic, packet, REFUSED, u32 } from './support.js';

describe('opening', () => {
  test('an image works like a path', () => {
    const object = BpfObject.open(readFileSync(BASIC), { name: 'basic' });
    object.load();
    expect(object.programNames().sort()).toEqual(['decide', 'echo', 'emit', 'read_line']);
    expect(object.mapNames()).toContain('points');
    object.close();
  });

  test('what is not an object is refused with its name', () => {
    expect(failure(() => BpfObject.open('/nonexistent.o'))).toMatchObject({ code: 'ENOENT', operation: 'open object' });
    expect(failure(() => BpfObject.open('/nonexistent.o')).message).toContain('/nonexistent.o');
    expect(failure(() => BpfObject.open(Buffer.from('not an ELF file'))).code).not.toBe('');
    expect(failure(() => BpfObject.open(Buffer.alloc(0))).code).not.toBe('');
  });

  test('options that name what is not there, or do not fit, are refused', () => {
    const open = (options: Parameters<typeof BpfObject.open>[1]) => failure(() => BpfObject.open(BASIC, options)).code;
    expect(open({ globals: { absent: 1 } })).toBe('ENOENT');
    expect(open({ globals: { verdict: 2 ** 32 } })).toBe('EINVAL');
    expect(open({ globals: { verdict: Buffer.alloc(3) } })).toBe('EINVAL');
    expect(open({ globals: { origin: 1 } })).toBe('EINVAL');
    expect(open({ maps: { absent: { maxEntries: 1 } } })).toBe('ENOENT');
    expect(open({ programs: ['absent'] })).toBe('ENOENT');
  });

  test('globals of every width take effect', () => {
    for (const verdict of [7, -1, 0x7fffffff]) {
      const object = loadBasic({ globals: { verdict, record_bytes: 1n, runs: 5, origin: Buffer.alloc(48, 1) } });
      expect(object.program('decide').testRun({ data: packet() }).retval).toBe(verdict);
      expect(object.map('basic.bss').lookup(u32(0))?.readBigUInt64LE()).toBe(6n);
      object.close();
    }
  });

  test('map sizes are overridden and only selected programs load', () => {
    const object = loadBasic({ maps: { points: { maxEntries: 99 } }, programs: ['echo'] });
    expect(object.map('points').info.maxEntries).toBe(99);
    expect(failure(() => object.program('decide')).message).toContain('not selected');
    expect(failure(() => object.program('nonsense')).code).toBe('ENOENT');
    expect(failure(() => object.load()).code).toBe('EBUSY');
    expect(failure(() => object.setMaxEntries('points', 3)).code).toBe('EBUSY');
    object.close();
  });

  test('a map is shared between objects, if it fits', () => {
    const first = loadBasic();
    const points = first.map('points');
    points.update(u32(3), Buffer.alloc(points.info.valueSize, 9));
    const second = loadBasic({ maps: { points: { reuse: points } } });
    expect(second.map('points').info.id).toBe(points.info.id);
    expect(second.map('points').lookup(u32(3))?.[0]).toBe(9);
    const other = BpfMap.create({ type: MapType.Hash, keySize: 4, valueSize: 4, maxEntries: 16 });
    expect(failure(() => BpfObject.open(BASIC, { maps: { points: { reuse: other } } })).message).toContain(
      'expected 1, 4, 48',
    );
    for (const handle of [first, second, points, other]) handle.close();
  });
});

describe('verifier', () => {
  test('a refusal carries the whole log and shows its end', () => {
    const object = BpfObject.open(REFUSED, { programs: ['refused_short'] });
    const error = failure(() => object.load());
    expect(error).toMatchObject({ code: 'EACCES', operation: 'load object' });
    expect(error.message).toContain('program refused_short');
    expect(error.message).toContain('unbounded memory access');
    expect(error.verifierLog).toMatch(/^(.|\n)*unbounded memory access(.|\n)*processed \d+ insns/);
    expect(failure(() => object.load()).code).toBe('CLOSED');
  });

  test('logs of many megabytes do no harm, twice and with two programs', () => {
    for (const programs of [['refused_long'], ['accepted_long', 'refused_long'], ['refused_long']]) {
      const error = failure(() => BpfObject.open(REFUSED, { programs }).load(2));
      expect(error.code).toBe('EACCES');
      expect(error.message).toContain('program refused_long');
      expect(error.verifierLog?.length).toBeGreaterThan(1_000_000);
      expect(error.message.length).toBeLessThan(10_000);
    }
  });

  test('a good program next to refused ones loads when it alone is selected', () => {
    const object = BpfObject.open(REFUSED, { programs: ['accepted'] });
    object.load();
    expect(object.program('accepted').testRun({ data: packet() }).retval).toBe(0);
    object.close();
  });

  test('a log level keeps the log of accepted programs', () => {
    const object = BpfObject.open(BASIC);
    object.load(1);
    expect(object.verifierLog('decide')).toContain('processed');
    object.close();
  });
});

describe('programs', () => {
  test('tell about themselves and count their runs on demand', () => {
    const object = loadBasic();
    const program = object.program('decide');
    const stats = enableRunStats();
    program.testRun({ data: packet(), repeat: 1000 });
    stats.close();
    const info = program.info;
    expect(info.name).toBe('decide');
    expect(info.tag).toMatch(/^[0-9a-f]{16}$/);
    expect(info.translatedBytes).toBeGreaterThan(0);
    expect(info.verifiedInstructions).toBeGreaterThan(0);
    expect(info.mapIds).toContain(object.map('counts').info.id);
    expect(info.runCount).toBe(1000n);
    expect(info.runTimeNs).toBeGreaterThan(0n);
    const again = BpfProgram.fromId(info.id);
    expect(again.info.tag).toBe(info.tag);
    for (const handle of [again, program, object]) handle.close();
  });

  test('test runs take packet and context and give them back', () => {
    const object = loadBasic();
    const echo = object.program('echo');
    const data = packet();
    data[1] = 5;
    const ctx = Buffer.alloc(SK_BUFF_SIZE);
    ctx.writeUInt32LE(100, SkBuff.mark);
    const result = echo.testRun({ data, ctx, dataOutSize: 256, ctxOutSize: SK_BUFF_SIZE, repeat: 3 });
    expect(result.retval).toBe(105);
    expect(result.dataOut).toEqual(data);
    expect(result.ctxOut.readUInt32LE(SkBuff.mark)).toBe(100);
    expect(failure(() => echo.testRun({ data: Buffer.alloc(3) })).code).toBe('EINVAL');
    expect(failure(() => echo.testRun({ data, dataOutSize: 10 })).code).toBe('ENOSPC');
    expect(failure(() => echo.testRun({ data, repeat: -1 })).code).toBe('EINVAL');
    expect(failure(() => echo.testRun({ data, dataOutSize: 2 ** 31 })).code).toBe('EINVAL');
    object.close();
  });

  test('many packets run in one call, each with its own context', () => {
    const object = loadBasic();
    const echo = object.program('echo');
    const n = 20_000;
    const length = 64;
    const packets = Buffer.alloc(n * length);
    const contexts = Buffer.alloc(n * SK_BUFF_SIZE);
    const offsets = new Uint32Array(n + 1);
    for (let i = 0; i < n; i++) {
      packets[i * length + 1] = i & 0xff;
      contexts.writeUInt32LE(i, i * SK_BUFF_SIZE + SkBuff.mark);
      offsets[i + 1] = (i + 1) * length;
    }
    const own = echo.testRunMany(packets, offsets, contexts);
    const shared = echo.testRunMany(packets, offsets, contexts.subarray(SK_BUFF_SIZE, 2 * SK_BUFF_SIZE));
    const none = echo.testRunMany(packets, offsets);
    for (let i = 0; i < n; i++) {
      if (own[i] !== (i & 0xff) + i || shared[i] !== (i & 0xff) + 1 || none[i] !== (i & 0xff)) {
        throw new Error(`packet ${i}: ${own[i]}, ${shared[i]}, ${none[i]}`);
      }
    }
    expect(failure(() => echo.testRunMany(packets, Uint32Array.of(0, 1e9))).code).toBe('ERANGE');
    expect(failure(() => echo.testRunMany(packets, Uint32Array.of(64, 0))).code).toBe('ERANGE');
    expect(failure(() => echo.testRunMany(packets, new Uint32Array(0))).code).toBe('EINVAL');
    expect(failure(() => echo.testRunMany(packets, offsets, Buffer.alloc(10))).code).toBe('EINVAL');
    expect(failure(() => echo.testRunMany(packets, Uint32Array.of(0, 64, 67))).message).toContain('packet 1');
    object.close();
  });
});
