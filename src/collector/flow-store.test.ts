import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryFlows } from '../../test/support/memory-flows.js';
import { addressBytes, Reason, Verdict } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { scopeOf } from './access.js';
import { namePeers, placeOfId } from './batch.js';
import type { FlowStore, Incoming } from './flow-store.js';
import { TimedInventory } from './inventory.js';
import { denyLine } from './line.js';
import { runQuery, runTop, TOP_KEYS } from './query.js';
import { denyJson } from './record-json.js';
import { Store } from './sqlite/store.js';
import { Turns, Work } from './turns.js';

const ALL = scopeOf(undefined, []) as NonNullable<ReturnType<typeof scopeOf>>;
const WORK = new Work(new Turns(), () => false);
const inventory = new TimedInventory();
await inventory.receive({
  epoch: 1,
  reset: { sinceUnixUs: 1 },
  owners: [
    { address: addressBytes('10.0.0.1'), name: 'shop/web', workload: true, fromUnixUs: 1 },
    { address: addressBytes('10.0.1.1'), name: 'shop/db', workload: true, fromUnixUs: 1, node: 'n1' },
  ],
});

function incoming(node: string, sequence: number, events = 3, namespace = 'shop'): Incoming {
  const items = Array.from({ length: events }, (_, i) => ({
    context: i % 2,
    source: addressBytes(`10.0.0.${i + 1}`),
    destination: addressBytes('10.0.1.1'),
    protocol: 6,
    destinationPort: 80 + i,
    packets: i + 1,
    bytes: 100,
    firstSeenUnixUs: sequence * 1_000_000,
  }));
  const context = {
    endpoint: `${namespace}/db`,
    namespace,
    workload: 'db',
    verdict: Verdict.VERDICT_DENY,
    reason: Reason.REASON_DEFAULT_DENY,
  };
  const contexts = [
    { ...context, rule: 'a' },
    { ...context, rule: 'b' },
  ];
  const body = Buffer.from(osg.v1.ReportBatch.encode({ node, spoolId: 'boot', sequence, contexts, items }).finish());
  const batch = osg.v1.ReportBatch.decode(body);
  return { body, batch, peers: namePeers(batch, inventory) };
}

let folder: string;
let store: FlowStore;
let close: () => Promise<void>;
const OPEN = {
  SQLite: (): void => {
    const file = new Store({ path: join(folder, 'denies.db') });
    [store, close] = [file.flows, () => file.close()];
  },
  memory: (): void => {
    [store, close] = [new MemoryFlows(), async () => undefined];
  },
};

async function all(query: osg.v1.FlowQuery.$Properties = {}, scope = ALL): Promise<osg.v1.FlowRecord.$Properties[]> {
  const events: osg.v1.FlowRecord.$Properties[] = [];
  for await (const reply of runQuery({ store }, query, scope, WORK)) events.push(...reply.records);
  return events;
}

describe.each(Object.keys(OPEN) as (keyof typeof OPEN)[])('a store of flow records: %s', (kind) => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osg-store-'));
    OPEN[kind]();
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What is in memory alone lives as long as the process. */
  const reopen = async (): Promise<void> => {
    if (kind === 'memory') return;
    await close();
    OPEN[kind]();
  };

  it('F73: stores each (node, boot, sequence) once, over a restart too', async () => {
    expect(
      (await store.ingest([incoming('n1', 1), incoming('n1', 2), incoming('n1', 2)])).map(
        ({ stored }) => stored !== undefined,
      ),
    ).toEqual([true, true, false]);
    await reopen();
    const [again, fresh, other] = await store.ingest([incoming('n1', 2), incoming('n1', 5), incoming('n2', 1)]);
    expect(again?.stored).toBeUndefined();
    expect(again?.ack).toEqual({ sequence: 2, storedEvents: 6, storedPackets: 12 });
    expect(fresh?.ack).toEqual({ sequence: 5, storedEvents: 9, storedPackets: 18 });
    expect(other?.ack).toEqual({ sequence: 1, storedEvents: 3, storedPackets: 6 });
    expect(await all()).toHaveLength(12);
  });

  it('a greeting is acked with what is there, and keeps the accounting', async () => {
    await store.ingest([incoming('n1', 4)]);
    const greeting = {
      ...incoming('n1', 0, 0),
      batch: osg.v1.ReportBatch.create({ node: 'n1', spoolId: 'boot', accounting: { counted: 9 } }),
    };
    expect((await store.ingest([greeting as Incoming]))[0]?.ack.sequence).toBe(4);
    expect((await store.accounts())[0]).toMatchObject({
      node: 'n1',
      sequence: 4,
      storedPackets: 6,
      accounting: { counted: 9 },
    });
  });

  it('names the peer as of the event’s time, for ever', async () => {
    await store.ingest([incoming('n1', 1)]);
    await reopen();
    expect((await all())[0]).toMatchObject({ peer: 'shop/web', peerIsWorkload: true });
  });

  it('F170 what a node says of endpoints of another is stored, and marked for ever', async () => {
    await store.ingest([incoming('n1', 1), incoming('n2', 1), incoming('n3', 1, 3, 'nobody')]);
    await reopen();
    const { UNCHECKED, CONFIRMED, CONTRADICTED } = osg.v1.FlowRecord.Placement;
    const told = (await all()).map(({ node, placement }) => [node, placement]);
    expect(new Set(told.map(String))).toEqual(new Set([`n1,${CONFIRMED}`, `n2,${CONTRADICTED}`, `n3,${UNCHECKED}`]));
    const [lie] = await all({ node: ['n2'] });
    expect(denyLine(lie ?? {})).toContain('(node n2 says so, but the endpoint is on another)');
    expect(denyJson(lie ?? {})).toMatchObject({ node: 'n2', placement: 'contradicted' });
    const [honest] = await all({ node: ['n1'] });
    expect(denyLine(honest ?? {})).not.toContain('says so');
    expect(denyJson(honest ?? {})).toMatchObject({ placement: 'confirmed' });
  });

  it('the newest first where only some are wanted, and in order of time', async () => {
    await store.ingest([incoming('n1', 1), incoming('n1', 2), incoming('n1', 3)]);
    const ports = (await all({ last: 4 })).map(({ item }) => item?.destinationPort);
    expect(ports).toEqual([82, 80, 81, 82]);
    expect((await all({ last: 1, rule: ['b'] })).map(({ item }) => item?.destinationPort)).toEqual([81]);
    expect(await all({ sinceUnixUs: 3_000_000 })).toHaveLength(3);
    expect(await all({ rule: ['none'] })).toEqual([]);
  });

  it('sums by key', async () => {
    await store.ingest([incoming('n1', 1), incoming('n1', 2)]);
    const top = await runTop({ store }, {}, TOP_KEYS.value.rule, 1, ALL, WORK, ({ context }) => context?.rule ?? '');
    expect(top.rows).toEqual([{ key: 'a', packets: 8, bytes: 400, events: 4, lastSeenUnixUs: 2_000_000 }]);
    expect(top.notice).toBe('1 more');
  });

  it('shows a namespace to whom it is granted, as endpoint or as peer', async () => {
    await store.ingest([incoming('n1', 1, 3, 'data'), incoming('n1', 2, 3, 'shop')]);
    const scope = (namespaces: string[]) =>
      scopeOf({ names: ['alice'], role: undefined, serial: '1' }, [{ name: 'alice', namespaces }]);
    expect(await all({}, scope(['data']))).toHaveLength(3);
    expect(await all({}, scope(['shop']))).toHaveLength(4);
    expect(
      scopeOf({ names: ['bob'], role: 'node', serial: '1' }, [{ name: 'alice', namespaces: ['*'] }]),
    ).toBeUndefined();
    expect(scopeOf({ names: ['bob'], role: 'operator', serial: '1' }, [])?.all).toBe(true);
  });

  it('labels events, and gives the denied-but-legitimate rate', async () => {
    await store.ingest([incoming('n1', 1)]);
    const events = await all();
    const packets = (from: number, to?: number) =>
      events.slice(from, to).flatMap(({ id, item }) => {
        const place = placeOfId(store.name, id ?? '');
        return place === undefined ? [] : [{ ...place, packets: item?.packets ?? 0 }];
      });
    await store.label(packets(0, 2), { legitimate: true, who: 'alice', note: 'ticket 1' });
    await store.label(packets(2), { legitimate: false });
    await store.label(packets(0, 1), { legitimate: false });
    expect(await store.labelTotals()).toMatchObject({ labelled: 6, legitimate: 2 });
    expect((await all()).map(({ label }) => label?.legitimate)).toEqual([false, true, false]);
  });

  it('keeps within age and size, and the acks stay true', async () => {
    for (let sequence = 1; sequence <= 200; sequence++) await store.ingest([incoming('n1', sequence, 200)]);
    const before = await store.usedBytes();
    const bound = Math.floor(before / 2);
    const expired = await store.retain({ maxAgeMs: 1e9, maxBytes: bound }, Date.now());
    expect(await store.usedBytes()).toBeLessThanOrEqual(bound);
    expect(expired.events).toBeGreaterThan(0);
    expect(expired.events + (await all()).length).toBe(200 * 200);
    await store.retain({ maxAgeMs: -1000, maxBytes: bound }, Date.now());
    expect(await all()).toEqual([]);
    await reopen();
    expect((await store.ingest([incoming('n1', 200)]))[0]).toEqual({
      ack: { sequence: 200, storedEvents: 40_000, storedPackets: 200 * 20_100 },
    });
    await store.ingest([incoming('n1', 201)]);
    expect(await all({ rule: ['a'] })).toHaveLength(2);
  });
});
