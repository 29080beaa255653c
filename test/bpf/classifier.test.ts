/** Reference, tables and kernel agree (invariant 3). The long form: test/fuzz. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { scanRevision, verifyTables } from '../../src/tables/index.js';
import { bindingsOf, compareEngines, view } from '../support/engines.js';
import { KernelTables } from '../support/kernel-tables.js';

describe('the classifier in the kernel', () => {
  let kernel: KernelTables;
  beforeAll(() => {
    kernel = new KernelTables();
  });
  afterAll(() => kernel.close());

  it('says what the reference says, rule, audit verdict and expiry included, on random policies', async () => {
    let packets = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(view, { minLength: 1, maxLength: 3 }), async (history) => {
        let state: ReturnType<typeof compile>['state'] | undefined;
        for (const one of history) {
          const compiled = compile(one, state);
          state = compiled.state;
          await kernel.publisher.publish(compiled.plan, bindingsOf(one));
          packets += compareEngines(kernel, one, compiled.plan, 600);
        }
      }),
      { numRuns: 100 },
    );
    expect(packets).toBeGreaterThan(90_000);
    const { arena } = kernel.publisher;
    expect(scanRevision(arena.words, arena.root).memory.units).toBeGreaterThan(0);
  }, 120_000);

  it('is proved equal to the declared policy by reading the live lines back', async () => {
    const random = fc.sample(view, { numRuns: 8, seed: 20 });
    let classes = 0;
    for (const one of random) {
      const { plan } = compile(one);
      const bindings = bindingsOf(one);
      await kernel.publisher.publish(plan, bindings);
      const result = verifyTables(one, plan.slots, kernel.reader, bindings, { nowMs: 0 });
      expect(result.differences).toEqual([]);
      expect(result.exhaustive).toBe(true);
      classes += result.classes;
    }
    expect(classes).toBeGreaterThan(10_000);
  }, 60_000);

  it('finds no policy for an interface that has none, and denies', async () => {
    expect(kernel.judge([{ ifindex: 99_999, direction: 'ingress', peer: { family: 4, value: 1n }, key: 1 }])).toEqual([undefined]);
  });
});
