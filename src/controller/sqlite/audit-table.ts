/** The audit log in SQLite. */
import type { Db } from '../../sqlite/database.js';
import { type AuditEntry, type AuditNote, chained } from '../audit.js';

type Row = Omit<AuditEntry, 'timeMs'> & { time_ms: number };
const entry = ({ time_ms, ...row }: Row): AuditEntry => ({ ...row, timeMs: time_ms });

export function auditTail(db: Db): AuditEntry | undefined {
  const row = db.prepare('SELECT * FROM audit ORDER BY sequence DESC LIMIT 1').get() as Row | undefined;
  return row === undefined ? undefined : entry(row);
}

/** To be called in a transaction. */
export function appendAudit(db: Db, note: AuditNote): void {
  const { sequence, timeMs, kind, who, detail, previous, hash } = chained(auditTail(db), note);
  db.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)').run(sequence, timeMs, kind, who, detail, previous, hash);
}

export function readAudit(db: Db, after: number, limit: number): AuditEntry[] {
  const rows = db.prepare('SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?').all(after, limit);
  return (rows as Row[]).map(entry);
}
