/** Views of one endpoint with many rules, and the tables that say them. */
import { compile } from '../../src/compiler/compile.js';
import type { Plan } from '../../src/compiler/plan.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../../src/gen/abi.js';
import { parseAddress } from '../../src/net/address.js';
import { parsePrefix } from '../../src/net/prefix.js';
import { NO_SERVICES, type NodeView, type ViewRule } from '../../src/policy/view.js';
import { type Binding, Encoder } from '../../src/tables/index.js';
import { bindingsOf } from './engines.js';

/** Lines as an arena would hold them, of `one`, or of what `other` says in its place. */
export function tablesOf(one: NodeView, lines: number, other: NodeView = one) {
  const { plan }: { plan: Plan } = compile(one);
  const words = new Uint32Array(lines * 16);
  words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, lines]);
  const bindings: ReadonlyMap<string, Binding> = bindingsOf(one);
  const encoding = new Encoder(lines).encode(
    other === one ? plan : compile(other).plan,
    other === one ? bindings : bindingsOf(other),
    1n,
  );
  encoding.patch.apply(words);
  words[3] = encoding.unit;
  return { plan, words, bindings };
}

/** One endpoint with so many rules: `named` of them for a peer of their own, the others for any peer and a port of their own. */
export function large(named: number, any: number): NodeView {
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
