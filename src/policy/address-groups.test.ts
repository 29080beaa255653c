import { describe, expect, it } from 'vitest';
import { formatPrefix } from '../net/prefix.js';
import { groupPrefixesOf } from './address-groups.js';
import { HeldView } from './held-view.js';
import { parseSources } from './load.js';
import { resolveNode } from './resolve.js';
import { Resolver } from './resolver/resolver.js';
import { lint } from './tools/lint.js';
import { emptyLists, worldChangeBetween } from './world-change.js';

const group = (name: string, spec: string, namespace = 'shop'): string =>
  `---\n{ apiVersion: openscg.dev/v1alpha1, kind: AddressGroup, metadata: { name: ${name}, namespace: ${namespace} }, spec: ${spec} }\n`;
const REST = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: n1 }
status: { podIP: 10.0.0.1 }
---
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: { name: web, namespace: shop }
spec:
  owner: web
  members: { podSelector: {} }
  ingress: [{ id: known, from: [{ addressGroup: all }], ports: [{ port: 80 }] }]
`;
const read = (...groups: string[]) => parseSources([{ path: 'a.yaml', text: REST + groups.join('') }]);
const world = (...groups: string[]) => {
  const { world, diagnostics } = read(...groups);
  expect(diagnostics).toEqual([]);
  return world;
};
const ALL = 'AddressGroup/shop/all';

describe('an AddressGroup of others', () => {
  const parts = [
    group('all', '{ owner: it, groups: [one, far/two], addresses: [192.0.2.1/32] }'),
    group('one', '{ owner: it, addresses: [192.0.2.2/32] }'),
    group('two', '{ owner: it, groups: [shop/all, shop/one, three], addresses: [192.0.2.3/32] }', 'far'),
    group('three', '{ owner: it, addresses: [192.0.2.4/32] }', 'far'),
  ];

  it('has their addresses, and those of the ones that they name, also in a circle', () => {
    const prefixes = groupPrefixesOf(world(...parts), ALL).map(formatPrefix);
    expect(prefixes.sort()).toEqual(['192.0.2.1/32', '192.0.2.2/32', '192.0.2.3/32', '192.0.2.4/32']);
  });

  it('follows the one that changes, wherever it is named', () => {
    const [before, after] = [world(...parts), world(...parts.slice(0, 3), group('three', '{ addresses: [] }', 'far'))];
    const resolver = new Resolver(before);
    resolver.take(worldChangeBetween({ ...before, ...emptyLists() }, before));
    const { changes } = resolver.take(worldChangeBetween(before, after));
    const [changed] = changes.get('n1')?.sets.changed ?? [];
    expect(changed).toMatchObject({ id: ALL, added: [] });
    expect(changed?.removed.map(formatPrefix)).toEqual(['192.0.2.4/32']);
    const whole = HeldView.of(resolveNode(after, 'n1')).whole();
    expect(whole.sets.map(({ prefixes }) => prefixes.length)).toEqual([3]);
  });

  it('is told by lint where one that it names is not there, and refused where it says nothing', () => {
    const { findings } = lint(world(...parts.slice(0, 3)), 0);
    expect(findings.filter(({ id }) => id === 'dangling-reference')).toMatchObject([
      { reason: `AddressGroup/far/three, of which ${ALL} has addresses, does not exist` },
    ]);
    expect(read(group('all', '{ owner: it }')).diagnostics).toMatchObject([
      { field: 'spec', message: 'a list of addresses says neither addresses nor groups' },
    ]);
  });
});
