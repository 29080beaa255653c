/** The audit log: append-only; each record carries the hash of the one before, so a change anywhere breaks the chain. */
import { createHash } from 'node:crypto';
import type Database from 'libsql';

export interface AuditEntry {
  /** From 1, no gaps. */
  readonly sequence: number;
  readonly timeMs: number;
  /** revision, nack, emergency-expired, drift, … */
  readonly kind: string;
  readonly who: string;
  /** JSON. */
  readonly detail: string;
  /** Hash of the record before; of the first one: 64 zeros. */
  readonly previous: string;
  /** SHA-256 hex over the JSON array of all of the above. */
  readonly hash: string;
}

export const NO_RECORD = '0'.repeat(64);

export function auditHash({ sequence, timeMs, kind, who, detail, previous }: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify([sequence, timeMs, kind, who, detail, previous]))
    .digest('hex');
}

type Row = Omit<AuditEntry, 'timeMs'> & { time_ms: number };
const entry = ({ time_ms, ...row }: Row): AuditEntry => ({ ...row, timeMs: time_ms });

export function auditTail(db: Database.Database): AuditEntry | undefined {
  const row = db.prepare('SELECT * FROM audit ORDER BY sequence DESC LIMIT 1').get() as Row | undefined;
  return row === undefined ? undefined : entry(row);
}

export function appendAudit(
  db: Database.Database,
  kind: string,
  who: string,
  detail: unknown,
  nowMs: number,
): AuditEntry {
  const last = auditTail(db);
  const record = {
    sequence: (last?.sequence ?? 0) + 1,
    timeMs: Math.round(nowMs),
    kind,
    who,
    detail: JSON.stringify(detail),
    previous: last?.hash ?? NO_RECORD,
  };
  const full = { ...record, hash: auditHash(record) };
  db.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    full.sequence,
    full.timeMs,
    full.kind,
    full.who,
    full.detail,
    full.previous,
    full.hash,
  );
  return full;
}

export function readAudit(db: Database.Database, after: number, limit: number): AuditEntry[] {
  return (
    db.prepare('SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?').all(after, limit) as Row[]
  ).map(entry);
}

/** Checks records in order as they come. */
export class AuditVerifier {
  #last: AuditEntry | undefined;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Hash of the last record: kept elsewhere, it also proves that none was cut off the end. */
  get head(): string {
    return this.#last?.hash ?? NO_RECORD;
  }

  /** What is wrong with this record, or undefined. */
  check(record: AuditEntry): string | undefined {
    const expected = (this.#last?.sequence ?? 0) + 1;
    const previous = this.head;
    this.#last = record;
    this.#count++;
    if (record.sequence !== expected) return `record ${record.sequence} where ${expected} should be: some are missing`;
    if (record.previous !== previous) return `record ${record.sequence} does not follow the one before it`;
    if (record.hash !== auditHash(record)) return `record ${record.sequence} was changed after it was written`;
    return undefined;
  }
}
