import { createHash } from 'node:crypto';
import Database from 'libsql';
import { osg } from '../gen/proto.js';
import { lastSeenUs, MAX_ITEMS, type Peers, type StoredBatch } from './batch.js';
import { CollectorError } from './error.js';
import type { Filter } from './filter.js';
import type { PeerName } from './inventory.js';
import { MIGRATIONS } from './migrations.js';

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
  /** Only batches before this id; for paging backwards. */
  readonly beforeId: number;
  readonly limit: number;
}

interface Source {
  readonly id: number;
  sequence: number;
  events: number;
  packets: number;
}

/** libsql gives Buffers from `get` and ArrayBuffers from `all`. */
type Blob = Buffer | ArrayBuffer;

interface BatchRow {
  id: number;
  body: Blob;
  peer_names: string;
  peer_index: Blob;
}

const nowUs = (): number => Date.now() * 1000;

/**
 * The SQLite store. One writer; every call is short. Batches of a (node, boot id) come in order of sequence, so the
 * highest stored one tells what is stored already, and it is moved in the same transaction as the events.
 */
export class Store {
  readonly #db: Database.Database;
  readonly #sources = new Map<string, Source>();
  /** Every stored context by id, decoded. */
  readonly #contexts = new Map<number, { readonly node: string; readonly context: osg.v1.DenyContext }>();
  readonly #contextIds = new Map<string, number>();
  readonly #statements: ReturnType<typeof prepare>;

  /** Opens or makes the file and brings its schema up to date. @throws {CollectorError} code `store` */
  constructor(options: StoreOptions) {
    try {
      this.#db = new Database(options.path);
      this.#db.exec('PRAGMA auto_vacuum = INCREMENTAL');
      this.#db.exec('PRAGMA journal_mode = WAL');
      this.#db.exec(`PRAGMA synchronous = ${options.durable === false ? 'NORMAL' : 'FULL'}`);
      this.#db.exec('PRAGMA journal_size_limit = 16777216');
      migrate(this.#db);
      this.#statements = prepare(this.#db);
      this.#load();
    } catch (cause) {
      throw cause instanceof CollectorError
        ? cause
        : new CollectorError('store', 'open store', `${options.path}: ${String(cause)}`, cause);
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
      throw new CollectorError('store', 'store batches', String(cause), cause);
    }
  }

  /** Batches that may hold a match, newest first. Fewer than `limit`: there are no more. */
  scan({ filter, beforeId, limit }: ScanOptions): StoredBatch[] {
    const contexts = [...this.#contexts]
      .filter(([, { context, node }]) => filter.mayMatch(context, node))
      .map(([id]) => id);
    if (contexts.length === 0) return [];
    const all = contexts.length === this.#contexts.size;
    const rows = (
      all
        ? this.#statements.scan.all([beforeId, filter.sinceUs, filter.untilUs, limit])
        : this.#statements.scanContexts.all([beforeId, filter.sinceUs, filter.untilUs, JSON.stringify(contexts), limit])
    ) as BatchRow[];
    return rows.map(fromRow);
  }

  /** The batch of an event id. */
  batch(id: number): StoredBatch | undefined {
    const row = this.#statements.batch.get([id]) as BatchRow | undefined;
    return row === undefined ? undefined : fromRow(row);
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
  label(events: readonly { readonly id: number; readonly packets: number }[], label: osg.v1.Label.$Properties): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { id, packets } of events) {
        const batch = Math.floor(id / MAX_ITEMS);
        const { legitimate, who, note } = label;
        this.#statements.putLabel.run([
          batch,
          id % MAX_ITEMS,
          legitimate ? 1 : 0,
          who ?? '',
          note ?? '',
          nowUs(),
          packets,
        ]);
      }
      this.#db.exec('COMMIT');
    } catch (cause) {
      this.#rollback();
      throw new CollectorError('store', 'label events', String(cause), cause);
    }
  }

  labelTotals(): { readonly labelled: number; readonly legitimate: number } {
    return this.#statements.labelTotals.get([]) as { labelled: number; legitimate: number };
  }

  accounts(): osg.v1.AccountsReply.Row.$Properties[] {
    const rows = this.#statements.sources.all([]) as {
      node: string;
      boot: string;
      sequence: number;
      events: number;
      packets: number;
      accounting: Blob | null;
      last_contact_us: number;
    }[];
    return rows.map((row) => ({
      node: row.node,
      bootId: row.boot,
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
      this.#load();
    }
  }

  #ingestOne({ body, batch, peers }: Incoming): Outcome {
    const source = this.#source(batch.node, batch.bootId);
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
    ]);
    const id = Number(lastInsertRowid);
    const contexts = new Set(batch.contexts.map((context) => this.#context(batch.node, context)));
    for (const context of contexts) this.#statements.insertContextUse.run([context, id]);
    source.sequence = batch.sequence;
    source.events += batch.items.length;
    source.packets += packets;
    return { id, batch, peers };
  }

  #source(node: string, boot: string): Source {
    const key = `${node}\0${boot}`;
    let source = this.#sources.get(key);
    if (source === undefined) {
      const { lastInsertRowid } = this.#statements.insertSource.run([node, boot]);
      source = { id: Number(lastInsertRowid), sequence: 0, events: 0, packets: 0 };
      this.#sources.set(key, source);
    }
    return source;
  }

  #context(node: string, context: osg.v1.DenyContext.$Properties): number {
    const body = Buffer.from(osg.v1.DenyContext.encode(context).finish());
    const digest = createHash('sha256').update(node).update('\0').update(body).digest('base64');
    let id = this.#contextIds.get(digest);
    if (id === undefined) {
      id = Number(this.#statements.insertContext.run([digest, node, body]).lastInsertRowid);
      this.#contextIds.set(digest, id);
      this.#contexts.set(id, { node, context: osg.v1.DenyContext.decode(body) });
    }
    return id;
  }

  /** Contexts and sources that retention left without batches; called by it. */
  forgetUnusedContexts(): void {
    this.#db.exec('DELETE FROM contexts WHERE id NOT IN (SELECT context FROM batch_contexts)');
    this.#load();
  }

  #load(): void {
    this.#sources.clear();
    this.#contexts.clear();
    this.#contextIds.clear();
    this.#loadSources();
    this.#loadContexts();
  }

  #loadSources(): void {
    const rows = this.#db
      .prepare('SELECT id, node, boot, sequence, events, packets FROM sources')
      .all([]) as (Source & {
      node: string;
      boot: string;
    })[];
    for (const { id, node, boot, sequence, events, packets } of rows) {
      this.#sources.set(`${node}\0${boot}`, { id, sequence, events, packets });
    }
  }

  #loadContexts(): void {
    const rows = this.#db.prepare('SELECT id, digest, node, body FROM contexts').all([]) as {
      id: number;
      digest: string;
      node: string;
      body: Blob;
    }[];
    for (const { id, digest, node, body } of rows) {
      this.#contextIds.set(digest, id);
      this.#contexts.set(id, { node, context: osg.v1.DenyContext.decode(bytesOf(body)) });
    }
  }
}

function migrate(db: Database.Database): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get([]) as { user_version: number };
  if (version > MIGRATIONS.length) {
    throw new CollectorError(
      'store',
      'open store',
      `schema ${version} is newer than this program's ${MIGRATIONS.length}: use the newer program`,
    );
  }
  for (const [i, script] of MIGRATIONS.entries()) {
    if (i < version) continue;
    db.exec(`BEGIN; ${script} PRAGMA user_version = ${i + 1}; COMMIT;`);
  }
}

function prepare(db: Database.Database) {
  const columns = 'id, body, peer_names, peer_index';
  const range = 'id < ? AND last_us >= ? AND first_us < ?';
  return {
    insertSource: db.prepare('INSERT INTO sources (node, boot) VALUES (?, ?)'),
    updateSource: db.prepare(
      'UPDATE sources SET sequence = ?, events = ?, packets = ?, accounting = coalesce(?, accounting), last_contact_us = ? WHERE id = ?',
    ),
    insertContext: db.prepare('INSERT INTO contexts (digest, node, body) VALUES (?, ?, ?)'),
    insert: db.prepare(
      'INSERT INTO batches (source, sequence, first_us, last_us, received_us, events, packets, body, peer_names, peer_index) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    insertContextUse: db.prepare('INSERT INTO batch_contexts (context, batch) VALUES (?, ?)'),
    scan: db.prepare(`SELECT ${columns} FROM batches WHERE ${range} ORDER BY id DESC LIMIT ?`),
    scanContexts: db.prepare(
      `SELECT ${columns} FROM batches WHERE ${range} AND id IN (SELECT batch FROM batch_contexts WHERE context IN (SELECT value FROM json_each(?))) ORDER BY id DESC LIMIT ?`,
    ),
    batch: db.prepare(`SELECT ${columns} FROM batches WHERE id = ?`),
    labels: db.prepare('SELECT item, legitimate, who, note, time_us FROM labels WHERE batch = ?'),
    putLabel: db.prepare(
      'INSERT OR REPLACE INTO labels (batch, item, legitimate, who, note, time_us, packets) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    labelTotals: db.prepare(
      'SELECT coalesce(sum(packets), 0) AS labelled, coalesce(sum(packets * legitimate), 0) AS legitimate FROM labels',
    ),
    sources: db.prepare(
      'SELECT node, boot, sequence, events, packets, accounting, last_contact_us FROM sources ORDER BY node, id',
    ),
  };
}

function fromRow(row: BatchRow): StoredBatch {
  const names = (JSON.parse(row.peer_names) as [string, number][]).map<PeerName>(([name, workload]) => ({
    name,
    workload: workload !== 0,
  }));
  const places = bytesOf(row.peer_index);
  const index = new Uint16Array(places.length / 2);
  for (let i = 0; i < index.length; i++) index[i] = places.readUInt16LE(i * 2);
  return { id: Number(row.id), batch: osg.v1.ReportBatch.decode(bytesOf(row.body)), peers: { names, index } };
}

const bytesOf = (blob: Blob): Buffer => (Buffer.isBuffer(blob) ? blob : Buffer.from(blob));
