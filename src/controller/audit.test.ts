import { expect, it } from 'vitest';
import { type AuditEntry, AuditVerifier, auditHash, chained } from './audit.js';

it('the audit log is a chain that shows any change', () => {
  const records: AuditEntry[] = [];
  for (let i = 0; i < 5; i++)
    records.push(chained(records.at(-1), { audit: 'test', who: 'me', detail: { i }, timeMs: 1000 + i }));
  const verdict = (list: typeof records): string[] => {
    const verifier = new AuditVerifier();
    return list.flatMap((record) => verifier.check(record) ?? []);
  };
  expect(verdict(records)).toEqual([]);
  expect(verdict(records.map((r) => (r.sequence === 3 ? { ...r, who: 'other' } : r)))[0]).toMatch(
    /record 3 was changed/,
  );
  expect(verdict(records.filter((r) => r.sequence !== 3))[0]).toMatch(/missing/);
  const { hash: _, ...third } = records[2] as AuditEntry;
  const forged = { ...third, who: 'other' };
  expect(verdict(records.map((r) => (r.sequence === 3 ? { ...forged, hash: auditHash(forged) } : r)))[0]).toMatch(
    /record 4 does not follow/,
  );
});
