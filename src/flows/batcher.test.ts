import { describe, expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { addressBytes } from './address.js';
import { BATCH_EVENTS, Batcher } from './batcher.js';
import type { DenyRecord } from './record.js';

const RECORD: DenyRecord = {
  source: addressBytes('10.0.0.1'),
  destination: addressBytes('10.0.0.2'),
  packets: 1,
  bytes: 40,
  firstSeenUs: 1_000_000,
  durationUs: 0,
  slot: 0,
  generation: 1,
  revision: 1,
  endpoint: 1,
  sourcePort: 1,
  destinationPort: 80,
  protocol: 6,
  tcpFlags: 2,
  direction: 0,
  verdict: 0,
  reason: 33,
  kind: 0,
};

describe('batches', () => {
  it('are full before a listener would refuse them, however long the reasons of rules are', () => {
    const batcher = new Batcher({ node: 'n', spoolId: 'b' });
    let events = 0;
    for (let sequence = 1; sequence <= 3; sequence++) {
      const before = events;
      for (let full = false; !full; events++)
        full = batcher.add(RECORD, { endpoint: `shop/${events}`, ruleReason: 'long '.repeat(2000) });
      expect(events - before).toBeGreaterThan(50);
      const { body, events: counted } = batcher.take(sequence, {});
      expect(body.length).toBeLessThan(2 << 20);
      expect(osg.v1.ReportBatch.decode(body).items).toHaveLength(counted);
    }
    expect(batcher.events).toBe(0);
  });

  it('hold 4096 ordinary events', () => {
    const batcher = new Batcher({ node: 'n', spoolId: 'b' });
    const context = { endpoint: 'shop/db' };
    let events = 1;
    while (!batcher.add(RECORD, context)) events++;
    expect(events).toBe(BATCH_EVENTS);
  });
});
