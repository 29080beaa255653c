/** What a node that was taken over can do to a collector and to those who read it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Reason, Verdict } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { scopeOf } from './access.js';
import { decodeReport } from './check.js';
import { compileFilter } from './filter.js';
import type { FlowStore } from './flow-store.js';
import { TimedInventory } from './inventory.js';
import { CollectorMetrics } from './metrics.js';
import { runQuery } from './query.js';
import { denyJson, jsonLine } from './record-json.js';
import { Store } from './sqlite/store.js';
import { Turns, Work } from './turns.js';

type Batch = osg.v1.ReportBatch.$Properties;
const ALL = scopeOf(undefined, []) as NonNullable<ReturnType<typeof scopeOf>>;
const WORK = new Work(new Turns(), () => false);
const ITEM = { source: new Uint8Array(4), destination: new Uint8Array(16), packets: 1, firstSeenUnixUs: 1 };
const CONTEXT = { endpoint: 'shop/db', verdict: Verdict.VERDICT_DENY, reason: Reason.REASON_DEFAULT_DENY };
const encoded = (batch: Batch): Buffer =>
  Buffer.from(
    osg.v1.ReportBatch.encode({ node: 'n', spoolId: 'b', sequence: 1, contexts: [CONTEXT], ...batch }).finish(),
  );
const peers = { names: [], index: new Uint16Array(0), placements: new Uint8Array(0) };
const incoming = (batch: Batch) => {
  const body = encoded(batch);
  return {
    body,
    batch: decodeReport(body),
    peers: { ...peers, index: new Uint16Array(batch.items?.length ?? 0), placements: new Uint8Array(0) },
  };
};

describe('a report', () => {
  it('of millions of events is refused before one of them is made', () => {
    const body = Buffer.concat([encoded({ sequence: 0 }), Buffer.alloc(4_000_000, Buffer.from([0x2a, 0]))]);
    const before = process.memoryUsage().heapUsed;
    expect(() => decodeReport(body)).toThrow(/more than 65535 events/);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(32 << 20);
    const contexts = Buffer.concat([encoded({}), Buffer.alloc(40_000, Buffer.from([0x22, 0]))]);
    expect(() => decodeReport(contexts)).toThrow(/more than 4096 contexts/);
  });

  it('with figures that nobody can count with, or addresses that are none, is refused', () => {
    for (const field of ['firstSeenUnixUs', 'packets', 'bytes'])
      expect(() => decodeReport(encoded({ items: [{ ...ITEM, [field]: 1.8e19 }] }))).toThrow(
        /an integer of 18.*over 2\^53/,
      );
    expect(() => decodeReport(encoded({ sequence: 1.8e19 }))).toThrow(/over 2\^53/);
    expect(() => decodeReport(encoded({ items: [{ ...ITEM, source: new Uint8Array(3) }] }))).toThrow(/source: .*not 3/);
    expect(() => decodeReport(encoded({ items: [{ ...ITEM, context: 1 }] }))).toThrow(/without its context/);
    expect(() => decodeReport(encoded({ items: [{ ...ITEM, source: new Uint8Array(0) }] }))).not.toThrow();
  });

  it('of the far future or past can be read and exported', () => {
    for (const firstSeenUnixUs of [0, Number.MAX_SAFE_INTEGER]) {
      const { items } = decodeReport(encoded({ items: [{ ...ITEM, firstSeenUnixUs, durationUs: 2 ** 32 - 1 }] }));
      expect(denyJson({ item: items[0] ?? {} })['time']).toMatch(/Z$/);
    }
  });
});

describe('the store', () => {
  let file: Store;
  let store: FlowStore;
  beforeEach(() => {
    file = new Store({ path: ':memory:' });
    store = file.flows;
  });
  afterEach(() => file.close());
  const rows = (table: string): number =>
    (file.database.prepare(`SELECT count(*) AS n FROM ${table}`).get([]) as { n: number }).n;

  it('remembers a bounded number of boots of a node, and all of another', async () => {
    await store.ingest([incoming({ node: 'other', items: [ITEM] })]);
    await store.ingest([incoming({ items: [ITEM] })]);
    for (let i = 0; i < 600; i++) await store.ingest([incoming({ spoolId: `boot ${i}`, sequence: 0 })]);
    expect((await store.accounts()).filter(({ node }) => node === 'n')).toHaveLength(256);
    expect((await store.accounts()).find(({ node }) => node === 'other')).toMatchObject({ storedEvents: 1 });
    expect((await store.ingest([incoming({ spoolId: 'boot 599', items: [ITEM] })]))[0]?.ack).toMatchObject({
      sequence: 1,
    });
  });

  it('tells a bounded number of kinds of a node apart, and finds the others too', async () => {
    const many = (from: number) => Array.from({ length: 4096 }, (_, i) => ({ ...CONTEXT, rule: `rule ${from + i}` }));
    for (let sequence = 1; sequence <= 2; sequence++) {
      const contexts = many(sequence * 10_000);
      await store.ingest([
        incoming({ sequence, contexts, items: contexts.map((_, context) => ({ ...ITEM, context })) }),
      ]);
    }
    await store.ingest([incoming({ node: 'other', contexts: [{ ...CONTEXT, rule: 'own' }], items: [ITEM] })]);
    expect(rows('contexts')).toBe(4096 + 1 + 1);
    for (const rule of ['rule 10007', 'rule 20007', 'own']) {
      let found = 0;
      for await (const { records: events } of runQuery({ store }, { rule: [rule] }, ALL, WORK)) found += events.length;
      expect(found).toBe(1);
    }
  });

  it('keeps one kind for all workloads and revisions that a rule denies', async () => {
    for (let sequence = 1; sequence <= 50; sequence++) {
      const contexts = [{ ...CONTEXT, endpoint: `shop/${sequence}`, revision: sequence, sourceVersion: `${sequence}` }];
      await store.ingest([incoming({ sequence, contexts, items: [ITEM] })]);
    }
    expect(rows('contexts')).toBe(1);
    const filter = compileFilter({ reason: [Reason.REASON_DEFAULT_DENY] });
    let found = 0;
    for await (const _ of store.scan(filter, WORK)) found++;
    expect(found).toBe(50);
  });

  it('counts labelled packets, whatever they sum up to', async () => {
    const items = Array.from({ length: 2000 }, () => ({ ...ITEM, packets: Number.MAX_SAFE_INTEGER }));
    const [outcome] = await store.ingest([incoming({ items })]);
    const events = items.map(({ packets }, i) => ({ batch: outcome?.stored?.id ?? 0, place: i, packets }));
    await store.label(events, { legitimate: true });
    expect((await store.labelTotals()).labelled).toBeGreaterThan(2 ** 63);
  });
});

it('metrics have a bounded number of label sets', async () => {
  const collector = new TimedInventory();
  const metrics = new CollectorMetrics(
    () => ({
      tails: 0,
      tailsDropped: 0,
      waitingBytes: 0,
      expiredEvents: 0,
      addresses: collector.size,
      namesSyncedUs: 0,
    }),
    async () => 0,
  );
  const contexts = Array.from({ length: 500 }, (_, i) => ({
    reason: (1000 + i) as Reason,
    tier: (1000 + i) as osg.v1.Tier,
    verdict: (1000 + i) as Verdict,
  }));
  const items = contexts.map((_, context) => ({ context, packets: 1 }));
  metrics.stored({
    store: 's',
    id: 1,
    batch: { contexts: [...contexts, { ...CONTEXT, tier: osg.v1.Tier.ADMIN }], items },
    peers,
  });
  const text = await metrics.registry.metrics();
  expect(text.match(/^osg_collector_denied_packets_total\{/gm)).toHaveLength(2);
  expect(text).toContain('{direction="ingress",reason="other",tier="other",verdict="other"} 500');
});

it('F93: JSON lines are harmless on a terminal, and read back as they were', () => {
  const peer = 'a\u009b31m\u202eb\u2028\u{e0001}\u001b\n日本語';
  const line = jsonLine(denyJson({ peer }));
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  expect(JSON.parse(line)).toMatchObject({ peer });
});
