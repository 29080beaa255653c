/** A store of flow records in memory: what the interface asks, and answers that take their time. For tests. */
import { setImmediate } from 'node:timers/promises';
import { lastSeenUs, type StoredBatch } from '../../src/collector/batch.js';
import { CollectorError } from '../../src/collector/error.js';
import type { Filter } from '../../src/collector/filter.js';
import type { Bounds, Expired, FlowStore, Incoming, Outcome } from '../../src/collector/flow-store.js';
import type { osg } from '../../src/gen/proto.js';

interface Kept {
  readonly stored: StoredBatch;
  readonly bytes: number;
  readonly events: number;
  readonly receivedMs: number;
  readonly firstUs: number;
  readonly lastUs: number;
}

export class MemoryFlows implements FlowStore {
  readonly name = 'memory';
  /** The disk is full. */
  full = false;
  #batches: Kept[] = [];
  #last = 0;
  readonly #rows = new Map<string, osg.v1.AccountsReply.Row.$Properties & { sequence: number }>();
  readonly #labels = new Map<number, Map<number, { label: osg.v1.Label.$Properties; packets: number }>>();

  async ingest(incoming: readonly Incoming[]): Promise<Outcome[]> {
    await setImmediate();
    if (this.full) throw new CollectorError('STORE', 'store batches', 'the disk is full');
    return incoming.map((one) => this.#ingest(one));
  }

  #ingest({ body, batch, peers }: Incoming): Outcome {
    const key = `${batch.node}\0${batch.spoolId}`;
    const row = this.#rows.get(key) ?? {
      node: batch.node,
      spoolId: batch.spoolId,
      sequence: 0,
      storedEvents: 0,
      storedPackets: 0,
    };
    this.#rows.set(key, row);
    if (batch.accounting != null) row.accounting = batch.accounting;
    row.lastContactUnixUs = Date.now() * 1000;
    const fresh = batch.sequence > row.sequence && batch.items.length > 0;
    const stored = fresh ? { store: this.name, id: ++this.#last, batch, peers } : undefined;
    if (stored !== undefined) {
      row.sequence = batch.sequence;
      row.storedEvents = (row.storedEvents ?? 0) + batch.items.length;
      row.storedPackets = (row.storedPackets ?? 0) + batch.items.reduce((sum, { packets }) => sum + (packets ?? 0), 0);
      this.#batches.push({
        stored,
        bytes: body.length,
        events: batch.items.length,
        receivedMs: Date.now(),
        firstUs: Math.min(...batch.items.map((item) => item.firstSeenUnixUs ?? 0)),
        lastUs: Math.max(...batch.items.map(lastSeenUs)),
      });
    }
    const { sequence, storedEvents, storedPackets } = row;
    const ack = { sequence, storedEvents: storedEvents ?? 0, storedPackets: storedPackets ?? 0 };
    return stored === undefined ? { ack } : { ack, stored };
  }

  async *scan({ sinceUs, untilUs }: Filter): AsyncGenerator<StoredBatch> {
    for (const { stored, firstUs, lastUs } of [...this.#batches].reverse()) {
      await setImmediate();
      if (lastUs >= sinceUs && firstUs < untilUs) yield stored;
    }
  }

  async batch(id: number): Promise<StoredBatch | undefined> {
    await setImmediate();
    return this.#batches.find(({ stored }) => stored.id === id)?.stored;
  }

  async labelsOf(batch: number): Promise<ReadonlyMap<number, osg.v1.Label.$Properties>> {
    await setImmediate();
    return new Map([...(this.#labels.get(batch) ?? [])].map(([place, { label }]) => [place, label]));
  }

  async label(...[records, label]: Parameters<FlowStore['label']>): Promise<void> {
    await setImmediate();
    for (const { batch, place, packets } of records) {
      const labels = this.#labels.get(batch) ?? new Map();
      this.#labels.set(batch, labels.set(place, { label, packets }));
    }
  }

  async labelTotals(): Promise<{ labelled: number; legitimate: number }> {
    const all = [...this.#labels.values()].flatMap((labels) => [...labels.values()]);
    const sum = (some: typeof all): number => some.reduce((total, { packets }) => total + packets, 0);
    return { labelled: sum(all), legitimate: sum(all.filter(({ label }) => label.legitimate === true)) };
  }

  async accounts(): Promise<osg.v1.AccountsReply.Row.$Properties[]> {
    await setImmediate();
    return [...this.#rows.values()].sort((a, b) => ((a.node ?? '') < (b.node ?? '') ? -1 : 1));
  }

  async retain({ maxAgeMs, maxBytes }: Bounds, nowMs: number): Promise<Expired> {
    let [batches, events] = [0, 0];
    for (;;) {
      const [oldest] = this.#batches;
      const goes = oldest && (oldest.receivedMs < nowMs - maxAgeMs || (await this.usedBytes()) > maxBytes);
      if (!goes) return { batches, events };
      this.#batches.shift();
      this.#labels.delete(oldest.stored.id);
      batches += 1;
      events += oldest.events;
      await setImmediate();
    }
  }

  async usedBytes(): Promise<number> {
    return this.#batches.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
