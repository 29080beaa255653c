/** The revisions of policy in the durable store: what each said, what it changed in meaning, how the nodes answered. */
import { createHash } from 'node:crypto';
import type Database from 'libsql';
import type { SourceVersion } from '../distribution/receiver.js';
import type { AddressGroup, Policy } from '../policy/model.js';
import type { RolloutPolicy } from '../policy/rollout.js';
import type { Difference, PolicySet } from './differences.js';
import type { Emergency } from './emergency.js';
import { ControllerError } from './error.js';
import { readItem, type StoredSpan, writeItem } from './items.js';

export type RevisionKind = 'policy' | 'rollback' | 'resume' | 'emergency';

export interface RevisionRecord {
  readonly revision: number;
  readonly kind: RevisionKind;
  readonly who: string;
  readonly timeMs: number;
  readonly source: SourceVersion;
  /** What changed in meaning. */
  readonly changes: readonly Difference[];
  /** Beside those in `changes`. */
  readonly more: number;
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

/** Declared policies and address groups live from one revision to another: a revision writes what it changes. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS policy_revisions (revision INTEGER PRIMARY KEY, record TEXT NOT NULL, time_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS declared (list TEXT NOT NULL, id TEXT NOT NULL, from_revision INTEGER NOT NULL,
  to_revision INTEGER NOT NULL DEFAULT 0, item TEXT NOT NULL, PRIMARY KEY (list, id, from_revision)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS declared_end ON declared (to_revision);
CREATE TABLE IF NOT EXISTS answers (revision INTEGER NOT NULL, node TEXT NOT NULL, time_ms INTEGER NOT NULL, refusal TEXT,
  PRIMARY KEY (revision, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS realised (node TEXT PRIMARY KEY, revision INTEGER NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Revisions beyond this many are forgotten, with their answers; the audit log keeps its record of them. */
const KEPT_REVISIONS = 10_000;

type List = keyof PolicySet;
type DeclaredItem = Policy | AddressGroup | RolloutPolicy;

/** One declared object, as it is now; without an item: gone. */
export interface Declared {
  readonly list: List;
  readonly id: string;
  readonly item?: DeclaredItem;
}

const LISTS: readonly List[] = ['policies', 'addressGroups', 'rollouts'];
const keyOf = (list: List, id: string): string => `${list} ${id}`;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** 0: none yet. */
export function lastRevision(db: Database.Database): number {
  const row = db.prepare('SELECT max(revision) AS last FROM policy_revisions').get() as { last: number | null };
  return row.last ?? 0;
}

/** @throws ControllerError REQUEST: no such revision. */
export function recordOf(db: Database.Database, revision: number): RevisionRecord {
  const row = db.prepare('SELECT record FROM policy_revisions WHERE revision = ?').get(revision);
  if (row === undefined)
    throw new ControllerError('REQUEST', `revision ${revision}`, 'is not in the store', { field: 'revision' });
  return JSON.parse((row as { record: string }).record) as RevisionRecord;
}

/** What a revision declares. @throws ControllerError REQUEST: no such revision. */
export function contentOf(db: Database.Database, revision: number): PolicySet {
  recordOf(db, revision);
  const rows = db
    .prepare('SELECT list, item FROM declared WHERE from_revision <= ? AND (to_revision = 0 OR to_revision > ?)')
    .all(revision, revision) as DeclaredRow[];
  const of = <T>(list: List): T[] => rows.filter((row) => row.list === list).map((row) => readItem<T>(row.item));
  return {
    policies: of<Policy>('policies'),
    addressGroups: of<AddressGroup>('addressGroups'),
    rollouts: of<RolloutPolicy>('rollouts'),
  };
}

export class Revisions {
  readonly #db: Database.Database;
  /** Digests of what the newest revision declares, by list and id. */
  readonly #written = new Map<string, string>();
  /** Answers that are written already, by node: each of a revision is written once, however often its view changes. */
  readonly #answered = new Map<string, number>();

  constructor(db: Database.Database) {
    this.#db = db;
    db.exec(SCHEMA);
    const rows = db.prepare('SELECT list, id, item FROM declared WHERE to_revision = 0').all() as DeclaredRow[];
    for (const { list, id, item } of rows) this.#written.set(keyOf(list, id), digestOf(item));
  }

  /** 0: none yet. */
  last(): number {
    return lastRevision(this.#db);
  }

  /** What a whole declaration says otherwise than the newest revision. */
  changesTo(declared: PolicySet): Declared[] {
    const changes: Declared[] = [];
    const gone = new Set(this.#written.keys());
    for (const list of LISTS)
      for (const item of (declared[list] ?? []) as readonly DeclaredItem[]) {
        gone.delete(keyOf(list, item.id));
        if (this.#written.get(keyOf(list, item.id)) !== digestOf(writeItem(item)))
          changes.push({ list, id: item.id, item });
      }
    for (const key of gone) {
      const [list, id] = key.split(/ (.*)/s, 2) as [List, string];
      changes.push({ list, id });
    }
    return changes;
  }

  /**
   * @param changed what is declared otherwise than in the revision before. To be called in a transaction.
   * @returns to be called when it is on the disk
   */
  add(record: RevisionRecord, changed: readonly Declared[]): () => void {
    const { revision, timeMs } = record;
    this.#db.prepare('INSERT INTO policy_revisions VALUES (?, ?, ?)').run(revision, JSON.stringify(record), timeMs);
    const end = this.#db.prepare('UPDATE declared SET to_revision = ? WHERE list = ? AND id = ? AND to_revision = 0');
    const begin = this.#db.prepare('INSERT OR REPLACE INTO declared VALUES (?, ?, ?, 0, ?)');
    const written = new Map<string, string | undefined>();
    for (const { list, id, item } of changed) {
      const text = item && writeItem(item);
      const digest = text === undefined ? undefined : digestOf(text);
      if (this.#written.get(keyOf(list, id)) === digest) continue;
      end.run(revision, list, id);
      if (text !== undefined) begin.run(list, id, revision, text);
      written.set(keyOf(list, id), digest);
    }
    if (revision % 100 === 0) this.#forget(revision - KEPT_REVISIONS);
    return () => {
      for (const [key, digest] of written)
        if (digest === undefined) this.#written.delete(key);
        else this.#written.set(key, digest);
    };
  }

  #forget(upTo: number): void {
    this.#db.prepare('DELETE FROM answers WHERE revision <= ?').run(upTo);
    this.#db.prepare('DELETE FROM policy_revisions WHERE revision <= ?').run(upTo);
    this.#db.prepare('DELETE FROM declared WHERE to_revision > 0 AND to_revision <= ?').run(upTo);
  }

  /** What a revision declares. @throws ControllerError REQUEST: no such revision. */
  content(revision: number): PolicySet {
    return contentOf(this.#db, revision);
  }

  /** @throws ControllerError REQUEST: no such revision. */
  get(revision: number): RevisionRecord {
    return recordOf(this.#db, revision);
  }

  /** All that was ever declared and is kept, page by page; `from` and `to` are revisions. */
  *spans(list: List, page: number): Generator<StoredSpan[]> {
    const next = this.#db.prepare(
      'SELECT id, from_revision AS "from", to_revision AS "to", item AS text FROM declared WHERE list = ? AND (id, from_revision) > (?, ?) ORDER BY id, from_revision LIMIT ?',
    );
    let [id, from] = ['', -1];
    for (;;) {
      const rows = next.all(list, id, from, page) as (StoredSpan & { id: string })[];
      yield rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      ({ id, from } = last);
    }
  }

  /** Newest first, page by page. @param upTo the newest of them */
  *records(upTo: number, page: number): Generator<RevisionRecord[]> {
    const next = this.#db.prepare(
      'SELECT record FROM policy_revisions WHERE revision <= ? ORDER BY revision DESC LIMIT ?',
    );
    for (let from = upTo; ; ) {
      const rows = (next.all(from, page) as { record: string }[]).map(
        ({ record }) => JSON.parse(record) as RevisionRecord,
      );
      yield rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      from = last.revision - 1;
    }
  }

  /** Newest first. */
  history(limit: number): (RevisionRecord & { readonly answers: readonly Answer[] })[] {
    const rows = this.#db.prepare('SELECT record FROM policy_revisions ORDER BY revision DESC LIMIT ?').all(limit);
    return (rows as { record: string }[]).map(({ record }) => {
      const parsed = JSON.parse(record) as RevisionRecord;
      return { ...parsed, answers: this.#answers(parsed.revision) };
    });
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

  /** The first realisation of a revision by a node, and every refusal. */
  answer(revision: number, { node, timeMs, refusal }: Answer): void {
    if (refusal === undefined && this.#answered.get(node) === revision) return;
    this.#db
      .prepare(
        'INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT (revision, node) DO UPDATE SET time_ms = excluded.time_ms, refusal = excluded.refusal',
      )
      .run(revision, node, timeMs, refusal === undefined ? null : JSON.stringify(refusal));
    if (refusal !== undefined) {
      this.#answered.delete(node);
      return;
    }
    this.#answered.set(node, revision);
    this.#db
      .prepare(
        'INSERT INTO realised VALUES (?, ?, ?) ON CONFLICT (node) DO UPDATE SET revision = excluded.revision, time_ms = excluded.time_ms',
      )
      .run(node, revision, timeMs);
  }

  /** The revision that each node realised last, and when it was heard first. */
  realised(): { readonly node: string; readonly revision: number; readonly timeMs: number }[] {
    return this.#db.prepare('SELECT node, revision, time_ms AS timeMs FROM realised').all() as {
      node: string;
      revision: number;
      timeMs: number;
    }[];
  }
}

interface DeclaredRow {
  readonly list: List;
  readonly id: string;
  readonly item: string;
}
