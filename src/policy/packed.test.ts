import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPrefix } from '../net/prefix.js';
import type { Prefix } from '../net/types.js';
import { PackedRule, peersOf, RulePacker, setsOf, spelled } from './packed.js';
import { PackedSet } from './packed-sets.js';
import type { ViewPort, ViewRule } from './view.js';

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('', '[', 'a\nb', '\n'));
const words = text.filter((it) => it !== '');
const port: fc.Arbitrary<ViewPort> = fc.oneof(
  fc.record({ protocol: fc.constantFrom<ViewPort['protocol']>(6, 17, 'any') }),
  fc.record({
    protocol: fc.constantFrom<ViewPort['protocol']>(6, 17, 132, 'any'),
    ports: fc.record({ first: fc.nat(65535), last: fc.nat(65535) }),
  }),
  fc.record({
    protocol: fc.constantFrom<ViewPort['protocol']>(6, 17, 132),
    ports: fc.nat(65535).map((first) => ({ first, last: first })),
  }),
  fc.record({
    protocol: fc.constantFrom<ViewPort['protocol']>(1, 58, 'any'),
    icmp: fc.record({ type: fc.nat(255), code: fc.nat(255) }, { requiredKeys: ['type'] }),
  }),
);
const rule: fc.Arbitrary<ViewRule> = fc.record(
  {
    id: fc.oneof(
      text,
      text.map((it) => `SecurityGroup/n/g/ingress/${it}`),
    ),
    direction: fc.constantFrom('ingress', 'egress'),
    action: fc.constantFrom('accept', 'deny', 'pass'),
    mode: fc.constantFrom('enforce', 'audit'),
    expiresAt: fc.integer({ min: 1, max: 4e12 }),
    matches: fc.array(
      fc.record({
        peers: fc.oneof(fc.constant('any' as const), fc.array(text, { maxLength: 3 })),
        ports: fc.oneof(fc.constant('any' as const), fc.array(port, { maxLength: 3 })),
      }),
      { maxLength: 3 },
    ),
    owner: words,
    reason: words,
    ticket: words,
    runbook: words,
    source: fc.record(
      { file: text, line: fc.nat(), column: fc.integer({ min: 1, max: 99 }) },
      { requiredKeys: ['file', 'line'] },
    ),
  },
  { requiredKeys: ['id', 'direction', 'action', 'mode', 'matches', 'source'] },
);

describe('a packed rule', () => {
  it('says what the rule says, field by field, whichever is asked for in between', () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), (rules) => {
        const packer = new RulePacker();
        const packed = rules.map((one) => packer.pack(one));
        expect(packed.map(spelled)).toEqual(rules);
        for (const [i, one] of packed.entries()) {
          const wanted = rules[i] as ViewRule;
          for (const key of Object.keys(wanted) as (keyof ViewRule)[]) expect(one[key]).toEqual(wanted[key]);
          expect(one.expiresAt).toBe(wanted.expiresAt);
          expect(one.owner).toBe(wanted.owner);
        }
        expect(JSON.parse(JSON.stringify(packed))).toEqual(JSON.parse(JSON.stringify(rules)));
      }),
    );
  });

  it('tells its id and its sets without being read whole, as when it is', () => {
    const port80 = [{ protocol: 6, ports: { first: 80, last: 80 } }] as const;
    const plain = rule.map((one): ViewRule => {
      const source = { file: one.source.file, line: one.source.line % 300 };
      return { ...one, source, matches: [{ peers: ['cidr:1'], ports: port80 }] };
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(rule, plain), { minLength: 3, maxLength: 5 }), (rules) => {
        const packer = new RulePacker();
        const packed = rules.map((one) => packer.pack(one));
        for (const [i, wanted] of rules.entries()) {
          const one = packed[i] as PackedRule;
          const all = wanted.matches.flatMap(({ peers }) => (peers === 'any' ? [] : peers));
          const first = wanted.matches[0]?.peers ?? [];
          const read = [one.id, setsOf(one), peersOf(one), one.direction, one.id, peersOf(one), setsOf(wanted)];
          expect(read).toEqual([wanted.id, all, first, wanted.direction, wanted.id, first, all]);
        }
      }),
    );
  });

  it('is equal to one that says the same, and to no other', () => {
    fc.assert(
      fc.property(rule, rule, (a, b) => {
        expect(new RulePacker().pack(a)).toEqual(new RulePacker().pack(structuredClone(a)));
        let same = true;
        try {
          expect(a).toEqual(b);
        } catch {
          same = false;
        }
        if (!same) expect(new RulePacker().pack(a)).not.toEqual(new RulePacker().pack(b));
      }),
    );
  });

  it('of one set and one port takes little more than their names', () => {
    const matches: ViewRule['matches'] = [
      { peers: ['cidr:249/9999'], ports: [{ protocol: 6, ports: { first: 9999, last: 9999 } }] },
    ];
    const source = { file: 'a.yaml', line: 80_009 };
    const one = {
      id: 'g/ingress/9999',
      direction: 'ingress',
      action: 'accept',
      mode: 'enforce',
      matches,
      source,
    } as const;
    expect(new RulePacker().pack(one).text.length).toBeLessThanOrEqual('9999cidr:249/9999'.length + 7);
  });

  it('shares what rules of a policy say alike', () => {
    const packer = new RulePacker();
    const [a, b] = ['0', '1'].map((n) =>
      packer.pack({
        id: `g/ingress/${n}`,
        direction: 'ingress',
        action: 'accept',
        mode: 'enforce',
        matches: [],
        reason: 'said often',
        source: { file: 'a.yaml', line: Number(n) },
      }),
    );
    expect(a).toBeInstanceOf(PackedRule);
    expect(a?.common).toBe(b?.common);
    expect(a?.text).not.toContain('often');
  });
});

describe('a packed set', () => {
  const wide = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
  const prefix: fc.Arbitrary<Prefix> = fc.oneof(
    fc.record({
      family: fc.constant(4 as const),
      value: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
      length: fc.nat(32),
    }),
    fc.record({ family: fc.constant(6 as const), value: wide, length: fc.nat(128) }),
  );

  it('holds its prefixes, in order', () => {
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 40 }), text, (prefixes, id) => {
        const set = { id, prefixes };
        const packed = PackedSet.of(set);
        expect(packed).not.toBe(set);
        expect(packed.prefixes).toEqual(prefixes);
        expect(packed.id).toBe(id);
        expect(PackedSet.of({ id, prefixes: [...prefixes, hostPrefix({ family: 4, value: 1n })] })).not.toEqual(packed);
      }),
    );
  });

  it('stays as it is where it is large', () => {
    const prefixes = Array.from({ length: 257 }, (_, i) => hostPrefix({ family: 4, value: BigInt(i) }));
    const set = { id: 'large', prefixes };
    expect(PackedSet.of(set)).toBe(set);
  });
});
