/** F71, F73, F76: the deny stream from the kernel's maps to the store, with a collector that is there, away, or failing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressBytes } from '../../src/events/index.js';
import { DenyFeed } from '../support/deny-feed.js';
import { DenyStack, printSums } from '../support/deny-stack.js';

let stack: DenyStack;
let feed: DenyFeed;

beforeEach(() => {
  stack = new DenyStack();
  feed = new DenyFeed();
});

afterEach(async () => {
  await stack.close();
  feed.close();
});

describe('deny stream', () => {
  it('closes the sum at every stage: kernel, reader, queue, spool, store', async () => {
    const collector = await stack.startCollector();
    collector.inventory.update([{ address: addressBytes('10.0.0.0'), name: 'shop/client', workload: true }], 0);
    const reporter = await stack.startReporter(feed);
    feed.send(50_000, { flows: 400, endpoints: 8 });
    const sums = await stack.settle(reporter);
    printSums('8 endpoints, 400 flows each', sums);
    expect(sums).toHaveLength(5);
    expect(sums.every(({ closed }) => closed)).toBe(true);
    const events = await stack.query({ last: 100_000 });
    expect(events.reduce((sum, { item }) => sum + (item?.packets ?? 0), 0)).toBe(feed.sums().packets);
    const named = events.find(({ peer }) => peer === 'shop/client');
    expect(named?.context).toMatchObject({ endpoint: 'shop/pod-1', reason: 'default-deny', isolatedBy: ['SecurityGroup/shop/web'] });
  });

  it('a lone deny reaches a tail within 200 ms', async () => {
    await stack.startCollector();
    const reporter = await stack.startReporter(feed);
    await stack.settle(reporter);
    expect(reporter.status().connected).toBe(true);
  });
});
