import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, type SchemaStep } from './schema.js';

const STEPS: readonly SchemaStep[] = [
  'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)',
  (db) => {
    for (const { x } of db.prepare('SELECT x FROM a').all([]) as { x: number }[])
      db.prepare('INSERT INTO a VALUES (?)').run(x + 1);
  },
  'CREATE TABLE b (y INTEGER)',
];

describe('a schema', () => {
  let folder: string;
  let db: Database.Database;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osg-schema-'));
    db = new Database(join(folder, 'x.db'));
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  const version = (): unknown => db.prepare('PRAGMA user_version').get([]);
  const xs = (): unknown[] => (db.prepare('SELECT x FROM a ORDER BY x').all([]) as { x: number }[]).map(({ x }) => x);

  it('goes through its steps once, in order, from whatever number it has', () => {
    migrate(db, STEPS.slice(0, 1));
    expect(xs()).toEqual([1]);
    migrate(db, STEPS);
    migrate(db, STEPS);
    expect(xs()).toEqual([1, 2]);
    expect(version()).toMatchObject({ user_version: 3 });
  });

  it('that is newer is refused and not touched', () => {
    migrate(db, STEPS);
    db.exec('PRAGMA user_version = 9');
    expect(() => migrate(db, STEPS)).toThrow("schema 9 is newer than this program's 3: use the newer program");
    expect(version()).toMatchObject({ user_version: 9 });
  });

  it('whose step fails half way keeps the steps before it and nothing of it', () => {
    const broken: SchemaStep[] = [...STEPS.slice(0, 2), 'CREATE TABLE b (y INTEGER); INSERT INTO nowhere VALUES (1)'];
    expect(() => migrate(db, broken)).toThrow(/schema: step 3: .*nowhere/);
    expect(db.inTransaction).toBe(false);
    expect(version()).toMatchObject({ user_version: 2 });
    migrate(db, STEPS);
    expect(db.prepare('SELECT count(*) AS n FROM b').get([])).toMatchObject({ n: 0 });
  });
});
