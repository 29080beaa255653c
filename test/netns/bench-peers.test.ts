/** The comparison with peers measures what it says, and notices a packet with the wrong verdict. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measure } from '../../bench/peers/measure.js';
import { NoPolicy } from '../../bench/peers/netfilter.js';
import { Ours } from '../../bench/peers/ours.js';
import { estimate, makeRow, ratio } from '../../bench/peers/row.js';
import type { PeerRule, System } from '../../bench/peers/system.js';
import { peersLosses } from '../../bench/report/losses.js';
import { Sandbox } from '../support/netns.js';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const SMALL = { sizes: [10], rounds: 1, sliceMs: 5, log: () => {} };

test('every case of no policy and of this project, with verdicts checked', async () => {
  const systems = [new NoPolicy(), new Ours(sandbox, false), new Ours(sandbox, true)];
  const rows = await measure(sandbox, systems, SMALL);
  const cases = (system: string) => rows.filter(({ params }) => params['system'] === system).map((row) => row.case);
  const all = ['new-tcp', 'new-udp', 'denied', 'connect', 'ping-p50', 'ping-p99', 'change', 'load'];
  expect(cases('osg-ingress')).toEqual(all);
  expect(cases('osg-both')).toEqual(all);
  expect(cases('none')).toEqual(['new-tcp', 'new-udp', 'connect', 'ping-p50', 'ping-p99']);
  for (const row of rows) expect(row).toMatchObject({ bench: 'peers', samples: [expect.any(Number)] });
  for (const { median } of rows) expect(median).toBeGreaterThan(0);
}, 60_000);

test('packets that pass though they must be denied are an error', async () => {
  class Open extends NoPolicy {
    override readonly enforces = true;
  }
  await expect(measure(sandbox, [new Open()], SMALL)).rejects.toThrow(/should be denied/);
}, 60_000);

test('packets that are denied though they must pass are an error', async () => {
  class Closed extends Ours {
    override prepare(rules: readonly PeerRule[]): () => Promise<void> {
      return super.prepare(rules.slice(1));
    }
  }
  const system: System = new Closed(sandbox, false);
  await expect(measure(sandbox, [system], SMALL)).rejects.toThrow(/should pass/);
}, 60_000);

test('the interval of a median is that of its order statistics', () => {
  const samples = Array.from({ length: 30 }, (_, index) => 30 - index);
  // Ranks 10 and 21 of 30: 95.7 %.
  expect(estimate(samples)).toEqual({ value: 15.5, low: 10, high: 21 });
  expect(estimate([3, 1, 2])).toEqual({ value: 2, low: 1, high: 3 });
});

test('a peer that is cheaper in every round is a loss, and one that is not is none', () => {
  const row = (system: string, factor: number) =>
    makeRow(
      'peers',
      'denied',
      { system, rules: 10 },
      'ns/packet',
      [1000, 2000, 3000, 4000, 5000, 6000].map((ns) => ns * factor),
    );
  expect(ratio(row('ipset', 1), row('osg-both', 2)).value).toBe(0.5);
  expect(peersLosses([row('ipset', 1), row('osg-both', 2)])).toHaveLength(1);
  expect(peersLosses([row('ipset', 2), row('osg-both', 1)])).toEqual([]);
});
