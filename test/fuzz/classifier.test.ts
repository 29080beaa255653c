/**
 * Reference = tables = kernel, with another seed each time: OSG_FUZZ million packets by `npm run test:fuzz` (1 unless told).
 * A failure is shrunk, names its seed, and is kept in test/fuzz/seeds. `npm test` has the short form, test/bpf/classifier.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { bindingsOf, compareEngines, view } from '../support/engines.js';
import { KernelTables } from '../support/kernel-tables.js';
import { assertAndKeep } from '../support/seeds.js';

const millions = Number(process.env['OSG_FUZZ'] ?? 1);
const PER_VIEW = 1000;
/** Views that one node gets one after the other. */
const history = fc.array(view, { minLength: 1, maxLength: 3 });

describe('the three engines', () => {
  it(
    `agree on ${millions} million packets`,
    async () => {
      const kernel = new KernelTables();
      let packets = 0;
      try {
        for (let seed = Date.now() & 0x7fffffff; packets < millions * 1e6; seed++) {
          await assertAndKeep(
            'classifier',
            fc.asyncProperty(history, async (views) => {
              let state: ReturnType<typeof compile>['state'] | undefined;
              for (const one of views) {
                const compiled = compile(one, state);
                state = compiled.state;
                await kernel.publisher.publish(compiled.plan, bindingsOf(one));
                packets += compareEngines(kernel, one, compiled.plan, PER_VIEW);
              }
            }),
            { numRuns: 10, seed },
          );
        }
      } finally {
        await kernel.close();
      }
      expect(packets).toBeGreaterThanOrEqual(millions * 1e6);
    },
    24 * 3_600_000,
  );
});
