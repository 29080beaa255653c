/** The store of revisions in an SQLite file with one writer. */
import { createHash } from 'node:crypto';
import type { Db } from '../../sqlite/database.js';
import type { PolicySet } from '../differences.js';
import type { ControllerError } from '../error.js';
import { writeItem } from '../items.js';
import {
  type Answer,
  type Declared,
  type DeclaredItem,
  type DeclaredList,
  KEPT_REVISIONS,
  type RevisionRecord,
  type RevisionStore,
  type Setting,
  type Write,
} from '../revision-store.js';
import { WriteOrder } from '../write-order.js';
import { appendAudit } from './audit-table.js';
import { ItemParts, type SplitItem } from './item-parts.js';
import { RevisionReads } from './revision-reads.js';
import { transaction } from './transaction.js';

const LISTS: readonly DeclaredList[] = ['policies', 'addressGroups', 'rollouts'];
/** That no revision names. */
const FORGET_PARTS = `DELETE FROM rule_parts WHERE name NOT IN
  (SELECT part.value FROM declared, json_each(declared.item, '$.rules."$parts"') AS part)`;
const keyOf = (list: DeclaredList, id: string): string => `${list} ${id}`;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

export class SqliteRevisions extends RevisionReads implements RevisionStore {
  readonly epoch: number;
  readonly last: number;
  readonly #order: WriteOrder<Write>;
  /** Digests of what the newest revision declares, by list and id. */
  readonly #written = new Map<string, string>();
  readonly #parts = new ItemParts();
  /** Answers that are written already, by node: each of a revision is written once, however often its view changes. */
  readonly #answered = new Map<string, number>();

  /** @param failed told of writes that could wait and could not be made */
  constructor(db: Db, nowMs: number, failed: (error: ControllerError) => void) {
    super(db);
    this.#order = new WriteOrder(async (writes) => this.#commit(writes), failed);
    const rows = db.prepare('SELECT list, id, item FROM declared WHERE to_revision = 0').all() as DeclaredRow[];
    for (const { list, id, item } of rows) this.#written.set(keyOf(list, id), digestOf(item));
    this.epoch = this.#epochAt(Math.round(nowMs));
    const { last } = db.prepare('SELECT max(revision) AS last FROM policy_revisions').get() as { last: number | null };
    this.last = Math.max(last ?? 0, this.readSetting('floor'));
  }

  /** A number that cannot be sent (an earlier version let a node put one here) ends: what follows is a new epoch. */
  #epochAt(nowMs: number): number {
    const [epoch, floor] = [this.readSetting('epoch'), this.readSetting('floor')];
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

  override flush(): Promise<void> {
    return this.#order.flush();
  }

  /** The file is its owner's to close. */
  close(): Promise<void> {
    return this.flush();
  }

  /** @throws ControllerError STORE */
  #commit(writes: readonly Write[]): void {
    const after: (() => void)[] = [];
    transaction(this.db, () => {
      for (const write of writes) this.#make(write, after);
    });
    for (const done of after) done();
  }

  /** In a transaction. @param after takes what is to be done when it is on the disk */
  #make(write: Write, after: (() => void)[]): void {
    const db = this.db;
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
    this.db.prepare('INSERT INTO policy_revisions VALUES (?, ?, ?)').run(revision, JSON.stringify(record), timeMs);
    const end = this.db.prepare('UPDATE declared SET to_revision = ? WHERE list = ? AND id = ? AND to_revision = 0');
    const begin = this.db.prepare('INSERT OR REPLACE INTO declared VALUES (?, ?, ?, 0, ?)');
    const written = new Map<string, string | undefined>();
    for (const { list, id, item } of declared) {
      const split = item && this.#parts.split(item);
      if (split === undefined) this.#parts.forget(id);
      const digest = split && digestOf(split.text);
      if (this.#written.get(keyOf(list, id)) === digest) continue;
      end.run(revision, list, id);
      if (split !== undefined) {
        this.#addParts(split);
        begin.run(list, id, revision, split.text);
      }
      written.set(keyOf(list, id), digest);
    }
    if (revision % 100 === 0) this.#forget(revision - KEPT_REVISIONS);
    return () => {
      for (const [key, digest] of written)
        if (digest === undefined) this.#written.delete(key);
        else this.#written.set(key, digest);
    };
  }

  /** Those that are not there yet. */
  #addParts({ parts }: SplitItem): void {
    if (parts.size === 0) return;
    const missing = this.db.prepare(
      'SELECT value AS name FROM json_each(?) WHERE value NOT IN (SELECT name FROM rule_parts)',
    );
    const add = this.db.prepare('INSERT INTO rule_parts VALUES (?, ?)');
    for (const { name } of missing.all(JSON.stringify([...parts.keys()])) as { name: string }[])
      add.run(name, writeItem(parts.get(name)));
  }

  #forget(upTo: number): void {
    this.db.prepare('DELETE FROM answers WHERE revision <= ?').run(upTo);
    this.db.prepare('DELETE FROM policy_revisions WHERE revision <= ?').run(upTo);
    const gone = this.db.prepare('DELETE FROM declared WHERE to_revision > 0 AND to_revision <= ?').run(upTo);
    if (gone.changes > 0) this.db.exec(FORGET_PARTS);
  }

  #answer(revision: number, { node, timeMs, refusal }: Answer, after: (() => void)[]): void {
    if (refusal === undefined && this.#answered.get(node) === revision) return;
    this.db
      .prepare(
        'INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT (revision, node) DO UPDATE SET time_ms = excluded.time_ms, refusal = excluded.refusal',
      )
      .run(revision, node, timeMs, refusal === undefined ? null : JSON.stringify(refusal));
    if (refusal !== undefined) {
      after.push(() => this.#answered.delete(node));
      return;
    }
    this.db.prepare('INSERT OR REPLACE INTO realised VALUES (?, ?, ?)').run(node, revision, timeMs);
    after.push(() => this.#answered.set(node, revision));
  }

  #set(name: Setting, value: number): void {
    this.db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, String(value));
  }

  async changesTo(declared: PolicySet): Promise<Declared[]> {
    await this.flush();
    const changes: Declared[] = [];
    const gone = new Set(this.#written.keys());
    for (const list of LISTS)
      for (const item of (declared[list] ?? []) as readonly DeclaredItem[]) {
        gone.delete(keyOf(list, item.id));
        if (this.#written.get(keyOf(list, item.id)) !== digestOf(this.#parts.split(item).text))
          changes.push({ list, id: item.id, item });
      }
    for (const key of gone) {
      const [list, id] = key.split(/ (.*)/s, 2) as [DeclaredList, string];
      changes.push({ list, id });
    }
    return changes;
  }
}

interface DeclaredRow {
  readonly list: DeclaredList;
  readonly id: string;
  readonly item: string;
}
