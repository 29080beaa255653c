/**
 * What a controller must remember, in one SQLite file with one writer: revisions and the files they were made of, how
 * each node answered, emergencies, the audit log. Everything else is computed anew at start.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { SourceVersion } from '../control/receiver.js';
import { type AuditEntry, appendAudit, auditTail, readAudit } from './audit.js';
import { ControllerError } from './error.js';

export interface StoredFile {
  readonly path: string;
  readonly text: string;
}

export type RevisionKind = 'policy' | 'inventory' | 'rollback' | 'resume' | 'emergency';

export interface RevisionRecord {
  readonly revision: number;
  readonly kind: RevisionKind;
  readonly who: string;
  readonly timeMs: number;
  readonly source: SourceVersion;
  /** What changed in meaning, one line each. */
  readonly changes: readonly string[];
  /** How many nodes' views changed. */
  readonly nodes: number;
  /** The revision whose policies a rollback held in force then; 0: its own. */
  readonly pinnedTo: number;
}

export interface Answer {
  readonly node: string;
  readonly timeMs: number;
  /** Absent: realised. */
  readonly refusal?: {
    readonly code: string;
    readonly object: string;
    readonly field: string;
    readonly reason: string;
  };
}

export interface NodeRecord {
  readonly node: string;
  /** Of the view, and the revision in which it became so. */
  readonly digest: string;
  readonly revision: number;
}

export interface StoredEmergency {
  readonly id: string;
  readonly expiresMs: number;
  /** JSON of the request. */
  readonly request: string;
  readonly who: string;
  readonly revision: number;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (digest TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (digest TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revisions (revision INTEGER PRIMARY KEY, kind TEXT NOT NULL, who TEXT NOT NULL, time_ms INTEGER NOT NULL,
  source TEXT NOT NULL, content TEXT NOT NULL, changes TEXT NOT NULL, nodes INTEGER NOT NULL, pinned_to INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answers (revision INTEGER NOT NULL, node TEXT NOT NULL, time_ms INTEGER NOT NULL, refusal TEXT,
  PRIMARY KEY (revision, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nodes (node TEXT PRIMARY KEY, digest TEXT NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS budgets (node TEXT PRIMARY KEY, budget TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS emergencies (id TEXT PRIMARY KEY, expires_ms INTEGER NOT NULL, request TEXT NOT NULL, who TEXT NOT NULL,
  revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (sequence INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL,
  detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
`;

/** Revisions beyond this many are forgotten, with their answers; the audit log keeps its record of them. */
const KEPT_REVISIONS = 10_000;

export class Store {
  readonly #db: Database.Database;
  /** Creation time of the store, Unix milliseconds: orders the revisions of different stores. */
  readonly epoch: number;

  /** @throws ControllerError STORE */
  static open(directory: string, nowMs: number): Store {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return new Store(new Database(join(directory, 'controller.db')), nowMs);
    } catch (error) {
      if (error instanceof ControllerError) throw error;
      throw new ControllerError('STORE', directory, `cannot be opened: ${message(error)}`, { cause: error });
    }
  }

  private constructor(db: Database.Database, nowMs: number) {
    this.#db = db;
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    db.exec(SCHEMA);
    this.epoch = Number(this.meta('epoch') ?? this.setMeta('epoch', String(nowMs)));
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

  lastRevision(): number {
    const row = this.#db.prepare('SELECT max(revision) AS last FROM revisions').get() as { last: number | null };
    return Math.max(row.last ?? 0, Number(this.meta('floor') ?? 0));
  }

  /** The next revision will be higher: an agent holds one that this store, restored from a copy, does not know. */
  raiseFloor(revision: number): void {
    this.setMeta('floor', String(revision));
  }

  addRevision(record: RevisionRecord, files: readonly StoredFile[]): void {
    const content = this.#putFiles(files);
    this.#db
      .prepare('INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        record.revision,
        record.kind,
        record.who,
        record.timeMs,
        JSON.stringify(record.source),
        content,
        JSON.stringify(record.changes),
        record.nodes,
        record.pinnedTo,
      );
    if (record.revision % 100 === 0) this.#forget(record.revision - KEPT_REVISIONS);
  }

  #putFiles(files: readonly StoredFile[]): string {
    const put = this.#db.prepare('INSERT OR IGNORE INTO blobs VALUES (?, ?)');
    const list = files.map(({ path, text }) => {
      const digest = createHash('sha256').update(text).digest('hex');
      put.run(digest, text);
      return [path, digest];
    });
    const json = JSON.stringify(list);
    const content = createHash('sha256').update(json).digest('hex');
    this.#db.prepare('INSERT OR IGNORE INTO contents VALUES (?, ?)').run(content, json);
    return content;
  }

  #forget(upTo: number): void {
    this.#db.prepare('DELETE FROM answers WHERE revision <= ?').run(upTo);
    this.#db.prepare('DELETE FROM revisions WHERE revision <= ?').run(upTo);
    this.#db.exec('DELETE FROM contents WHERE digest NOT IN (SELECT content FROM revisions)');
    this.#db.exec(
      'DELETE FROM blobs WHERE digest NOT IN (SELECT e.value ->> 1 FROM contents, json_each(contents.files) AS e)',
    );
  }

  /** The files a revision was made of. @throws ControllerError REQUEST: no such revision. */
  files(revision: number): StoredFile[] {
    const row = this.#db
      .prepare('SELECT files FROM contents JOIN revisions ON content = digest WHERE revision = ?')
      .get(revision) as { files: string } | undefined;
    if (row === undefined)
      throw new ControllerError('REQUEST', `revision ${revision}`, 'is not in the store', { field: 'revision' });
    const blob = this.#db.prepare('SELECT text FROM blobs WHERE digest = ?');
    return (JSON.parse(row.files) as [string, string][]).map(([path, digest]) => ({
      path,
      text: (blob.get(digest) as { text: string }).text,
    }));
  }

  /** Newest first. */
  history(limit: number): (RevisionRecord & { readonly answers: readonly Answer[] })[] {
    const rows = this.#db.prepare('SELECT * FROM revisions ORDER BY revision DESC LIMIT ?').all(limit) as RevisionRow[];
    return rows.map((row) => ({ ...toRecord(row), answers: this.answers(row.revision) }));
  }

  revision(revision: number): RevisionRecord | undefined {
    const row = this.#db.prepare('SELECT * FROM revisions WHERE revision = ?').get(revision) as RevisionRow | undefined;
    return row === undefined ? undefined : toRecord(row);
  }

  /** The newest revision at that time; 0: none is kept. */
  newestAt(timeMs: number): number {
    const row = this.#db.prepare('SELECT max(revision) AS last FROM revisions WHERE time_ms <= ?').get(timeMs);
    return (row as { last: number | null }).last ?? 0;
  }

  /** The revision whose policies were in force in this one: its own, or what a rollback held. @throws ControllerError REQUEST */
  policyRevision(revision: number): number {
    const record = this.revision(revision);
    if (record === undefined)
      throw new ControllerError('REQUEST', `revision ${revision}`, 'is not in the store', { field: 'revision' });
    return record.pinnedTo === 0 ? revision : record.pinnedTo;
  }

  answer(revision: number, { node, timeMs, refusal }: Answer): void {
    this.#db
      .prepare(
        'INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT (revision, node) DO UPDATE SET time_ms = excluded.time_ms, refusal = excluded.refusal',
      )
      .run(revision, node, timeMs, refusal === undefined ? null : JSON.stringify(refusal));
  }

  answers(revision: number): Answer[] {
    const rows = this.#db
      .prepare('SELECT node, time_ms, refusal FROM answers WHERE revision = ? ORDER BY node')
      .all(revision) as { node: string; time_ms: number; refusal: string | null }[];
    return rows.map((row) => ({
      node: row.node,
      timeMs: row.time_ms,
      ...(row.refusal !== null && { refusal: JSON.parse(row.refusal) as NonNullable<Answer['refusal']> }),
    }));
  }

  /** The newest revision that each node has realised, and when it was heard. */
  realised(): { readonly node: string; readonly revision: number; readonly timeMs: number }[] {
    const rows = this.#db
      .prepare('SELECT node, max(revision) AS revision, time_ms FROM answers WHERE refusal IS NULL GROUP BY node')
      .all() as { node: string; revision: number; time_ms: number }[];
    return rows.map(({ node, revision, time_ms }) => ({ node, revision, timeMs: time_ms }));
  }

  nodes(): NodeRecord[] {
    return this.#db.prepare('SELECT node, digest, revision FROM nodes').all() as NodeRecord[];
  }

  putNodes(records: readonly NodeRecord[]): void {
    const put = this.#db.prepare(
      'INSERT INTO nodes VALUES (?, ?, ?) ON CONFLICT (node) DO UPDATE SET digest = excluded.digest, revision = excluded.revision',
    );
    for (const { node, digest, revision } of records) put.run(node, digest, revision);
  }

  budgets(): { node: string; budget: string }[] {
    return this.#db.prepare('SELECT node, budget FROM budgets').all() as { node: string; budget: string }[];
  }

  putBudget(node: string, budget: string): void {
    this.#db
      .prepare('INSERT INTO budgets VALUES (?, ?) ON CONFLICT (node) DO UPDATE SET budget = excluded.budget')
      .run(node, budget);
  }

  emergencies(nowMs: number): StoredEmergency[] {
    const rows = this.#db.prepare('SELECT * FROM emergencies WHERE expires_ms > ? ORDER BY id').all(nowMs) as {
      id: string;
      expires_ms: number;
      request: string;
      who: string;
      revision: number;
    }[];
    return rows.map(({ expires_ms, ...row }) => ({ ...row, expiresMs: expires_ms }));
  }

  putEmergency({ id, expiresMs, request, who, revision }: StoredEmergency): void {
    this.#db.prepare('INSERT INTO emergencies VALUES (?, ?, ?, ?, ?)').run(id, expiresMs, request, who, revision);
  }

  removeEmergency(id: string): boolean {
    return this.#db.prepare('DELETE FROM emergencies WHERE id = ?').run(id).changes > 0;
  }

  audit(kind: string, who: string, detail: unknown, nowMs: number): AuditEntry {
    return appendAudit(this.#db, kind, who, detail, nowMs);
  }

  auditAfter(sequence: number, limit = 1000): AuditEntry[] {
    return readAudit(this.#db, sequence, limit);
  }

  auditTail(): AuditEntry | undefined {
    return auditTail(this.#db);
  }

  close(): void {
    this.#db.close();
  }
}

interface RevisionRow {
  revision: number;
  kind: RevisionKind;
  who: string;
  time_ms: number;
  source: string;
  content: string;
  changes: string;
  nodes: number;
  pinned_to: number;
}

const toRecord = (row: RevisionRow): RevisionRecord => ({
  revision: row.revision,
  kind: row.kind,
  who: row.who,
  timeMs: row.time_ms,
  source: JSON.parse(row.source) as SourceVersion,
  changes: JSON.parse(row.changes) as string[],
  nodes: row.nodes,
  pinnedTo: row.pinned_to,
});

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
