import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TimedInventory } from '../collector/inventory.js';
import { addressBytes } from '../flows/index.js';
import { parseAddress } from '../net/address.js';
import { systemClock } from '../part/clock.js';
import type { World } from '../policy/model.js';
import { InventoryHistory } from './inventory-history.js';
import { Store } from './sqlite/store.js';

const HOUR = 3600;
const A = '10.0.0.1';
let folder: string;
let store: Store;
/** Seconds. */
let now: number;
const clock = { ...systemClock, now: () => now * 1000 };
const failed = (error: unknown): void => expect.fail(String(error));

const open = async (): Promise<InventoryHistory> => {
  const history = new InventoryHistory(store.owners, clock, failed);
  await history.load();
  return history;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-history-'));
  now = 1_000_000;
  store = Store.open(folder, now * 1000);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const world = (owners: Readonly<Record<string, string>>): Pick<World, 'workloads' | 'nodes'> => ({
  workloads: Object.entries(owners).map(
    ([address, id]) =>
      ({
        id,
        addresses: [parseAddress(address)],
        ended: false,
        hostNetwork: false,
      }) as unknown as World['workloads'][0],
  ),
  nodes: [],
});

/** Brings a copy up to date as the service does. */
async function follow(history: InventoryHistory, copy = new TimedInventory()): Promise<TimedInventory> {
  const { epoch = 0, sequence = 0 } = copy.position();
  const reached = await history.reaches(epoch ?? 0, sequence ?? 0);
  let from = reached ? (sequence ?? 0) : 0;
  let head = reached ? {} : { reset: { sinceUnixUs: history.sinceUs } };
  for (;;) {
    const rows = await history.after(from, 2);
    from = rows.at(-1)?.sequence ?? from;
    const timeUnixUs = rows.length < 2 ? history.nowUs : 0;
    await copy.receive({
      ...head,
      epoch: history.epoch,
      sequence: from,
      timeUnixUs,
      owners: rows.map(({ owner }) => owner),
    });
    head = {};
    if (rows.length < 2) return copy;
  }
}

const named = (copy: TimedInventory, ...seconds: number[]) =>
  seconds.map((time) => copy.at(addressBytes(A), time * 1e6)?.name);

describe('history of the inventory', () => {
  it('a collector that was away for an hour names that hour rightly, from a delta', async () => {
    const history = await open();
    await history.update(world({ [A]: 'shop/web', '10.0.0.2': 'shop/db' }));
    const copy = await follow(history);
    for (const name of ['shop/a', 'shop/b', 'shop/c']) {
      now += 1000;
      await history.update(world({ [A]: name, '10.0.0.2': 'shop/db' }));
    }
    now += 600;
    const { epoch, sequence } = copy.position();
    expect(await history.reaches(epoch ?? 0, sequence ?? 0)).toBe(true);
    expect(await history.after(sequence ?? 0, 100)).toHaveLength(4);
    await follow(history, copy);
    const all = [1_000_500, 1_001_500, 1_002_500, 1_003_500];
    expect(named(copy, ...all)).toEqual(['shop/web', 'shop/a', 'shop/b', 'shop/c']);
    expect(named(await follow(history), ...all)).toEqual(named(copy, ...all));
    await history.close();
  });

  it('F170 tells where a workload runs; a store that did not keep that tells it anew', async () => {
    store.database.exec(
      "INSERT INTO inventory (address, from_us, to_us, name, workload, sequence) VALUES ('0a000001', 1, 0, 'shop/web', 1, 1)",
    );
    const history = await open();
    const { workloads } = world({ [A]: 'shop/web' });
    const on = (node: string) => ({ workloads: workloads.map((workload) => ({ ...workload, node })), nodes: [] });
    const nodes = async (): Promise<string[]> => [...(await follow(history)).nodesOf('shop/web', now * 1e6)];
    expect(await nodes()).toEqual([]);
    await history.update(on('n1'));
    expect(await nodes()).toEqual(['n1']);
    now += 100;
    await history.update(on('n2'));
    expect((await nodes()).sort()).toEqual(['n1', 'n2']);
    now += 100;
    expect(await nodes()).toEqual(['n2']);
    await history.close();
  });

  it('what changed while it did not run is unknown, not wrong; what did not change goes on', async () => {
    const first = await open();
    await first.update(world({ [A]: 'shop/web', '10.0.0.2': 'shop/db' }));
    const copy = await follow(first);
    now += 100;
    await first.close();
    now += HOUR;
    const second = await open();
    await second.update(world({ [A]: 'shop/cron', '10.0.0.2': 'shop/db' }));
    await follow(second, copy);
    expect(named(copy, 1_000_099, 1_000_101, 1_003_000, 1_003_701)).toEqual([
      'shop/web',
      undefined,
      undefined,
      'shop/cron',
    ]);
    expect(copy.at(addressBytes('10.0.0.2'), 1_002_000 * 1e6)?.name).toBe('shop/db');
    await second.close();
  });

  it('keeps a day, and starts those anew who were away for longer', async () => {
    const history = await open();
    await history.update(world({ [A]: 'shop/web' }));
    const copy = await follow(history);
    now += HOUR;
    await history.update(world({}));
    now += 23.5 * HOUR;
    await history.forget();
    expect(named(await follow(history), 1_000_000 + 0.9 * HOUR)).toEqual(['shop/web']);
    now += HOUR;
    await history.forget();
    const { epoch, sequence } = copy.position();
    expect(await history.reaches(epoch ?? 0, sequence ?? 0)).toBe(false);
    await follow(history, copy);
    // It knows the address until it was last told, not whose it is today.
    expect(named(copy, 1_000_000, now)).toEqual([undefined, undefined]);
    expect(copy.covers((now - 24.1 * HOUR) * 1e6)).toBe(true);
    expect((await follow(history)).covers((now - 24.1 * HOUR) * 1e6)).toBe(false);
    await history.close();
  });

  it('a store that turns out to be an old copy begins another history', async () => {
    const history = await open();
    await history.update(world({ [A]: 'shop/web' }));
    const { epoch, sequence } = (await follow(history)).position();
    expect(await history.reaches(epoch ?? 0, (sequence ?? 0) + 1)).toBe(false);
    await history.renew();
    expect(await history.reaches(epoch ?? 0, sequence ?? 0)).toBe(false);
    await history.close();
  });
});
