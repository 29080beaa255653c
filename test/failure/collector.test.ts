/** F71, F73, F75, F76: the deny stream from the kernel's maps to the store, with a collector that is there, away, slow or failing. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store } from '../../src/collector/sqlite/store.js';
import { addressBytes, Reason } from '../../src/flows/index.js';
import type { osg } from '../../src/gen/proto.js';
import { DENIES } from '../../src/rpc/methods.js';
import { DenyFeed } from '../support/deny-feed.js';
import { DenyProxy } from '../support/deny-proxy.js';
import { DenyStack, printSums } from '../support/deny-stack.js';

let stack: DenyStack;
let feed: DenyFeed;
const cleanups: (() => void | Promise<void>)[] = [];

beforeEach(() => {
  stack = new DenyStack();
  feed = new DenyFeed();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await stack.close();
  feed.close();
});

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function proxy(): Promise<DenyProxy> {
  const made = new DenyProxy(join(stack.folder, 'proxy.sock'), join(stack.folder, 'collector.sock'));
  await made.start();
  cleanups.push(() => made.close());
  return made;
}

/** The collector as seen through the proxy, with impatient timeouts. */
const through = (address: string) => ({ collector: { address, timeoutMs: 400, backoffMs: { first: 10, most: 50 } } });

/** The stack's collector in a process of its own. */
async function collectorProcess(): Promise<ChildProcess> {
  const path = fileURLToPath(new URL('../support/deny-collector.mjs', import.meta.url));
  const child = spawn(process.execPath, [path, stack.database, stack.address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(() => void child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the collector ended with ${code}`)));
  });
  return child;
}

async function storedPackets(): Promise<number> {
  const events = await stack.query({});
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  return events.reduce((sum, { item }) => sum + (item?.packets ?? 0), 0);
}

function expectClosed(title: string, sums: Awaited<ReturnType<DenyStack['settle']>>): void {
  printSums(title, sums);
  expect(sums).toHaveLength(5);
  expect(sums.filter(({ closed }) => !closed)).toEqual([]);
}

describe('deny stream', () => {
  it('closes the sum at every stage: kernel, reader, queue, spool, store', async () => {
    const collector = await stack.startCollector();
    collector.inventory.receive({
      epoch: 1,
      reset: { sinceUnixUs: 1 },
      owners: [{ address: addressBytes('10.0.0.0'), name: 'shop/client', workload: true, fromUnixUs: 1 }],
    });
    const reporter = await stack.startReporter(feed);
    feed.send(50_000, { flows: 400, endpoints: 8 });
    expectClosed('8 endpoints, 400 flows each', await stack.settle(reporter));
    expect(await storedPackets()).toBe(feed.sums().packets);
    const named = (await stack.query({ fromPod: ['client'], toPod: ['shop/pod-8'], last: 1 }))[0];
    expect(named?.peer).toBe('shop/client');
    expect(named?.context).toMatchObject({
      endpoint: 'shop/pod-8',
      reason: Reason.REASON_DEFAULT_DENY,
      isolatedBy: [{ policy: 'SecurityGroup/shop/web' }],
    });
  });

  it('a lone deny reaches a live tail within 500 ms', async () => {
    await stack.startCollector();
    const reporter = await stack.startReporter(feed, { pollMs: 100 });
    await stack.settle(reporter);
    const { path, requestSerialize, responseDeserialize } = DENIES.Tail;
    const call = stack.client().makeServerStreamRequest(path, requestSerialize, responseDeserialize, {});
    call.on('error', () => undefined);
    await new Promise((resolve) => call.once('metadata', resolve));
    const arrived = new Promise<osg.v1.FlowReply>((resolve) => call.once('data', resolve));
    const sent = performance.now();
    feed.send(1, { flows: 1, family: 4 });
    const { records } = await arrived;
    const took = performance.now() - sent;
    call.cancel();
    console.log(`deny to tail: ${took.toFixed(0)} ms`);
    expect(records).toHaveLength(1);
    expect(took).toBeLessThan(500);
  });

  it('F75: one endpoint’s storm does not delay the others’ first denies', async () => {
    await stack.startCollector();
    const reporter = await stack.startReporter(feed);
    await stack.settle(reporter);
    feed.send(300_000, { flows: 300_000, firstEndpoint: 1 });
    feed.send(7, { flows: 1, firstEndpoint: 2, endpoints: 7 });
    let seen = new Set<string>();
    for (let i = 0; i < 100 && seen.size < 8; i++) {
      await sleep(20);
      seen = new Set((await stack.query({})).map(({ context }) => context?.endpoint ?? ''));
    }
    expect(seen.size).toBe(8);
    // What waits for tokens of the mad endpoint is pending, and part of the sum.
    printSums('one of eight endpoints mad', await stack.sums(reporter));
    const { accounting } = reporter.status();
    expect(accounting.suppressed).toBeGreaterThan(0);
    expect(accounting.counted).toBe(feed.sums().packets);
  });

  it('F71: collector away: denies wait on disk and arrive, each once, when it comes', async () => {
    const reporter = await stack.startReporter(feed);
    for (let i = 0; i < 20; i++) {
      feed.send(2000, { flows: 100, endpoints: 4 });
      await sleep(20);
    }
    await sleep(1200);
    const away = reporter.status();
    expect(away.connected).toBe(false);
    expect(away.spool.batches).toBeGreaterThan(0);
    await stack.startCollector();
    expectClosed('collector away, then there', await stack.settle(reporter));
    expect(await storedPackets()).toBe(feed.sums().packets);
  });

  it('F71: beyond the spool’s bound the oldest goes, counted; memory and disk stay bounded', async () => {
    const spool = { directory: join(stack.folder, 'small'), maxBytes: 512 << 10 };
    const reporter = await stack.startReporter(feed, { spool, rate: { eventsPerSecond: 1e9, burst: 1e6 } });
    for (let i = 0; i < 30; i++) {
      feed.send(2000, { flows: 100_000, endpoints: 8 });
      await sleep(30);
      const { spool: disk, memoryBytes } = reporter.status();
      expect(disk.bytes).toBeLessThanOrEqual(spool.maxBytes);
      expect(memoryBytes).toBeLessThanOrEqual(16 << 20);
    }
    await stack.startCollector();
    const sums = await stack.settle(reporter);
    expectClosed('spool of 512 KiB overrun', sums);
    expect(reporter.status().accounting.droppedSpool).toBeGreaterThan(0);
    const { accounting } = reporter.status();
    expect(await storedPackets()).toBe(feed.sums().packets - accounting.droppedSpool);
  });

  it('F73: lost acks: sent again with the same sequence, stored once', async () => {
    await stack.startCollector();
    const net = await proxy();
    const reporter = await stack.startReporter(feed, through(net.address));
    await stack.settle(reporter);
    for (let i = 0; i < 4; i++) {
      net.swallowReplies = true;
      feed.send(3000, { flows: 50, endpoints: 4 });
      await sleep(250);
      net.cut();
      net.swallowReplies = false;
      await sleep(150);
    }
    expectClosed('acks lost four times', await stack.settle(reporter));
    expect(await storedPackets()).toBe(feed.sums().packets);
  });

  it('F71: a black hole is noticed by the missing ack, a slow collector is waited for', async () => {
    await stack.startCollector();
    const net = await proxy();
    const reporter = await stack.startReporter(feed, through(net.address));
    await stack.settle(reporter);
    net.blackHole = true;
    feed.send(5000, { flows: 50, endpoints: 4 });
    for (let i = 0; i < 100 && reporter.status().connected; i++) await sleep(20);
    expect(reporter.status().connected).toBe(false);
    net.blackHole = false;
    net.delayMs = 100;
    net.cut();
    feed.send(5000, { flows: 50, endpoints: 4 });
    expectClosed('black hole, then slow', await stack.settle(reporter));
    expect(await storedPackets()).toBe(feed.sums().packets);
  });

  it('F76: the store’s disk is full: no ack, back-pressure to the spool; then everything is stored', async () => {
    const disk = join(stack.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'osg-test', disk]);
    cleanups.push(() => void execFileSync('umount', ['-l', disk]));
    const errors: string[] = [];
    await stack.startCollector({
      stores: new Store({ path: join(disk, 'denies.db') }),
      onError: (error) => errors.push(String(error)),
    });
    cleanups.push(() => stack.stopCollector());
    const reporter = await stack.startReporter(feed, { rate: { eventsPerSecond: 1e9, burst: 1e6 } });
    await stack.settle(reporter);
    for (let i = 0; i < 15; i++) {
      feed.send(2000, { flows: 100_000, endpoints: 8 });
      await sleep(30);
    }
    for (let i = 0; i < 100 && errors.length === 0; i++) await sleep(20);
    expect(errors.join('\n')).toMatch(/full/);
    expect(reporter.status().accounting.waiting).toBeGreaterThan(0);
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    expectClosed('disk of the store full, then larger', await stack.settle(reporter));
    expect(await storedPackets()).toBe(feed.sums().packets);
  });

  it('F73: collector killed by SIGKILL in the middle and started again: each event once', async () => {
    const reporter = await stack.startReporter(feed);
    for (let i = 0; i < 2; i++) {
      const child = await collectorProcess();
      for (let burst = 0; burst < 5; burst++) {
        feed.send(2000, { flows: 60, endpoints: 4 });
        await sleep(15);
      }
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    await stack.startCollector();
    expectClosed('collector killed twice', await stack.settle(reporter));
    expect(await storedPackets()).toBe(feed.sums().packets);
  });
});
