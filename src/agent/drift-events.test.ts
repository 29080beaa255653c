import { describe, expect, it } from 'vitest';
import { DRIFT_KINDS, DRIFT_OUTCOMES } from '../distribution/words.js';
import { DriftEvents } from './drift-events.js';
import type { Drift } from './enforcement.js';

function events() {
  const time = { ms: 0 };
  const made = new DriftEvents({
    now: () => 1_700_000_000_000 + time.ms,
    monotonic: () => time.ms,
    after: () => () => undefined,
    random: () => 0,
  });
  /** One look, 2 s after the one before. */
  const look = (...found: Drift[]): boolean => {
    time.ms += 2_000;
    return made.looked(found, 2_000);
  };
  const told = () => made.report().events ?? [];
  return { made, time, look, told };
}

const gone = (n: number, repaired = true): Drift => ({ kind: 'link', detail: `interface ${n}`, repaired });

describe('drift as events', () => {
  it('tells what was found, when, and within how long', () => {
    const { look, told } = events();
    expect(look()).toBe(false);
    expect(look(gone(1))).toBe(true);
    expect(told()).toEqual([
      {
        sequence: 1,
        timeUnixUs: 1_700_000_004_000_000,
        kind: DRIFT_KINDS.value.link,
        outcome: DRIFT_OUTCOMES.value.repaired,
        withinMs: 2_000,
        count: 1,
        what: ['interface 1'],
      },
    ]);
  });

  it('tells an alarm once, and its end', () => {
    const { look, told } = events();
    for (let i = 0; i < 10; i++) look(gone(1, false));
    look();
    look();
    expect(told().map(({ outcome, withinMs }) => [DRIFT_OUTCOMES.text(outcome), withinMs])).toEqual([
      ['alarm', 2_000],
      ['over', 22_000],
    ]);
    look(gone(2, false));
    look(gone(2));
    expect(told().slice(2)).toMatchObject([
      { outcome: DRIFT_OUTCOMES.value.alarm, what: ['interface 2'] },
      { outcome: DRIFT_OUTCOMES.value.repaired, what: ['interface 2'], withinMs: 4_000 },
    ]);
  });

  it('folds what comes together, and bounds its words', () => {
    const { look, told } = events();
    look(...Array.from({ length: 200 }, (_, i) => ({ ...gone(i), detail: `${i} ${'x'.repeat(1_000)}` })));
    expect(told()).toMatchObject([{ count: 200 }]);
    expect(told()[0]?.what?.map((text) => text.length)).toEqual([200, 200, 200]);
  });

  it('a foreigner who flaps does not flood: six at once, one in 10 s, and every finding counted', () => {
    const { look, told } = events();
    const looks = 600;
    for (let i = 0; i < looks; i++) look(gone(1));
    expect(told().length).toBeLessThanOrEqual(100);
    expect(told().at(-1)?.sequence).toBeGreaterThan(100);
    expect(told().at(-1)?.sequence).toBeLessThanOrEqual(6 + (2 * looks) / 10);
    for (let i = 0; i < 10; i++) look();
    const counts = events();
    for (let i = 0; i < 30; i++) counts.look(gone(1));
    for (let i = 0; i < 10; i++) counts.look();
    expect(counts.told().reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(30);
    // Another kind has its own allowance.
    expect(counts.look(gone(1), { kind: 'map', detail: 'settings', repaired: true })).toBe(true);
  });

  it('keeps the newest hundred while nobody confirms, and counts the others', () => {
    const { made, time, look, told } = events();
    for (let i = 0; i < 130; i++) {
      time.ms += 10_000;
      look(gone(i));
    }
    expect(made.waiting).toBe(100);
    expect(made.dropped).toBe(30);
    expect(told()[0]?.sequence).toBe(31);
    const { life } = made.report();
    made.taken({ life: 'another', sequence: 130 });
    expect(made.waiting).toBe(100);
    made.taken({ life, sequence: 120 });
    expect(told().map(({ sequence }) => sequence)).toEqual([121, 122, 123, 124, 125, 126, 127, 128, 129, 130]);
  });
});
