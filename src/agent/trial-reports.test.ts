import { Gauge, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { TRIAL_STATES } from '../distribution/words.js';
import type { Clock } from '../part/clock.js';
import type { TrialPort, TrialStanding } from './enforcement.js';
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
    foundPackets: 0,
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
    ...{
      id: 'r1',
      revision: 7,
      state: TRIAL_STATES.value.unconfirmed,
      confirmByUnixMs: 1_000_500,
      lostEvents: 3,
      deniedFlows: 1,
    },
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
  expect(reports.status().trial).toMatchObject({ id: 'r2', state: TRIAL_STATES.value.confirmed, lostEvents: 0 });
});

describe('what no record tells of', () => {
  const base = { id: 'r1', revision: 7, mode: 'observe' } as const;
  const counts = { deniedFlows: 0, allowedFlows: 0, cutFlows: 0, judgedPackets: 90, endpoints: 1 };
  const standing = (of: Partial<TrialStanding>): TrialStanding => ({
    ...{ trial: base, state: 'observing', reason: '', sinceUnixMs: 1, ...counts },
    ...{ deniedPackets: 30, allowedPackets: 4, foundPackets: 0, ...of },
  });
  const reports = (figures: Record<string, number>, of: TrialStanding, changed = () => {}, clock = {} as Clock) => {
    const trials: TrialPort = { standing: () => of, decide: () => undefined };
    const log = { info: () => undefined } as never;
    const metric = new Gauge({ name: 'trial', help: 'x', labelNames: ['trial', 'state'], registers: [new Registry()] });
    const made = new TrialReports({
      trials,
      metric,
      figures: () => figures,
      log,
      clock,
      changed,
      over: () => undefined,
    });
    made.look();
    return { trials, lost: () => made.status().trial?.lostEvents };
  };

  it('is all, where there is no collector: its flows are not counted', () => {
    expect(reports({}, standing({})).lost()).toBe(34);
  });

  it('is what an earlier process of this agent counted', () => {
    expect(reports({ denies_lost_total: 0, denies_suppressed_total: 0 }, standing({ foundPackets: 30 })).lost()).toBe(
      30,
    );
  });

  it('is told soon, once for several', () => {
    let due: (() => void) | undefined;
    let told = 0;
    const after = (_: number, run: () => void) => {
      due = run;
      return () => undefined;
    };
    const clock = { after } as never as Clock;
    const { trials } = reports({}, standing({}), () => told++, clock);
    trials.onFlow?.();
    trials.onFlow?.();
    expect(told).toBe(0);
    due?.();
    expect(told).toBe(1);
  });
});
