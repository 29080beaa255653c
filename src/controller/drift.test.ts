import { afterEach, describe, expect, it } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import { DRIFT_KINDS, DRIFT_OUTCOMES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import { AuditVerifier } from './audit.js';
import { DriftLog } from './drift.js';
import { controllerMetrics } from './metrics.js';
import { audited } from './revision-store.js';
import { Store } from './sqlite/store.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

const LIFE = '00000000-0000-4000-8000-000000000000';
const NOW_MS = 1_700_000_000_000;
const event = (sequence: number, more: osg.v1.DriftEvent.$Properties = {}): osg.v1.DriftEvent.$Properties => ({
  sequence,
  timeUnixUs: NOW_MS * 1000,
  kind: DRIFT_KINDS.value.link,
  outcome: DRIFT_OUTCOMES.value.repaired,
  withinMs: 1_240,
  count: 1,
  what: [`interface ${sequence} ingress: gone`],
  ...more,
});

async function driftLog(path?: string) {
  const made = path === undefined ? folderWith() : undefined;
  if (made !== undefined) closers.push(() => made.remove());
  const directory = path ?? made?.path ?? '';
  const store = Store.open(directory, 1);
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await store.close();
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
  const { revisions } = store;
  const drift = new DriftLog({ store: revisions, metrics, log, clock });
  await drift.load();
  const taken: osg.v1.DriftTaken.$Properties[] = [];
  const report = (events: osg.v1.DriftEvent.$Properties[], node = 'n1', life = LIFE): Promise<void> => {
    drift.report(node, { life, events }, (t) => taken.push(t));
    return revisions.flush();
  };
  const records = async () =>
    (await revisions.audit(0)).map(({ kind, who, detail }) => ({ audit: kind, who, ...JSON.parse(detail) }));
  const refused = async () => (await metrics.driftRefused.get()).values[0]?.value;
  return { directory, revisions, close, time, drift, taken, report, records, refused };
}

describe('drift in the audit log', () => {
  it('is a record of the node, confirmed, and part of the chain', async () => {
    const { revisions, drift, taken, report, records } = await driftLog();
    revisions.soon([audited('revision', 'me', {}, NOW_MS)]);
    await report([event(1), event(2, { outcome: DRIFT_OUTCOMES.value.alarm, count: 7 })]);
    expect((await records()).slice(1)).toEqual([
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
    expect((await revisions.audit(0)).map((record) => verifier.check(record))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of a kind that this version does not know is kept under its number', async () => {
    const { drift, taken, report, records } = await driftLog();
    await report([event(1, { kind: 99 as osg.v1.DriftKind })]);
    expect(await records()).toMatchObject([{ kind: 'drift-kind-99', outcome: 'repaired' }]);
    expect(taken).toEqual([{ life: LIFE, sequence: 1 }]);
    expect(DRIFT_KINDS.of(drift.last('n1')?.kind ?? '')).toBe(99);
  });

  it('what is reported again is written once, also after a restart; what is missing is told', async () => {
    const first = await driftLog();
    await first.report([event(1), event(2)]);
    await first.report([event(1), event(2), event(5)]);
    await first.report([event(1)]);
    expect((await first.records()).map(({ what, missed }) => [what[0], missed])).toEqual([
      ['interface 1 ingress: gone', undefined],
      ['interface 2 ingress: gone', undefined],
      ['interface 5 ingress: gone', 2],
    ]);
    // The agent may not have heard of it.
    expect(first.taken.map(({ sequence }) => sequence)).toEqual([2, 5, 5]);
    await first.close();
    const second = await driftLog(first.directory);
    expect(second.drift.last('n1')).toMatchObject({ sequence: 5 });
    await second.report([event(4), event(5)]);
    expect(await second.records()).toHaveLength(3);
    await second.report([event(1)], 'n1', 'ab');
    await second.report([event(1)], 'n2');
    expect(await second.records()).toHaveLength(5);
  });

  it('is not confirmed when it could not be written, and comes again', async () => {
    const { revisions, drift, taken, report, records } = await driftLog();
    revisions.soon(() => {
      throw new Error('no space left');
    });
    await report([event(1)]);
    expect(await records()).toEqual([]);
    expect(taken).toEqual([]);
    expect(drift.last('n1')).toBeUndefined();
    await report([event(1)]);
    expect(await records()).toHaveLength(1);
    expect(taken).toEqual([{ life: LIFE, sequence: 1 }]);
  });

  it('F91 a node in foreign hands: what it says is checked and cut', async () => {
    const { report, records, taken, refused, drift } = await driftLog();
    await report([event(1)], 'n1', 'x'.repeat(10_000));
    await report([event(1)], 'n1', '');
    expect(await refused()).toBe(2);
    await report([
      event(0),
      event(Number.NaN),
      event(2 ** 60),
      event(1, { kind: 0 }),
      event(1, { outcome: 0 }),
      event(1, { outcome: 99 as osg.v1.DriftOutcome }),
    ]);
    expect(await refused()).toBe(8);
    expect(await records()).toEqual([]);
    expect(taken).toEqual([]);
    const what = Array.from({ length: 1_000 }, () => 'y'.repeat(10_000));
    await report([event(1, { what, timeUnixUs: 2 ** 62, withinMs: 2 ** 60, count: -1 })]);
    const [record] = await records();
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

  it('F91 takes a hundred at once and one in 2 s; the others are not confirmed and come later', async () => {
    const { time, report, records, taken } = await driftLog();
    const many = Array.from({ length: 5_000 }, (_, i) => event(i + 1));
    await report(many);
    expect(await records()).toHaveLength(100);
    await report(many.slice(100));
    expect(await records()).toHaveLength(100);
    // A new life is no way around it, and one node takes nothing from another.
    await report(many, 'n1', 'ab');
    expect(await records()).toHaveLength(100);
    await report([event(1)], 'n2');
    expect(await records()).toHaveLength(101);
    time.ms += 4_000;
    await report(many.slice(100));
    expect(await records()).toHaveLength(103);
    expect(taken.at(-1)).toEqual({ life: LIFE, sequence: 102 });
  });
});
