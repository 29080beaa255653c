import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.js';

const batch = (sequence: number) => ({ sequence, events: 1, packets: 2, body: Buffer.alloc(100) });

describe('outbox', () => {
  it('wakes who waits for more at once, although an earlier wait has run out', async () => {
    const outbox = new Outbox({ memoryBytes: 1 << 20 });
    void outbox.waitForMore(20);
    const second = outbox.waitForMore(60_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    outbox.push(batch(1));
    await second;
    expect(await outbox.next(0)).toMatchObject({ sequence: 1 });
  });

  it('refuses what is over its bound', () => {
    const outbox = new Outbox({ memoryBytes: 250 });
    expect([1, 2, 3].map((sequence) => outbox.push(batch(sequence)))).toEqual([true, true, false]);
    expect(outbox.ack(1)).toMatchObject([{ sequence: 1 }]);
    expect(outbox.push(batch(4))).toBe(true);
    expect(outbox.packetsFrom(2)).toBe(4);
  });
});
