/** Reference, tables and kernel agree (invariant 3). The long form: test/fuzz. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { HeldView } from '../../src/policy/held-view.js';
import { withCandidate } from '../../src/policy/trial.js';
import type { NodeView } from '../../src/policy/view.js';
import { NEVER, verifyTables } from '../../src/tables/index.js';
import { bindingsOf, candidateOf, compareEngines, compareTrial, view } from '../support/engines.js';
import { KernelTables } from '../support/kernel-tables.js';
import { cellOf, endpointOf, everything, matcherOf, planOf, rangeMapOf, rowOf } from '../support/plans.js';
import { scanRevision } from '../support/scan.js';
import { tryKept } from '../support/seeds.js';
import { viewEdit } from '../support/views.js';

describe('the classifier in the kernel', () => {
  let kernel: KernelTables;
  beforeAll(() => {
    kernel = new KernelTables();
  });
  afterAll(() => kernel.close());

  it('says what the reference says, rule, audit verdict and expiry included, on random policies', async () => {
    let packets = 0;
    const property = fc.asyncProperty(fc.array(view, { minLength: 1, maxLength: 3 }), async (history) => {
      let state: ReturnType<typeof compile>['state'] | undefined;
      for (const one of history) {
        const compiled = compile(one, state);
        state = compiled.state;
        await kernel.publisher.publish(compiled.plan, bindingsOf(one));
        packets += compareEngines(kernel, one, compiled.plan, 600);
      }
    });
    await tryKept('classifier', property);
    await fc.assert(property, { numRuns: 100 });
    expect(packets).toBeGreaterThan(90_000);
    const { arena } = kernel.publisher;
    expect(scanRevision(arena.words, arena.root).memory.units).toBeGreaterThan(0);
  }, 120_000);

  it('judges by both sides of a trial at once, whichever counts, while both change', async () => {
    const trial = { id: 'r1', revision: 2, mode: 'observe' } as const;
    const none = { judged: 0n, denied: 0n, allowed: 0n };
    let packets = 0;
    const edits = fc.array(viewEdit, { maxLength: 3 });
    const property = fc.asyncProperty(view, view, edits, edits, async (first, other, ours, theirs) => {
      const sides = [first, candidateOf(first, other)] as [NodeView, NodeView];
      let state: ReturnType<typeof compile>['state'] | undefined;
      for (let i = 0; i <= Math.max(ours.length, theirs.length); i++) {
        const both = withCandidate(HeldView.of(sides[0]), HeldView.of(sides[1]), trial).whole();
        const compiled = compile(both, state);
        state = compiled.state;
        const line = { id: 1n, until: NEVER, laidMs: 0, before: none };
        await kernel.publisher.publish(compiled.plan, bindingsOf(both), 0n, line);
        packets += compareTrial(kernel, both, compiled.plan, 200);
        sides[0] = ours[i]?.(sides[0]) ?? sides[0];
        sides[1] = candidateOf(sides[0], theirs[i]?.(sides[1]) ?? sides[1]);
      }
      const { arena } = kernel.publisher;
      const scanned = scanRevision(arena.words, arena.root);
      expect(scanned.memory.units).toBeGreaterThan(0);
      // Alone again, it is as if there had been no trial.
      const [, alone] = sides;
      const after = compile(alone, state);
      expect(after.plan.candidateSlots).toBeUndefined();
      await kernel.publisher.publish(after.plan, bindingsOf(alone));
      compareEngines(kernel, alone, after.plan, 100);
    });
    await fc.assert(property, { numRuns: 25 });
    expect(packets).toBeGreaterThan(5_000);
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

  it("F32b: lets a temporary rule end by the kernel's own clock, and the permanent one under it go on", async () => {
    const soon = Date.now() + 1500;
    const steps = [
      { until: soon, verdict: 'allow', slot: 5 },
      { until: Number.POSITIVE_INFINITY, verdict: 'allow', slot: 6 },
    ] as const;
    const deny = rowOf(cellOf('deny', 1));
    const matcher = matcherOf(everything(4, rowOf({ steps })), everything(6, deny));
    await kernel.publisher.publish(
      planOf([endpointOf('a', 1, matcher, matcher)], 10),
      new Map([['a', { ifindex: 5, generation: 1 }]]),
    );
    const ask = () => kernel.judge([{ ifindex: 5, direction: 'ingress', peer: { family: 4, value: 9n }, key: 80 }])[0];
    expect(ask()).toEqual({ verdict: 'allow', slot: 5, validUntil: BigInt(soon) * 1_000_000n });
    // Nothing is written from here on: the program alone knows the time.
    while (Date.now() < soon + 5) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ask()).toEqual({ verdict: 'allow', slot: 6 });
  });

  it('counts packets, bytes and the last hit of each slot exactly', async () => {
    const cells = Array.from({ length: 50 }, (_, i) => cellOf(i % 2 === 0 ? 'allow' : 'deny', i + 60_000));
    const pieces = cells.map((cell, i) => ({ start: BigInt(i) << 20n, value: rowOf(cell) }));
    const matcher = matcherOf(rangeMapOf(4, pieces), everything(6, rowOf(cellOf('deny', 60_098))));
    await kernel.publisher.publish(
      planOf([endpointOf('a', 1, matcher, matcher)], 60_100),
      new Map([['a', { ifindex: 5, generation: 1 }]]),
    );
    const began = BigInt(Date.now()) * 1_000_000n;
    kernel.judge(
      Array.from({ length: 5000 }, (_, n) => ({
        ifindex: 5,
        direction: 'egress' as const,
        peer: { family: 4 as const, value: (BigInt(n % 50) << 20n) + BigInt(n) },
        key: 80,
      })),
    );
    const ended = BigInt(Date.now()) * 1_000_000n;
    for (let i = 0; i < 50; i++) {
      const { packets, bytes, lastHit, auditPackets } = kernel.counters.read(i + 60_000);
      expect({ packets, bytes, auditPackets }).toEqual({ packets: 100n, bytes: 10_000n, auditPackets: 0n });
      // To within a clock tick (10 ms at the most), and the milliseconds of Date.now().
      expect(lastHit).toBeGreaterThan(began - 20_000_000n);
      expect(lastHit).toBeLessThan(ended + 20_000_000n);
    }
    expect(kernel.counters.read(60_099)).toEqual({ packets: 0n, bytes: 0n, lastHit: 0n, auditPackets: 0n });
  });

  it('finds no policy for an interface that has none, and denies', async () => {
    expect(kernel.judge([{ ifindex: 99_999, direction: 'ingress', peer: { family: 4, value: 1n }, key: 1 }])).toEqual([
      undefined,
    ]);
  });
});
