/** What is read of revisions in SQLite: by the controller, and by whoever explains over a connection of its own. */
import type { AddressGroup, Policy } from '../../policy/model.js';
import type { RolloutPolicy } from '../../policy/rollout.js';
import type { AuditEntry } from '../audit.js';
import type { PolicySet } from '../differences.js';
import { ControllerError } from '../error.js';
import { readItem, type StoredSpan } from '../items.js';
import type {
  Answer,
  DeclaredAsked,
  DeclaredList,
  DocumentKind,
  Realised,
  RevisionReader,
  RevisionRecord,
  Setting,
} from '../revision-store.js';
import { auditTail, readAudit } from './audit-table.js';
import { joinedText } from './item-parts.js';
import { Reads } from './reads.js';
import { ADDRESSED, NAMESPACE_OF_ID } from './schema.js';

interface DeclaredRow {
  readonly list: DeclaredList;
  readonly item: string;
}

const recordIn = (row: unknown): RevisionRecord => JSON.parse((row as { record: string }).record) as RevisionRecord;

export class RevisionReads extends Reads implements RevisionReader {
  async newest(): Promise<RevisionRecord | undefined> {
    await this.flush();
    const row = this.db.prepare('SELECT record FROM policy_revisions ORDER BY revision DESC LIMIT 1').get();
    return row === undefined ? undefined : recordIn(row);
  }

  async inForceAt(timeMs: number): Promise<RevisionRecord | undefined> {
    await this.flush();
    const row = this.db
      .prepare(
        // Not by the table: a record is long, and its time lies behind it.
        `SELECT record FROM policy_revisions WHERE revision =
         (SELECT max(revision) FROM policy_revisions INDEXED BY policy_revisions_time WHERE time_ms <= ?)`,
      )
      .get(timeMs);
    return row === undefined ? undefined : recordIn(row);
  }

  async get(revision: number): Promise<RevisionRecord> {
    await this.flush();
    const row = this.db.prepare('SELECT record FROM policy_revisions WHERE revision = ?').get(revision);
    if (row !== undefined) return recordIn(row);
    throw new ControllerError('NOT_FOUND', `revision ${revision}`, 'is not in the store', { field: 'revision' });
  }

  async content(revision: number): Promise<PolicySet> {
    await this.get(revision);
    const rows = this.db
      .prepare('SELECT list, item FROM declared WHERE from_revision <= ? AND (to_revision = 0 OR to_revision > ?)')
      .all(revision, revision) as DeclaredRow[];
    const of = <T>(list: DeclaredList): T[] =>
      rows.filter((row) => row.list === list).map((r) => readItem<T>(this.#whole(r.item)));
    return {
      policies: of<Policy>('policies'),
      addressGroups: of<AddressGroup>('addressGroups'),
      rollouts: of<RolloutPolicy>('rollouts'),
    };
  }

  async history(limit: number): Promise<(RevisionRecord & { readonly answers: readonly Answer[] })[]> {
    await this.flush();
    const rows = this.db.prepare('SELECT record FROM policy_revisions ORDER BY revision DESC LIMIT ?').all(limit);
    return (rows as { record: string }[]).map(({ record }) => {
      const parsed = JSON.parse(record) as RevisionRecord;
      return { ...parsed, answers: this.#answers(parsed.revision) };
    });
  }

  /** @throws ControllerError STORE: a part of it is not there */
  #whole(text: string): string {
    return joinedText(text, (name) => {
      const row = this.db.prepare('SELECT rules FROM rule_parts WHERE name = ?').get(name);
      if (row !== undefined) return (row as { rules: string }).rules;
      throw new ControllerError('STORE', 'rule_parts', `has no part ${name}, which a declared policy names`);
    });
  }

  #answers(revision: number): Answer[] {
    const rows = this.db
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
    const next = this.db.prepare(
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

  async *spans(
    { list, upTo, from: since = -1, ids = [], namespaces = [], addressed = false }: DeclaredAsked,
    page: number,
  ): AsyncGenerator<StoredSpan[]> {
    await this.flush();
    // Each way has its index: the table's own; declared_namespace; declared_addressed.
    const ways = [
      ...[...new Set(ids)].map((value) => ['declared', 'id = ?', value] as const),
      ...[...new Set(namespaces)].map((value) => ['declared', `${NAMESPACE_OF_ID} = ?`, value] as const),
      ...(addressed ? [['declared INDEXED BY declared_addressed', `${ADDRESSED} AND ? = ''`, ''] as const] : []),
    ];
    for (const [table, way, value] of ways) {
      const next = this.db.prepare(
        `SELECT id, from_revision AS "from", to_revision AS "to", item AS text FROM ${table}
         WHERE list = ? AND ${way} AND (id, from_revision) > (?, ?) AND from_revision <= ? AND (to_revision = 0 OR to_revision > ?)
         ORDER BY id, from_revision LIMIT ?`,
      );
      for (let [id, from] = ['', -1]; ; ) {
        const rows = next.all(list, value, id, from, upTo, since, page) as (StoredSpan & { id: string })[];
        if (rows.length > 0) yield rows.map((row) => ({ ...row, text: this.#whole(row.text) }));
        const last = rows.at(-1);
        if (last === undefined || rows.length < page) break;
        ({ id, from } = last);
      }
    }
  }

  async realised(): Promise<Realised[]> {
    await this.flush();
    return this.db.prepare('SELECT node, revision, time_ms AS timeMs FROM realised').all() as Realised[];
  }

  async setting(name: Setting): Promise<number> {
    await this.flush();
    return this.readSetting(name);
  }

  async documents<T>(kind: DocumentKind): Promise<{ readonly id: string; readonly value: T }[]> {
    await this.flush();
    const rows = this.db.prepare('SELECT id, value FROM documents WHERE kind = ? ORDER BY id').all(kind);
    return (rows as { id: string; value: string }[]).map(({ id, value }) => ({ id, value: JSON.parse(value) as T }));
  }

  async audit(after: number, limit = 1000): Promise<AuditEntry[]> {
    await this.flush();
    return readAudit(this.db, after, limit);
  }

  async auditTail(): Promise<AuditEntry | undefined> {
    await this.flush();
    return auditTail(this.db);
  }

  protected readSetting(name: Setting): number {
    const row = this.db.prepare('SELECT value FROM meta WHERE key = ?').get(name) as { value: string } | undefined;
    return Number(row?.value ?? 0);
  }
}
