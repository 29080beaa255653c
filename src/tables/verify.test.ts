import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingsOf, view } from '../../test/support/engines.js';
import { compile } from '../compiler/compile.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../gen/abi.js';
import { parseAddress } from '../net/address.js';
import { parsePrefix } from '../net/prefix.js';
import { NO_SERVICES, type NodeView, type ViewRule } from '../policy/view.js';
import { Encoder, TableReader, type VerifyOptions, verifyTables } from './index.js';

/** Lines as an arena would hold them. */
function tablesOf(one: NodeView, lines: number) {
  const { plan } = compile(one);
  const words = new Uint32Array(lines * 16);
  words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, lines]);
  const bindings = bindingsOf(one);
  const encoding = new Encoder(lines).encode(plan, bindings, 1n);
  encoding.patch.apply(words);
  words[3] = encoding.unit;
  return {
    verify: (options: VerifyOptions) => verifyTables(one, plan.slots, new TableReader(words), bindings, options),
  };
}

/** One endpoint with so many rules: `named` of them for a peer of their own, the others for any peer and a port of their own. */
function large(named: number, any: number): NodeView {
  const address = (i: number): string => `10.${i >> 14}.${(i >> 6) & 255}.${(i & 63) * 4}/30`;
  const rules: ViewRule[] = Array.from({ length: named + any }, (_, i) => ({
    id: `SecurityGroup/a/p/ingress/${i}`,
    direction: 'ingress',
    action: 'accept',
    mode: 'enforce',
    matches: [
      { peers: i < named ? [`s${i}`] : 'any', ports: [{ protocol: 6, ports: { first: 1000 + i, last: 1000 + i } }] },
    ],
    source: { file: 'f', line: i + 1 },
  }));
  return {
    node: 'n',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints: [
      {
        id: 'a/e',
        namespace: 'a',
        name: 'e',
        labels: {},
        addresses: [parseAddress('10.255.0.1')],
        allowedAddresses: [],
        attach: {},
        policies: ['p'],
        unselected: { ingress: 'allow', egress: 'allow' },
      },
    ],
    policies: [
      {
        key: 'p',
        id: 'SecurityGroup/a/p',
        tier: 'group',
        priority: 0,
        isolates: { ingress: true, egress: false },
        rules,
        source: { file: 'f', line: 1 },
      },
    ],
    sets: Array.from({ length: named }, (_, i) => ({ id: `s${i}`, prefixes: [parsePrefix(address(i))] })),
  };
}

describe('verification', () => {
  it('finds tables equal to the policy that they were made of, all classes or a sample, and not to another one', () => {
    let differing = 0;
    fc.assert(
      fc.property(view, view, (one, other) => {
        const { verify } = tablesOf(one, 1 << 14);
        expect(verify({ nowMs: 0 }).differences).toEqual([]);
        expect(verify({ nowMs: 0, exhaustiveUpTo: 0 }).differences).toEqual([]);
        const { plan } = compile(one);
        const words = new Uint32Array((1 << 14) * 16);
        words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, 1 << 14]);
        const encoding = new Encoder(1 << 14).encode(compile(other).plan, bindingsOf(other), 1n);
        encoding.patch.apply(words);
        words[3] = encoding.unit;
        differing += verifyTables(one, plan.slots, new TableReader(words), bindingsOf(one), { nowMs: 0 }).differing;
      }),
      { numRuns: 3 },
    );
    expect(differing).toBeGreaterThan(0);
  }, 60_000);

  it('takes work in proportion to the rules', () => {
    for (const [named, any] of [
      [3_000, 0],
      [0, 1_500],
      [1_000, 100],
    ] as const) {
      const half = tablesOf(large(named / 2, any / 2), 1 << 17).verify({ nowMs: 0, exhaustiveUpTo: 65_536 });
      const full = tablesOf(large(named, any), 1 << 17).verify({ nowMs: 0, exhaustiveUpTo: 65_536 });
      expect([half.differences, full.differences]).toEqual([[], []]);
      expect(full.classes / half.classes, `${named} named, ${any} for any peer`).toBeLessThan(2.2);
    }
  }, 120_000);
});
