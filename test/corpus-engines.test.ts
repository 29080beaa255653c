/** The corpus on the compiled tables, and as packets on the programs in the kernel: verdict, reason and rule as the reference says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernelJudge, openEngine } from '../src/cli/policy-engines.js';
import { KernelPrograms } from '../src/cli/policy-kernel.js';
import { type OpenEngine, referenceEngine } from '../src/policy/tools/simulate.js';
import { type CorpusCase, casesFor } from './support/corpus.js';

/** Each time a case asks about is one opened engine. */
function byTime({ probes }: CorpusCase): Map<number, CorpusCase['probes'][number][]> {
  const times = new Map<number, CorpusCase['probes'][number][]>();
  for (const probe of probes) times.set(probe.atMs, [...(times.get(probe.atMs) ?? []), probe]);
  return times;
}

for (const engine of ['tables', 'kernel'] as const) {
  describe(`corpus on ${engine}`, () => {
    // The verifier takes long: loaded once for all cases.
    let programs: KernelPrograms;
    beforeAll(() => {
      if (engine === 'kernel') programs = new KernelPrograms(65_536, 4096);
    });
    afterAll(() => programs?.close());
    const open: OpenEngine = (world, atMs) =>
      engine === 'kernel'
        ? { judge: kernelJudge(programs, world, atMs), close: () => {} }
        : openEngine(engine)(world, atMs);

    for (const one of casesFor(engine)) {
      it(`${one.name}: ${one.description}`, async () => {
        for (const [atMs, probes] of byTime(one)) {
          const reference = await referenceEngine(one.world, atMs);
          const opened = await open(one.world, atMs);
          try {
            for (const { flow, title, verdict } of probes) {
              const answer = opened.judge(flow);
              expect(answer.verdict, title).toBe(verdict);
              expect(answer, title).toEqual(reference.judge(flow));
            }
          } finally {
            opened.close();
          }
        }
      });
    }
  });
}
