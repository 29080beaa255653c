import { afterEach, expect, it, vi } from 'vitest';
import type { Datapath } from '../datapath/datapath.js';
import { OsgReason, OsgReasonCounter } from '../gen/abi.js';
import type { ApplyRequest } from './enforcement.js';
import { KernelPort } from './kernel.js';

afterEach(() => void vi.useRealTimers());

/** As far as counting needs one: no kernel, and proves nothing about one. */
function counting(packets: ReadonlyMap<number, bigint>): Datapath {
  const room = 2 * OsgReason.MAX;
  const reasons = {
    info: { keySize: 4, transferSize: OsgReasonCounter.size, maxEntries: 9 * room },
    lookupBatch(after: Buffer | undefined, _keys: Buffer, values: Buffer) {
      const first = after === undefined ? 0 : after.readUInt32LE() + 1;
      for (const [endpoint, count] of packets) {
        const at = (endpoint * room + OsgReason.RULE_DENY - first) * OsgReasonCounter.size;
        if (at >= 0 && at < values.length) values.writeBigUInt64LE(count, at + OsgReasonCounter.fields.packets.offset);
      }
    },
  };
  const empty = {
    info: { keySize: 4, transferSize: 8, maxEntries: 0 },
    lookup: () => Buffer.alloc(8),
    lookupBatch: () => undefined,
  };
  return {
    kernel: { map: (name: string) => (name === 'osg_reasons' ? reasons : empty) },
    publisher: { arena: { lines: 1 } },
    conntrack: { capacity: 1, counts: () => ({ live: 0, limit: 1 }) },
    attached: [],
    services: { mode: 'off', judged: 0, untagged: 0, offloaded: 0 },
    know: () => undefined,
    publish: async () => ({ unattached: [], lines: 1 }),
    repairState: async () => [],
    repair: () => [],
    maintain: async () => ({ live: 0, collected: 0 }),
    interfaceOf: () => undefined,
  } as unknown as Datapath;
}

const request = (...ids: string[]): ApplyRequest =>
  ({
    digest: '0'.repeat(64),
    plan: { endpoints: ids.map((id, i) => ({ id, index: i + 1 })) },
    endpoints: ids.map((id) => ({ id, addresses: [], attach: {} })),
  }) as never;

it('packets that an endpoint was denied stay counted when it has ended', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const packets = new Map([[0, 1n]]);
  const port = new KernelPort({
    datapath: counting(packets),
    budget: { arenaBytes: 1, slots: 1, endpoints: 9 },
    capabilities: [],
    locator: { find: () => ({ kind: 'waiting', detail: '' }), has: () => false, onChange() {}, close() {} },
    onError: (error) => expect.unreachable(String(error)),
  });
  const drops = async (): Promise<number | undefined> => {
    vi.advanceTimersByTime(10_000);
    await port.inspect();
    return port.figures().drops_total;
  };
  expect(port.figures()).toMatchObject({ drops_total: 1, conntrack_fullest_entries: 0, conntrack_fullest_limit: 0 });
  await port.apply(request('shop/web', 'shop/db'));
  packets.set(2, 5n);
  expect(await drops()).toBe(6);
  await port.apply(request('shop/web'));
  expect(await drops()).toBe(6);
});
