/** Our definitions on a real API server: what is good goes in, what is bad is refused at the door with its field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesApi } from '../../src/controller/sources/kubernetes/api.js';
import { KubernetesSource } from '../../src/controller/sources/kubernetes/source.js';
import { ApiServer, define } from '../../src/demo/kubernetes/api-server.js';
import { groupPrefixes } from '../../src/policy/address-groups.js';
import type { AddressGroup } from '../../src/policy/model.js';

let server: ApiServer;
let api: KubernetesApi;

beforeAll(async () => {
  server = await ApiServer.start();
  api = server.api;
  await define(api);
  await api.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'shop' } } });
}, 900_000);
afterAll(() => server?.stop());

let count = 0;

/** The server's answer to an object of that spec: '' where it takes it. */
async function put(kind: string, spec: unknown): Promise<string> {
  const path =
    kind === 'ClusterSecurityGroup'
      ? '/apis/openscg.dev/v1alpha1/clustersecuritygroups'
      : `/apis/openscg.dev/v1alpha1/namespaces/shop/${kind.toLowerCase()}s`;
  count += 1;
  const body = { apiVersion: 'openscg.dev/v1alpha1', kind, metadata: { name: `o-${count}` }, spec };
  try {
    // As kubectl asks: unknown fields are refused, not pruned.
    await api.request('POST', path, { body, query: { fieldValidation: 'Strict' } });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const GROUP = 'SecurityGroup';
const CLUSTER = 'ClusterSecurityGroup';
const ADDRESSES = 'AddressGroup';
const everyone = { members: { podSelector: {} } };
const rule = (more: object) => ({ ...everyone, ingress: [{ id: 'a', ...more }] });
const admin = { tier: 'admin', priority: 10, ...everyone };

describe('definitions', () => {
  it.each<[string, string, unknown]>([
    ['the smallest group', GROUP, everyone],
    ['declared, and closed', GROUP, { ...everyone, ingress: [], egress: [] }],
    [
      'every kind of peer',
      GROUP,
      rule({
        from: [
          { group: 'web' },
          { group: 'other/web' },
          { clusterGroup: 'ops' },
          { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'x' } } },
          {
            namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'In', values: ['a', ''] }] },
            podSelector: {},
          },
          { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.3.4/32'] },
          { cidr: 'fd00::/8' },
          { addressGroup: 'office' },
          { nodes: {} },
          { serviceAccounts: ['runner'] },
        ],
      }),
    ],
    [
      'every kind of port',
      GROUP,
      rule({
        ports: [
          { protocol: 'TCP', port: 80 },
          { port: '8000-8100' },
          { port: 'http' },
          { port: 80, endPort: 90 },
          { protocol: 'UDP' },
          { protocol: 132, port: 0 },
          { icmp: { type: 'echo-request' } },
          { protocol: 'ICMPv6', icmp: { type: 135, code: 0 } },
          { protocol: 'any' },
        ],
      }),
    ],
    ['a rule that ends', GROUP, rule({ expiresAt: '2027-06-30T18:00:00Z', ticket: 'X-1', mode: 'audit', owner: 'a' })],
    [
      'members by account and address',
      GROUP,
      { members: { serviceAccounts: ['a'], addresses: ['192.0.2.1/32'] }, egress: [] },
    ],
    ['the same id in both directions', GROUP, { ...rule({}), egress: [{ id: 'a' }] }],
    [
      'an admin group',
      CLUSTER,
      { ...admin, ingress: [{ id: 'a', action: 'deny', from: [{ namespaceSelector: {} }] }] },
    ],
    [
      'a cluster group over namespaces',
      CLUSTER,
      { members: { namespaceSelector: {} }, ingress: [{ id: 'a', action: 'accept' }] },
    ],
    ['addresses', ADDRESSES, { addresses: ['0.0.0.0/0', '::/0', '10.0.0.0/24'], owner: 'net' }],
    ['addresses of other lists', ADDRESSES, { groups: ['office', 'far/partners'] }],
    [
      'a large list',
      ADDRESSES,
      { addresses: Array.from({ length: 50_000 }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`) },
    ],
  ])('take %s', async (_, kind, spec) => {
    expect(await put(kind, spec)).toBe('');
  });

  it.each<[string, string, unknown, RegExp]>([
    ['a prefix that is none', ADDRESSES, { addresses: ['10.0.0.0/33'] }, /addresses\[0\].*canonical prefix/],
    ['addresses that are not said', ADDRESSES, { owner: 'net' }, /spec.*give addresses, groups, or both/],
    ['a list that is no name', ADDRESSES, { groups: ['a/b/c'] }, /groups\[0\]/],
    ['a list twice', ADDRESSES, { groups: ['a', 'a'] }, /groups\[1\].*Duplicate/],
    ['host bits', ADDRESSES, { addresses: ['10.0.0.7/24'] }, /addresses\[0\].*canonical prefix/],
    ['a bad prefix in a peer', GROUP, rule({ from: [{ cidr: 'ten' }] }), /from\[0\].cidr.*canonical prefix/],
    ['port 70000', GROUP, rule({ ports: [{ port: 70000 }] }), /ports\[0\].port.*65535/],
    ['a port that is no name', GROUP, rule({ ports: [{ port: 'Not A Port' }] }), /ports\[0\].port/],
    ['an end before the port', GROUP, rule({ ports: [{ port: 90, endPort: 80 }] }), /endPort.*must not be below port/],
    ['an end without a port', GROUP, rule({ ports: [{ endPort: 80 }] }), /endPort needs a numeric port/],
    ['an end that is no time', GROUP, rule({ expiresAt: 'tomorrow' }), /expiresAt.*date-time/],
    ['two kinds in one peer', GROUP, rule({ from: [{ group: 'a', cidr: '10.0.0.0/8' }] }), /from\[0\].*exactly one of/],
    ['an empty peer', GROUP, rule({ from: [{}] }), /from\[0\].*exactly one of/],
    ['except without cidr', GROUP, rule({ from: [{ group: 'a', except: ['10.0.0.0/8'] }] }), /except needs a cidr/],
    ['an id twice', GROUP, { ...everyone, ingress: [{ id: 'a' }, { id: 'a' }] }, /ingress\[1\].*[Dd]uplicate/],
    ['a rule without id', GROUP, { ...everyone, ingress: [{}] }, /ingress\[0\].id.*[Rr]equired/],
    ['an ordered tier without priority', CLUSTER, { tier: 'admin', ...everyone }, /priority.*need a priority/],
    ['a priority in the group tier', CLUSTER, { priority: 5, ...everyone }, /priority.*no priorities/],
    [
      'a deny in the group tier',
      CLUSTER,
      { ...everyone, ingress: [{ id: 'a', action: 'deny' }] },
      /ingress.*only accepts/,
    ],
    [
      'In without values',
      GROUP,
      { members: { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } } },
      /values.*need at least one value/,
    ],
    [
      'Exists with values',
      GROUP,
      rule({ from: [{ podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } }] }),
      /values.*take none/,
    ],
    [
      'a bad label key',
      GROUP,
      { members: { podSelector: { matchLabels: { '-bad key': 'x' } } } },
      /matchLabels.*label key/,
    ],
    [
      'a bad label key in an expression',
      GROUP,
      { members: { podSelector: { matchExpressions: [{ key: 'a/b/c', operator: 'Exists' }] } } },
      /key/,
    ],
    ['a bad label value', GROUP, { members: { podSelector: { matchLabels: { a: 'no spaces' } } } }, /matchLabels/],
    ['no members', GROUP, { members: {} }, /members.*must say who its members are/],
    ['no members, cluster', CLUSTER, { ...admin, members: {} }, /members.*must say who its members are/],
    ['port and icmp', GROUP, rule({ ports: [{ port: 80, icmp: { type: 8 } }] }), /either port or icmp/],
    ['an empty port pattern', GROUP, rule({ ports: [{}] }), /the pattern says nothing/],
    ['a typo', GROUP, { ...everyone, ingres: [] }, /unknown field.*ingres/],
    ['no spec', GROUP, undefined, /spec.*[Rr]equired/],
  ])('refuse %s, and say where', async (_, kind, spec, message) => {
    expect(await put(kind, spec)).toMatch(message);
  });

  it('hold a list of 100,000 prefixes in two objects and one that names them', async () => {
    const path = '/apis/openscg.dev/v1alpha1/namespaces/shop/addressgroups';
    const half = (from: number) =>
      Array.from(
        { length: 50_000 },
        (_, i) => `10.${(from + i) >> 16}.${((from + i) >> 8) & 255}.${(from + i) & 255}/32`,
      );
    const specs = { all: { groups: ['one', 'two'] }, one: { addresses: half(0) }, two: { addresses: half(50_000) } };
    for (const [name, spec] of Object.entries(specs)) {
      const body = { apiVersion: 'openscg.dev/v1alpha1', kind: ADDRESSES, metadata: { name }, spec };
      await api.request('POST', path, { body, query: { fieldValidation: 'Strict' } });
    }
    const groups = new Map<string, AddressGroup>();
    const source = new KubernetesSource({ api, take: 'policies', maxShrink: 1, patience: 60_000 });
    try {
      await source.start({
        changed: ({ upserts }) => {
          for (const { list, items } of upserts)
            if (list === 'addressGroups') for (const item of items as AddressGroup[]) groups.set(item.id, item);
        },
        failed: () => undefined,
      });
    } finally {
      source.close();
    }
    expect(groupPrefixes('AddressGroup/shop/all', (id) => groups.get(id))).toHaveLength(100_000);
  });
});
