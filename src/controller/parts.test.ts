/** What the store remembers of parsed documents is a cache: damage costs time, nothing else (F171). */
import { serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damaged, seeds } from '../../test/support/broken-bytes.js';
import { type Folder, folderWith, groupYaml } from '../../test/support/shop-files.js';
import { parseSources } from '../policy/load.js';
import { StoredParts } from './parts.js';
import { Store } from './sqlite/store.js';

let folder: Folder;
let store: Store;
beforeEach(() => {
  folder = folderWith();
  store = Store.open(folder.path, 0);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const FILES = [{ path: 'policy.yaml', text: groupYaml('api', 'web', 8080) }];
const open = () => StoredParts.open(store.documents);
const read = (memory: StoredParts) => parseSources(FILES, { memory });

describe('F171 rows of parsed documents', () => {
  it('that are damaged are parsed again, and written anew', { timeout: 12 * 3_600_000 }, async () => {
    const db = store.database;
    const first = await open();
    const whole = read(first);
    expect(whole.diagnostics).toEqual([]);
    first.saveSoon(FILES);
    await store.flush();
    const row = db.prepare('SELECT digest, part FROM parts').get() as { digest: string; part: ArrayBuffer };
    const bytes = Buffer.from(row.part);
    const put = (part: Buffer): void => void db.prepare('UPDATE parts SET part = ?').run([part]);
    const others = [Buffer.alloc(0), Buffer.alloc(31), serialize(7), serialize({ objects: 3 }), bytes.subarray(32)];
    const each = function* (): Generator<Buffer> {
      yield* others;
      for (const seed of seeds(12)) yield damaged(bytes, seed);
    };
    for (const part of each()) {
      put(part);
      const memory = await open();
      expect(read(memory).world.policies).toEqual(whole.world.policies);
      memory.saveSoon(FILES);
      await store.flush();
    }
    const after = db.prepare('SELECT part FROM parts').all() as { part: ArrayBuffer }[];
    expect(after.map(({ part }) => Buffer.from(part).length)).toEqual([bytes.length]);
  });
});
