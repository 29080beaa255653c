/** What the store remembers of parsed documents is a cache: damage costs time, nothing else (F171). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damaged, seeds } from '../../test/support/broken-bytes.js';
import { groupYaml } from '../../test/support/shop-files.js';
import { migrate } from '../part/schema.js';
import { parseSources } from '../policy/load.js';
import { StoredParts } from './parts.js';
import { schemaSteps } from './schema.js';

let folder: string;
let db: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-parts-'));
  db = new Database(join(folder, 'x.db'));
  migrate(db, schemaSteps(0));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const FILES = [{ path: 'policy.yaml', text: groupYaml('api', 'web', 8080) }];
const open = () => new StoredParts(db, (write) => write());
const read = (memory: StoredParts) => parseSources(FILES, { memory });

describe('F171 rows of parsed documents', () => {
  it('that are damaged are parsed again, and written anew', { timeout: 12 * 3_600_000 }, () => {
    const first = open();
    const whole = read(first);
    expect(whole.diagnostics).toEqual([]);
    first.save(FILES);
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
      const memory = open();
      expect(read(memory).world.policies).toEqual(whole.world.policies);
      memory.save(FILES);
    }
    const after = db.prepare('SELECT part FROM parts').all() as { part: ArrayBuffer }[];
    expect(after.map(({ part }) => Buffer.from(part).length)).toEqual([bytes.length]);
  });
});
