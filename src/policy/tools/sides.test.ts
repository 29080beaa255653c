import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times, worlds } from '../../../test/support/worlds.js';
import { evaluate } from '../evaluate.js';
import type { World } from '../model.js';
import { withDefaultGroups } from '../posture.js';
import { keyClasses, keysOf } from './classes.js';
import { FAMILIES, stage } from './ends.js';
import { flowBetween } from './flows.js';
import { Sides } from './sides.js';

/** A class may run on several nodes: the exception for its own is another test's. */
const closed = (world: World): World => ({ ...withDefaultGroups(world), allowNodeProbes: false });

describe('sides', () => {
  it('say what the reference says, end by end and as rows', () => {
    fc.assert(
      fc.property(worlds, worlds, times, (open, other, at) => {
        const staged = stage([closed(open), closed(other)], { nodes: true, outside: true });
        const keys = keyClasses(staged.worlds);
        for (const place of [0, 1]) {
          const sides = new Sides(staged, place, keys, at);
          for (const from of staged.ends.keys()) {
            for (const to of staged.ends.keys()) {
              for (const family of FAMILIES) {
                const set = sides.between(from, to, family);
                if (set === undefined || from === to) continue;
                const expected = keysOf(sides.all[family], keys).filter((key) => {
                  const flow = flowBetween(sides, from, to, family, key);
                  return evaluate(sides.world, flow, at, false).verdict === 'allow';
                });
                expect(keysOf(set, keys)).toEqual(expected);
                const [out, into] = [sides.row('egress', from, family), sides.row('ingress', to, family)];
                const rows =
                  (out.allowed[out.groups[to] as number] as bigint) &
                  (into.allowed[into.groups[from] as number] as bigint);
                expect(rows).toBe(set);
              }
            }
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});
