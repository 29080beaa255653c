/** However a view came about, what is compiled from changes says what is compiled from the whole, and what the naive judge says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { view } from '../../test/support/engines.js';
import { judgeView } from '../policy/judge.js';
import type { NodeView } from '../policy/view.js';
import { type CompileState, compile } from './compile.js';
import { lookupPlan } from './lookup.js';

const KEYS = [(17 << 16) | 65535, (17 << 16) | 80, (6 << 16) | 80, (6 << 16) | 90];

/** Some addresses of each set, of now and before: those that left a set are where old rules would show. */
const peersOf = (one: NodeView, before: NodeView | undefined) =>
  [...one.sets, ...(before?.sets ?? [])].flatMap(({ prefixes }) => prefixes.slice(0, 40));

it('a history of views compiles like its last view alone', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(view, { minLength: 2, maxLength: 3 }), (history) => {
      let state: CompileState | undefined;
      for (const [n, one] of history.entries()) {
        const compiled = compile(one, state);
        state = compiled.state;
        for (const { id } of one.endpoints)
          for (const direction of ['ingress', 'egress'] as const)
            for (const { family, value } of peersOf(one, history[n - 1]))
              for (const key of KEYS) {
                const peer = { family, value };
                const { verdict } = lookupPlan(compiled.plan, id, direction, peer, key, 0);
                const expected = judgeView(one, id, direction, peer, key, 0).verdict;
                if (verdict !== expected)
                  expect({ n, id, direction, peer, key, verdict }).toEqual({ verdict: expected });
                compared += 1;
              }
      }
    }),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(50_000);
}, 120_000);
