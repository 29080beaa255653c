/** Sets large enough for several chunks and for the class map, changed bit by bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, crowd, meeting, withWholeSets } from '../../test/support/churn.js';
import type { Prefix } from '../net/types.js';
import { judgeView } from '../policy/judge.js';
import type { NodeView } from '../policy/view.js';
import { changeOf, wholeView } from './change.js';
import { Compiler, compile } from './compile.js';
import { lookupPlan } from './lookup.js';
import type { Plan } from './plan.js';
import { finish } from './steps.js';

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
          const slot = plan.slots.at(found.slot);
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
  it('gives the same plan as from scratch, told what changed or the whole set', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(
        crowd,
        fc.array(fc.tuple(change, fc.boolean()), { minLength: 1, maxLength: 12 }),
        (first, changes) => {
          let now = first;
          const compiler = new Compiler();
          let plan = finish(compiler.update(wholeView(now)));
          for (const [step, told] of changes) {
            const before = now;
            now = step(now);
            const scratch = finish(compiler.fork().update(wholeView(now)));
            plan = finish(compiler.update(told ? changeOf(before, now) : withWholeSets(before, now)));
            expect(plan.capacity).toEqual(scratch.capacity);
            expect(plan.digest()).toBe(scratch.digest());
          }
          check(now, plan);
        },
      ),
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
