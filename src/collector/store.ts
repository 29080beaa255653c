import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { modernContext } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { PartError } from '../part/error.js';
import { ownOnly } from '../part/own-only.js';
import { migrate } from '../part/schema.js';
import { lastSeenUs, type Peers, type RecordPlace, type StoredBatch } from './batch.js';
import { Catalog, type Source } from './catalog.js';
import { CollectorError } from './error.js';
import type { Filter } from './filter.js';
import type { PeerName } from './inventory.js';
import { MIGRATIONS } from './migrations.js';
import { type Blob, bytesOf, prepare, type Statements } from './statements.js';
import type { Work } from './turns.js';

export interface StoreOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  /** fsync of every commit; without it a power cut may take the last commits. */
  readonly durable?: boolean;
}

/** A received batch, ready to be stored. */
export interface Incoming {
  readonly body: Buffer;
  readonly batch: osg.v1.ReportBatch;
  readonly peers: Peers;
}

/** What became of it. */
export interface Outcome {
  readonly ack: osg.v1.ReportAck.$Properties;
  /** Absent: a greeting, or stored before. */
  readonly stored?: StoredBatch;
}

export interface ScanOptions {
  readonly filter: Filter;
  /** Of `contextsFor(filter)`. */
  readonly contexts: readonly number[] | undefined;
  /** Only batches before this id; for paging backwards. */
  readonly beforeId: number;
  readonly limit: number;
}

interface BatchRow {
  id: number;
  body: Blob;
  peer_names: string;
  placements: BatchRow['body'];
  peer_index: Blob;
}

const nowUs = (): number => Date.now() * 1000;

/**
 * The SQLite store. One writer; every call is short. Batches of a (node, boot id) come in order of sequence, so the
 * highest stored one tells what is stored already, and it is moved in the same transaction as the events.
 */
export class Store {
  readonly #db: Database.Database;
  readonly #statements: Statements;
  readonly #catalog: Catalog;
  /** What tells its records' ids from those of another store. */
  readonly name: string;

  /** Opens or makes the file and brings its schema up to date. @throws {CollectorError} code `store` */
  constructor(options: StoreOptions) {
    try {
      if (options.path !== ':memory:') {
        mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
        ownOnly(options.path);
      }
      this.#db = new Database(options.path);
      // Of a new file: batches are hundreds of kilobytes, and every page of the WAL is a write of its own.
      this.#db.exec('PRAGMA page_size = 16384');
      this.#db.exec('PRAGMA auto_vacuum = INCREMENTAL');
      this.#db.exec('PRAGMA journal_mode = WAL');
      this.#db.exec(`PRAGMA synchronous = ${options.durable === false ? 'NORMAL' : 'FULL'}`);
      // A node's oldest boots are forgotten before their batches.
      this.#db.exec('PRAGMA foreign_keys = OFF');
      this.#db.exec('PRAGMA journal_size_limit = 16777216');
      migrate(this.#db, MIGRATIONS);
      this.name = (this.#db.prepare('SELECT name FROM store').get([]) as { name: string }).name;
      this.#statements = prepare(this.#db);
      this.#catalog = new Catalog(this.#db, this.#statements);
    } catch (cause) {
      throw cause instanceof CollectorError
        ? cause
        : new CollectorError(
            'STORE',
            'open store',
            `${options.path}: ${cause instanceof PartError ? cause.message : String(cause)}`,
            cause,
          );
    }
  }

  get database(): Database.Database {
    return this.#db;
  }

  close(): void {
    this.#db.close();
  }

  /**
   * Stores batches in one transaction, each (node, boot id, sequence) once.
   * @throws {CollectorError} code `store`: nothing is stored then
   */
  ingest(incoming: readonly Incoming[]): Outcome[] {
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

  /** The kinds of events that may match: what arrives later may have others. Undefined: all. */
  contextsFor(filter: Filter, work: Work): Promise<readonly number[] | undefined> {
    return this.#catalog.matching(filter, work);
  }

  /** Batches that may hold a match, newest first; each is decoded when it is asked for. Fewer than `limit`: there are no more. */
  *scan({ filter, contexts, beforeId, limit }: ScanOptions): Generator<StoredBatch> {
    if (contexts?.length === 0) return;
    const rows = (
      contexts === undefined
        ? this.#statements.scan.all([beforeId, filter.sinceUs, filter.untilUs, limit])
        : this.#statements.scanContexts.all([beforeId, filter.sinceUs, filter.untilUs, JSON.stringify(contexts), limit])
    ) as BatchRow[];
    for (const row of rows) yield this.#fromRow(row);
  }

  /** Undefined: there is none, or not any more. */
  batch(id: number): StoredBatch | undefined {
    const row = this.#statements.batch.get([id]) as BatchRow | undefined;
    return row === undefined ? undefined : this.#fromRow(row);
  }

  labelsOf(batch: number): ReadonlyMap<number, osg.v1.Label.$Properties> {
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

  /** Labels events, over an earlier label. */
  label(records: readonly (RecordPlace & { readonly packets: number })[], label: osg.v1.Label.$Properties): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
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

  labelTotals(): { readonly labelled: number; readonly legitimate: number } {
    return this.#statements.labelTotals.get([]) as { labelled: number; legitimate: number };
  }

  accounts(): osg.v1.AccountsReply.Row.$Properties[] {
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

  /** Contexts and sources that retention left without batches; called by it. */
  forgetUnusedContexts(): void {
    this.#db.exec('DELETE FROM contexts WHERE id NOT IN (SELECT context FROM batch_contexts)');
    this.#catalog.load();
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
