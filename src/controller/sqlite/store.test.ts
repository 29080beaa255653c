import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith, SHOP } from '../../../test/support/shop-files.js';
import { parseSources } from '../../policy/load.js';
import { readItem } from '../items.js';
import { StoredParts } from '../parts.js';
import type { WorldItem } from '../source.js';
import { Store } from './store.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function folder(): string {
  const made = folderWith();
  closers.push(() => made.remove());
  return made.path;
}

const FILES = Object.entries(SHOP).map(([path, text]) => ({ path, text }));
/** A source gives new objects after a restart. */
const files = () => FILES.map((file) => ({ ...file }));

describe('the store', () => {
  it('remembers over a restart what documents became, and forgets those that are in no file any more', async () => {
    const path = folder();
    const first = Store.open(path, 1);
    const memory = await StoredParts.open(first.documents);
    const parsed = parseSources(files(), { memory });
    memory.saveSoon(FILES);
    await first.close();

    const second = Store.open(path, 2);
    const text = SHOP['policy.yaml'];
    const again = await StoredParts.open(second.documents);
    expect(again.get(text)?.objects).toHaveLength(1);
    expect(again.get(text.replace('8080', '9090'))).toBeUndefined();
    expect(parseSources(files(), { memory: again })).toEqual(parsed);
    again.saveSoon(FILES.filter((file) => file.path !== 'policy.yaml'));
    await second.close();

    const third = Store.open(path, 3);
    closers.push(() => third.close());
    const last = await StoredParts.open(third.documents);
    expect(last.get(text)).toBeUndefined();
    expect(last.get(SHOP['inventory.yaml'].split(/^(?=---)/m)[0] ?? '')).toBeDefined();
  });

  it('takes over a store that kept the files of every revision', async () => {
    const path = folder();
    const old = new Database(join(path, 'controller.db'));
    old.exec(`CREATE TABLE contents (digest TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID;
      INSERT INTO contents VALUES ('c', '[]');
      CREATE TABLE revisions (revision INTEGER PRIMARY KEY, kind TEXT NOT NULL, who TEXT NOT NULL, time_ms INTEGER NOT NULL,
        source TEXT NOT NULL, content TEXT NOT NULL, changes TEXT NOT NULL, nodes INTEGER NOT NULL, pinned_to INTEGER NOT NULL);
      INSERT INTO revisions VALUES (7, 'policy', 'me', 1, '{}', 'c', '["+ x"]', 1, 0);
      CREATE TABLE answers (revision INTEGER NOT NULL, node TEXT NOT NULL, time_ms INTEGER NOT NULL, refusal TEXT,
        PRIMARY KEY (revision, node)) WITHOUT ROWID;
      INSERT INTO answers VALUES (6, 'n1', 5, NULL), (7, 'n1', 9, NULL), (7, 'n2', 9, '{}');`);
    old.close();
    const { revisions, close } = opened(path);
    expect(revisions.last).toBe(7);
    await expect(revisions.get(7)).rejects.toThrow(/revision 7: is not in the store/);
    expect(await revisions.audit(0)).toMatchObject([{ kind: 'upgraded' }]);
    await close();
    expect(await opened(path).revisions.audit(0)).toHaveLength(1);
  });

  it('takes over a store from before the steps: emergencies, drift, and an inventory that named no nodes', async () => {
    const path = folder();
    const old = new Database(join(path, 'controller.db'));
    old.exec(`CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      INSERT INTO meta VALUES ('epoch', '77'), ('floor', '4'), ('pinned', '2');
      CREATE TABLE emergencies (id TEXT PRIMARY KEY, expires_ms INTEGER NOT NULL, request TEXT NOT NULL, who TEXT NOT NULL,
        revision INTEGER NOT NULL) WITHOUT ROWID;
      INSERT INTO emergencies VALUES ('e-1', 99, '{"isolate":{"target":"shop/web"},"reason":"r","ticket":""}', 'ann', 3);
      CREATE TABLE drift (node TEXT PRIMARY KEY, life TEXT NOT NULL, sequence INTEGER NOT NULL, event TEXT NOT NULL) WITHOUT ROWID;
      INSERT INTO drift VALUES ('n1', 'ab', 5, '{"sequence":5,"kind":"link"}');
      CREATE TABLE inventory (address TEXT NOT NULL, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL, name TEXT NOT NULL,
        workload INTEGER NOT NULL, sequence INTEGER NOT NULL UNIQUE, PRIMARY KEY (address, from_us)) WITHOUT ROWID;
      INSERT INTO inventory VALUES ('0a000001', 1, 0, 'shop/web', 1, 1);`);
    old.close();
    const { revisions, database } = opened(path);
    expect([revisions.epoch, revisions.last, await revisions.setting('pinned')]).toEqual([77, 4, 2]);
    const request = { isolate: { target: 'shop/web' }, reason: 'r', ticket: '' };
    expect(await revisions.documents('emergency')).toEqual([
      { id: 'e-1', value: { id: 'e-1', expiresMs: 99, request, who: 'ann', revision: 3 } },
    ]);
    expect(await revisions.documents('drift')).toEqual([
      { id: 'n1', value: { life: 'ab', sequence: 5, event: { sequence: 5, kind: 'link' } } },
    ]);
    expect(database.prepare('SELECT name, node FROM inventory').all()).toEqual([{ name: 'shop/web', node: '' }]);
  });

  it('takes over a history that did not say who had which address', async () => {
    const path = folder();
    const first = Store.open(path, 1);
    const address = { family: 4 as const, value: 0x0a00_0001n };
    const item = { id: 'shop/web', addresses: [address] } as unknown as WorldItem;
    first.inventory.begin(() => [{ list: 'workloads', key: 'shop/web', item }], 10);
    await first.flush();
    first.database.exec(`DROP TABLE world_addresses; DROP INDEX declared_namespace; DROP INDEX declared_addressed;
      DROP INDEX policy_revisions_time;      PRAGMA user_version = 2`);
    await first.close();
    const { inventory } = opened(path);
    const keys: unknown[] = [];
    for await (const page of inventory.spans({ list: 'workloads', addresses: [address], untilMs: 10 }, 10))
      keys.push(...page.map(({ text }) => readItem<{ id: string }>(text).id));
    expect(keys).toEqual(['shop/web']);
  });

  it("is not touched where it is a newer program's", () => {
    const path = folder();
    const newer = new Database(join(path, 'controller.db'));
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => Store.open(path, 1)).toThrow(/cannot be opened: schema 99 is newer/);
  });
});

function opened(path: string) {
  const store = Store.open(path, 1);
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await store.close();
    open = false;
  };
  closers.push(close);
  const { revisions, inventory, database } = store;
  return { revisions, inventory, database, close };
}
