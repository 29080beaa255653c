import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith, SHOP } from '../../test/support/shop-files.js';
import { parseSources } from '../policy/load.js';
import { Store } from './store.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
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
  it('remembers over a restart what documents became, and forgets those that are in no file any more', () => {
    const path = folder();
    const first = Store.open(path, 1);
    const parsed = parseSources(files(), { memory: first.parts });
    first.transaction(() => first.parts.save(FILES));
    first.close();

    const second = Store.open(path, 2);
    const text = SHOP['policy.yaml'];
    expect(second.parts.get(text)?.objects).toHaveLength(1);
    expect(second.parts.get(text.replace('8080', '9090'))).toBeUndefined();
    expect(parseSources(files(), { memory: second.parts })).toEqual(parsed);
    second.transaction(() => second.parts.save(FILES.filter((file) => file.path !== 'policy.yaml')));
    second.close();

    const third = Store.open(path, 3);
    closers.push(() => third.close());
    expect(third.parts.get(text)).toBeUndefined();
    expect(third.parts.get(SHOP['inventory.yaml'].split(/^(?=---)/m)[0] ?? '')).toBeDefined();
  });

  it('takes over a store of the version before', () => {
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
    const store = Store.open(path, 1);
    closers.push(() => store.close());
    expect(store.lastRevision()).toBe(7);
    expect(() => store.revisions.get(7)).toThrow(/revision 7: is not in the store/);
    expect(store.auditAfter(0)).toMatchObject([{ kind: 'upgraded' }]);
  });

  it('makes writes that can wait in one go, before anything is read of them', () => {
    const store = Store.open(folder(), 1);
    closers.push(() => store.close());
    for (const node of ['a', 'b']) store.soon(() => store.audit('nack', node, {}, 1));
    expect(store.auditAfter(0).map(({ who }) => who)).toEqual(['a', 'b']);
  });
});
