import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupYaml, nodeYaml, podYaml } from '../../test/support/shop-files.js';
import { viewDigest } from '../distribution/digest.js';
import { parseSources } from '../policy/load.js';
import type { World } from '../policy/model.js';
import { resolveNode } from '../policy/resolve.js';
import type { NodeView } from '../policy/view.js';
import { affectedNodes, nodeNames } from './affected.js';

const APPS = ['a', 'b', 'c'] as const;
const app = fc.constantFrom(...APPS);

const peerGroup = (name: string, from: string, port: number): string =>
  groupYaml(name, from, port).replace(/from: \[.*\]/, `from: [{group: ${from}}]`);

/** Worlds that differ in little: pods on nodes with labels, groups that name each other by label or by name. */
const world = fc
  .record({
    pods: fc.array(
      fc.record({ node: fc.constantFrom('n1', 'n2', 'n3'), app, address: fc.integer({ min: 1, max: 40 }) }),
      { minLength: 1, maxLength: 6 },
    ),
    groups: fc.uniqueArray(fc.record({ app, from: app, port: fc.constantFrom(80, 443), byName: fc.boolean() }), {
      selector: (g) => g.app,
      maxLength: 3,
    }),
    nodes: fc.subarray(['n1', 'n2', 'n3']),
    posture: fc.constantFrom('kubernetes' as const, 'openstack' as const),
  })
  .map(({ pods, groups, nodes, posture }): World => {
    const inventory =
      nodes.map((n) => nodeYaml(n, `10.0.0.${n.slice(1)}`)).join('') +
      pods.map((p, i) => podYaml(`p${i}`, `10.1.${i}.${p.address}`, p)).join('');
    const policies = groups.map((g) => (g.byName ? peerGroup : groupYaml)(g.app, g.from, g.port)).join('');
    return parseSources(
      [
        { path: 'i', text: inventory },
        { path: 'p', text: policies },
      ],
      { posture },
    ).world;
  });

describe('nodes that a change concerns', () => {
  it('no node outside of them gets another view', () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const views = new Map<string, NodeView>(
          [...nodeNames(before)].map((node) => [node, resolveNode(before, node)]),
        );
        const affected = affectedNodes(before, after, views);
        for (const node of nodeNames(after)) {
          const old = views.get(node);
          if (affected.has(node)) continue;
          expect(old && viewDigest(old)).toBe(viewDigest(resolveNode(after, node)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a pod's change touches its node and those whose rules mean it, no other", () => {
    const files = (label: string) =>
      parseSources([
        {
          path: 'i',
          text:
            ['n1', 'n2', 'n3', 'n4'].map((n) => nodeYaml(n, `10.0.0.${n.slice(1)}`)).join('') +
            podYaml('x', '10.1.0.1', { node: 'n1', app: label }) +
            podYaml('a', '10.1.0.2', { node: 'n2', app: 'a' }) +
            podYaml('b', '10.1.0.3', { node: 'n3', app: 'b' }),
        },
        { path: 'p', text: groupYaml('a', 'c', 80) + groupYaml('b', 'a', 80) },
      ]).world;
    const before = files('none');
    const views = new Map<string, NodeView>([...nodeNames(before)].map((node) => [node, resolveNode(before, node)]));
    expect([...affectedNodes(before, files('c'), views)].sort()).toEqual(['n1', 'n2']);
    expect([...affectedNodes(before, before, views)]).toEqual([]);
  });
});
