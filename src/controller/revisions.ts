/** The revisions in the durable store: of what each was made, what it changed in meaning, how the nodes answered. */
import { createHash } from 'node:crypto';
import type Database from 'libsql';
import type { SourceVersion } from '../distribution/receiver.js';
import type { TextFile } from '../policy/document.js';
import type { Emergency } from './emergency.js';
import { ControllerError } from './error.js';

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
  /** That were in force, beside the policies. */
  readonly emergencies: readonly Emergency[];
  /** Of a rollback, a resume or an emergency; else empty. */
  readonly reason: string;
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

const SCHEMA = `
CREATE TABLE IF NOT EXISTS blobs (digest TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (digest TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revisions (revision INTEGER PRIMARY KEY, kind TEXT NOT NULL, who TEXT NOT NULL, time_ms INTEGER NOT NULL,
  source TEXT NOT NULL, content TEXT NOT NULL, changes TEXT NOT NULL, nodes INTEGER NOT NULL, pinned_to INTEGER NOT NULL,
  emergencies TEXT NOT NULL DEFAULT '[]', reason TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS answers (revision INTEGER NOT NULL, node TEXT NOT NULL, time_ms INTEGER NOT NULL, refusal TEXT,
  PRIMARY KEY (revision, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS realised (node TEXT PRIMARY KEY, revision INTEGER NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Revisions beyond this many are forgotten, with their answers; the audit log keeps its record of them. */
const KEPT_REVISIONS = 10_000;

export class Revisions {
  readonly #db: Database.Database;
  /** File objects whose text is in the store: a source gives the same object for an unchanged file. */
  #stored = new WeakSet<TextFile>();

  constructor(db: Database.Database) {
    this.#db = db;
    db.exec(SCHEMA);
    const columns = db.prepare('PRAGMA table_info(revisions)').all() as { name: string }[];
    if (!columns.some(({ name }) => name === 'emergencies'))
      db.exec(`ALTER TABLE revisions ADD COLUMN emergencies TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE revisions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
        INSERT INTO realised SELECT node, max(revision), time_ms FROM answers WHERE refusal IS NULL GROUP BY node;`);
  }

  /** 0: none yet. */
  last(): number {
    const row = this.#db.prepare('SELECT max(revision) AS last FROM revisions').get() as { last: number | null };
    return row.last ?? 0;
  }

  /** The newest revision at that time; 0: none is kept. */
  newestAt(timeMs: number): number {
    const row = this.#db.prepare('SELECT max(revision) AS last FROM revisions WHERE time_ms <= ?').get(timeMs);
    return (row as { last: number | null }).last ?? 0;
  }

  add(record: RevisionRecord, files: readonly TextFile[]): void {
    this.#db
      .prepare('INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        record.revision,
        record.kind,
        record.who,
        record.timeMs,
        JSON.stringify(record.source),
        this.#putFiles(files),
        JSON.stringify(record.changes),
        record.nodes,
        record.pinnedTo,
        JSON.stringify(record.emergencies),
        record.reason,
      );
    if (record.revision % 100 === 0) this.#forget(record.revision - KEPT_REVISIONS);
  }

  #putFiles(files: readonly TextFile[]): string {
    const { digest, json } = contentOf(files);
    if (this.#db.prepare('SELECT 1 FROM contents WHERE digest = ?').get(digest) !== undefined) return digest;
    const put = this.#db.prepare('INSERT OR IGNORE INTO blobs VALUES (?, ?)');
    for (const file of files) if (!this.#stored.has(file)) put.run(digestOf(file), file.text);
    this.#db.prepare('INSERT INTO contents VALUES (?, ?)').run(digest, json);
    return digest;
  }

  #forget(upTo: number): void {
    this.#db.prepare('DELETE FROM answers WHERE revision <= ?').run(upTo);
    const { changes } = this.#db.prepare('DELETE FROM revisions WHERE revision <= ?').run(upTo);
    if (changes === 0) return;
    this.#db.exec(`DELETE FROM contents WHERE digest NOT IN (SELECT content FROM revisions);
      DELETE FROM blobs WHERE digest NOT IN (SELECT e.value ->> 1 FROM contents, json_each(contents.files) AS e);`);
    this.#stored = new WeakSet();
  }

  /** What `add` wrote is there for good. */
  committed(files: readonly TextFile[]): void {
    for (const file of files) this.#stored.add(file);
  }

  /** Whether the revision was made of these very files. */
  madeOf(revision: number, files: readonly TextFile[]): boolean {
    const row = this.#db.prepare('SELECT content FROM revisions WHERE revision = ?').get(revision) as
      | { content: string }
      | undefined;
    return row?.content === contentOf(files).digest;
  }

  /** The files a revision was made of. @throws ControllerError REQUEST: no such revision. */
  files(revision: number): TextFile[] {
    const row = this.#db
      .prepare('SELECT files FROM contents JOIN revisions ON content = digest WHERE revision = ?')
      .get(revision) as { files: string } | undefined;
    if (row === undefined) throw unknown(revision);
    const blob = this.#db.prepare('SELECT text FROM blobs WHERE digest = ?');
    return (JSON.parse(row.files) as [string, string][]).map(([path, digest]) => ({
      path,
      text: (blob.get(digest) as { text: string }).text,
    }));
  }

  /** @throws ControllerError REQUEST: no such revision. */
  get(revision: number): RevisionRecord {
    const row = this.#db.prepare('SELECT * FROM revisions WHERE revision = ?').get(revision) as RevisionRow | undefined;
    if (row === undefined) throw unknown(revision);
    return toRecord(row);
  }

  /** Newest first. */
  history(limit: number): (RevisionRecord & { readonly answers: readonly Answer[] })[] {
    const rows = this.#db.prepare('SELECT * FROM revisions ORDER BY revision DESC LIMIT ?').all(limit) as RevisionRow[];
    return rows.map((row) => ({ ...toRecord(row), answers: this.#answers(row.revision) }));
  }

  #answers(revision: number): Answer[] {
    const rows = this.#db
      .prepare('SELECT node, time_ms, refusal FROM answers WHERE revision = ? ORDER BY node')
      .all(revision) as { node: string; time_ms: number; refusal: string | null }[];
    return rows.map((row) => ({
      node: row.node,
      timeMs: row.time_ms,
      ...(row.refusal !== null && { refusal: JSON.parse(row.refusal) as NonNullable<Answer['refusal']> }),
    }));
  }

  answer(revision: number, { node, timeMs, refusal }: Answer): void {
    this.#db
      .prepare(
        'INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT (revision, node) DO UPDATE SET time_ms = excluded.time_ms, refusal = excluded.refusal',
      )
      .run(revision, node, timeMs, refusal === undefined ? null : JSON.stringify(refusal));
    if (refusal !== undefined) return;
    this.#db
      .prepare(
        'INSERT INTO realised VALUES (?, ?, ?) ON CONFLICT (node) DO UPDATE SET revision = excluded.revision, time_ms = excluded.time_ms',
      )
      .run(node, revision, timeMs);
  }

  /** The revision that each node realised last, and when it was heard. */
  realised(): { readonly node: string; readonly revision: number; readonly timeMs: number }[] {
    return this.#db.prepare('SELECT node, revision, time_ms AS timeMs FROM realised').all() as {
      node: string;
      revision: number;
      timeMs: number;
    }[];
  }
}

const digests = new WeakMap<TextFile, string>();

function digestOf(file: TextFile): string {
  let digest = digests.get(file);
  if (digest === undefined) {
    digest = createHash('sha256').update(file.text).digest('hex');
    digests.set(file, digest);
  }
  return digest;
}

function contentOf(files: readonly TextFile[]): { digest: string; json: string } {
  const json = JSON.stringify(files.map((file) => [file.path, digestOf(file)]));
  return { json, digest: createHash('sha256').update(json).digest('hex') };
}

const unknown = (revision: number): ControllerError =>
  new ControllerError('REQUEST', `revision ${revision}`, 'is not in the store', { field: 'revision' });

interface RevisionRow {
  revision: number;
  kind: RevisionKind;
  who: string;
  time_ms: number;
  source: string;
  changes: string;
  nodes: number;
  pinned_to: number;
  emergencies: string;
  reason: string;
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
  emergencies: JSON.parse(row.emergencies) as Emergency[],
  reason: row.reason,
});
