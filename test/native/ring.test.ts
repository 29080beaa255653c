import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type BpfObject,
  type BpfProgram,
  type RingReader,
  readRing,
  SK_BUFF_SIZE,
  SkBuff,
} from '../../src/ebpf/binding.js';
import { SLOW } from '../support/slow.js';
import { failure, loadBasic, packet, until } from './support.js';

let object: BpfObject;
let emit: BpfProgram;
let reader: RingReader | undefined;

beforeEach(() => {
  object = loadBasic();
  emit = object.program('emit');
});
afterEach(() => {
  reader?.close();
  object.close();
});

const SMALL = 1;
const DISCARD = 2;
const SILENT = 4;

/** Emits `count` records; the mark says which kind (see basic.bpf.c). */
function write(count: number, mark = 0): void {
  const ctx = Buffer.alloc(SK_BUFF_SIZE);
  ctx.writeUInt32LE(mark, SkBuff.mark);
  emit.testRun({ data: packet(), ctx, repeat: count });
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('records arrive whole, in order, with their lengths', async () => {
  const seen: bigint[] = [];
  const lengths = new Set<number>();
  reader = readRing(object.map('ring'), {
    onBatch(buffer, offsets, count, sizes) {
      for (let i = 0; i < count; i++) {
        const at = offsets[i] ?? 0;
        expect(at % 8).toBe(0);
        lengths.add(sizes[i] ?? 0);
        if (sizes[i] === 12) expect(buffer.readUInt32LE(at)).toBe(0xabcd);
        else {
          expect(buffer.readBigUInt64LE(at + 120)).toBe(15n);
          seen.push(buffer.readBigUInt64LE(at));
        }
      }
    },
  });
  write(10);
  write(1, SMALL);
  write(5, DISCARD);
  write(10);
  await until(() => reader?.stats.records === 21, 'records');
  expect([...lengths].sort()).toEqual([12, 128]);
  expect(seen).toEqual([
    ...Array.from({ length: 10 }, (_, i) => BigInt(i)),
    ...Array.from({ length: 10 }, (_, i) => BigInt(i + 15)),
  ]);
  expect(reader.stats).toMatchObject({ discarded: 5, oversize: 0, availableBytes: 0, bytes: 20 * 128 + 12 });
});

test('batches keep their bounds, and the loop runs between them', async () => {
  const counts: number[] = [];
  reader = readRing(object.map('ring'), { onBatch: (_b, _o, count) => counts.push(count), maxRecordsPerTick: 100 });
  write(1000);
  let others = 0;
  while (counts.length < 10) {
    await tick();
    others++;
  }
  expect(counts).toEqual(Array.from({ length: 10 }, () => 100));
  expect(others).toBeGreaterThanOrEqual(9);
});

test('a batch is bounded by bytes too, and a record beyond them is skipped and counted', async () => {
  const counts: number[] = [];
  reader = readRing(object.map('ring'), { onBatch: (_b, _o, count) => counts.push(count), maxBytes: 300 });
  write(4);
  await until(() => reader?.stats.records === 4, 'records');
  expect(counts).toEqual([2, 2]);
  reader.close();
  reader = readRing(object.map('ring'), { onBatch: () => {}, maxBytes: 64 });
  write(3);
  write(1, SMALL);
  await until(() => reader?.stats.records === 1, 'the small record');
  expect(reader.stats.oversize).toBe(3);
});

test('silent records wait for consume()', async () => {
  let records = 0;
  reader = readRing(object.map('ring'), {
    onBatch: (_b, _o, count) => {
      records += count;
    },
    maxRecordsPerTick: 8,
  });
  write(20, SILENT);
  expect(reader.stats.availableBytes).toBe(20 * 136);
  expect(reader.consume()).toBe(8);
  expect(records).toBe(8);
  // The batch was full, so the loop goes on without a wake-up.
  await until(() => records === 20, 'the rest');
  expect(reader.consume()).toBe(0);
  // And later records wake as ever.
  write(1);
  await until(() => records === 21, 'one more');
});

test('wake-ups for little are passed over while the reader says so, and what is left unread wakes nobody', async () => {
  let records = 0;
  reader = readRing(object.map('ring'), {
    onBatch: (_b, _o, count) => {
      records += count;
    },
  });
  write(1);
  await until(() => records === 1, 'the first record');
  reader.setLeast(10 * 136);
  write(3);
  const { user, system } = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const spent = process.cpuUsage({ user, system });
  expect(records).toBe(1);
  // Unread bytes that kept the descriptor ready would keep the loop turning.
  expect(spent.user + spent.system).toBeLessThan(250_000);
  reader.setLeast(0);
  expect(reader.consume()).toBe(3);
  write(1);
  await until(() => records === 5, 'what comes after');
  // More than the window that the ring is read through.
  for (let i = 0; i < 5; i++) write(2_000);
  await until(() => (reader as RingReader).stats.availableBytes === 0, 'the ring to be empty');
});

test('F70 a full ring refuses records and reads on afterwards', async () => {
  reader = readRing(object.map('ring'), { onBatch: () => {} });
  write(20_000);
  const { availableBytes, ringBytes } = reader.stats;
  expect(availableBytes).toBeGreaterThan(ringBytes - 136);
  await until(() => reader?.stats.availableBytes === 0, 'the ring to be empty');
  const before = reader.stats.records;
  write(5);
  await until(() => reader?.stats.records === before + 5, 'five more');
});

test('F54 what a callback throws goes to onError, and reading goes on', async () => {
  const errors: unknown[] = [];
  let calls = 0;
  reader = readRing(object.map('ring'), {
    onBatch() {
      calls++;
      if (calls === 1) throw new RangeError('first batch');
    },
    onError: (error) => errors.push(error),
  });
  write(3);
  await until(() => calls === 1, 'the first batch');
  expect(errors).toEqual([new RangeError('first batch')]);
  write(3);
  await until(() => calls === 2, 'the second batch');
  expect(errors.length).toBe(1);
  expect(reader.stats.records).toBe(6);
});

test('a callback may close the reader, and may not consume again', async () => {
  let code: string | undefined;
  const own = readRing(object.map('ring'), {
    onBatch() {
      code = failure(() => own.consume()).code;
      own.close();
    },
  });
  write(3);
  await until(() => own.closed, 'closed');
  expect(code).toBe('EBUSY');
  expect(failure(() => own.consume()).code).toBe('CLOSED');
  write(3);
  await tick();
});

test('arguments that make no sense are refused', () => {
  const read = (options: object, map = object.map('ring')) =>
    failure(() => readRing(map, { onBatch: () => {}, ...options })).code;
  expect(read({}, object.map('points'))).toBe('EINVAL');
  expect(read({ onBatch: 1 })).toBe('EINVAL');
  expect(read({ maxRecordsPerTick: 0 })).toBe('EINVAL');
  expect(read({ maxBytes: 4 })).toBe('EINVAL');
  const closed = object.map('ring');
  closed.close();
  expect(read({}, closed)).toBe('CLOSED');
});

test('a million records pass, faster than half a million a second, without holding up the loop', async () => {
  let next = 0n;
  let worst = 0;
  let inReader = 0;
  let fastest = 0;
  reader = readRing(object.map('ring'), {
    onBatch(buffer, offsets, count) {
      const start = performance.now();
      const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      for (let i = 0; i < count; i++) {
        const at = offsets[i] ?? 0;
        if (view.getBigUint64(at, true) !== next) throw new Error(`record ${next} is missing`);
        next++;
      }
      const took = performance.now() - start;
      inReader += took;
      worst = Math.max(worst, took);
    },
  });
  const total = 1_000_000;
  const chunk = 5000;
  let reading = 0;
  for (let written = 0; written < total; written += chunk) {
    write(chunk);
    const start = performance.now();
    while (next < BigInt(written + chunk)) await tick();
    const took = performance.now() - start;
    reading += took;
    fastest = Math.max(fastest, chunk / took);
  }
  expect(reader.stats.records).toBe(total);
  expect(reader.stats.bytes).toBe(total * 128);
  const rate = Math.round((total / reading) * 1000);
  console.log(
    `${rate} records of 128 bytes a second; longest callback ${worst.toFixed(1)} ms; decoding ${Math.round(inReader)} ms`,
  );
  // The machine may be busy: a quarter of what an idle one does, and the best stretch must do more.
  expect(rate).toBeGreaterThan(250_000 / SLOW);
  expect(fastest * 1000).toBeGreaterThan(500_000 / SLOW);
});
