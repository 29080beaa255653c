/** The corpus on the two engines that need no kernel: the reference evaluator and the naive judge of the resolved view. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../src/policy/evaluate.js';
import type { DirectionDecision } from '../src/policy/flow.js';
import { judgeView } from '../src/policy/judge.js';
import { resolveNode } from '../src/policy/resolve.js';
import { ownersOf } from '../src/policy/select.js';
import { type CorpusCase, type CorpusProbe, casesFor, type Expectation, loadCorpus } from './support/corpus.js';

/** What the decision says of each thing the case states. */
function stated(decision: DirectionDecision, expected: Expectation): unknown {
  const { verdict, reason, rule, isolatedBy, audit } = decision;
  const seen = {
    verdict,
    reason,
    rule: rule?.rule,
    isolatedBy,
    audit: audit === undefined ? 'none' : { verdict: audit.verdict, ...(audit.rule && { rule: audit.rule.rule }) },
    nearestMiss: decision.nearestMiss && { rule: decision.nearestMiss.rule.rule, field: decision.nearestMiss.field },
  };
  return Object.fromEntries(Object.keys(expected).map((key) => [key, seen[key as keyof typeof seen]]));
}

/** Judges the probe on the resolved view of each end's own node. */
function judgeOnViews({ world }: CorpusCase, { flow, atMs }: CorpusProbe): 'allow' | 'deny' {
  const ends = [
    { direction: 'egress', own: flow.source, peer: flow.destination },
    { direction: 'ingress', own: flow.destination, peer: flow.source },
  ] as const;
  const verdicts = ends.map(({ direction, own, peer }) => {
    const endpoint = ownersOf(world, own)[0];
    if (endpoint === undefined) return 'allow';
    const onNode = world.nodes.find((n) => n.name === endpoint.node)?.addresses ?? [];
    const fromNode = onNode.some((a) => a.family === peer.family && a.value === peer.value);
    if (direction === 'ingress' && fromNode && world.allowNodeProbes) return 'allow';
    return judgeView(resolveNode(world, endpoint.node), endpoint.id, direction, peer, flow, atMs).verdict;
  });
  return verdicts.every((v) => v === 'allow') ? 'allow' : 'deny';
}

describe('corpus', () => {
  it('is as large as it says', () => {
    const cases = loadCorpus();
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(cases.flatMap((c) => c.probes).length).toBeGreaterThanOrEqual(400);
    expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
  });

  for (const one of casesFor('reference')) {
    it(`reference: ${one.name}: ${one.description}`, () => {
      for (const probe of one.probes) {
        const decision = evaluate(one.world, probe.flow, probe.atMs);
        expect(decision.verdict, probe.title).toBe(probe.verdict);
        expect(stated(decision.egress, probe.egress), probe.title).toEqual(probe.egress);
        expect(stated(decision.ingress, probe.ingress), probe.title).toEqual(probe.ingress);
      }
    });
  }

  for (const one of casesFor('view')) {
    it(`view: ${one.name}`, () => {
      for (const probe of one.probes) expect(judgeOnViews(one, probe), probe.title).toBe(probe.verdict);
    });
  }
});
