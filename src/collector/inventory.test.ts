import { afterEach, describe, expect, it } from 'vitest';
import { MemoryNames } from '../../test/support/memory-names.js';
import { addressBytes } from '../flows/index.js';
import { TimedInventory } from './inventory.js';
import type { NameStore } from './name-store.js';
import { Store } from './sqlite/store.js';

const S = 1_000_000;
/** Seconds; `to` 0: it lasts. */
const owner = (address: string, name: string, from: number, to = 0) => ({
  address: addressBytes(address),
  name,
  workload: true,
  fromUnixUs: from * S,
  toUnixUs: to * S,
});
const at = (inventory: TimedInventory, address: string, seconds: number) =>
  inventory.at(addressBytes(address), seconds * S)?.name;
const A = '10.0.0.1';

const open: Store[] = [];
const OPEN = {
  SQLite: (): NameStore => {
    const store = new Store({ path: ':memory:' });
    open.push(store);
    return store.names;
  },
  memory: (): NameStore => new MemoryNames(),
};
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

describe.each(Object.keys(OPEN) as (keyof typeof OPEN)[])('time-versioned inventory: %s', (kind) => {
  it('an address used again does not rename what was before', async () => {
    const inventory = new TimedInventory();
    await inventory.receive({
      epoch: 1,
      sequence: 1,
      reset: { sinceUnixUs: 100 * S },
      owners: [owner(A, 'shop/web', 100)],
    });
    await inventory.receive({ epoch: 1, sequence: 2, owners: [owner(A, 'shop/web', 100, 200)] });
    await inventory.receive({
      epoch: 1,
      sequence: 5,
      owners: [owner(A, 'shop/cron', 400), owner(A, 'shop/db', 300, 400)],
    });
    expect([99, 150, 199, 250, 297, 299, 350, 400, 999].map((time) => at(inventory, A, time))).toEqual([
      'shop/web', // a little before: events come before the news
      'shop/web',
      'shop/web',
      undefined,
      'shop/db',
      'shop/db',
      'shop/db',
      'shop/cron',
      'shop/cron',
    ]);
    expect(at(inventory, A, 90)).toBeUndefined();
    expect(at(inventory, '10.0.0.2', 150)).toBeUndefined();
    expect([99, 100].map((time) => inventory.covers(time * S))).toEqual([false, true]);
    expect(inventory.position()).toEqual({ epoch: 1, sequence: 5 });
  });

  it('outlives the process, and forgets what is old', async () => {
    const store = OPEN[kind]();
    const again = () => TimedInventory.open(store);
    await (await again()).receive({
      epoch: 7,
      sequence: 3,
      timeUnixUs: 250 * S,
      reset: { sinceUnixUs: 100 * S },
      owners: [owner(A, 'shop/web', 100, 200), owner(A, 'shop/db', 200), owner('2001:db8::1', 'shop/web', 100, 200)],
    });
    const after = await again();
    expect(after.position()).toEqual({ epoch: 7, sequence: 3 });
    expect([150, 250].map((time) => at(after, A, time))).toEqual(['shop/web', 'shop/db']);
    expect(at(after, '2001:db8::1', 250)).toBeUndefined();
    await after.forget(201 * S);
    const third = await again();
    expect([150, 250].map((time) => at(third, A, time))).toEqual([undefined, 'shop/db']);
    expect([200, 201].map((time) => third.covers(time * S))).toEqual([false, true]);
  });

  it('a controller with another history voids only what it knows itself; what lies between is unknown, not wrong', async () => {
    const store = OPEN[kind]();
    const inventory = await TimedInventory.open(store);
    await inventory.receive({
      epoch: 1,
      sequence: 9,
      timeUnixUs: 300 * S,
      reset: { sinceUnixUs: 100 * S },
      owners: [owner(A, 'shop/web', 100), owner('10.0.0.2', 'shop/old', 100, 150), owner('10.0.0.3', 'shop/new', 250)],
    });
    await inventory.receive({
      epoch: 2,
      sequence: 1,
      reset: { sinceUnixUs: 400 * S },
      owners: [owner(A, 'shop/db', 400)],
    });
    for (const copy of [inventory, await TimedInventory.open(store)]) {
      expect([200, 299, 350, 399, 401].map((time) => at(copy, A, time))).toEqual([
        'shop/web',
        'shop/web',
        undefined,
        'shop/db',
        'shop/db',
      ]);
      expect(at(copy, '10.0.0.2', 120)).toBe('shop/old');
      expect([299, 300, 500].map((time) => at(copy, '10.0.0.3', time))).toEqual(['shop/new', undefined, undefined]);
      expect(copy.position()).toEqual({ epoch: 2, sequence: 1 });
    }
  });

  it('F170 says where a workload ran: both nodes about a move, nothing where it does not know', async () => {
    const store = OPEN[kind]();
    const on = (node: string, address: string, from: number, to = 0) => ({
      ...owner(address, 'shop/db', from, to),
      node,
    });
    const inventory = await TimedInventory.open(store);
    const nodesAt = (copy: TimedInventory, seconds: number) => [...copy.nodesOf('shop/db', seconds * S)].sort();
    await inventory.receive({ epoch: 1, sequence: 1, reset: { sinceUnixUs: S }, owners: [on('n1', A, 100)] });
    expect(nodesAt(inventory, 150)).toEqual(['n1']);
    await inventory.receive({ epoch: 1, sequence: 3, owners: [on('n1', A, 100, 200), on('n2', '10.0.0.9', 202)] });
    for (const copy of [inventory, await TimedInventory.open(store)]) {
      expect([50, 150, 201, 300].map((time) => nodesAt(copy, time))).toEqual([[], ['n1'], ['n1', 'n2'], ['n2']]);
      expect(copy.nodesOf('shop/nobody', 150 * S).size).toBe(0);
    }
    await inventory.receive({ epoch: 2, sequence: 1, reset: { sinceUnixUs: 100 * S }, owners: [on('n3', A, 100)] });
    expect(nodesAt(inventory, 300)).toEqual(['n3']);
  });

  it('refuses what does not follow from what is held, and keeps that', async () => {
    const inventory = new TimedInventory();
    await inventory.receive({ epoch: 1, sequence: 1, reset: { sinceUnixUs: 1 }, owners: [owner(A, 'shop/web', 100)] });
    await expect(inventory.receive({ epoch: 2, sequence: 2 })).rejects.toThrow(/epoch 2 without a reset, 1 is held/);
    const broken = { ...owner(A, 'shop/db', 200), address: new Uint8Array(3) };
    await expect(inventory.receive({ epoch: 1, sequence: 2, owners: [broken] })).rejects.toThrow(
      /4 or 16 bytes, not 3/,
    );
    expect(at(inventory, A, 300)).toBe('shop/web');
    expect(inventory.position()).toEqual({ epoch: 1, sequence: 1 });
  });
});
