import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { same } from './same.js';

const value = fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true, maxDepth: 3 });

it('says what isDeepStrictEqual says', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(same(a, b)).toBe(isDeepStrictEqual(a, b));
      expect(same(a, structuredClone(a))).toBe(isDeepStrictEqual(a, structuredClone(a)));
    }),
  );
  for (const [a, b] of [
    [{ a: undefined }, {}],
    [{}, { a: undefined }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: [1n, { b: 'c' }] }, { a: [1n, { b: 'c' }] }],
    [{ a: [1n, { b: 'c' }] }, { a: [2n, { b: 'c' }] }],
    [[], {}],
    [[undefined], [null]],
    [Number.NaN, Number.NaN],
    [new Date(1), new Date(2)],
  ])
    expect(same(a, b)).toBe(isDeepStrictEqual(a, b));
});
