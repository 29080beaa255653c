/** The corpus on the compiled tables, and as packets on the programs in the kernel: verdict, reason and rule as the reference says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameAddress } from '../src/net/address.js';
import { ownersOf } from '../src/policy/select.js';
import { type OpenEngine, referenceEngine } from '../src/policy/tools/simulate.js';
import { compileAll, kernelJudge, openEngine } from '../src/simulate/engines.js';
import { KernelPrograms } from '../src/simulate/kernel.js';
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

    if (engine === 'kernel') {
      it('the programs decide, not the tables: only they know the node exception', () => {
        const found = casesFor('kernel').flatMap(({ world, probes }) =>
          probes.flatMap(({ flow, atMs }) => {
            const [endpoint] = ownersOf(world, flow.destination);
            const node = world.nodes.find(({ name }) => name === endpoint?.node);
            const fromNode = node?.addresses.some((a) => sameAddress(a, flow.source)) === true;
            if (endpoint === undefined || !fromNode || !world.allowNodeProbes) return [];
            const judge = programs.judgeBy(world, compileAll(world), atMs);
            const side = { endpoint, direction: 'ingress', flow, peer: flow.source } as const;
            return [{ own: judge({ ...side, fromNode: true }), forwarded: judge({ ...side, fromNode: false }) }];
          }),
        );
        expect(found.length).toBeGreaterThan(0);
        for (const { own } of found) expect(own).toBe('node');
        expect(found.some(({ forwarded }) => typeof forwarded === 'object' && forwarded.verdict === 'deny')).toBe(true);
      });
    }

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
