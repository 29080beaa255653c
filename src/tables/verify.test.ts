import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { view } from '../../test/support/engines.js';
import { large, tablesOf } from '../../test/support/large-view.js';
import type { NodeView } from '../policy/view.js';
import { TableReader, type VerifyOptions, verifyTables } from './index.js';

/** Tables of `other` in place of those of `one`. */
function verify(one: NodeView, lines: number, options: VerifyOptions, other: NodeView = one) {
  const { plan, words, bindings } = tablesOf(one, lines, other);
  return verifyTables(one, plan.slots, new TableReader(words), bindings, options);
}

describe('verification', () => {
  it('finds tables equal to the policy that they were made of, all classes or a sample, and not to another one', () => {
    let differing = 0;
    fc.assert(
      fc.property(view, view, (one, other) => {
        expect(verify(one, 1 << 14, { nowMs: 0 }).differences).toEqual([]);
        expect(verify(one, 1 << 14, { nowMs: 0, exhaustiveUpTo: 0 }).differences).toEqual([]);
        differing += verify(one, 1 << 14, { nowMs: 0 }, other).differing;
      }),
      { numRuns: 3 },
    );
    expect(differing).toBeGreaterThan(0);
  }, 60_000);

  it('takes work in proportion to the rules', () => {
    for (const [named, any] of [
      [3_000, 0],
      [0, 1_500],
      [1_000, 100],
    ] as const) {
      const half = verify(large(named / 2, any / 2), 1 << 17, { nowMs: 0, exhaustiveUpTo: 65_536 });
      const full = verify(large(named, any), 1 << 17, { nowMs: 0, exhaustiveUpTo: 65_536 });
      expect([half.differences, full.differences]).toEqual([[], []]);
      expect(full.classes / half.classes, `${named} named, ${any} for any peer`).toBeLessThan(2.2);
    }
  }, 120_000);
});
