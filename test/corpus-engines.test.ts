/** The corpus on the compiled tables, and on the classifier in the kernel: verdict, reason and rule as the reference says. */
import { describe, expect, it } from 'vitest';
import { openEngine } from '../src/cli/policy-engines.js';
import { referenceEngine } from '../src/policy/tools/simulate.js';
import { type CorpusCase, casesFor } from './support/corpus.js';

/** Each time a case asks about is one opened engine. */
function byTime({ probes }: CorpusCase): Map<number, CorpusCase['probes'][number][]> {
  const times = new Map<number, CorpusCase['probes'][number][]>();
  for (const probe of probes) times.set(probe.atMs, [...(times.get(probe.atMs) ?? []), probe]);
  return times;
}

for (const engine of ['tables', 'kernel'] as const) {
  describe(`corpus on ${engine}`, () => {
    for (const one of casesFor(engine)) {
      it(`${one.name}: ${one.description}`, async () => {
        for (const [atMs, probes] of byTime(one)) {
          const reference = await referenceEngine(one.world, atMs);
          const opened = await openEngine(engine)(one.world, atMs);
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
