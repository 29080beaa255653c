import { Gauge, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import type { Clock } from '../part/clock.js';
import type { TrialStanding } from './enforcement.js';
import { TrialReports } from './trial-reports.js';

it('tells of a trial when it is laid, decided, and when the kernel goes back by itself', async () => {
  let now = 0;
  let timer: { readonly at: number; readonly run: () => void } | undefined;
  const clock: Clock = {
    now: () => 1_000_000 + now,
    monotonic: () => now,
    random: () => 0.5,
    after: (ms, run) => {
      timer = { at: now + ms, run };
      return () => {
        timer = undefined;
      };
    },
  };
  const trial = { id: 'r1', revision: 7, mode: 'unconfirmed', confirmBy: 5 } as const;
  const counts = {
    judgedPackets: 9,
    deniedPackets: 3,
    allowedPackets: 2,
    deniedFlows: 1,
    allowedFlows: 1,
    cutFlows: 1,
  };
  let standing: TrialStanding | undefined;
  const decided: string[] = [];
  const told: string[] = [];
  let lost = 5;
  const metric = new Gauge({ name: 'trial', help: 'x', labelNames: ['trial', 'state'], registers: [new Registry()] });
  const log = (fields: { readonly state?: string }): void => void told.push(fields.state ?? 'decided');
  const reports = new TrialReports({
    trials: {
      standing: () => standing,
      decide: (id, confirm) => {
        decided.push(`${id} ${confirm}`);
        if (standing !== undefined) standing = { ...standing, state: 'confirmed' };
      },
    },
    metric,
    figures: () => ({ denies_lost_total: lost, denies_suppressed_total: 1 }),
    log: { info: log, warn: log, error: log, debug: log } as never,
    clock,
    changed: () => void told.push('changed'),
    over: () => void told.push('over'),
  });
  reports.look();
  expect(reports.status()).toEqual({});
  standing = { trial, state: 'unconfirmed', reason: '', sinceUnixMs: 1, leftMs: 500, endpoints: 2, ...counts };
  reports.look();
  lost = 8;
  expect(reports.status().trial).toMatchObject({
    ...{ id: 'r1', revision: 7, state: 'unconfirmed', confirmByUnixMs: 1_000_500, lostEvents: 3, ...counts },
  });
  // The kernel has gone back; nobody told us.
  now = timer?.at ?? 0;
  expect(now).toBeGreaterThanOrEqual(500);
  standing = { trial, state: 'reverted', reason: 'deadline', sinceUnixMs: 2, endpoints: 2, ...counts };
  timer?.run();
  expect(told).toEqual(['unconfirmed', 'reverted', 'over', 'changed']);
  expect((await metric.get()).values).toMatchObject([{ labels: { trial: 'r1', state: 'reverted' }, value: 1 }]);
  standing = { ...standing, trial: { ...trial, id: 'r2' }, state: 'unconfirmed', reason: '', leftMs: 100 };
  reports.decide('r2', true);
  expect(decided).toEqual(['r2 true']);
  expect(told.slice(4)).toEqual(['decided', 'confirmed', 'changed']);
  expect(reports.status().trial).toMatchObject({ id: 'r2', state: 'confirmed', lostEvents: 0 });
});
