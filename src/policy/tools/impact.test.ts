import { describe, expect, it } from 'vitest';
import { groupYaml, nodeYaml, podYaml } from '../../../test/support/shop-files.js';
import { parseAddress } from '../../net/address.js';
import { parseSources } from '../load.js';
import { hits, merged, type Seen } from './impact.js';

const inventory =
  nodeYaml('n1', '10.77.0.1') + ['web', 'api', 'rogue'].map((name, i) => podYaml(name, `10.77.0.${11 + i}`)).join('');
const world = (policy: string) => parseSources([{ path: 'a.yaml', text: inventory + policy }]).world;
const seen = (source: string, destination: string, port: number, rest: Partial<Seen> = {}): Seen => ({
  source: parseAddress(source),
  destination: parseAddress(destination),
  protocol: 6,
  port,
  live: 1,
  lastMs: 0,
  packets: 0,
  bytes: 0,
  ...rest,
});

describe('the impact of a change', () => {
  const before = world(groupYaml('api', 'web', 8080));
  const after = world(groupYaml('api', 'rogue', 8080));

  it('is what was seen and would be denied, by whom, most live flows first', () => {
    const talks = merged([
      seen('10.77.0.11', '10.77.0.12', 8080, { live: 2 }),
      // The other side saw the same.
      seen('10.77.0.11', '10.77.0.12', 8080, { live: 3, lastMs: 5, packets: 7 }),
      seen('10.77.0.11', '198.51.100.1', 443),
      seen('10.77.0.11', '10.77.0.12', 22),
    ]);
    expect(talks).toHaveLength(3);
    const cut = hits(before, after, talks, 'cut', 0);
    expect(cut).toHaveLength(1);
    expect(cut[0]).toMatchObject({
      from: 'shop/web',
      to: 'shop/api',
      what: 'TCP 8080',
      live: 3,
      lastMs: 5,
      packets: 7,
    });
    expect(cut[0]?.cause).toMatchObject({ verb: 'was by', name: 'SecurityGroup/shop/api/ingress/from-web' });
  });

  it('reaches who is governed by a policy that is as it was, and names what is not', () => {
    const rule = (peer: string): string =>
      groupYaml('api', 'web', 8080).replace('{podSelector: {matchLabels: {app: web}}}', peer);
    const allowed = (app: string): string =>
      rule('{group: friends}') + groupYaml('friends', 'nobody', 1).replace('app: friends', `app: ${app}`);
    const talks = [seen('10.77.0.11', '10.77.0.12', 8080)];
    expect(hits(world(allowed('web')), world(allowed('rogue')), talks, 'cut', 0)).toMatchObject([{ from: 'shop/web' }]);
    const listed = (cidr: string): string =>
      rule('{addressGroup: list}') +
      `---\n{apiVersion: openscg.dev/v1alpha1, kind: AddressGroup, metadata: {name: list, namespace: shop}, spec: {owner: it, addresses: [${cidr}]}}\n`;
    const [was, is] = [world(listed('10.77.0.11/32')), world(listed('10.77.0.13/32'))];
    expect(was.addressGroups).toHaveLength(1);
    expect(hits(was, is, talks, 'cut', 0)).toMatchObject([{ from: 'shop/web' }]);
  });

  it('is, of what is denied, what would be allowed', () => {
    const denied = [seen('10.77.0.13', '10.77.0.12', 8080), seen('10.77.0.13', '10.77.0.12', 8081)];
    const opened = hits(before, after, denied, 'opened', 0);
    expect(opened).toMatchObject([{ from: 'shop/rogue', to: 'shop/api', what: 'TCP 8080', kind: 'opened' }]);
    expect(hits(before, after, denied, 'cut', 0)).toEqual([]);
  });
});
