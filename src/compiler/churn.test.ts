/** Sets large enough for several chunks and for the class map, changed bit by bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPrefix, prefixAround } from '../net/prefix.js';
import type { Prefix } from '../net/types.js';
import { judgeView } from '../policy/judge.js';
import type { AddressSet, NodeView, ViewPolicy } from '../policy/view.js';
import { compile, noteSetChange } from './compile.js';
import { lookupPlan } from './lookup.js';
import type { Plan } from './plan.js';

const prefix: fc.Arbitrary<Prefix> = fc.oneof(
  fc.nat(4095).map((n) => hostPrefix({ family: 4, value: BigInt(0x0a000000 + n * 3) })),
  fc.tuple(fc.nat(2000), fc.nat(2)).map(([net, host]) => hostPrefix({ family: 6, value: (0x20010db8n << 96n) + (BigInt(net) << 64n) + BigInt(host) })),
  fc.tuple(fc.nat(2000), fc.nat(8)).map(([net, less]) => prefixAround({ family: 6, value: (0x20010db8n << 96n) + (BigInt(net) << 64n) }, 64 - less)),
  fc.tuple(fc.nat(4095), fc.nat(8)).map(([n, less]) => prefixAround({ family: 4, value: BigInt(0x0a000000 + n * 3) }, 32 - less)),
);

const IDS = ['big', 'huge', 'small', 'middle'] as const;
const set = (id: string, minLength: number, maxLength: number): fc.Arbitrary<AddressSet> =>
  fc.uniqueArray(prefix, { minLength, maxLength, selector: (p) => `${p.family}/${p.value}/${p.length}` }).map((prefixes) => ({ id, prefixes }));

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
  addresses: [],
  allowedAddresses: [],
  attach: {},
  policies: [...keys].sort(),
  unselected: { ingress: 'allow', egress: 'allow' } as const,
}));

const view: fc.Arbitrary<NodeView> = fc
  .tuple(set('big', 250, 262), set('huge', 400, 600), set('small', 5, 20), set('middle', 180, 250))
  .map((sets) => ({ node: 'n', nodeAddresses: [], allowNodeProbes: true, endpoints, policies, sets }));

/** Some prefixes of one set go, others come; told to the compiler or not. */
const change = fc
  .record({ id: fc.constantFrom(...IDS), drop: fc.array(fc.nat(), { maxLength: 8 }), more: fc.array(prefix, { maxLength: 8 }), told: fc.boolean() })
  .map(({ id, drop, more, told }) => (before: NodeView): NodeView => {
    const old = before.sets.find((s) => s.id === id) as AddressSet;
    const gone = new Set(drop.map((n) => old.prefixes[n % old.prefixes.length]));
    const known = new Set(old.prefixes.map((p) => `${p.family}/${p.value}/${p.length}`));
    const added = more.filter((p) => !known.has(`${p.family}/${p.value}/${p.length}`) && known.add(`${p.family}/${p.value}/${p.length}`));
    const next = { id, prefixes: [...old.prefixes.filter((p) => !gone.has(p)), ...added] };
    if (told) noteSetChange(next, old, added, [...gone] as Prefix[]);
    return { ...before, sets: before.sets.map((s) => (s === old ? next : s)) };
  });

function check(now: NodeView, plan: Plan): void {
  const prefixes = now.sets.flatMap((s) => s.prefixes);
  for (let i = 0; i < prefixes.length; i += 17) {
    const { family, value } = prefixes[i] as Prefix;
    for (const off of [-1n, 0n, 1n]) {
      const peer = { family, value: value + off };
      for (const { id } of now.endpoints) {
        for (const port of [80, 82, 83]) {
          const wanted = judgeView(now, id, 'ingress', peer, 6 * 65536 + port, 0);
          const found = lookupPlan(plan, id, 'ingress', peer, 6 * 65536 + port, 0);
          const slot = plan.slots[found.slot];
          expect([found.verdict, slot?.kind === 'rule' ? slot.rule : slot?.isolatedBy]).toEqual([wanted.verdict, wanted.by.kind === 'rule' ? wanted.by.rule : wanted.by.isolatedBy]);
        }
      }
    }
  }
}

describe('compile, address by address', () => {
  it('gives the same plan as from scratch, with or without being told what changed', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(view, fc.array(change, { minLength: 1, maxLength: 12 }), (first, changes) => {
        let now = first;
        let { state, plan } = compile(now);
        for (const step of changes) {
          now = step(now);
          const scratch = compile(now, state.numbersOnly()).plan;
          ({ state, plan } = compile(now, state));
          expect(plan.capacity).toEqual(scratch.capacity);
          expect(plan.digest()).toBe(scratch.digest());
        }
        check(now, plan);
      }),
      { numRuns: 12 },
    );
  });
});
