import { describe, expect, it } from 'vitest';
import { addressBytes } from '../events/index.js';
import { TimedInventory } from './inventory.js';
import { InventoryTable } from './inventory-table.js';
import { Store } from './store.js';

const S = 1_000_000;
const entry = (address: string, name: string) => ({ address: addressBytes(address), name, workload: true });
const at = (inventory: TimedInventory, address: string, seconds: number) =>
  inventory.at(addressBytes(address), seconds * S)?.name;

describe('time-versioned inventory', () => {
  it('an address used again does not rename what was before', () => {
    const inventory = new TimedInventory();
    inventory.update([entry('10.0.0.1', 'shop/web')], 100 * S);
    inventory.update([], 200 * S);
    inventory.update([entry('10.0.0.1', 'shop/db')], 300 * S);
    inventory.update([entry('10.0.0.1', 'shop/cron')], 400 * S);
    expect([99, 150, 199, 250, 297, 299, 350, 400, 999].map((time) => at(inventory, '10.0.0.1', time))).toEqual([
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
    expect(at(inventory, '10.0.0.1', 90)).toBeUndefined();
    expect(at(inventory, '10.0.0.2', 150)).toBeUndefined();
  });

  it('outlives the process, and forgets what is old', () => {
    const store = new Store({ path: ':memory:' });
    const before = new TimedInventory(new InventoryTable(store.database));
    before.update([entry('10.0.0.1', 'shop/web'), entry('2001:db8::1', 'shop/web')], 100 * S);
    before.update([entry('10.0.0.1', 'shop/db')], 200 * S);
    const after = new TimedInventory(new InventoryTable(store.database));
    expect(at(after, '10.0.0.1', 150)).toBe('shop/web');
    expect(at(after, '10.0.0.1', 250)).toBe('shop/db');
    expect(at(after, '2001:db8::1', 250)).toBeUndefined();
    after.update([entry('10.0.0.1', 'shop/db')], 300 * S);
    after.forget(201 * S);
    const third = new TimedInventory(new InventoryTable(store.database));
    expect(at(third, '10.0.0.1', 150)).toBeUndefined();
    expect(at(third, '10.0.0.1', 250)).toBe('shop/db');
    store.close();
  });
});
