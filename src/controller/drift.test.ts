import { afterEach, describe, expect, it } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import type { osg } from '../gen/proto.js';
import { AuditVerifier } from './audit.js';
import { DriftLog } from './drift.js';
import { controllerMetrics } from './metrics.js';
import { Store } from './store.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

const LIFE = '00000000-0000-4000-8000-000000000000';
const NOW_MS = 1_700_000_000_000;
const event = (sequence: number, more: osg.v1.DriftEvent.$Properties = {}): osg.v1.DriftEvent.$Properties => ({
  sequence,
  timeUnixUs: NOW_MS * 1000,
  kind: 'link',
  outcome: 'repaired',
  withinMs: 1_240,
  count: 1,
  what: [`interface ${sequence} ingress: gone`],
  ...more,
});

function driftLog(path?: string) {
  const made = path === undefined ? folderWith() : undefined;
  if (made !== undefined) closers.push(() => made.remove());
  const directory = path ?? made?.path ?? '';
  const store = Store.open(directory, 1);
  let open = true;
  const close = (): void => {
    if (open) store.close();
    open = false;
  };
  closers.push(close);
  const time = { ms: 0 };
  const metrics = controllerMetrics();
  const log = { info() {}, warn() {}, error() {}, debug() {} };
  const clock = {
    now: () => NOW_MS + time.ms,
    monotonic: () => time.ms,
    after: () => () => undefined,
    random: () => 0,
  };
  const drift = new DriftLog({ store, metrics, log, clock });
  const taken: osg.v1.DriftTaken.$Properties[] = [];
  const report = (events: osg.v1.DriftEvent.$Properties[], node = 'n1', life = LIFE): void => {
    drift.report(node, { life, events }, (t) => taken.push(t));
    store.flush();
  };
  const records = () =>
    store.auditAfter(0).map(({ kind, who, detail }) => ({ audit: kind, who, ...JSON.parse(detail) }));
  const refused = async () => (await metrics.driftRefused.get()).values[0]?.value;
  return { directory, store, close, time, drift, taken, report, records, refused };
}

describe('drift in the audit log', () => {
  it('is a record of the node, confirmed, and part of the chain', () => {
    const { store, drift, taken, report, records } = driftLog();
    store.audit('revision', 'me', {}, NOW_MS);
    report([event(1), event(2, { outcome: 'alarm', count: 7 })]);
    expect(records().slice(1)).toEqual([
      {
        audit: 'drift',
        who: 'n1',
        kind: 'link',
        outcome: 'repaired',
        withinMs: 1_240,
        found: '2023-11-14T22:13:20.000Z',
        what: ['interface 1 ingress: gone'],
      },
      expect.objectContaining({ outcome: 'alarm', count: 7 }),
    ]);
    expect(taken).toEqual([{ life: LIFE, sequence: 2 }]);
    expect(drift.last('n1')).toMatchObject({ sequence: 2, outcome: 'alarm' });
    const verifier = new AuditVerifier();
    expect(store.auditAfter(0).map((record) => verifier.check(record))).toEqual([undefined, undefined, undefined]);
  });

  it('what is reported again is written once, also after a restart; what is missing is told', () => {
    const first = driftLog();
    first.report([event(1), event(2)]);
    first.report([event(1), event(2), event(5)]);
    first.report([event(1)]);
    expect(first.records().map(({ what, missed }) => [what[0], missed])).toEqual([
      ['interface 1 ingress: gone', undefined],
      ['interface 2 ingress: gone', undefined],
      ['interface 5 ingress: gone', 2],
    ]);
    // The agent may not have heard of it.
    expect(first.taken.map(({ sequence }) => sequence)).toEqual([2, 5, 5]);
    first.close();
    const second = driftLog(first.directory);
    expect(second.drift.last('n1')).toMatchObject({ sequence: 5 });
    second.report([event(4), event(5)]);
    expect(second.records()).toHaveLength(3);
    second.report([event(1)], 'n1', 'ab');
    second.report([event(1)], 'n2');
    expect(second.records()).toHaveLength(5);
  });

  it('is not confirmed when it could not be written, and comes again', () => {
    const { store, drift, taken, report, records } = driftLog();
    store.soon(() => {
      throw new Error('no space left');
    });
    report([event(1)]);
    expect(records()).toEqual([]);
    expect(taken).toEqual([]);
    expect(drift.last('n1')).toBeUndefined();
    report([event(1)]);
    expect(records()).toHaveLength(1);
    expect(taken).toEqual([{ life: LIFE, sequence: 1 }]);
  });

  it('F91 a node in foreign hands: what it says is checked and cut', async () => {
    const { report, records, taken, refused, drift } = driftLog();
    report([event(1)], 'n1', 'x'.repeat(10_000));
    report([event(1)], 'n1', '');
    expect(await refused()).toBe(2);
    report([
      event(0),
      event(Number.NaN),
      event(2 ** 60),
      event(1, { kind: 'k'.repeat(21) }),
      event(1, { kind: '\u001b[2J' }),
      event(1, { outcome: 'fine' }),
    ]);
    expect(await refused()).toBe(8);
    expect(records()).toEqual([]);
    expect(taken).toEqual([]);
    const what = Array.from({ length: 1_000 }, () => 'y'.repeat(10_000));
    report([event(1, { what, timeUnixUs: 2 ** 62, withinMs: 2 ** 60, count: -1 })]);
    const [record] = records();
    expect(record).toEqual({
      audit: 'drift',
      who: 'n1',
      kind: 'link',
      outcome: 'repaired',
      withinMs: 0,
      what: ['y'.repeat(200), 'y'.repeat(200), 'y'.repeat(200)],
    });
    expect(drift.last('n1')?.timeUnixUs).toBe(0);
  });

  it('F91 takes a hundred at once and one in 2 s; the others are not confirmed and come later', () => {
    const { time, report, records, taken } = driftLog();
    const many = Array.from({ length: 5_000 }, (_, i) => event(i + 1));
    report(many);
    expect(records()).toHaveLength(100);
    report(many.slice(100));
    expect(records()).toHaveLength(100);
    // A new life is no way around it, and one node takes nothing from another.
    report(many, 'n1', 'ab');
    expect(records()).toHaveLength(100);
    report([event(1)], 'n2');
    expect(records()).toHaveLength(101);
    time.ms += 4_000;
    report(many.slice(100));
    expect(records()).toHaveLength(103);
    expect(taken.at(-1)).toEqual({ life: LIFE, sequence: 102 });
  });
});
