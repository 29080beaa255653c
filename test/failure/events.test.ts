/** F70, F75 on a real kernel: the sums of the deny path close, whatever the traffic. */
import { afterEach, describe, expect, it } from 'vitest';
import { type DenyFigures, DenyKernel } from '../../src/flows/kernel.js';
import { copyRecord, type DenyRecord, decodeRecords } from '../../src/flows/record.js';
import { DenyFeed, FEED, sumOf } from '../support/deny-feed.js';

let feed: DenyFeed | undefined;

afterEach(() => {
  feed?.close();
  feed = undefined;
});

interface Received {
  records: number;
  packets: number;
  bytes: number;
  checksum: bigint;
  first: Set<number>;
}

function reader(source: DenyFeed): { readonly received: Received; drain(): void; close(): void } {
  const received: Received = { records: 0, packets: 0, bytes: 0, checksum: 0n, first: new Set() };
  const take = (record: DenyRecord): void => {
    received.records++;
    received.packets += record.packets;
    received.bytes += record.bytes;
    received.checksum += BigInt(sumOf(record));
    received.first.add(record.endpoint);
  };
  const ring = source.parts.openReader(
    (buffer, offsets, count) => decodeRecords(buffer, offsets, count, take),
    (error) => {
      throw error;
    },
  );
  return {
    received,
    drain: () => {
      while (ring.consume() > 0);
    },
    close: () => ring.close(),
  };
}

function closes(figures: DenyFigures, pending: number, sent: number): void {
  console.log(
    `counted ${figures.counted} = reported ${figures.reported} + suppressed ${figures.suppressed} + lost ${figures.lost} + pending ${pending}; sent ${sent}`,
  );
  expect(figures.counted).toBe(sent);
  expect(figures.reported + figures.suppressed + figures.lost + pending).toBe(sent);
}

const ALL = { rollupMs: 0, idleMs: 3_600_000, limit: 1_000_000 };

describe('deny path', () => {
  it('reports the first packet of a flow at once, and the rest as one roll-up', () => {
    feed = new DenyFeed();
    const kernel = new DenyKernel(feed.parts);
    const { received, drain, close } = reader(feed);
    feed.send(1, { flows: 1, family: 4 });
    drain();
    expect(received.records).toBe(1);
    feed.send(1_000_000, { flows: 1, family: 4 });
    drain();
    expect(received.records).toBe(1);
    const sweep = kernel.sweep(ALL);
    drain();
    close();
    expect(received.records).toBe(2);
    expect(sweep).toMatchObject({ emitted: 1, deferred: 0, pending: 0 });
    const sums = feed.sums();
    expect(received).toMatchObject({ packets: sums.packets, bytes: sums.bytes });
    closes(kernel.figures(), 0, sums.packets);
  });

  it('wakes the reader for a deny that finds the ring read, without any poll', async () => {
    feed = new DenyFeed();
    const { received, close } = reader(feed);
    for (let flows = 1; flows <= 3; flows++) {
      feed.send(1, { flows: 1, firstEndpoint: flows });
      for (const end = Date.now() + 30_000; received.records < flows && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(received.records).toBe(flows);
    }
    close();
  });

  it('F70: a million distinct flows over a small ring: reported + suppressed + lost + pending = counted', () => {
    feed = new DenyFeed({ ringBytes: 65_536 });
    const kernel = new DenyKernel(feed.parts);
    kernel.setRate(1e9, 1e6);
    const { received, drain, close } = reader(feed);
    feed.send(1_000_000, { flows: 1_000_000 });
    const before = kernel.figures();
    expect(before.lost).toBeGreaterThan(0);
    drain();
    for (let i = 0; i < 40; i++) {
      kernel.sweep(ALL);
      drain();
    }
    close();
    const { pending } = kernel.sweep({ ...ALL, limit: 0 });
    expect(received.packets).toBe(kernel.figures().reported);
    closes(kernel.figures(), pending, feed.sums().packets);
  });

  it('decodes every field: the checksum of distinct flows equals the sender’s', () => {
    feed = new DenyFeed();
    const kernel = new DenyKernel(feed.parts);
    kernel.setRate(1e9, 1e6);
    const { received, drain, close } = reader(feed);
    for (let i = 0; i < 10; i++) {
      feed.send(20_000, { flows: 200_000, endpoints: 3 });
      drain();
    }
    close();
    const sums = feed.sums();
    expect(received.records).toBe(200_000);
    expect(received.packets).toBe(sums.packets);
    expect(received.checksum).toBe(sums.checksum);
  });

  it('F75: one endpoint’s storm suppresses its own events, not the others’ first denies', () => {
    feed = new DenyFeed();
    const kernel = new DenyKernel(feed.parts);
    const { received, drain, close } = reader(feed);
    feed.send(300_000, { flows: 300_000, firstEndpoint: 1 });
    feed.send(7, { flows: 1, firstEndpoint: 2, endpoints: 7 });
    drain();
    expect([...received.first].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const { pending } = kernel.sweep({ ...ALL, limit: 0 });
    const figures = kernel.figures();
    expect(figures.suppressed).toBeGreaterThan(0);
    closes(figures, pending, feed.sums().packets);
    close();
  });

  it('audit: would-be denies are counted and reported apart', () => {
    feed = new DenyFeed();
    const kernel = new DenyKernel(feed.parts);
    feed.send(10, { flows: 1, wouldDeny: true });
    const figures = kernel.figures();
    expect(figures.drops).toEqual([]);
    expect(figures.wouldDeny).toBe(feed.sums().packets);
  });

  it('forgets idle flows by mark, then delete, and begins them anew', async () => {
    feed = new DenyFeed();
    const kernel = new DenyKernel(feed.parts);
    kernel.setRate(1e9, 1e6);
    feed.send(3000, { flows: 3000 });
    expect(kernel.figures().flows).toBe(3000);
    // The feed's clock runs ahead by a microsecond for each packet.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const idle = { rollupMs: 0, idleMs: 0, limit: 1_000_000 };
    expect(kernel.sweep(idle)).toMatchObject({ flows: 3000, deleted: 0 });
    // Between mark and delete a packet is reported by itself.
    feed.send(10, { flows: 3000 });
    expect(kernel.sweep(idle)).toMatchObject({ flows: 3000, deleted: 3000 });
    expect(kernel.figures().flows).toBe(0);
    feed.send(3000, { flows: 3000 });
    expect(kernel.figures().flows).toBe(3000);
    closes(kernel.figures(), 0, feed.sums().packets);
  });

  it('a record carries what names it: endpoint, generation, slot, revision', () => {
    feed = new DenyFeed();
    const records: DenyRecord[] = [];
    const ring = feed.parts.openReader(
      (buffer, offsets, count) => decodeRecords(buffer, offsets, count, (record) => records.push(copyRecord(record))),
      () => undefined,
    );
    feed.send(1, { flows: 1 });
    ring.consume();
    ring.close();
    expect(records[0]).toMatchObject({
      endpoint: 1,
      slot: FEED.slot,
      revision: FEED.revision,
      generation: FEED.generation,
    });
  });
});
