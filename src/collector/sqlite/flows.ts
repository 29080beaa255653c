import { modernContext } from '../../flows/index.js';
import { osg } from '../../gen/proto.js';
import { type Blob, bytesOf, type Db } from '../../sqlite/database.js';
import { lastSeenUs, type Peers, type RecordPlace, type StoredBatch } from '../batch.js';
import { CollectorError } from '../error.js';
import type { Filter } from '../filter.js';
import type { Bounds, Expired, FlowStore, Incoming, Outcome } from '../flow-store.js';
import type { PeerName } from '../name-store.js';
import type { Work } from '../turns.js';
import { Catalog, type Source } from './catalog.js';
import { applyRetention, usedBytes } from './retention.js';
import { prepare, type Statements } from './statements.js';

interface BatchRow {
  id: number;
  body: Blob;
  peer_names: string;
  placements: BatchRow['body'];
  peer_index: Blob;
}

const nowUs = (): number => Date.now() * 1000;

/** Batches that are read in one go. */
const PAGE = 4;

/** Flow records in the collector's file. Every call is short, and done when it returns. */
export class SqliteFlows implements FlowStore {
  readonly #db: Db;
  readonly #statements: Statements;
  readonly #catalog: Catalog;
  /** What tells its records' ids from those of another store. */
  readonly name: string;

  constructor(db: Db) {
    this.#db = db;
    this.name = (db.prepare('SELECT name FROM store').get([]) as { name: string }).name;
    this.#statements = prepare(db);
    this.#catalog = new Catalog(db, this.#statements);
  }

  async ingest(incoming: readonly Incoming[]): Promise<Outcome[]> {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const outcomes = incoming.map((one) => this.#ingestOne(one));
      this.#db.exec('COMMIT');
      return outcomes;
    } catch (cause) {
      this.#rollback();
      throw new CollectorError('STORE', 'store batches', String(cause), cause);
    }
  }

  async *scan(filter: Filter, work: Work): AsyncGenerator<StoredBatch> {
    // What arrives later may be of other kinds.
    const contexts = await this.#catalog.matching(filter, work);
    if (contexts?.length === 0) return;
    const { sinceUs, untilUs } = filter;
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = (
        contexts === undefined
          ? this.#statements.scan.all([before, sinceUs, untilUs, PAGE])
          : this.#statements.scanContexts.all([before, sinceUs, untilUs, JSON.stringify(contexts), PAGE])
      ) as BatchRow[];
      for (const row of rows) {
        before = Number(row.id);
        yield this.#fromRow(row);
      }
      if (rows.length < PAGE) return;
    }
  }

  async batch(id: number): Promise<StoredBatch | undefined> {
    const row = this.#statements.batch.get([id]) as BatchRow | undefined;
    return row === undefined ? undefined : this.#fromRow(row);
  }

  async labelsOf(batch: number): Promise<ReadonlyMap<number, osg.v1.Label.$Properties>> {
    const rows = this.#statements.labels.all([batch]) as {
      item: number;
      legitimate: number;
      who: string;
      note: string;
      time_us: number;
    }[];
    return new Map(
      rows.map((row) => [
        row.item,
        { legitimate: row.legitimate !== 0, who: row.who, note: row.note, timeUnixUs: row.time_us },
      ]),
    );
  }

  async label(
    records: readonly (RecordPlace & { readonly packets: number })[],
    label: osg.v1.Label.$Properties,
  ): Promise<void> {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      for (const { batch, place, packets } of records) {
        const { legitimate, who, note } = label;
        this.#statements.putLabel.run([batch, place, legitimate ? 1 : 0, who ?? '', note ?? '', nowUs(), packets]);
      }
      this.#db.exec('COMMIT');
    } catch (cause) {
      this.#rollback();
      throw new CollectorError('STORE', 'label events', String(cause), cause);
    }
  }

  async labelTotals(): Promise<{ readonly labelled: number; readonly legitimate: number }> {
    return this.#statements.labelTotals.get([]) as { labelled: number; legitimate: number };
  }

  async accounts(): Promise<osg.v1.AccountsReply.Row.$Properties[]> {
    const rows = this.#statements.sources.all([]) as {
      node: string;
      spool: string;
      sequence: number;
      events: number;
      packets: number;
      accounting: Blob | null;
      last_contact_us: number;
    }[];
    return rows.map((row) => ({
      node: row.node,
      spoolId: row.spool,
      sequence: row.sequence,
      storedEvents: row.events,
      storedPackets: row.packets,
      lastContactUnixUs: row.last_contact_us,
      ...(row.accounting === null ? {} : { accounting: osg.v1.Accounting.decode(bytesOf(row.accounting)) }),
    }));
  }

  /** What memory holds of a failed transaction is read again. */
  #rollback(): void {
    try {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
    } finally {
      this.#catalog.load();
    }
  }

  #ingestOne({ body, batch, peers }: Incoming): Outcome {
    const source = this.#catalog.source(batch.node, batch.spoolId);
    const fresh = batch.sequence > source.sequence && batch.items.length > 0;
    const stored = fresh ? this.#insert(source, body, batch, peers) : undefined;
    const accounting =
      batch.accounting == null ? null : Buffer.from(osg.v1.Accounting.encode(batch.accounting).finish());
    this.#statements.updateSource.run([source.sequence, source.events, source.packets, accounting, nowUs(), source.id]);
    const ack = { sequence: source.sequence, storedEvents: source.events, storedPackets: source.packets };
    return stored === undefined ? { ack } : { ack, stored };
  }

  #insert(source: Source, body: Buffer, batch: osg.v1.ReportBatch, peers: Peers): StoredBatch {
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    let packets = 0;
    for (const item of batch.items) {
      first = Math.min(first, item.firstSeenUnixUs ?? 0);
      last = Math.max(last, lastSeenUs(item));
      packets += item.packets ?? 0;
    }
    const names = JSON.stringify(peers.names.map(({ name, workload }) => [name, workload ? 1 : 0]));
    const index = Buffer.from(peers.index.buffer, peers.index.byteOffset, peers.index.byteLength);
    const { lastInsertRowid } = this.#statements.insert.run([
      source.id,
      batch.sequence,
      first,
      last,
      nowUs(),
      batch.items.length,
      packets,
      body,
      names,
      index,
      Buffer.from(peers.placements),
    ]);
    const id = Number(lastInsertRowid);
    const contexts = new Set(batch.contexts.map((context) => this.#catalog.context(batch.node, context)));
    for (const context of contexts) this.#statements.insertContextUse.run([context, id]);
    source.sequence = batch.sequence;
    source.events += batch.items.length;
    source.packets += packets;
    return { store: this.name, id, batch, peers };
  }

  async retain(bounds: Bounds, nowMs: number): Promise<Expired> {
    try {
      const expired = await applyRetention(this.#db, bounds, nowMs);
      if (expired.batches > 0) this.#catalog.load();
      return expired;
    } catch (cause) {
      throw new CollectorError('STORE', 'remove old events', String(cause), cause);
    }
  }

  async usedBytes(): Promise<number> {
    return usedBytes(this.#db);
  }

  #fromRow(row: BatchRow): StoredBatch {
    const names = (JSON.parse(row.peer_names) as [string, number][]).map<PeerName>(([name, workload]) => ({
      name,
      workload: workload !== 0,
    }));
    const places = bytesOf(row.peer_index);
    const index = new Uint16Array(places.length / 2);
    for (let i = 0; i < index.length; i++) index[i] = places.readUInt16LE(i * 2);
    const batch = osg.v1.ReportBatch.decode(bytesOf(row.body));
    batch.contexts = batch.contexts.map(modernContext);
    return {
      store: this.name,
      id: Number(row.id),
      batch,
      peers: { names, index, placements: bytesOf(row.placements) },
    };
  }
}
