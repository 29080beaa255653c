/** Sets large enough for several chunks and for the class map, changed bit by bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, crowd, meeting } from '../../test/support/churn.js';
import type { Prefix } from '../net/types.js';
import { judgeView } from '../policy/judge.js';
import type { NodeView } from '../policy/view.js';
import { compile } from './compile.js';
import { lookupPlan } from './lookup.js';
import type { Plan } from './plan.js';

function check(now: NodeView, plan: Plan): void {
  const prefixes = now.sets.flatMap((s) => s.prefixes);
  for (let i = 0; i < prefixes.length; i += 17) {
    const { family, value } = prefixes[i] as Prefix;
    for (const off of [-1n, 0n, 1n]) {
      const peer = { family, value: value + off };
      for (const { id } of now.endpoints) {
        for (const port of [80, 82, 83]) {
          const wanted = judgeView(now, id, 'ingress', peer, 6 * 65536 + port, 0);
          const found = lookupPlan(plan, id, 'ingress', peer, 6 * 65536 + port, 0);
          const slot = plan.slots[found.slot];
          expect([found.verdict, slot?.kind === 'rule' ? slot.rule : slot?.isolatedBy]).toEqual([
            wanted.verdict,
            wanted.by.kind === 'rule' ? wanted.by.rule : wanted.by.isolatedBy,
          ]);
        }
      }
    }
  }
}

describe('compile, address by address', () => {
  it('gives the same plan as from scratch, with or without being told what changed', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(crowd, fc.array(change, { minLength: 1, maxLength: 12 }), (first, changes) => {
        let now = first;
        let { state, plan } = compile(now);
        for (const step of changes) {
          now = step(now);
          const scratch = compile(now, state.numbersOnly()).plan;
          ({ state, plan } = compile(now, state));
          expect(plan.capacity).toEqual(scratch.capacity);
          expect(plan.digest()).toBe(scratch.digest());
        }
        check(now, plan);
      }),
      { numRuns: 12 },
    );
  });

  it('tells every table of a class that is new', () => {
    const [first, second] = meeting as [NodeView, NodeView];
    const { state, plan } = compile(first);
    expect(plan.classes.count).toBe(3);
    const next = compile(second, state).plan;
    expect(next.classes.count).toBe(4);
    check(second, next);
  });
});
