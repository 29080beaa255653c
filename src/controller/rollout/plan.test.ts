import { expect, test } from 'vitest';
import type { World } from '../../policy/model.js';
import type { RingSelector, RolloutPolicy } from '../../policy/rollout.js';
import { frozen, ringsOf } from './plan.js';

const source = { file: 'a.yaml', line: 1 };
const world = {
  nodes: Array.from({ length: 10 }, (_, i) => ({
    name: `n${i}`,
    labels: { zone: i < 2 ? 'a' : 'b' },
    addresses: [],
    source,
  })),
  workloads: [
    { namespace: 'staging', node: 'n5', ended: false },
    { namespace: 'shop', node: 'n6', ended: false },
    { namespace: 'shop', node: 'n7', ended: true },
    { namespace: 'shop', node: 'bare', ended: false },
  ] as unknown as World['workloads'],
};

const policyOf = (...selects: RingSelector[]): RolloutPolicy =>
  ({
    rings: [...selects, { kind: 'rest' } as const].map((select, i) => ({ name: `r${i}`, select })),
  }) as unknown as RolloutPolicy;

test('each node is in the first ring that has it, whatever the order of the inventory', () => {
  const policy = policyOf(
    { kind: 'nodes', selector: { matchLabels: { zone: 'a' }, matchExpressions: [] } },
    { kind: 'namespaces', names: ['shop'] },
    { kind: 'share', percent: 20 },
  );
  const rings = ringsOf(policy, world);
  expect(rings[0]).toEqual(['n0', 'n1']);
  expect(rings[1]).toEqual(['bare', 'n6']);
  expect(rings[2]).toHaveLength(3);
  expect(rings.flat().sort()).toEqual(['bare', ...world.nodes.map(({ name }) => name)].sort());
  expect(ringsOf(policy, { ...world, nodes: [...world.nodes].reverse() })).toEqual(rings);
});

test('a share is at least one node, and takes the same ones again', () => {
  const [one] = ringsOf(policyOf({ kind: 'share', percent: 0.1 }), world);
  const [more] = ringsOf(policyOf({ kind: 'share', percent: 30 }), world);
  expect(one).toHaveLength(1);
  expect(more).toEqual(expect.arrayContaining(one as string[]));
});

test('a freeze counts in its own time zone, over midnight and summer time', () => {
  const freeze = [
    { kind: 'weekly', days: ['Fri'], start: 16 * 60, end: 8 * 60, timeZone: 'Europe/Berlin', reason: 'weekend' },
    {
      kind: 'once',
      fromMs: Date.parse('2026-12-20T00:00:00Z'),
      untilMs: Date.parse('2026-12-27T00:00:00Z'),
      reason: '',
    },
  ] as RolloutPolicy['freeze'];
  const at = (time: string) => frozen({ freeze }, Date.parse(time));
  expect(at('2026-01-30T14:59:00Z')).toBeUndefined();
  expect(at('2026-01-30T15:00:00Z')).toBe('until 08:00 Europe/Berlin: weekend');
  expect(at('2026-07-31T14:00:00Z')).toBe('until 08:00 Europe/Berlin: weekend');
  expect(at('2026-01-31T06:59:00Z')).toBeDefined();
  expect(at('2026-01-31T07:00:00Z')).toBeUndefined();
  expect(at('2026-12-21T12:00:00Z')).toBe('until 2026-12-27 00:00:00Z');
});
