import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damaged, seeds } from '../../test/support/broken-bytes.js';
import { type Batch, crc32, encodeFrame } from './frame.js';
import { Outbox } from './outbox.js';
import { Spool, type SpoolLoss } from './spool.js';

const batch = (sequence: number, size = 1000): Batch => ({
  sequence,
  events: 2,
  packets: 10,
  body: Buffer.alloc(size, sequence),
});

/** For writes and removals on a loaded machine. */
const PATIENTLY = { timeout: 30_000, interval: 2 };

let directory: string;
let losses: SpoolLoss[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'osg-spool-'));
  losses = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (maxBytes = 10 << 20): Promise<Spool> => Spool.open({ directory, maxBytes }, (loss) => losses.push(loss));

async function sequences(source: Spool | Outbox): Promise<number[]> {
  const next = async (after: number): Promise<Batch | undefined> => {
    if (source instanceof Outbox) return source.next(after);
    const sequence = source.firstAfter(after);
    return sequence === undefined ? undefined : source.read(sequence);
  };
  const found: number[] = [];
  for (let batch = await next(0); batch !== undefined; batch = await next(batch.sequence)) found.push(batch.sequence);
  return found;
}

describe('spool', () => {
  it('gives batches back in order, over a restart', async () => {
    const spool = await open();
    await spool.append([batch(3), batch(4)]);
    await spool.append([batch(5)]);
    await spool.prepend([batch(1), batch(2)]);
    expect(await sequences(spool)).toEqual([1, 2, 3, 4, 5]);
    const again = await open();
    expect(await sequences(again)).toEqual([1, 2, 3, 4, 5]);
    expect(again.lastSequence).toBe(5);
    expect(again.packetsFrom(4)).toBe(20);
  });

  it('F171 whatever a file holds, batches come whole, in order, and once', { timeout: 12 * 3_600_000 }, async () => {
    await (await open()).append([batch(1), batch(2), batch(3, 50)]);
    const [name] = readdirSync(directory) as [string];
    const whole = readFileSync(join(directory, name));
    for (const seed of seeds(150)) {
      writeFileSync(join(directory, name), damaged(whole, seed));
      const spool = await open();
      const found = await sequences(spool);
      expect(found, `seed ${seed}`).toEqual([...new Set(found)].sort());
      for (const sequence of found)
        expect(await spool.read(sequence)).toEqual(batch(sequence, sequence === 3 ? 50 : 1000));
    }
  });

  it('F171 frames that fit but lie are torn: out of order, or of numbers that nobody counts to', async () => {
    const huge = encodeFrame(batch(9));
    huge.writeBigUInt64LE(2n ** 63n, 16);
    huge.writeUInt32LE(crc32(huge.subarray(8, 40)), 4);
    const frames = [...[batch(5), batch(2), batch(5), batch(6)].map(encodeFrame), huge];
    writeFileSync(join(directory, '0000000000000001-1.spool'), Buffer.concat(frames));
    const spool = await open();
    expect(await sequences(spool)).toEqual([5, 6]);
    expect(losses.filter(({ kind }) => kind === 'torn').length).toBeGreaterThan(0);
    expect(spool.lastSequence).toBe(6);
  });

  it('F171 what is no file is not opened', async () => {
    execFileSync('mkfifo', [join(directory, '0000000000000001-1.spool')]);
    mkdirSync(join(directory, '0000000000000002-1.spool'));
    symlinkSync('/dev/zero', join(directory, '0000000000000003-1.spool'));
    const spool = await open();
    expect(spool.empty).toBe(true);
    await spool.append([batch(1)]);
    expect(await sequences(spool)).toEqual([1]);
  });

  it('forgets what is acked, and removes files that are not needed', async () => {
    const spool = await open();
    await spool.append([batch(1), batch(2), batch(3)]);
    expect(spool.ack(2).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(await sequences(spool)).toEqual([3]);
    expect(spool.ack(3)).toHaveLength(1);
    expect(spool.empty).toBe(true);
    await expect.poll(() => readdirSync(directory), PATIENTLY).toEqual([]);
    await spool.append([batch(4)]);
    expect(await sequences(spool)).toEqual([4]);
  });

  it('F71: stays within its bound; the oldest goes and is told', async () => {
    const spool = await open(512 << 10);
    for (let sequence = 1; sequence <= 40; sequence++) await spool.append([batch(sequence, 40_000)]);
    expect(spool.bytes).toBeLessThanOrEqual(512 << 10);
    const left = await sequences(spool);
    const dropped = losses.map((loss) => (loss.kind === 'dropped' ? loss.sequence : 0));
    expect(left.at(-1)).toBe(40);
    expect([...dropped, ...left]).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });
});

describe('outbox', () => {
  it('keeps batches in memory while the collector keeps up, and on disk otherwise', async () => {
    const spool = await open();
    const outbox = new Outbox({ memoryBytes: 10_000, spool });
    outbox.setConnected(true);
    for (let sequence = 1; sequence <= 30; sequence++) {
      while (!outbox.push(batch(sequence))) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // The first five fill half of the memory; the rest is written.
    await expect.poll(() => spool.frames, PATIENTLY).toBe(25);
    expect(outbox.bytes).toBeLessThanOrEqual(10_000);
    expect(await sequences(outbox)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(outbox.packetsFrom(1)).toBe(300);
    const acked = outbox.ack(30);
    expect(acked.reduce((sum, { packets }) => sum + packets, 0)).toBe(300);
    expect(outbox.packetsFrom(1)).toBe(0);
  });

  it('writes what is in memory to disk when the collector goes, before what is newer', async () => {
    const spool = await open();
    const outbox = new Outbox({ memoryBytes: 1 << 20, spool });
    outbox.setConnected(true);
    for (const sequence of [1, 2, 3]) outbox.push(batch(sequence));
    outbox.setConnected(false);
    for (const sequence of [4, 5]) outbox.push(batch(sequence));
    expect(await outbox.close()).toEqual([]);
    expect(outbox.bytes).toBe(0);
    expect(await sequences(await open())).toEqual([1, 2, 3, 4, 5]);
  });

  it('counts each batch as acked once, also when the ack comes during a write', async () => {
    const spool = await open();
    const outbox = new Outbox({ memoryBytes: 1 << 20, spool });
    outbox.setConnected(true);
    for (const sequence of [1, 2, 3]) outbox.push(batch(sequence));
    outbox.setConnected(false);
    let packets = 0;
    const ack = (sequence: number): number => {
      for (const acked of outbox.ack(sequence)) packets += acked.packets;
      return packets;
    };
    ack(2);
    await expect.poll(() => ack(3), PATIENTLY).toBe(30);
    await outbox.close();
    expect(ack(3)).toBe(30);
    expect(outbox.packetsFrom(0)).toBe(0);
    expect(outbox.bytes).toBe(0);
  });

  it('lets go of what is acked while its writes fail, each batch once', async () => {
    const spool = await open();
    rmSync(directory, { recursive: true });
    const outbox = new Outbox({ memoryBytes: 1 << 20, spool, retryMs: 5 });
    let packets = 0;
    for (const sequence of [1, 2, 3]) outbox.push(batch(sequence));
    // Every ack falls into a write, as it may on a node whose two timers have the same period.
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      for (const acked of outbox.ack(i < 10 ? 2 : 3)) packets += acked.packets;
    }
    await expect
      .poll(() => {
        for (const acked of outbox.ack(3)) packets += acked.packets;
        return packets;
      }, PATIENTLY)
      .toBe(30);
    await outbox.close();
    expect(outbox.ack(3)).toEqual([]);
    expect(outbox.packetsFrom(0)).toBe(0);
    expect(outbox.bytes).toBe(0);
  });

  it('never passes a batch over, whatever is written, acked or lost meanwhile', async () => {
    const spool = await open();
    const outbox = new Outbox({ memoryBytes: 1 << 20, spool });
    const total = 400;
    let pushed = 0;
    let counted = 0;
    const taken: number[] = [];
    const writer = setInterval(() => {
      for (let i = 0; i < 4 && pushed < total; i++) outbox.push(batch(++pushed));
      if (pushed % 40 === 0) outbox.setConnected(pushed % 80 === 0);
    }, 1);
    for (let after = 0; after < total; ) {
      const next = await outbox.next(after);
      if (next === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      taken.push(next.sequence);
      after = next.sequence;
      if (after % 3 === 0) for (const { packets } of outbox.ack(after)) counted += packets;
    }
    clearInterval(writer);
    expect(taken).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    await outbox.close();
    for (const { packets } of outbox.ack(total)) counted += packets;
    expect(counted).toBe(total * 10);
    expect(outbox.packetsFrom(0)).toBe(0);
  });

  it('without a spool refuses what does not fit', () => {
    const outbox = new Outbox({ memoryBytes: 2500 });
    expect([1, 2, 3].map((sequence) => outbox.push(batch(sequence)))).toEqual([true, true, false]);
  });
});
