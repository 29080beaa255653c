/** Views with sets large enough for several chunks and for the class map, and small changes of them. */
import fc from 'fast-check';
import { changeOf } from '../../src/compiler/change.js';
import { hostPrefix, prefixAround } from '../../src/net/prefix.js';
import type { Prefix } from '../../src/net/types.js';
import { type AddressSet, NO_SERVICES, type NodeView, type ViewPolicy } from '../../src/policy/view.js';
import type { ViewChange } from '../../src/policy/view-change.js';

const prefix: fc.Arbitrary<Prefix> = fc.oneof(
  fc.nat(4095).map((n) => hostPrefix({ family: 4, value: BigInt(0x0a000000 + n * 3) })),
  fc
    .tuple(fc.nat(2000), fc.nat(2))
    .map(([net, host]) => hostPrefix({ family: 6, value: (0x20010db8n << 96n) + (BigInt(net) << 64n) + BigInt(host) })),
  fc
    .tuple(fc.nat(2000), fc.nat(8))
    .map(([net, less]) => prefixAround({ family: 6, value: (0x20010db8n << 96n) + (BigInt(net) << 64n) }, 64 - less)),
  fc
    .tuple(fc.nat(4095), fc.nat(8))
    .map(([n, less]) => prefixAround({ family: 4, value: BigInt(0x0a000000 + n * 3) }, 32 - less)),
);

const IDS = ['big', 'huge', 'small', 'middle'] as const;
const set = (id: string, minLength: number, maxLength: number): fc.Arbitrary<AddressSet> =>
  fc
    .uniqueArray(prefix, { minLength, maxLength, selector: (p) => `${p.family}/${p.value}/${p.length}` })
    .map((prefixes) => ({ id, prefixes }));

const policies: ViewPolicy[] = IDS.map((id, n) => ({
  key: id,
  id,
  tier: n === 3 ? 'admin' : 'group',
  priority: 0,
  isolates: { ingress: true, egress: false },
  rules: [
    {
      id: `${id}/ingress/0`,
      direction: 'ingress',
      action: n === 3 ? 'deny' : 'accept',
      mode: 'enforce',
      matches: [{ peers: [id], ports: [{ protocol: 6, ports: { first: 80 + n, last: 82 + n } }] }],
      source: { file: 'x.yaml', line: n + 1 },
    },
  ],
  source: { file: 'x.yaml', line: 1 },
}));

const endpoints = [['big', 'small'], ['huge', 'middle'], [...IDS]].map((keys, n) => ({
  id: `x/e${n}`,
  namespace: 'x',
  name: `e${n}`,
  labels: {},
  addresses: [{ family: 4 as const, value: BigInt(0x0a090000 + n) }],
  allowedAddresses: [],
  attach: {},
  policies: [...keys].sort(),
  unselected: { ingress: 'allow', egress: 'allow' } as const,
}));

export const crowd: fc.Arbitrary<NodeView> = fc
  .tuple(set('big', 250, 262), set('huge', 400, 600), set('small', 5, 20), set('middle', 180, 250))
  .map((sets) => ({ node: 'n', nodeAddresses: [], allowNodeProbes: true, endpoints, policies, sets, ...NO_SERVICES }));

/** Some prefixes of one set go, others come. */
export const change: fc.Arbitrary<(before: NodeView) => NodeView> = fc
  .record({
    id: fc.constantFrom(...IDS),
    drop: fc.array(fc.nat(), { maxLength: 8 }),
    more: fc.array(prefix, { maxLength: 8 }),
  })
  .map(({ id, drop, more }) => (before) => {
    const old = before.sets.find((s) => s.id === id) as AddressSet;
    const gone = new Set(drop.map((n) => old.prefixes[n % old.prefixes.length]));
    const known = new Set(old.prefixes.map((p) => `${p.family}/${p.value}/${p.length}`));
    const added = more.filter(
      (p) => !known.has(`${p.family}/${p.value}/${p.length}`) && known.add(`${p.family}/${p.value}/${p.length}`),
    );
    const next = { id, prefixes: [...old.prefixes.filter((p) => !gone.has(p)), ...added] };
    return { ...before, sets: before.sets.map((s) => (s === old ? next : s)) };
  });

/** What leads from one to the other, with every set that changes said whole. */
export function withWholeSets(before: NodeView, after: NodeView): ViewChange {
  const change = changeOf(before, after);
  const put = [...change.sets.put, ...change.sets.changed].map(
    ({ id }) => after.sets.find((s) => s.id === id) as AddressSet,
  );
  return { ...change, sets: { ...change.sets, put, changed: [] } };
}

const hosts = (from: number, count: number): Prefix[] =>
  Array.from({ length: count }, (_, n) => hostPrefix({ family: 4, value: BigInt(from + n * 2) }));

const apart = { big: hosts(0x0a000000, 300), huge: hosts(0x0b000000, 300), small: hosts(0x0c000000, 3), middle: [] };

/** Two large sets that share no address, and then one: a class that no table knew. */
export const meeting: readonly NodeView[] = [apart, { ...apart, huge: [...apart.huge, ...hosts(0x0a000000, 1)] }].map(
  (sets) => ({
    node: 'n',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints,
    policies,
    sets: Object.entries(sets).map(([id, prefixes]) => ({ id, prefixes })),
  }),
);

const everyone = (action: 'accept' | 'deny'): ViewPolicy['rules'][number] => ({
  id: `swap/ingress/${action}`,
  direction: 'ingress',
  action,
  mode: 'enforce',
  matches: [{ peers: 'any', ports: 'any' }],
  source: { file: 'x.yaml', line: 1 },
});

const [accept, deny] = [everyone('accept'), everyone('deny')];

/** Two rules of an ordered tier that match the same packets, and then change places. */
export const swapped: readonly NodeView[] = [
  [accept, deny],
  [deny, accept],
].map((rules) => ({
  node: 'n',
  nodeAddresses: [],
  allowNodeProbes: true,
  ...NO_SERVICES,
  endpoints: endpoints.slice(0, 1).map((endpoint) => ({ ...endpoint, policies: ['swap'] })),
  policies: [{ ...(policies[3] as ViewPolicy), key: 'swap', id: 'swap', rules }],
  sets: [],
}));
