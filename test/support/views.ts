/** Random node views, crowded enough that sets, ports, tiers, priorities and expiries meet. */
import fc from 'fast-check';
import { hostPrefix, prefixAround } from '../../src/net/prefix.js';
import type { Address, Family, Prefix } from '../../src/net/types.js';
import { TIERS, type Tier } from '../../src/policy/model.js';
import {
  type AddressSet,
  NO_SERVICES,
  type NodeView,
  type ViewEndpoint,
  type ViewMatch,
  type ViewPolicy,
  type ViewPort,
  type ViewRule,
} from '../../src/policy/view.js';

const BASE: { readonly [F in Family]: bigint } = { 4: 0x0a000000n, 6: 0x20010db8n << 96n };

/** Addresses of a small neighbourhood, and the ends of the space. */
export const address: fc.Arbitrary<Address> = fc.oneof(
  { weight: 8, arbitrary: fc.nat(63).map((n): Address => ({ family: 4, value: BASE[4] + BigInt(n) })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(7), fc.nat(7))
      .map(([net, host]): Address => ({ family: 6, value: BASE[6] + (BigInt(net) << 64n) + BigInt(host) })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Address>(
      { family: 4, value: 0n },
      { family: 4, value: 0xffffffffn },
      { family: 6, value: (1n << 128n) - 1n },
    ),
  },
);

export const prefix: fc.Arbitrary<Prefix> = fc.tuple(address, fc.nat(100)).map(([a, n]) => {
  if (n < 50) return hostPrefix(a);
  if (a.family === 4) return prefixAround(a, n < 90 ? 26 + (n % 7) : n % 33);
  return prefixAround(a, n < 70 ? 61 + (n % 8) : n < 90 ? 124 + (n % 5) : n % 129);
});

const port: fc.Arbitrary<ViewPort> = fc.oneof(
  fc
    .tuple(fc.constantFrom<number | 'any'>(6, 17, 132, 'any'), fc.nat(12), fc.nat(6))
    .map(([protocol, first, more]) => ({ protocol, ports: { first: first + 78, last: first + 78 + more } })),
  fc.constantFrom<ViewPort>(
    { protocol: 6 },
    { protocol: 'any' },
    { protocol: 47 },
    { protocol: 47, ports: { first: 0, last: 9 } },
    { protocol: 6, ports: { first: 0, last: 65535 } },
    { protocol: 17, ports: { first: 65535, last: 65535 } },
    { protocol: 255 },
    { protocol: 0 },
    { protocol: 1, icmp: { type: 8 } },
    { protocol: 'any', icmp: { type: 8, code: 0 } },
    { protocol: 58, icmp: { type: 128, code: 3 } },
    { protocol: 1, icmp: { type: 255, code: 255 } },
  ),
);

const match = (sets: readonly string[]): fc.Arbitrary<ViewMatch> =>
  fc.record({
    peers: fc.oneof(
      { weight: 1, arbitrary: fc.constant('any' as const) },
      { weight: 4, arbitrary: fc.array(fc.constantFrom(...sets), { maxLength: 3 }) },
    ),
    ports: fc.oneof(
      { weight: 1, arbitrary: fc.constant('any' as const) },
      { weight: 4, arbitrary: fc.array(port, { maxLength: 3 }) },
    ),
  });

/** The times around which expiries fall. */
export const TIMES = [1000, 2000, 3000] as const;

const rule = (policy: string, tier: Tier, sets: readonly string[]): fc.Arbitrary<Omit<ViewRule, 'id'>> =>
  fc.record({
    direction: fc.constantFrom('ingress' as const, 'egress' as const),
    action:
      tier === 'group'
        ? fc.constant('accept' as const)
        : fc.constantFrom('accept' as const, 'deny' as const, 'pass' as const),
    mode: fc.oneof(
      { weight: 3, arbitrary: fc.constant('enforce' as const) },
      { weight: 1, arbitrary: fc.constant('audit' as const) },
    ),
    expiresAt: fc.oneof(
      { weight: 2, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...TIMES) },
    ),
    matches: fc.array(match(sets), { maxLength: 2 }),
    source: fc.constant({ file: `${policy}.yaml`, line: 1 }),
  });

export const policy = (n: number, sets: readonly string[]): fc.Arbitrary<ViewPolicy> =>
  fc.constantFrom(...TIERS).chain((tier) =>
    fc
      .record({
        priority: fc.nat(2),
        isolates: fc.record({ ingress: fc.boolean(), egress: fc.boolean() }),
        rules: fc.array(rule(`p${n}`, tier, sets), { maxLength: 5 }),
      })
      .map((rest): ViewPolicy => {
        const id = `SecurityGroup/x/p${n}`;
        return {
          key: id,
          id,
          tier,
          ...rest,
          rules: rest.rules.map((r, i) => ({ ...r, id: `${id}/${r.direction}/${i}` })),
          source: { file: `p${n}.yaml`, line: 1 },
        };
      }),
  );

const endpoint = (n: number, policies: readonly string[]): fc.Arbitrary<ViewEndpoint> =>
  fc
    .record({
      policies: fc.subarray([...policies]),
      unselected: fc.record({
        ingress: fc.constantFrom('allow' as const, 'deny' as const),
        egress: fc.constantFrom('allow' as const, 'deny' as const),
      }),
    })
    .map((rest) => ({
      id: `x/e${n}`,
      namespace: 'x',
      name: `e${n}`,
      labels: {},
      addresses: [{ family: 4, value: BigInt(0x0a090000 + n) }],
      allowedAddresses: [],
      attach: {},
      ...rest,
    }));

export const SETS = ['s0', 's1', 's2', 's3', 's4'] as const;
const POLICIES = [0, 1, 2, 3, 4];

export const addressSet = (id: string): fc.Arbitrary<AddressSet> =>
  fc.record({ id: fc.constant(id), prefixes: fc.array(prefix, { maxLength: 6 }) });

export const view: fc.Arbitrary<NodeView> = fc
  .record({
    sets: fc.tuple(...SETS.map(addressSet)),
    policies: fc.tuple(...POLICIES.map((n) => policy(n, SETS))),
  })
  .chain(({ sets, policies }) =>
    fc
      .array(
        endpoint(
          0,
          policies.map((p) => p.key),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((endpoints) => ({
        node: 'n1',
        nodeAddresses: [],
        allowNodeProbes: true,
        ...NO_SERVICES,
        endpoints: endpoints.map((e, n) => ({ ...e, id: `x/e${n}`, name: `e${n}` })),
        policies,
        sets,
      })),
  );

/** One rule says something else about the peers that it names already, or changes places with the next one. */
const ruleEdit: fc.Arbitrary<(view: NodeView) => NodeView> = fc
  .record({
    n: fc.nat(4),
    r: fc.nat(4),
    ports: fc.array(port, { maxLength: 2 }),
    kind: fc.constantFrom('ports', 'action', 'swap'),
  })
  .map(({ n, r, ports, kind }) => (v) => ({
    ...v,
    policies: v.policies.map((old, i) => {
      const target = old.rules[r % Math.max(1, old.rules.length)];
      if (i !== n || target === undefined) return old;
      if (kind === 'swap') return { ...old, rules: [...old.rules.slice(1), ...old.rules.slice(0, 1)] };
      const action = old.tier === 'group' ? 'accept' : target.action === 'accept' ? 'deny' : 'accept';
      const changed =
        kind === 'action'
          ? ({ ...target, action } as const)
          : { ...target, matches: target.matches.map((m) => ({ ...m, ports })) };
      return { ...old, rules: old.rules.map((one) => (one === target ? changed : one)) };
    }),
  }));

/** One random change of a view. */
export const viewEdit: fc.Arbitrary<(view: NodeView) => NodeView> = fc.oneof(
  ruleEdit,
  fc.constantFrom(...SETS).chain((id) =>
    addressSet(id).map(
      (set) =>
        (v: NodeView): NodeView => ({ ...v, sets: v.sets.map((s) => (s.id === id ? set : s)) }),
    ),
  ),
  fc.nat(4).chain((n) =>
    policy(n, SETS).map(
      (p) =>
        (v: NodeView): NodeView => ({ ...v, policies: v.policies.map((old, i) => (i === n ? p : old)) }),
    ),
  ),
  fc.tuple(fc.nat(4), fc.nat(4)).map(
    ([n, r]) =>
      (v: NodeView): NodeView => ({
        ...v,
        policies: v.policies.map((old, i) => (i === n ? { ...old, rules: old.rules.filter((_, j) => j !== r) } : old)),
      }),
  ),
  fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)).map(
    ([n, from, to]) =>
      (v: NodeView): NodeView => ({
        ...v,
        policies: v.policies.map((old, i) => {
          if (i !== n || from >= old.rules.length) return old;
          const rules = [...old.rules];
          rules.splice(to, 0, ...rules.splice(from, 1));
          return { ...old, rules };
        }),
      }),
  ),
  fc.tuple(fc.nat(2), fc.nat(4)).map(
    ([e, p]) =>
      (v: NodeView): NodeView => ({
        ...v,
        endpoints: v.endpoints.map((old, i) => {
          const key = v.policies[p]?.key as string;
          return i !== e
            ? old
            : {
                ...old,
                policies: old.policies.includes(key)
                  ? old.policies.filter((k) => k !== key)
                  : [...old.policies, key].sort(),
              };
        }),
      }),
  ),
  fc.nat(2).map(
    (e) =>
      (v: NodeView): NodeView => ({
        ...v,
        endpoints: v.endpoints.filter((_, i) => i !== e || v.endpoints.length === 1),
      }),
  ),
);

/** Every address at an edge of some prefix of the view, and its neighbours: one of each class of peers, and more. */
export function edgeAddresses({ sets }: Pick<NodeView, 'sets'>): Address[] {
  const found = new Map<string, Address>();
  const add = (family: Family, value: bigint): void => {
    if (value >= 0n && value < 1n << BigInt(family === 4 ? 32 : 128))
      found.set(`${family}/${value}`, { family, value });
  };
  for (const family of [4, 6] as const) {
    add(family, 0n);
    add(family, (1n << BigInt(family === 4 ? 32 : 128)) - 1n);
  }
  for (const { family, value, length } of sets.flatMap((s) => s.prefixes)) {
    const size = 1n << BigInt((family === 4 ? 32 : 128) - length);
    for (const edge of [value, value + size]) for (const off of [-1n, 0n, 1n]) add(family, edge + off);
  }
  return [...found.values()];
}

/** Keys at the edges of every port match, and their neighbours; never a key that no packet has. */
export function edgeKeys({ policies }: Pick<NodeView, 'policies'>): number[] {
  const keys = new Set<number>([0, 6 << 16, 17 << 16, 132 << 16, 1 << 16, 58 << 16, 47 << 16, 255 << 16]);
  const add = (protocol: number | 'any', low: number): void => {
    for (const p of protocol === 'any' ? [6, 17, 132, 1, 58] : [protocol]) {
      const narrow = p !== 6 && p !== 17 && p !== 132 && p !== 1 && p !== 58;
      for (const off of [-1, 0, 1])
        if (low + off >= 0 && low + off <= 0xffff) keys.add(p * 65536 + (narrow ? 0 : low + off));
    }
  };
  for (const { protocol, ports, icmp } of policies
    .flatMap((p) => p.rules)
    .flatMap((r) => r.matches)
    .flatMap((m) => (m.ports === 'any' ? [] : m.ports))) {
    add(protocol, ports?.first ?? 0);
    add(protocol, ports?.last ?? 0xffff);
    if (icmp !== undefined) add(protocol, icmp.type * 256 + (icmp.code ?? 0));
    if (icmp !== undefined) add(protocol, icmp.type * 256 + (icmp.code ?? 255));
  }
  return [...keys];
}

/** Times before, at and after every expiry. */
export function edgeTimes({ policies }: Pick<NodeView, 'policies'>): number[] {
  const times = policies
    .flatMap((p) => p.rules)
    .flatMap((r) => (r.expiresAt === undefined ? [] : [r.expiresAt - 1, r.expiresAt]));
  return [...new Set([0, ...times])];
}
