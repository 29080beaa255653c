/** Large sets, prefix by prefix, against the same from scratch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefix } from '../../test/support/views.js';
import { comparePrefixes } from '../net/prefix.js';
import type { Family, Prefix } from '../net/types.js';
import { coverageOf, minus } from './coverage.js';
import { PrefixList } from './prefixes.js';
import { finish } from './steps.js';
import { wordsOf } from './words.js';

const textOf = ({ family, value, length }: Prefix): string => `${family}/${value}/${length}`;

/** Many near each other, so that runs fill, split and empty. */
const crowded = fc.oneof(
  { weight: 1, arbitrary: prefix },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.nat(700), fc.nat(5)).map(
      ([n, less]): Prefix => ({
        family: 4,
        value: BigInt((n << less) * 4) & ~((1n << BigInt(less)) - 1n),
        length: 32 - less,
      }),
    ),
  },
);
const many = fc.array(crowded, { maxLength: 900, size: 'max' });
const few = fc.array(crowded, { maxLength: 12, size: 'max' });

describe('a large set', () => {
  it('gains and loses what its prefixes do, nested or apart, in any order', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Family>(4, 6),
        many,
        fc.array(fc.tuple(few, fc.oneof(few, many)), { maxLength: 6 }),
        (family, first, changes) => {
          const w = wordsOf(family);
          const now = new Map(first.filter((p) => p.family === family).map((p) => [textOf(p), p]));
          const list = finish(PrefixList.from(first, family));
          for (const [added, some] of changes) {
            const removed = [...some, ...[...now.values()].slice(0, some.length)];
            const was = coverageOf([...now.values()], family);
            for (const p of removed) now.delete(textOf(p));
            for (const p of added) if (p.family === family) now.set(textOf(p), p);
            const is = coverageOf([...now.values()], family);
            const { gained, lost } = list.change(added, removed);
            expect([...gained]).toEqual([...minus(is, was, w)]);
            expect([...lost]).toEqual([...minus(was, is, w)]);
            expect([...finish(list.bounds())]).toEqual([...is]);
            expect([...list]).toEqual([...now.values()].sort(comparePrefixes));
            expect(list.size).toBe(now.size);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
