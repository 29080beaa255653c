/** The long forms; `npm run test:soak`. */
import { afterEach, describe, expect, it } from 'vitest';
import { LifeNode } from '../support/life.js';
import { Guests } from '../support/life-guests.js';
import { killing } from '../support/life-kill.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('long lives', () => {
  it('F46 a thousand kills at random', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const { revisions } = await killing(node, { kills: 1_000, longestLifeMs: 1_500 });
    expect(revisions).toBeGreaterThan(300);
  }, 7_200_000);

  it('F101 a hundred workloads a minute for half an hour', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const agent = await node.agent().ready();
    const guests = new Guests(node, agent);
    for (let i = 0; i < 3; i++) await guests.round(10);
    const first = guests.held();
    for (let minute = 0; minute < 30; minute++) {
      const began = Date.now();
      for (let i = 0; i < 10; i++) await guests.round(10);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 60_000 - (Date.now() - began))));
      expect(guests.held()).toMatchObject({ links: first.links, pins: first.pins });
    }
    const last = guests.held();
    expect(last.descriptors).toBeLessThanOrEqual(first.descriptors + 5);
    expect(last.residentKiB).toBeLessThan(first.residentKiB * 1.5 + 65_536);
    expect(agent.log).not.toMatch(/revision refused|INTERNAL/);
  }, 3_600_000);
});
