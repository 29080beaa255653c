import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefix } from '../../test/support/views.js';
import { prefixContains } from '../net/prefix.js';
import type { Address, Family, Prefix } from '../net/types.js';
import { coverageOf, minus } from './coverage.js';
import { compareAt, readAddress, wordsOf, writeAddress } from './words.js';

function covers(bounds: Uint32Array, { family, value }: Address): boolean {
  const w = wordsOf(family);
  const address = new Uint32Array(w);
  writeAddress(address, 0, value, w);
  let below = 0;
  while (below < bounds.length / w && compareAt(bounds, below, address, 0, w) <= 0) below++;
  return below % 2 === 1;
}

const inSome = (prefixes: readonly Prefix[], address: Address) => prefixes.some((p) => prefixContains(p, address));

function edges(prefixes: readonly Prefix[], family: Family): Address[] {
  const bits = family === 4 ? 32n : 128n;
  const found = [0n, (1n << bits) - 1n];
  for (const p of prefixes) {
    const end = p.value + (1n << (bits - BigInt(p.length)));
    if (p.family === family) found.push(p.value - 1n, p.value, end - 1n, end);
  }
  return found.filter((value) => value >= 0n && value < 1n << bits).map((value) => ({ family, value }));
}

const prefixes = fc.array(prefix, { maxLength: 40 });
const family = fc.constantFrom<Family>(4, 6);

describe('coverage (F39)', () => {
  it('covers what some prefix holds, in boundaries that ascend strictly', () => {
    fc.assert(
      fc.property(prefixes, family, (list, f) => {
        const bounds = coverageOf(list, f);
        for (const address of edges(list, f)) expect(covers(bounds, address)).toBe(inSome(list, address));
        const w = wordsOf(f);
        for (let i = 1; i < bounds.length / w; i++)
          expect(readAddress(bounds, i, w)).toBeGreaterThan(readAddress(bounds, i - 1, w));
      }),
    );
  });

  it('subtracts', () => {
    fc.assert(
      fc.property(prefixes, prefixes, family, (a, b, f) => {
        const w = wordsOf(f);
        const [x, y] = [coverageOf(a, f), coverageOf(b, f)];
        const less = minus(x, y, w);
        for (const address of edges([...a, ...b], f)) {
          const [inA, inB] = [inSome(a, address), inSome(b, address)];
          expect(covers(less, address)).toBe(inA && !inB);
        }
      }),
    );
  });
});
