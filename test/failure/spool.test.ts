/** F74, F51, F53: the agent's side of the deny stream: torn spool, full disk, killed agent, stalled event loop. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DenyKernel } from '../../src/flows/kernel.js';
import { DenyFeed } from '../support/deny-feed.js';
import { DenyProxy } from '../support/deny-proxy.js';
import { DenySender } from '../support/deny-sender.js';
import { DenyStack, printSums } from '../support/deny-stack.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let stack: DenyStack;
let feed: DenyFeed;
const cleanups: (() => void)[] = [];

beforeEach(() => {
  stack = new DenyStack();
  feed = new DenyFeed();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
  await stack.close();
  feed.close();
});

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const spoolFolder = (): string => join(stack.folder, 'spool');
const segments = (): string[] =>
  readdirSync(spoolFolder())
    .filter((name) => name.endsWith('.spool'))
    .sort();

function expectClosed(title: string, sums: Awaited<ReturnType<DenyStack['settle']>>): void {
  printSums(title, sums);
  expect(sums).toHaveLength(5);
  expect(sums.filter(({ closed }) => !closed)).toEqual([]);
}

async function agentProcess(): Promise<ChildProcess> {
  const ids = {
    events: feed.maps.events.info.id,
    endpoints: feed.maps.endpoints.info.id,
    control: feed.maps.control.info.id,
    sweep: feed.sweepId,
  };
  const spool = { directory: spoolFolder(), maxBytes: 64 << 20 };
  const options = JSON.stringify({ ids, epoch: feed.epoch, address: stack.address, spool });
  const child = spawn(process.execPath, [here('../support/deny-agent.mjs'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(() => void child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the agent ended with ${code}`)));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

describe('agent of the deny stream', () => {
  it('an orderly restart loses nothing and finds no gap', async () => {
    const first = await stack.startReporter(feed);
    feed.send(20_000, { flows: 100, endpoints: 4 });
    await sleep(100);
    await first.close();
    feed.send(20_000, { flows: 100, endpoints: 4 });
    await stack.startCollector();
    const second = await stack.startReporter(feed);
    expectClosed('agent restarted', await stack.settle(second));
    expect(second.status().accounting.gap).toBe(0);
    expect(second.status().accounting.acked).toBe(feed.sums().packets);
  });

  it('F74: a torn and a damaged record are skipped and counted, the rest arrives', async () => {
    const first = await stack.startReporter(feed, { rate: { eventsPerSecond: 1e9, burst: 1e6 } });
    for (let i = 0; i < 5; i++) {
      feed.send(5000, { flows: 100_000, endpoints: 8 });
      first.flush();
      await sleep(30);
    }
    await first.close();
    const [path] = segments().map((name) => join(spoolFolder(), name));
    const file = readFileSync(path as string);
    // A flipped bit in the first payload, and the last record cut in the middle of its write.
    file[60] = (file[60] as number) ^ 1;
    writeFileSync(path as string, file);
    truncateSync(path as string, file.length - 100);
    appendFileSync(path as string, '');
    await stack.startCollector();
    const second = await stack.startReporter(feed);
    const sums = await stack.settle(second);
    const { accounting } = second.status();
    expect(accounting.tornRecords).toBe(2);
    expect(accounting.torn).toBeGreaterThan(0);
    expectClosed('two damaged records', sums);
    expect(accounting.acked).toBe(feed.sums().packets - accounting.torn);
  });

  it('F51: the spool’s disk is full: bounded memory, the rest dropped and counted, enforcement’s counters go on', async () => {
    const disk = join(stack.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'osg-test', disk]);
    cleanups.push(() => void execFileSync('umount', ['-l', disk]));
    const memoryBytes = 1 << 20;
    const reporter = await stack.startReporter(feed, {
      spool: { directory: disk, maxBytes: 64 << 20 },
      memoryBytes,
      rate: { eventsPerSecond: 1e9, burst: 1e6 },
      onError: () => undefined,
    });
    for (let i = 0; i < 20; i++) {
      feed.send(5000, { flows: 1_000_000, endpoints: 8 });
      reporter.flush();
      await sleep(10);
      expect(reporter.status().memoryBytes).toBeLessThanOrEqual(memoryBytes);
    }
    expect(reporter.status().accounting.droppedQueue).toBeGreaterThan(0);
    await stack.startCollector();
    expectClosed('disk of the spool full', await stack.settle(reporter));
    await reporter.close();
  });

  it('F71: what falls out of the spool after it was sent counts as stored or as dropped, never as both', async () => {
    await stack.startCollector();
    const proxy = new DenyProxy(join(stack.folder, 'proxy.sock'), join(stack.folder, 'collector.sock'));
    await proxy.start();
    cleanups.push(() => void proxy.close());
    const reporter = await stack.startReporter(feed, {
      collector: { address: proxy.address, timeoutMs: 2000, backoffMs: { first: 20, most: 50 } },
      spool: { directory: spoolFolder(), maxBytes: 512 << 10 },
      memoryBytes: 128 << 10,
      rate: { eventsPerSecond: 1e9, burst: 1e6 },
    });
    await stack.settle(reporter);
    for (let round = 0; round < 2; round++) {
      proxy.swallowReplies = true;
      for (let i = 0; i < 30; i++) {
        feed.send(1000, { flows: 1_000_000, endpoints: 8 });
        reporter.flush();
        await sleep(15);
      }
      proxy.cut();
      proxy.swallowReplies = false;
    }
    expectClosed('spool overrun with batches under way', await stack.settle(reporter));
    const { accounting } = reporter.status();
    expect(accounting.droppedSpool).toBeGreaterThan(0);
    expect(accounting.counted).toBe(feed.sums().packets);
  });

  it('agent killed by SIGKILL: what it had and nobody else has is the gap, and the sums close', async () => {
    await stack.startCollector();
    const child = await agentProcess();
    for (let burst = 0; burst < 20; burst++) {
      feed.send(1000, { flows: 60, endpoints: 4 });
      await sleep(5);
    }
    // Without a collector it gathers for a second before it writes: that is what the kill takes.
    await stack.stopCollector();
    await sleep(1500);
    feed.send(1, { flows: 1, firstEndpoint: 9 });
    await sleep(300);
    await kill(child);
    feed.send(1000, { flows: 60, endpoints: 4 });
    await stack.startCollector();
    const reporter = await stack.startReporter(feed);
    expectClosed('agent killed', await stack.settle(reporter));
    const { accounting } = reporter.status();
    expect(accounting.counted).toBe(feed.sums().packets);
    expect(accounting.gap).toBeGreaterThan(0);
    expect(accounting.acked + accounting.gap).toBe(feed.sums().packets);
  });

  it('agent killed while denies go on: the next one’s gap is exact all the same', async () => {
    await stack.startCollector();
    const child = await agentProcess();
    // Every packet a new flow, and a record of its own, without a pause: nobody finds a quiet moment.
    const rate = { eventsPerSecond: 1e9, burst: 1e6 };
    new DenyKernel(feed.parts).setRate(rate.eventsPerSecond, rate.burst);
    feed.prepare({ flows: 0xffffff, endpoints: 16 });
    const most = 30_000_000;
    const sender = await DenySender.ready(feed, { kind: 'in step', packets: most, window: most });
    cleanups.push(() => void sender.close());
    const sent = sender.go();
    await sleep(100);
    await kill(child);
    const reporter = await stack.startReporter(feed, { rate });
    sender.stop();
    expect(await sent).toBeLessThan(most);
    expectClosed('agent killed under traffic', await stack.settle(reporter));
    const { accounting } = reporter.status();
    expect(accounting.counted).toBe(feed.sums().packets);
    expect(accounting.gap).toBeGreaterThanOrEqual(0);
  }, 180_000);

  it('F53, F70: event loop stalled for two seconds: the ring overflows, and what is lost is counted', async () => {
    await stack.startCollector();
    const reporter = await stack.startReporter(feed, { rate: { eventsPerSecond: 1e9, burst: 1e6 } });
    await stack.settle(reporter);
    feed.prepare({ flows: 0xffffff, endpoints: 4 });
    const sender = await DenySender.ready(feed, { kind: 'at once', packets: 300_000 });
    cleanups.push(() => void sender.close());
    const done = sender.go();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
    await done;
    expectClosed('event loop stalled', await stack.settle(reporter, 20_000));
    expect(reporter.status().accounting.lost).toBeGreaterThan(0);
    expect(reporter.status().accounting.counted).toBe(feed.sums().packets);
  }, 180_000);
});
