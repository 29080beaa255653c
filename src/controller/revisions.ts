/** The store of revisions in an SQLite file with one writer. */
import { createHash } from 'node:crypto';
import type Database from 'libsql';
import type { AddressGroup, Policy } from '../policy/model.js';
import type { RolloutPolicy } from '../policy/rollout.js';
import type { AuditEntry } from './audit.js';
import { appendAudit, auditTail, readAudit } from './audit-table.js';
import type { PolicySet } from './differences.js';
import { ControllerError } from './error.js';
import { readItem, type StoredSpan, writeItem } from './items.js';
import {
  type Answer,
  type Declared,
  type DeclaredItem,
  type DeclaredList,
  type DocumentKind,
  KEPT_REVISIONS,
  type Realised,
  type RevisionRecord,
  type RevisionStore,
  type Setting,
  type Write,
} from './revision-store.js';
import { WriteOrder } from './write-order.js';

const LISTS: readonly DeclaredList[] = ['policies', 'addressGroups', 'rollouts'];
const keyOf = (list: DeclaredList, id: string): string => `${list} ${id}`;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** 0: none yet. */
export function lastRevision(db: Database.Database): number {
  const row = db.prepare('SELECT max(revision) AS last FROM policy_revisions').get() as { last: number | null };
  return row.last ?? 0;
}

/** @throws ControllerError REQUEST: no such revision. */
export function recordOf(db: Database.Database, revision: number): RevisionRecord {
  const row = db.prepare('SELECT record FROM policy_revisions WHERE revision = ?').get(revision);
  if (row === undefined) throw noRevision(revision);
  return JSON.parse((row as { record: string }).record) as RevisionRecord;
}

export const noRevision = (revision: number): ControllerError =>
  new ControllerError('REQUEST', `revision ${revision}`, 'is not in the store', { field: 'revision' });

/** What a revision declares. @throws ControllerError REQUEST: no such revision. */
export function contentOf(db: Database.Database, revision: number): PolicySet {
  recordOf(db, revision);
  const rows = db
    .prepare('SELECT list, item FROM declared WHERE from_revision <= ? AND (to_revision = 0 OR to_revision > ?)')
    .all(revision, revision) as DeclaredRow[];
  const of = <T>(list: DeclaredList): T[] => rows.filter((row) => row.list === list).map((r) => readItem<T>(r.item));
  return {
    policies: of<Policy>('policies'),
    addressGroups: of<AddressGroup>('addressGroups'),
    rollouts: of<RolloutPolicy>('rollouts'),
  };
}

export class SqliteRevisions implements RevisionStore {
  readonly epoch: number;
  readonly last: number;
  readonly #db: Database.Database;
  readonly #order: WriteOrder;
  /** Digests of what the newest revision declares, by list and id. */
  readonly #written = new Map<string, string>();
  /** Answers that are written already, by node: each of a revision is written once, however often its view changes. */
  readonly #answered = new Map<string, number>();

  /** @param failed told of writes that could wait and could not be made */
  constructor(db: Database.Database, nowMs: number, failed: (error: ControllerError) => void) {
    this.#db = db;
    this.#order = new WriteOrder(async (writes) => this.#commit(writes), failed);
    const rows = db.prepare('SELECT list, id, item FROM declared WHERE to_revision = 0').all() as DeclaredRow[];
    for (const { list, id, item } of rows) this.#written.set(keyOf(list, id), digestOf(item));
    this.epoch = this.#epochAt(Math.round(nowMs));
    this.last = Math.max(lastRevision(db), this.#setting('floor'));
  }

  /** A number that cannot be sent (an earlier version let a node put one here) ends: what follows is a new epoch. */
  #epochAt(nowMs: number): number {
    const [epoch, floor] = [this.#setting('epoch'), this.#setting('floor')];
    if (epoch > 0 && Number.isSafeInteger(epoch) && Number.isSafeInteger(floor)) return epoch;
    const next = Number.isSafeInteger(epoch) ? Math.max(nowMs, epoch + 1) : nowMs;
    if (!Number.isSafeInteger(floor)) this.#set('floor', 0);
    this.#set('epoch', next);
    return next;
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.#order.write(writes);
  }

  soon(...given: Parameters<RevisionStore['soon']>): void {
    this.#order.soon(...given);
  }

  flush(): Promise<void> {
    return this.#order.flush();
  }

  /** The file is its owner's to close. */
  close(): Promise<void> {
    return this.flush();
  }

  /** @throws ControllerError STORE */
  #commit(writes: readonly Write[]): void {
    const after: (() => void)[] = [];
    try {
      this.#db.transaction(() => {
        for (const write of writes) this.#make(write, after);
      })();
    } catch (error) {
      if (error instanceof ControllerError) throw error;
      throw new ControllerError('STORE', 'transaction', (error as Error).message, { cause: error });
    }
    for (const done of after) done();
  }

  /** In a transaction. @param after takes what is to be done when it is on the disk */
  #make(write: Write, after: (() => void)[]): void {
    const db = this.#db;
    if ('revision' in write) after.push(this.#add(write.revision, write.declared));
    else if ('answer' in write) this.#answer(write.to, write.answer, after);
    else if ('audit' in write) appendAudit(db, write);
    else if ('set' in write) this.#set(write.set, write.value);
    else if ('keep' in write)
      db.prepare('INSERT OR REPLACE INTO documents VALUES (?, ?, ?)').run(
        write.keep,
        write.id,
        JSON.stringify(write.value),
      );
    else db.prepare('DELETE FROM documents WHERE kind = ? AND id = ?').run(write.drop, write.id);
  }

  #add(record: RevisionRecord, declared: readonly Declared[]): () => void {
    const { revision, timeMs } = record;
    this.#db.prepare('INSERT INTO policy_revisions VALUES (?, ?, ?)').run(revision, JSON.stringify(record), timeMs);
    const end = this.#db.prepare('UPDATE declared SET to_revision = ? WHERE list = ? AND id = ? AND to_revision = 0');
    const begin = this.#db.prepare('INSERT OR REPLACE INTO declared VALUES (?, ?, ?, 0, ?)');
    const written = new Map<string, string | undefined>();
    for (const { list, id, item } of declared) {
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

  #answer(revision: number, { node, timeMs, refusal }: Answer, after: (() => void)[]): void {
    if (refusal === undefined && this.#answered.get(node) === revision) return;
    this.#db
      .prepare(
        'INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT (revision, node) DO UPDATE SET time_ms = excluded.time_ms, refusal = excluded.refusal',
      )
      .run(revision, node, timeMs, refusal === undefined ? null : JSON.stringify(refusal));
    if (refusal !== undefined) {
      after.push(() => this.#answered.delete(node));
      return;
    }
    this.#db.prepare('INSERT OR REPLACE INTO realised VALUES (?, ?, ?)').run(node, revision, timeMs);
    after.push(() => this.#answered.set(node, revision));
  }

  #setting(name: Setting): number {
    const row = this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(name) as { value: string } | undefined;
    return Number(row?.value ?? 0);
  }

  #set(name: Setting, value: number): void {
    this.#db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, String(value));
  }

  async get(revision: number): Promise<RevisionRecord> {
    await this.flush();
    return recordOf(this.#db, revision);
  }

  async content(revision: number): Promise<PolicySet> {
    await this.flush();
    return contentOf(this.#db, revision);
  }

  async changesTo(declared: PolicySet): Promise<Declared[]> {
    await this.flush();
    const changes: Declared[] = [];
    const gone = new Set(this.#written.keys());
    for (const list of LISTS)
      for (const item of (declared[list] ?? []) as readonly DeclaredItem[]) {
        gone.delete(keyOf(list, item.id));
        if (this.#written.get(keyOf(list, item.id)) !== digestOf(writeItem(item)))
          changes.push({ list, id: item.id, item });
      }
    for (const key of gone) {
      const [list, id] = key.split(/ (.*)/s, 2) as [DeclaredList, string];
      changes.push({ list, id });
    }
    return changes;
  }

  async history(limit: number): Promise<(RevisionRecord & { readonly answers: readonly Answer[] })[]> {
    await this.flush();
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

  async *records(upTo: number, page: number): AsyncGenerator<RevisionRecord[]> {
    await this.flush();
    const next = this.#db.prepare(
      'SELECT record FROM policy_revisions WHERE revision <= ? ORDER BY revision DESC LIMIT ?',
    );
    for (let from = upTo; ; ) {
      const rows = next.all(from, page) as { record: string }[];
      const records = rows.map(({ record }) => JSON.parse(record) as RevisionRecord);
      yield records;
      const last = records.at(-1);
      if (last === undefined) return;
      from = last.revision - 1;
    }
  }

  async *spans(list: DeclaredList, page: number): AsyncGenerator<StoredSpan[]> {
    await this.flush();
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

  async realised(): Promise<Realised[]> {
    await this.flush();
    return this.#db.prepare('SELECT node, revision, time_ms AS timeMs FROM realised').all() as Realised[];
  }

  async setting(name: Setting): Promise<number> {
    await this.flush();
    return this.#setting(name);
  }

  async documents<T>(kind: DocumentKind): Promise<{ readonly id: string; readonly value: T }[]> {
    await this.flush();
    const rows = this.#db.prepare('SELECT id, value FROM documents WHERE kind = ? ORDER BY id').all(kind);
    return (rows as { id: string; value: string }[]).map(({ id, value }) => ({ id, value: JSON.parse(value) as T }));
  }

  async audit(after: number, limit = 1000): Promise<AuditEntry[]> {
    await this.flush();
    return readAudit(this.#db, after, limit);
  }

  async auditTail(): Promise<AuditEntry | undefined> {
    await this.flush();
    return auditTail(this.#db);
  }
}

interface DeclaredRow {
  readonly list: DeclaredList;
  readonly id: string;
  readonly item: string;
}
