/**
 * Two plans of equal shape whose every answer tells which of them it is from (slots are even in one, odd in the other), and
 * the questions that tell. For tests of publishing under fire.
 */
import type { Plan } from '../../src/compiler/plan.js';
import type { Binding } from '../../src/tables/index.js';
import type { Question } from './kernel-tables.js';
import { cellOf, classMapOf, endpointOf, every, matcherOf, type Piece, planOf, rangeMapOf, rowOf } from './plans.js';

export const STEADY_IFINDEX = 100;
export const steadyBindings: ReadonlyMap<string, Binding> = new Map([
  ['a', { ifindex: STEADY_IFINDEX, generation: 1 }],
]);

const startOf = { 4: (i: number): bigint => BigInt(i) * 65521n, 6: (i: number): bigint => BigInt(i) << 61n } as const;

/** @param revision its parity is that of the slots: 2 × (range + 1), plus 1 if odd */
export function steadyPlan(ranges: number, revision: number): Plan {
  const odd = revision & 1;
  const slot = (i: number): number => 2 * (1 + i) + odd;
  const row = (i: number) =>
    rowOf(cellOf('deny', slot(i)), [
      { first: (6 << 16) + 80, last: (6 << 16) + 80 + (i % 5), cell: cellOf('allow', slot(i)) },
    ]);
  const rows = Array.from({ length: ranges }, (_, i) => row(i));
  const pieces = (family: 4 | 6): Piece<(typeof rows)[number]>[] =>
    rows.map((value, i) => ({ start: startOf[family](i), value }));
  const matcher = matcherOf(rangeMapOf(4, pieces(4), every(40)), rangeMapOf(6, pieces(6), every(40)));
  const classes = {
    v4: classMapOf(4, [{ start: 0n, value: 0 }]),
    v6: classMapOf(6, [{ start: 0n, value: 0 }]),
    count: 1,
  };
  return planOf([endpointOf('a', 1, matcher, matcher)], 2 * ranges + 4, classes);
}

/** One question for each of some ranges, and what `expected` of struct osg_question is for it. */
export function steadyQuestions(ranges: number, count: number): (Question & { readonly expected: number })[] {
  return Array.from({ length: count }, (_, n) => {
    const i = Math.floor((n * ranges) / count);
    const family = n % 2 === 0 ? 4 : 6;
    return {
      ifindex: STEADY_IFINDEX,
      direction: n % 3 === 0 ? 'egress' : 'ingress',
      peer: { family, value: startOf[family](i) + 5n },
      key: (6 << 16) + 80 + (n % 7),
      atMs: 1,
      expected: i + 1,
    };
  });
}
