import fc from 'fast-check';
import { expect, it } from 'vitest';
import { view as anyView, viewEdit } from '../../test/support/views.js';
import { applyViewChange } from '../policy/apply-change.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import { HeldView } from '../policy/held-view.js';
import type { NodeView, ViewPolicy } from '../policy/view.js';
import { sumAfter, sumOfView, viewDigest } from './digest.js';

it('the digest that follows changes is the one computed anew, over any edits of rules, sets and endpoints', () => {
  const edits = fc.array(viewEdit, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(anyView, edits, (first, list) => {
      let before = HeldView.of(first);
      let sum = sumOfView(before);
      const shared = new Map();
      for (const edit of list) {
        const wanted = HeldView.of(edit(before.whole()));
        const change = viewChangeBetween(before, wanted);
        const after = applyViewChange(before, change);
        sum = sumAfter(sum, before, change, after, shared);
        expect(sum).toEqual(sumOfView(wanted));
        before = after;
      }
    }),
    { numRuns: 100 },
  );
});

it('the digest tells what no list order changes, and what every field does', () => {
  const [base] = fc.sample(
    anyView.filter((v) => v.policies.some((p) => p.rules.length > 1) && v.sets.some((s) => s.prefixes.length > 1)),
    { numRuns: 1, seed: 7 },
  ) as [NodeView];
  const shuffled: NodeView = {
    ...base,
    endpoints: base.endpoints.toReversed(),
    policies: base.policies.toReversed(),
    sets: base.sets.toReversed().map((s) => ({ ...s, prefixes: [...s.prefixes, ...s.prefixes].reverse() })),
  };
  expect(viewDigest(shuffled)).toBe(viewDigest(base));
  const at = base.policies.findIndex((p) => p.rules.length > 1);
  const policyWith = (change: (p: ViewPolicy) => ViewPolicy): NodeView => ({
    ...base,
    policies: base.policies.map((p, i) => (i === at ? change(p) : p)),
  });
  const others: NodeView[] = [
    { ...base, allowNodeProbes: !base.allowNodeProbes },
    { ...base, endpoints: base.endpoints.slice(1) },
    { ...base, sets: base.sets.map((s) => ({ ...s, prefixes: s.prefixes.slice(1) })) },
    policyWith((p) => ({ ...p, priority: p.priority + 1 })),
    policyWith((p) => ({ ...p, rules: p.rules.toReversed() })),
    policyWith((p) => ({ ...p, rules: p.rules.map((r, i) => (i === 0 ? { ...r, reason: 'another' } : r)) })),
  ];
  expect(new Set([base, ...others].map(viewDigest)).size).toBe(others.length + 1);
});
