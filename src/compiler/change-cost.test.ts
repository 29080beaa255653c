/** What a change of one rule makes anew in worlds of different sizes. */
import { describe, expect, it } from 'vitest';
import { finish } from '../policy/steps.js';
import { type AddressSet, NO_SERVICES, type NodeView, type ViewPolicy, type ViewRule } from '../policy/view.js';
import { NO_SERVICES_CHANGE, type ViewChange } from '../policy/view-change.js';
import { wholeView } from './change.js';
import { Compiler } from './compile.js';

const RULES = 500;
/** Below all others: there the chunks are the same in every world. */
const FAR = -0xb30000;
const source = { file: 'p.yaml', line: 1 };

const set = (n: number): AddressSet => ({
  id: `cidr/${n}`,
  prefixes: [{ family: 4, value: BigInt(0x0b000000 + n), length: 32 }],
});

const rule = (policy: number, index: number, peer: number): ViewRule => ({
  id: `SecurityGroup/shop/r${policy}/ingress/${index}`,
  direction: 'ingress',
  action: 'accept',
  mode: 'enforce',
  matches: [{ peers: [set(peer).id], ports: [{ protocol: 17, ports: { first: 7000, last: 7000 } }] }],
  source,
});

/** One endpoint, policies of 500 rules, each for a host of its own. */
function world(policies: number): NodeView {
  const all = Array.from({ length: policies }, (_, p): ViewPolicy => {
    const key = `SecurityGroup/shop/r${p}`;
    const rules = Array.from({ length: RULES }, (_, r) => rule(p, r, p * RULES + r));
    return {
      ...{ key, id: key, tier: 'group', priority: 0, isolates: { ingress: true, egress: false }, rules, source },
    };
  });
  return {
    ...{ node: 'n1', nodeAddresses: [], allowNodeProbes: false, ...NO_SERVICES },
    endpoints: [
      {
        ...{ id: 'shop/api', namespace: 'shop', name: 'api', labels: {}, attach: { interface: 'veth' } },
        ...{ addresses: [{ family: 4, value: 0x0a000001n }], allowedAddresses: [] },
        policies: all.map(({ key }) => key),
        unselected: { ingress: 'allow', egress: 'allow' },
      },
    ],
    policies: all,
    sets: Array.from({ length: policies * RULES }, (_, n) => set(n)),
  };
}

/** The rule in the middle of a policy gets another peer: one that lies elsewhere, or its own again. */
function change(there: boolean): ViewChange {
  const [policy, at] = [3, RULES >> 1];
  const own = policy * RULES + at;
  const [come, go] = there ? [FAR, own] : [own, FAR];
  const rules = [{ at, remove: 1, put: [rule(policy, at, come)] }];
  return {
    node: 'n1',
    endpoints: { put: [], removed: [] },
    policies: { put: [], removed: [], changed: [{ key: `SecurityGroup/shop/r${policy}`, rules }] },
    sets: { put: [set(come)], removed: [set(go).id], changed: [] },
    ...NO_SERVICES_CHANGE,
  };
}

describe('a change of one rule', () => {
  it('makes as few slots of the list of chunks anew where there are four times the rules', () => {
    const slots = [40, 160].map((policies) => {
      const compiler = new Compiler();
      let plan = finish(compiler.update(wholeView(world(policies))));
      return [true, false].map((there) => {
        const [before] = plan.endpoints;
        plan = finish(compiler.update(change(there)));
        const [after] = plan.endpoints;
        expect(after?.ingress.v6).toBe(before?.ingress.v6);
        return before && after?.ingress.v4.chunks.slotsBeside(before.ingress.v4.chunks);
      });
    }) as number[][];
    for (const [i, few] of (slots[0] as number[]).entries()) {
      expect(few).toBeGreaterThan(0);
      expect(few).toBeLessThan(600);
      // One level of the tree more, at most, for each of the two places.
      expect(slots[1]?.[i]).toBeLessThanOrEqual(few + 128);
    }
  });
});
