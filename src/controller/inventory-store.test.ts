import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folderWith } from '../../test/support/shop-files.js';
import { parseAddress } from '../net/address.js';
import type { Concerned, State } from './inventory-store.js';
import { readItem } from './items.js';
import type { WorldItem } from './source.js';
import { openPast, Store } from './sqlite/store.js';

const DAY = 24 * 3_600_000;
let folder: Folder;
let store: Store;
beforeEach(() => {
  folder = folderWith();
  store = Store.open(folder.path, 1, (error) => expect.fail(error.message));
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const workload = (key: string, address: string, note = ''): State => ({
  list: 'workloads',
  key,
  item: { id: key, note, addresses: [parseAddress(address)] } as unknown as WorldItem,
});

/** `key note from-to` of each state. */
async function told(asked: Partial<Concerned>): Promise<string[]> {
  const found: string[] = [];
  for await (const page of store.inventory.spans({ list: 'workloads', untilMs: 9 * DAY, ...asked }, 2))
    for (const { from, to, text } of page) {
      const { id, note } = readItem<{ id: string; note: string }>(text);
      found.push(`${id} ${note} ${from}-${to}`);
    }
  return found;
}

describe('the inventory of earlier times', () => {
  it('is asked by key, by address at any time, and up to a time', async () => {
    const { inventory } = store;
    inventory.begin(() => [workload('web', '10.0.0.1', 'a'), workload('db', '10.0.0.2')], 100);
    inventory.soon(() => [workload('web', '10.0.0.9', 'b')], 200);
    inventory.soon(() => [workload('api', '10.0.0.1'), { list: 'workloads', key: 'db' }], 300);
    // Of two states in one millisecond the first was never seen.
    inventory.soon(() => [workload('api', '10.0.0.1', 'x')], 300);
    const first = { addresses: [parseAddress('10.0.0.1')] };
    expect(await told(first)).toEqual(['api x 300-0', 'web a 0-200', 'web b 200-0']);
    expect(await told({ ...first, untilMs: 250 })).toEqual(['web a 0-200', 'web b 200-0']);
    expect(await told({ keys: ['db', 'nobody'] })).toEqual(['db  0-300']);
    expect(await told({ keys: ['web'], ...first, untilMs: 0 })).toEqual(['web a 0-200']);
    expect((await inventory.at(250)).workloads.map(({ id }) => id).sort()).toEqual(['db', 'web']);
    expect((await inventory.at(300)).workloads.map(({ id }) => id).sort()).toEqual(['api', 'web']);
  });

  it('goes on over a restart: what changed meanwhile changed now, what is gone is gone', async () => {
    store.inventory.begin(() => [workload('web', '10.0.0.1', 'a'), workload('db', '10.0.0.2')], 100);
    await store.close();
    store = Store.open(folder.path, 2);
    store.inventory.begin(() => [workload('web', '10.0.0.1', 'b')], 500);
    expect(await told({ keys: ['web', 'db'] })).toEqual(['web a 0-500', 'web b 500-0', 'db  0-500']);
  });

  it('forgets what has ended a day ago, and says from when on it is whole', async () => {
    const { inventory } = store;
    const crowd = Array.from({ length: 2_500 }, (_, i) => workload(`p${i}`, `10.1.${i >> 8}.${i & 255}`));
    inventory.begin(() => [workload('web', '10.0.0.1')], 0);
    inventory.soon(() => crowd, 10);
    inventory.soon(() => crowd.slice(1).map(({ list, key }) => ({ list, key })), 20);
    inventory.soon(() => [workload('web', '10.0.0.1', 'b')], 2 * DAY);
    expect(await inventory.sinceMs()).toBe(DAY);
    await store.flush();
    const addresses = store.database.prepare('SELECT key FROM world_addresses ORDER BY key').all() as { key: string }[];
    expect(addresses.map(({ key }) => key)).toEqual(['p0', 'web']);
    expect(await told({ addresses: [parseAddress('10.1.0.1')] })).toEqual([]);
    expect(await told({ keys: ['web'] })).toEqual([`web  0-${2 * DAY}`, `web b ${2 * DAY}-0`]);
  });

  const count = (table: string): number =>
    (store.database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;

  it('forgets the addresses that an object had, though the object lives on', async () => {
    const { inventory } = store;
    inventory.begin(() => [workload('db-0', '10.0.0.1')], 0);
    // A pod of a StatefulSet has another address each day, and comes back to the first one.
    for (let day = 1; day <= 6; day++) {
      inventory.soon(() => [workload('db-0', day === 6 ? '10.0.0.1' : `10.0.0.${day}`)], day * DAY);
      const others = Array.from({ length: 1_000 }, (_, i) => workload('other', '10.9.0.1', `${day} ${i}`));
      for (const [i, other] of others.entries()) inventory.soon(() => [other], day * DAY + i);
    }
    await store.flush();
    const had = store.database.prepare("SELECT address FROM world_addresses WHERE key = 'db-0'").all() as unknown[];
    expect(had.length).toBeLessThanOrEqual(3);
    expect(await told({ addresses: [parseAddress('10.0.0.1')], fromMs: 6 * DAY, untilMs: 99 * DAY })).toEqual([
      `db-0  ${6 * DAY}-0`,
    ]);
  });

  it('forgets at each start too: lives may be short', async () => {
    for (let life = 0; life < 5; life++) {
      const pods = Array.from({ length: 10 }, (_, i) => workload(`p${life}-${i}`, `10.0.${life}.${i}`));
      store.inventory.begin(() => pods, 2 * life * DAY);
      await store.close();
      store = Store.open(folder.path, 2);
    }
    expect([count('world_history'), count('world_addresses')]).toEqual([20, 20]);
  });

  it('takes no more of the disk when as much comes as is forgotten', async () => {
    const { inventory } = store;
    inventory.begin(() => [], 0);
    const pages: number[] = [];
    for (let day = 1; day < 14; day += 2) {
      for (let i = 0; i < 1_000; i++) {
        const key = `ns/p${day}-${i}`;
        inventory.soon(() => [workload(key, `10.${day}.${i >> 8}.${i & 255}`, 'x'.repeat(200))], day * DAY + 2 * i);
        inventory.soon(() => [{ list: 'workloads', key }], day * DAY + 2 * i + 1);
      }
      await store.flush();
      pages.push((store.database.prepare('PRAGMA page_count').get() as { page_count: number }).page_count);
    }
    expect(pages.at(-1)).toBeLessThanOrEqual((pages[2] as number) * 1.1);
  });

  it('gives its log back, which a reader of an old state kept from being written over', async () => {
    const { inventory } = store;
    const write = async (from: number, count: number): Promise<void> => {
      for (let i = from; i < from + count; i++)
        inventory.soon(() => [workload('web', '10.0.0.1', `${i}`.repeat(50_000))], i);
      await store.flush();
    };
    inventory.begin(() => [], 0);
    const log = (): number => statSync(`${store.path}-wal`).size / 1024 / 1024;
    const past = openPast(store.path);
    await past.inOneState(async () => {
      await past.inventory.sinceMs();
      for (let n = 0; n < 8; n++) await write(100 + n * 20, 20);
    });
    expect(log()).toBeGreaterThan(20);
    for (let n = 0; n < 3; n++) await write(900 + n, 1);
    expect(log()).toBeLessThanOrEqual(16);
  });
});
