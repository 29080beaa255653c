import fc from 'fast-check';
import { expect, it } from 'vitest';
import { view as anyView, viewEdit } from '../../test/support/views.js';
import { applyViewChange } from '../policy/apply-change.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import { HeldView } from '../policy/held-view.js';
import { Pieces } from '../policy/pieces.js';
import { NO_SERVICES, type NodeView, type ViewPolicy, type ViewRule } from '../policy/view.js';
import { NO_SERVICES_CHANGE, type ViewChange } from '../policy/view-change.js';
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

it('a rule among 10,000 is taken in and added up as one among 1,000: as few are read, and as little is copied', () => {
  const source = { file: 'x', line: 1 };
  let reads = 0;
  const rule = (i: number): ViewRule => ({
    get id() {
      reads++;
      return `r${i}`;
    },
    direction: 'ingress',
    action: 'accept',
    mode: 'enforce',
    matches: [{ peers: 'any', ports: 'any' }],
    source,
  });
  const cost = (length: number): { readonly reads: number; readonly copied: number } => {
    const policy: ViewPolicy = {
      ...{ key: 'p', id: 'p', tier: 'group', priority: 0, isolates: { ingress: true, egress: false }, source },
      rules: Array.from({ length }, (_, i) => rule(i)),
    };
    const lists = { endpoints: [], policies: [policy], sets: [], ...NO_SERVICES };
    const change = (at: number): ViewChange => ({
      node: 'n',
      endpoints: { put: [], removed: [] },
      policies: {
        ...{ put: [], removed: [] },
        changed: [{ key: 'p', rules: [{ at, remove: 1, put: [rule(length + at)] }] }],
      },
      sets: { put: [], removed: [], changed: [] },
      ...NO_SERVICES_CHANGE,
    });
    // The first change makes the pieces.
    const view = HeldView.of({ node: 'n', nodeAddresses: [], allowNodeProbes: false, ...lists });
    const before = applyViewChange(view, change(1));
    const sum = sumOfView(before);
    reads = 0;
    const second = change(length >> 1);
    const after = applyViewChange(before, second);
    const next = sumAfter(sum, before, second, after);
    const counted = reads;
    expect(next).toEqual(sumOfView(after));
    const [old, now] = [before.policies.get('p')?.rules, after.policies.get('p')?.rules];
    if (!(old instanceof Pieces && now instanceof Pieces)) throw new Error('the rules are not held in pieces');
    return { reads: counted, copied: now.slotsBeside(old) };
  };
  const [small, large] = [cost(1_000), cost(10_000)];
  expect(small.copied).toBeLessThan(300);
  // The tree is higher.
  expect(large.copied).toBeLessThan(small.copied + 64);
  expect(large.reads).toBe(small.reads);
});
