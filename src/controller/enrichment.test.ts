import { EventEmitter } from 'node:events';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import type { osg } from '../gen/proto.js';
import { systemClock } from '../part/clock.js';
import { type History, type Teller, tell } from './enrichment.js';
import { InventoryHistory } from './inventory-history.js';
import { Store } from './sqlite/store.js';

class Stream extends EventEmitter {
  readonly request = {};
  cancelled = false;
  written = 0;
  readonly names = new Set<string>();
  write({ owners }: osg.v1.InventoryMessage.$Properties): boolean {
    this.written++;
    for (const { name } of owners ?? []) this.names.add(name ?? '');
    return true;
  }
}

it('a stream that lives long remembers nothing of the changes that it told', async () => {
  const listeners = new Set<() => void>();
  const history: History = {
    ...{ epoch: 1, sinceUs: 1, pruned: 0, nowUs: 1 },
    reaches: async () => true,
    after: async () => [],
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const stream = new Stream();
  // Who waits for a promise is remembered by it until it is settled.
  const waits = new Map<unknown, number>();
  const original = Promise.prototype.then;
  // biome-ignore lint/suspicious/noThenProperty: a promise says nowhere else who waits for it
  Promise.prototype.then = function (this: Promise<unknown>, ...given: Parameters<typeof original>) {
    waits.set(this, (waits.get(this) ?? 0) + 1);
    return original.apply(this, given);
  } as typeof original;
  try {
    const told = tell(history, stream as unknown as Teller);
    for (let change = 1; change <= 50; change++) {
      while (stream.written < change || listeners.size === 0) await sleep(1);
      for (const listener of [...listeners]) listener();
    }
    expect(Math.max(...waits.values())).toBeLessThan(5);
    stream.cancelled = true;
    stream.emit('cancelled');
    await told;
  } finally {
    // biome-ignore lint/suspicious/noThenProperty: as it was
    Promise.prototype.then = original;
  }
  expect(listeners.size).toBe(0);
  expect(stream.eventNames()).toEqual([]);
});

it('a collector gets who has lasted longer than what is forgotten, however many they are, and others have their turn meanwhile', async () => {
  const folder = folderWith();
  const store = Store.open(folder.path, 1);
  const history = new InventoryHistory(store.owners, systemClock, (error) => expect.fail(String(error)));
  try {
    const owner = (i: number, toUs: number, sequence: number) => ({
      ...{ address: (0x0a000000 + i).toString(16).padStart(8, '0'), name: `p${i}`, workload: true, node: 'n1' },
      ...{ fromUs: 1, toUs, sequence },
    });
    const lasting = Array.from({ length: 3_000 }, (_, i) => owner(i, 0, i + 1));
    await store.owners.write([], [...lasting, owner(3_000, 0, 4_000)], { epoch: 1, sinceUs: 1 });
    await store.owners.write([{ address: '0a000bb8', fromUs: 1, toUs: 2, sequence: 4_001 }], [], {});
    await history.load();
    await history.forget();
    expect(history.pruned).toBe(4_001);
    const stream = new Stream();
    const told = tell(history, stream as unknown as Teller);
    while (stream.written < 1) await turn();
    expect(stream.names.size).toBe(1024);
    await vi.waitFor(() => expect(stream.names.size).toBe(3_000), { timeout: 20_000 });
    stream.cancelled = true;
    stream.emit('cancelled');
    await told;
  } finally {
    await history.close();
    await store.close();
    folder.remove();
  }
});
