import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressBytes, Reason, Verdict } from '../../flows/index.js';
import { osg } from '../../gen/proto.js';
import { scopeOf } from '../access.js';
import { runQuery } from '../query.js';
import { Turns, Work } from '../turns.js';
import { MIGRATIONS } from './migrations.js';
import { Store } from './store.js';

const ALL = scopeOf(undefined, []) as NonNullable<ReturnType<typeof scopeOf>>;
const WORK = new Work(new Turns(), () => false);
const ITEM = {
  source: addressBytes('10.0.0.1'),
  destination: addressBytes('10.0.1.1'),
  packets: 1,
  firstSeenUnixUs: 1,
};

describe('the SQLite file', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osg-store-'));
    store = new Store({ path: join(folder, 'denies.db') });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of a newer schema is refused, of an older one is migrated, and what it holds is read', async () => {
    const old = { endpoint: 'shop/db', oldVerdict: 'deny', oldReason: 'default-deny', oldTier: '' };
    const said = { node: 'n1', spoolId: 'boot', sequence: 1, contexts: [old], items: [ITEM, ITEM] };
    const batch = osg.v1.ReportBatch.create(said);
    const peers = { names: [], index: new Uint16Array(2), placements: new Uint8Array(1) };
    await store.flows.ingest([{ batch, body: Buffer.from(osg.v1.ReportBatch.encode(batch).finish()), peers }]);
    await store.close();
    const path = join(folder, 'denies.db');
    const raw = new Database(path);
    raw.exec('DROP TABLE inventory; DROP TABLE inventory_state; DROP TABLE store; PRAGMA user_version = 1');
    raw.exec('ALTER TABLE batches DROP COLUMN placements; ALTER TABLE sources RENAME COLUMN spool TO boot');
    raw.close();
    store = new Store({ path });
    expect(store.database.prepare('SELECT count(*) AS n FROM inventory_state').get([])).toMatchObject({ n: 1 });
    const found: unknown[] = [];
    const filter = { reason: [Reason.REASON_DEFAULT_DENY], verdict: [Verdict.VERDICT_DENY] };
    for await (const { records } of runQuery({ store: store.flows }, filter, ALL, WORK)) found.push(...records);
    expect(found).toHaveLength(2);
    store.database.exec('PRAGMA user_version = 99');
    await store.close();
    expect(() => new Store({ path })).toThrow(/schema 99 is newer/);
    const mend = new Database(path);
    mend.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    mend.close();
    store = new Store({ path });
  });
});
