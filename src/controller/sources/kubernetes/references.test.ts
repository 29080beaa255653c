import { describe, expect, it } from 'vitest';
import { References } from './references.js';
import type { KubernetesObject } from './resources.js';

const object = (spec: unknown, namespace?: string): KubernetesObject =>
  ({ metadata: { name: 'x', ...(namespace !== undefined && { namespace }) }, spec }) as unknown as KubernetesObject;
const to = (...peers: unknown[]) => ({ egress: [{ id: 'a', to: peers }], ingress: [{ id: 'b', from: peers }] });

describe('references', () => {
  it('are counted by object, wherever they stand, and follow what is said now', () => {
    const references = new References();
    const peers = [{ group: 'db' }, { group: 'ops/db' }, { clusterGroup: 'all' }, { addressGroup: 'partners' }];
    expect([...references.take('SecurityGroup/shop/web', object(to(...peers), 'shop'))].sort()).toEqual([
      'AddressGroup/shop/partners',
      'ClusterSecurityGroup//all',
      'SecurityGroup/ops/db',
      'SecurityGroup/shop/db',
    ]);
    references.take('ClusterSecurityGroup//csg', object(to({ group: 'ops/db' })));
    expect(references.count('SecurityGroup/ops/db')).toBe(2);
    expect(references.take('SecurityGroup/shop/web', object(to({ group: 'db' }), 'shop'))).toHaveLength(3);
    expect(references.count('SecurityGroup/ops/db')).toBe(1);
    expect(references.forget('ClusterSecurityGroup//csg')).toEqual(['SecurityGroup/ops/db']);
    expect(references.count('SecurityGroup/ops/db')).toBe(0);
    expect(references.count('SecurityGroup/shop/db')).toBe(1);
  });

  it('a group that refers to itself is not in use by others; what is no policy refers to nobody', () => {
    const references = new References();
    references.take('SecurityGroup/shop/web', object(to({ group: 'web' }), 'shop'));
    expect(references.count('SecurityGroup/shop/web')).toBe(0);
    for (const spec of [undefined, null, 5, { ingress: 5 }, { ingress: [null, { from: 'x' }] }, to(null, { group: 7 })])
      expect(references.take('SecurityGroup/shop/odd', object(spec, 'shop'))).toEqual([]);
  });
});
