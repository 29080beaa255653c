/**
 * What a controller must remember, in one SQLite file with one writer: revisions, what each node has, emergencies, the
 * audit log. Everything else is computed anew at start.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { ownOnly } from '../part/own-only.js';
import { type AuditEntry, appendAudit, auditTail, readAudit } from './audit.js';
import { type Emergency, summary } from './emergency.js';
import { ControllerError } from './error.js';
import { StoredParts } from './parts.js';
import { Revisions } from './revisions.js';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS emergencies (id TEXT PRIMARY KEY, expires_ms INTEGER NOT NULL, request TEXT NOT NULL, who TEXT NOT NULL,
  revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (sequence INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL,
  detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
`;

/** Writes that may wait for each other this long are one transaction, and one wait for the disk. */
const SOON_MS = 50;

export class Store {
  readonly #db: Database.Database;
  /** Its file. */
  readonly path: string;
  /** Creation time of the store, Unix milliseconds: orders the revisions of different stores. */
  readonly epoch: number;
  readonly revisions: Revisions;
  readonly parts: StoredParts;
  readonly #failed: (error: ControllerError) => void;
  #waiting: { readonly write: () => void; readonly written: (() => void) | undefined }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param failed told of writes that were given to `soon` and could not be made. @throws ControllerError STORE */
  static open(directory: string, nowMs: number, failed: (error: ControllerError) => void = () => undefined): Store {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const path = join(directory, 'controller.db');
      ownOnly(path);
      return new Store(path, nowMs, failed);
    } catch (error) {
      if (error instanceof ControllerError) throw error;
      throw new ControllerError('STORE', directory, `cannot be opened: ${message(error)}`, { cause: error });
    }
  }

  private constructor(path: string, nowMs: number, failed: (error: ControllerError) => void) {
    const db = new Database(path);
    this.path = path;
    this.#db = db;
    this.#failed = failed;
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    db.exec(SCHEMA);
    this.revisions = new Revisions(db);
    this.parts = new StoredParts(db, (write) => this.soon(write));
    this.#upgrade(nowMs);
    this.epoch = this.#epochAt(Math.round(nowMs));
  }

  /** Earlier versions kept the files of every revision: their numbers are not given again, what they said is gone. */
  #upgrade(nowMs: number): void {
    const old = this.#db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'revisions'`).get();
    if (old === undefined) return;
    const { last } = this.#db.prepare('SELECT max(revision) AS last FROM revisions').get() as { last: number | null };
    this.transaction(() => {
      const pinned = Number(this.meta('pinned') ?? 0);
      this.raiseFloor(Math.max(last ?? 0, Number(this.meta('floor') ?? 0)));
      this.setMeta('pinned', '0');
      this.audit('upgraded', 'store', { lastRevision: last ?? 0, ...(pinned > 0 && { rollbackEnded: pinned }) }, nowMs);
      for (const table of ['revisions', 'contents', 'blobs', 'nodes']) this.#db.exec(`DROP TABLE IF EXISTS ${table}`);
    });
  }

  /** A number that cannot be sent (an earlier version let a node put one here) ends: what follows is a new epoch. */
  #epochAt(nowMs: number): number {
    const [epoch, floor] = ['epoch', 'floor'].map((key) => Number(this.meta(key) ?? 0)) as [number, number];
    if (epoch > 0 && Number.isSafeInteger(epoch) && Number.isSafeInteger(floor)) return epoch;
    const next = Number.isSafeInteger(epoch) ? Math.max(nowMs, epoch + 1) : nowMs;
    if (!Number.isSafeInteger(floor)) this.setMeta('floor', '0');
    this.setMeta('epoch', String(next));
    return next;
  }

  /** For those who keep tables of their own in it. */
  get database(): Database.Database {
    return this.#db;
  }

  meta(key: string): string | undefined {
    const row = this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
    return row?.value;
  }

  setMeta(key: string, value: string): string {
    this.#db
      .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, value);
    return value;
  }

  /** All or nothing. @throws ControllerError STORE */
  transaction<T>(work: () => T): T {
    try {
      return this.#db.transaction(work)();
    } catch (error) {
      if (error instanceof ControllerError) throw error;
      throw new ControllerError('STORE', 'transaction', message(error), { cause: error });
    }
  }

  /**
   * For what a thousand nodes say at once, and would say again after a crash. In order.
   * @param written called when it is on the disk; never, if it could not be written
   */
  soon(write: () => void, written?: () => void): void {
    this.#waiting.push({ write, written });
    this.#timer ??= setTimeout(() => this.flush(), SOON_MS);
  }

  /** Makes the writes that wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const writes = this.#waiting;
    this.#waiting = [];
    if (writes.length === 0) return;
    try {
      this.transaction(() => {
        for (const { write } of writes) write();
      });
    } catch (error) {
      this.#failed(error as ControllerError);
      return;
    }
    for (const { written } of writes) written?.();
  }

  /** Newest first. */
  history(limit: number): ReturnType<Revisions['history']> {
    this.flush();
    return this.revisions.history(limit);
  }

  lastRevision(): number {
    return Math.max(this.revisions.last(), Number(this.meta('floor') ?? 0));
  }

  /** The next revision will be higher: an agent holds one that this store, restored from a copy, does not know. */
  raiseFloor(revision: number): void {
    this.setMeta('floor', String(revision));
  }

  /** Those that nobody has ended or seen expire, in order of their making. */
  emergencies(): Emergency[] {
    const rows = this.#db
      .prepare('SELECT id, expires_ms AS expiresMs, request, who, revision FROM emergencies ORDER BY revision')
      .all() as (Omit<Emergency, 'request'> & { request: string })[];
    return rows.map(({ request, ...row }) => ({ ...row, request: JSON.parse(request) as Emergency['request'] }));
  }

  putEmergency({ id, expiresMs, request, who, revision }: Emergency): void {
    this.#db
      .prepare('INSERT INTO emergencies VALUES (?, ?, ?, ?, ?)')
      .run(id, expiresMs, JSON.stringify(request), who, revision);
  }

  removeEmergency(id: string): void {
    this.#db.prepare('DELETE FROM emergencies WHERE id = ?').run(id);
  }

  /** Those that go on; of the others the audit log says that they are over. */
  unexpired(emergencies: readonly Emergency[], nowMs: number): Emergency[] {
    this.transaction(() => {
      for (const { id, expiresMs, request, who } of emergencies) {
        if (expiresMs > nowMs) continue;
        const expired = new Date(expiresMs).toISOString();
        this.audit('emergency-expired', 'clock', { id, summary: summary(request), expired, madeBy: who }, nowMs);
        this.removeEmergency(id);
      }
    });
    return emergencies.filter(({ expiresMs }) => expiresMs > nowMs);
  }

  audit(kind: string, who: string, detail: unknown, nowMs: number): AuditEntry {
    return appendAudit(this.#db, kind, who, detail, nowMs);
  }

  auditAfter(sequence: number, limit = 1000): AuditEntry[] {
    this.flush();
    return readAudit(this.#db, sequence, limit);
  }

  auditTail(): AuditEntry | undefined {
    this.flush();
    return auditTail(this.#db);
  }

  close(): void {
    this.flush();
    this.#db.close();
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
