import { afterEach, describe, expect, it, vi } from 'vitest';
import { MemoryFlows } from '../../test/support/memory-flows.js';
import { osg } from '../gen/proto.js';
import { Ingest, type IngestStream } from './ingest.js';
import { TimedInventory } from './inventory.js';

const body = (node: string, sequence: number): Buffer =>
  Buffer.from(
    osg.v1.ReportBatch.encode({ node, spoolId: 's', sequence, contexts: [{}], items: [{ packets: 1 }] }).finish(),
  );

describe('what is received, before a store that takes its time', () => {
  const store = new MemoryFlows();
  const told: string[] = [];
  const failures: unknown[] = [];
  const ingest = new Ingest({
    store,
    inventory: new TimedInventory(),
    commitMs: 0,
    maxWaitingBytes: 1 << 20,
    onStored: ({ batch }) => void told.push(`stored ${batch.node} ${batch.sequence}`),
    onError: (error) => void failures.push(error),
    committed: () => undefined,
  });
  const stream = (name: string): IngestStream => ({
    allows: () => true,
    ack: ({ sequence }) => void told.push(`ack ${name} ${sequence}`),
    pause: () => undefined,
    resume: () => undefined,
    fail: (error) => void told.push(`fail ${name}: ${(error as Error).message}`),
  });
  afterEach(() => {
    store.full = false;
    told.length = 0;
  });

  it('is stored in its order, whatever comes meanwhile, and acked after', async () => {
    const [one, two] = [stream('one'), stream('two')];
    for (let sequence = 1; sequence <= 40; sequence++) {
      ingest.push(one, body('one', sequence));
      if (sequence % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (sequence === 20) ingest.push(two, body('two', 1));
    }
    await vi.waitFor(() => expect(told).toContain('ack one 40'), 30_000);
    expect(told.filter((line) => line.startsWith('stored one'))).toEqual(
      Array.from({ length: 40 }, (_, i) => `stored one ${i + 1}`),
    );
    expect(told).toContain('ack two 1');
  });

  it('is stored though its stream goes meanwhile, which hears nothing any more', async () => {
    const gone = stream('gone');
    const really = store.ingest.bind(store);
    vi.spyOn(store, 'ingest').mockImplementationOnce((incoming) => {
      ingest.forget(gone);
      return really(incoming);
    });
    ingest.push(gone, body('gone', 1));
    await vi.waitFor(() => expect(told).toEqual(['stored gone 1']), 30_000);
    ingest.push(stream('new'), body('gone', 1));
    await vi.waitFor(() => expect(told).toContain('ack new 1'), 30_000);
  });

  it('ends the streams whose batches are not stored, and goes on when they are again', async () => {
    store.full = true;
    ingest.push(stream('x'), body('x', 1));
    await vi.waitFor(() => expect(told).toEqual(['fail x: store batches: the disk is full']), 30_000);
    expect(failures).toHaveLength(1);
    store.full = false;
    ingest.push(stream('again'), body('x', 1));
    await vi.waitFor(() => expect(told).toContain('ack again 1'), 30_000);
    await ingest.close();
  });
});
