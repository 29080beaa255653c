/** The schema of the controller's file. */
import type { Db } from '../../sqlite/database.js';
import type { SchemaStep } from '../../sqlite/schema.js';
import { appendAudit } from './audit-table.js';

/** How long earlier versions kept the inventory of earlier times. */
const KEPT_MS = 24 * 3_600_000;

/**
 * As versions before the steps left it. Declared policies and address groups live from one revision to another; objects of
 * `world_history` and `inventory` from one time to another.
 */
const BEFORE_STEPS = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS emergencies (id TEXT PRIMARY KEY, expires_ms INTEGER NOT NULL, request TEXT NOT NULL, who TEXT NOT NULL,
  revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (sequence INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL,
  detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS policy_revisions (revision INTEGER PRIMARY KEY, record TEXT NOT NULL, time_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS declared (list TEXT NOT NULL, id TEXT NOT NULL, from_revision INTEGER NOT NULL,
  to_revision INTEGER NOT NULL DEFAULT 0, item TEXT NOT NULL, PRIMARY KEY (list, id, from_revision)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS declared_end ON declared (to_revision);
CREATE TABLE IF NOT EXISTS answers (revision INTEGER NOT NULL, node TEXT NOT NULL, time_ms INTEGER NOT NULL, refusal TEXT,
  PRIMARY KEY (revision, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS realised (node TEXT PRIMARY KEY, revision INTEGER NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (digest TEXT PRIMARY KEY, part BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS renewals (serial TEXT PRIMARY KEY, key TEXT NOT NULL, until_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drift (node TEXT PRIMARY KEY, life TEXT NOT NULL, sequence INTEGER NOT NULL, event TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inventory (address TEXT NOT NULL, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL, name TEXT NOT NULL,
  workload INTEGER NOT NULL, sequence INTEGER NOT NULL UNIQUE, node TEXT NOT NULL DEFAULT '', PRIMARY KEY (address, from_us))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inventory_end ON inventory (to_us);
CREATE TABLE IF NOT EXISTS world_history (list TEXT NOT NULL, key TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
  item TEXT NOT NULL, PRIMARY KEY (list, key, from_ms)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS world_history_end ON world_history (to_ms);
`;

const DOCUMENTS = `
CREATE TABLE documents (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
INSERT INTO documents SELECT 'emergency', id,
  json_object('id', id, 'expiresMs', expires_ms, 'request', json(request), 'who', who, 'revision', revision) FROM emergencies;
INSERT INTO documents SELECT 'drift', node, json_object('life', life, 'sequence', sequence, 'event', json(event)) FROM drift;
DROP TABLE emergencies;
DROP TABLE drift;
`;

/** Of `<kind>/<namespace>/<name>`. */
export const NAMESPACE_OF_ID = `substr(id, instr(id, '/') + 1, instr(substr(id, instr(id, '/') + 1), '/') - 1)`;

/** Policies whose subject is given by addresses. */
export const ADDRESSED = `json_extract(item, '$.subject.addresses') IS NOT NULL`;

/** Who asks why, asks for two addresses and their namespaces: what else there is, is not read. */
const CONCERNED = `
CREATE TABLE world_addresses (list TEXT NOT NULL, address TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (list, address, key))
  WITHOUT ROWID;
CREATE INDEX world_addresses_key ON world_addresses (list, key);
INSERT OR IGNORE INTO world_addresses
  SELECT h.list, json_extract(a.value, '$.family') || ' ' || json_extract(a.value, '$.value."$bigint"'), h.key
  FROM world_history AS h, json_each(h.item, '$.addresses') AS a;
CREATE INDEX declared_namespace ON declared (list, ${NAMESPACE_OF_ID}, id, from_revision);
CREATE INDEX declared_addressed ON declared (list, id, from_revision) WHERE ${ADDRESSED};
CREATE INDEX policy_revisions_time ON policy_revisions (time_ms);
`;

/** See item-parts.ts. */
const RULE_PARTS = `
CREATE TABLE IF NOT EXISTS rule_parts (name TEXT PRIMARY KEY, rules TEXT NOT NULL) WITHOUT ROWID;
`;

/** @param nowMs the time of the upgrade, for the audit log */
export const schemaSteps = (nowMs: number): SchemaStep[] => [
  (db) => toStep1(db, nowMs),
  DOCUMENTS,
  CONCERNED,
  RULE_PARTS,
];

function toStep1(db: Db, nowMs: number): void {
  db.exec(BEFORE_STEPS);
  const meta = (key: string): number => {
    const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
    return Number(row?.value ?? 0);
  };
  const set = (key: string, value: number): void =>
    void db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, String(value));
  // Where workloads ran was not always kept.
  const columns = db.prepare('PRAGMA table_info(inventory)').all() as { name: string }[];
  if (!columns.some(({ name }) => name === 'node'))
    db.exec("ALTER TABLE inventory ADD COLUMN node TEXT NOT NULL DEFAULT ''");
  const history = db.prepare('SELECT 1 FROM world_history LIMIT 1').get();
  if (history !== undefined && meta('world-history-forgotten') === 0)
    set('world-history-forgotten', Math.max(0, Math.round(nowMs) - KEPT_MS));
  // The files of every revision were kept: their numbers are not given again, what they said is gone.
  if (db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'revisions'`).get() === undefined) return;
  const { last } = db.prepare('SELECT max(revision) AS last FROM revisions').get() as { last: number | null };
  const pinned = meta('pinned');
  set('floor', Math.max(last ?? 0, meta('floor')));
  set('pinned', 0);
  const detail = { lastRevision: last ?? 0, ...(pinned > 0 && { rollbackEnded: pinned }) };
  appendAudit(db, { audit: 'upgraded', who: 'store', detail, timeMs: nowMs });
  for (const table of ['revisions', 'contents', 'blobs', 'nodes']) db.exec(`DROP TABLE IF EXISTS ${table}`);
}
