/** The audit log: append-only; each record carries the hash of the one before, so a change anywhere breaks the chain. */
import { createHash } from 'node:crypto';

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

/** What is to be recorded. */
export interface AuditNote {
  /** The record's kind. */
  readonly audit: string;
  readonly who: string;
  readonly detail: unknown;
  readonly timeMs: number;
}

/** The record of it, after the last one. */
export function chained(last: AuditEntry | undefined, { audit, who, detail, timeMs }: AuditNote): AuditEntry {
  const record = {
    sequence: (last?.sequence ?? 0) + 1,
    timeMs: Math.round(timeMs),
    kind: audit,
    who,
    detail: JSON.stringify(detail),
    previous: last?.hash ?? NO_RECORD,
  };
  return { ...record, hash: auditHash(record) };
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
