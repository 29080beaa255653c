/**
 * The long form of test/failure/{events,collector,spool}.test.ts: denies for OSG_SOAK_MINUTES (10) while the collector is
 * restarted, cut off, silenced and slowed at random. Memory stays bounded, and in the end every sum closes.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DenyFeed } from '../support/deny-feed.js';
import { DenyProxy } from '../support/deny-proxy.js';
import { DenyStack, printSums } from '../support/deny-stack.js';

const MINUTES = Number(process.env['OSG_SOAK_MINUTES'] ?? 10);
const SEED = Number(process.env['OSG_SOAK_SEED'] ?? Date.now() % 1_000_000);

/** mulberry32: the same seed, the same story. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it(
  `F70, F71, F73, F75, F76: ${MINUTES} minutes of denies and faults (seed ${SEED})`,
  async () => {
    const next = random(SEED);
    const stack = new DenyStack();
    const feed = new DenyFeed();
    const proxy = new DenyProxy(join(stack.folder, 'proxy.sock'), join(stack.folder, 'collector.sock'));
    await proxy.start();
    await stack.startCollector({ maxBytes: 256 << 20 });
    const collector = { address: proxy.address, timeoutMs: 2000, backoffMs: { first: 20, most: 500 } };
    const spool = { directory: join(stack.folder, 'spool'), maxBytes: 64 << 20 };
    const reporter = await stack.startReporter(feed, { collector, spool });
    const faults: Record<string, () => Promise<void>> = {
      'collector restarted': async () => {
        await stack.stopCollector();
        await sleep(next() * 2000);
        await stack.startCollector({ maxBytes: 256 << 20 });
      },
      'connections cut': async () => proxy.cut(),
      'acks lost': async () => {
        proxy.swallowReplies = true;
        await sleep(next() * 1000);
        proxy.cut();
        proxy.swallowReplies = false;
      },
      'black hole': async () => {
        proxy.blackHole = true;
        await sleep(next() * 4000);
        proxy.blackHole = false;
        proxy.cut();
      },
      'slow network': async () => {
        proxy.delayMs = 50;
        await sleep(next() * 2000);
        proxy.cut();
        proxy.delayMs = 0;
      },
      'storm of one endpoint': async () => feed.send(200_000, { flows: 1_000_000, firstEndpoint: 9 }),
      'event loop stalled': async () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, next() * 500),
      nothing: async () => sleep(500),
    };
    const names = Object.keys(faults);
    const end = Date.now() + MINUTES * 60_000;
    let memory = 0;
    let printed = Date.now();
    for (let round = 0; Date.now() < end; round++) {
      const traffic = setInterval(() => feed.send(500, { flows: 1 + Math.floor(next() * 200), endpoints: 8 }), 20);
      const fault = names[Math.floor(next() * names.length)] as string;
      await faults[fault]?.();
      await sleep(200);
      clearInterval(traffic);
      const status = reporter.status();
      memory = Math.max(memory, process.memoryUsage.rss());
      expect(status.memoryBytes).toBeLessThanOrEqual(16 << 20);
      expect(status.spool.bytes).toBeLessThanOrEqual(spool.maxBytes);
      if (Date.now() - printed > 60_000) {
        printed = Date.now();
        printSums(`round ${round}, after: ${fault}`, await stack.sums(reporter));
      }
    }
    const sums = await stack.settle(reporter, 120_000);
    printSums(`the end; ${Math.round(memory / 1048576)} MiB at most`, sums);
    expect(sums).toHaveLength(5);
    expect(sums.filter(({ closed }) => !closed)).toEqual([]);
    expect(reporter.status().accounting.counted).toBe(feed.sums().packets);
    expect(memory).toBeLessThan(1 << 30);
    await proxy.close();
    await stack.close();
    feed.close();
  },
  (MINUTES + 5) * 60_000,
);
