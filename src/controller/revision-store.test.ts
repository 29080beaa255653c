import { afterEach, describe, expect, it } from 'vitest';
import { MemoryRevisions } from '../../test/support/memory-revisions.js';
import { folderWith, groupYaml } from '../../test/support/shop-files.js';
import { parseSources } from '../policy/load.js';
import type { Policy } from '../policy/model.js';
import { AuditVerifier } from './audit.js';
import type { ControllerError } from './error.js';
import { audited, type DeclaredAsked, type RevisionRecord, type RevisionStore, type Write } from './revision-store.js';
import { Store } from './sqlite/store.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Its end `break`s writing: a full disk. */
interface Made {
  readonly store: RevisionStore;
  readonly failures: ControllerError[];
  breakDown(): void;
}

const STORES: Readonly<Record<string, () => Made>> = {
  sqlite: () => {
    const folder = folderWith();
    const failures: ControllerError[] = [];
    const file = Store.open(folder.path, 5, (error) => failures.push(error));
    closers.push(
      () => folder.remove(),
      () => file.close(),
    );
    return {
      store: file.revisions,
      failures,
      breakDown: () => file.database.exec('PRAGMA query_only = ON'),
    };
  },
  memory: () => {
    const failures: ControllerError[] = [];
    const store = new MemoryRevisions(5, (error) => failures.push(error));
    return {
      store,
      failures,
      breakDown: () => {
        store.full = true;
      },
    };
  },
};

const record = (revision: number, more: Partial<RevisionRecord> = {}): RevisionRecord => ({
  revision,
  kind: 'policy',
  who: 'ann',
  timeMs: revision * 1000,
  source: { id: `${revision}`, author: '', subject: '', timeUnixUs: 0 },
  changes: [],
  more: 0,
  nodes: 1,
  pinnedTo: 0,
  emergencies: [],
  reason: '',
  ...more,
});

const FILES = { 'api.yaml': groupYaml('api', 'web', 8080), 'db.yaml': groupYaml('db', 'api', 5432) };
const worldOf = (...paths: (keyof typeof FILES)[]) =>
  parseSources(paths.map((path) => ({ path, text: FILES[path] }))).world;

describe.each(Object.entries(STORES))('a store of revisions: %s', (_, make) => {
  it('knows what each revision declared, from what each of them changed', async () => {
    const { store } = make();
    expect([store.epoch, store.last]).toEqual([5, 0]);
    const [first, second] = [worldOf('api.yaml'), worldOf('api.yaml', 'db.yaml')];
    await store.write([{ revision: record(1), declared: await store.changesTo(first) }]);
    await store.write([{ revision: record(2), declared: await store.changesTo(second) }]);
    expect(await store.changesTo(second)).toEqual([]);
    await store.write([{ revision: record(3), declared: await store.changesTo(worldOf('db.yaml')) }]);
    const ids = async (revision: number) => (await store.content(revision)).policies.map(({ id }) => id).sort();
    const [api, db] = ['SecurityGroup/shop/api', 'SecurityGroup/shop/db'];
    expect([await ids(1), await ids(2), await ids(3)]).toEqual([[api], [api, db], [db]]);
    await expect(store.content(4)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'revision' });
    await expect(store.get(4)).rejects.toThrow('revision 4: is not in the store');
    expect((await store.history(2)).map(({ revision }) => revision)).toEqual([3, 2]);
    const records: number[] = [];
    for await (const page of store.records(2, 1)) records.push(...page.map(({ revision }) => revision));
    expect(records).toEqual([2, 1]);
    const spans: [number, number][] = [];
    for await (const page of store.spans({ list: 'policies', upTo: 3, namespaces: ['shop', ''] }, 1))
      spans.push(...page.map(({ from, to }): [number, number] => [from, to]));
    expect(spans).toEqual([
      [1, 3],
      [2, 0],
    ]);
    const rows = async (asked: Partial<DeclaredAsked>): Promise<number> => {
      let count = 0;
      for await (const page of store.spans({ list: 'policies', upTo: 3, ...asked }, 1)) count += page.length;
      return count;
    };
    expect(await rows({ namespaces: ['shop'], upTo: 1 })).toBe(1);
    expect(await rows({ namespaces: ['other', ''], addressed: true })).toBe(0);
    expect(await rows({ ids: [db ?? ''] })).toBe(1);
    const hosts = { id: 'SecurityGroup/far/hosts', subject: { addresses: [] } } as unknown as Policy;
    await store.write([{ revision: record(4), declared: [{ list: 'policies', id: hosts.id, item: hosts }] }]);
    expect(await rows({ namespaces: ['other', ''], addressed: true })).toBe(0);
    expect(await rows({ namespaces: ['other', ''], addressed: true, upTo: 4 })).toBe(1);
    expect([(await store.newest())?.revision, (await store.inForceAt(2500))?.revision]).toEqual([4, 2]);
    expect(await store.inForceAt(999)).toBeUndefined();
  });

  it('makes all of a write or nothing, and says so; what follows does not suffer', async () => {
    const { store } = make();
    const one: Write = { revision: record(1), declared: [] };
    await store.write([one, audited('revision', 'ann', { revision: 1 }, 1)]);
    const twice = store.write([audited('x', 'ann', {}, 2), { set: 'pinned', value: 7 }, one]);
    await expect(twice).rejects.toMatchObject({ code: 'STORE' });
    expect(await store.setting('pinned')).toBe(0);
    expect(await store.audit(0)).toHaveLength(1);
    await store.write([{ set: 'pinned', value: 1 }]);
    expect(await store.setting('pinned')).toBe(1);
  });

  it('keeps the order of what can wait and what cannot, and lets nobody read between', async () => {
    const { store } = make();
    const seen: string[] = [];
    store.soon([audited('a', 'n1', {}, 1)], () => seen.push('a'));
    store.soon(
      () => [audited('b', 'n2', {}, 2)],
      () => seen.push('b'),
    );
    const written = store.write([audited('c', 'ann', {}, 3)]).then(() => seen.push('c'));
    store.soon([audited('d', 'n1', {}, 4)]);
    expect((await store.audit(0)).map(({ kind }) => kind)).toEqual(['a', 'b', 'c', 'd']);
    await written;
    expect(seen).toEqual(['a', 'b', 'c']);
    expect((await store.audit(1, 2)).map(({ kind }) => kind)).toEqual(['b', 'c']);
    const verifier = new AuditVerifier();
    for (const entry of await store.audit(0)) expect(verifier.check(entry)).toBeUndefined();
    expect((await store.auditTail())?.hash).toBe(verifier.head);
  });

  it('tells of what could not be written, and confirms none of it', async () => {
    const { store, failures, breakDown } = make();
    await store.write([{ set: 'floor', value: 3 }]);
    breakDown();
    let confirmed = false;
    store.soon([audited('nack', 'n1', {}, 1)], () => {
      confirmed = true;
    });
    await store.flush();
    await expect(store.write([{ set: 'floor', value: 4 }])).rejects.toMatchObject({ code: 'STORE' });
    expect(await store.setting('floor')).toBe(3);
    expect([confirmed, failures.length, await store.audit(0)]).toEqual([false, 1, []]);
  });

  it('remembers the newest answer of each node to each revision, and what each realised last', async () => {
    const { store } = make();
    await store.write([{ revision: record(1), declared: [] }]);
    const refusal = { code: 'BUDGET' as const, object: 'o', field: 'f', reason: 'r' };
    store.soon([{ answer: { node: 'n2', timeMs: 10, refusal }, to: 1 }]);
    store.soon([{ answer: { node: 'n1', timeMs: 11 }, to: 1 }]);
    store.soon([{ answer: { node: 'n2', timeMs: 12 }, to: 1 }]);
    expect((await store.history(1))[0]?.answers).toEqual([
      { node: 'n1', timeMs: 11 },
      { node: 'n2', timeMs: 12 },
    ]);
    expect(await store.realised()).toEqual([
      { node: 'n1', revision: 1, timeMs: 11 },
      { node: 'n2', revision: 1, timeMs: 12 },
    ]);
  });

  it('keeps documents by kind and id until they are dropped', async () => {
    const { store } = make();
    await store.write([
      { keep: 'emergency', id: 'e-2', value: { a: 1 } },
      { keep: 'emergency', id: 'e-1', value: { a: 2 } },
      { keep: 'drift', id: 'e-1', value: 'other' },
    ]);
    await store.write([
      { drop: 'emergency', id: 'e-2' },
      { keep: 'emergency', id: 'e-1', value: { a: 3 } },
      { drop: 'drift', id: 'none' },
    ]);
    expect(await store.documents('emergency')).toEqual([{ id: 'e-1', value: { a: 3 } }]);
    expect(await store.documents('drift')).toEqual([{ id: 'e-1', value: 'other' }]);
  });
});
