import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TIERS } from '../policy/model.js';
import { type Decision, Entry, mergeDecisions, UNDECIDED } from './order.js';
import { FOREVER } from './plan.js';

const entry = fc
  .record({
    tier: fc.nat(TIERS.length - 1),
    priority: fc.nat(1),
    place: fc.nat(3),
    rule: fc.constantFrom('a', 'b', 'c'),
    action: fc.constantFrom('accept' as const, 'deny' as const, 'pass' as const),
    audit: fc.boolean(),
    expiresAt: fc.constantFrom(1, 2, 3, FOREVER),
  })
  .map((e) => new Entry(e.tier, e.priority, 'p', 'p', e.place, e.rule, e.action, e.audit, e.expiresAt, 1));

const all = (entries: readonly Entry[]): Decision => entries.reduce((d, e) => mergeDecisions(d, e.alone), UNDECIDED);
/** Two entries that compare equal never meet in a view: ids are unique. */
const distinct = fc.uniqueArray(entry, {
  maxLength: 6,
  selector: (e) => `${e.tier}/${e.tier === 2 ? `${e.rule}/${e.expiresAt}` : `${e.priority}/${e.place}`}`,
});

describe('mergeDecisions', () => {
  it('is a union: order and grouping do not matter, repetition changes nothing', () => {
    fc.assert(
      fc.property(distinct, fc.nat(6), (entries, cut) => {
        const whole = all(entries).entries;
        expect(all([...entries].reverse()).entries).toEqual(whole);
        expect(mergeDecisions(all(entries.slice(0, cut)), all(entries.slice(cut))).entries).toEqual(whole);
        expect(mergeDecisions(all(entries), all(entries.slice(cut))).entries).toEqual(whole);
      }),
    );
  });

  it('forgets what a rule of the same tier that comes first outlives', () => {
    const make = (place: number, audit: boolean, expiresAt: number) =>
      new Entry(1, 0, 'p', 'p', place, `r${place}`, 'deny', audit, expiresAt, place);
    const [first, short, audit] = [make(1, false, 5), make(2, false, 4), make(3, true, 5)];
    expect(all([short, first]).entries).toEqual([first]);
    expect(all([audit, first]).entries).toEqual([first]);
    expect(all([make(0, true, 9), first]).entries).toHaveLength(2);
    expect(all([first, make(4, false, 6)]).entries).toHaveLength(2);
  });
});
