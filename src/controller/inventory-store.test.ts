import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folderWith } from '../../test/support/shop-files.js';
import { parseAddress } from '../net/address.js';
import type { Concerned, State } from './inventory-store.js';
import { readItem } from './items.js';
import type { WorldItem } from './source.js';
import { Store } from './sqlite/store.js';

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
});
