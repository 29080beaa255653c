/** A node that takes its view in from the wire holds rules and sets packed: it compiles what one compiles that holds them spelled out. */
import { describe, expect, it } from 'vitest';
import { heldWhole, wholeView } from '../compiler/change.js';
import { Compiler } from '../compiler/compile.js';
import type { Plan } from '../compiler/plan.js';
import { osg } from '../gen/proto.js';
import { applyViewChange } from '../policy/apply-change.js';
import { Bundle } from '../policy/bundle.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import { HeldView } from '../policy/held-view.js';
import { spelledView } from '../policy/packed.js';
import { placesOf } from '../policy/pieces.js';
import { finish } from '../policy/steps.js';
import { type AddressSet, NO_SERVICES, type NodeView, type ViewPolicy, type ViewRule } from '../policy/view.js';
import type { ViewChange } from '../policy/view-change.js';
import { Assembly } from './assembly.js';
import { viewParts } from './chunks.js';
import { decodeChange, encodeChange } from './delta.js';
import { sumAfter, sumOfView } from './digest.js';

const { NodeViewPart } = osg.v1;

/** The same numbers for the same seed. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 8;
  }
}

const host = (n: number): AddressSet => ({
  id: `cidr:10.0.${n >> 8}.${n & 255}/32`,
  prefixes: [{ family: 4, value: BigInt(0x0a000000 + n), length: 32 }],
});
const several = (n: number): AddressSet => ({
  id: `group:${n}`,
  prefixes: [
    { family: 4, value: BigInt(0x0b000000 + (n << 8)), length: 24 },
    { family: 6, value: BigInt(n) << 64n, length: 64 },
  ],
});
const large: AddressSet = {
  id: 'large',
  prefixes: Array.from({ length: 300 }, (_, n) => ({ family: 4, value: BigInt(0x0c000000 + n * 2), length: 32 })),
};

/** Two policies of many rules, about hosts, groups and one large set. */
function viewOf(seed: number, rules: number): NodeView {
  const random = numbers(seed);
  const draw = (below: number): number => (random.next().value as number) % below;
  const used = new Map<string, AddressSet>();
  const peer = (): string => {
    const set = draw(40) === 0 ? large : draw(3) === 0 ? several(draw(80)) : host(draw(3000));
    used.set(set.id, set);
    return set.id;
  };
  const policies = ['a', 'b'].map((name, p): ViewPolicy => {
    const id = `SecurityGroup/n/${name}`;
    const list = Array.from({ length: rules }, (_, r): ViewRule => {
      const first = 1 + draw(1000);
      const peers = draw(50) === 0 ? ('any' as const) : draw(9) === 0 ? [peer(), peer()] : [peer()];
      return {
        id: `${id}/${draw(3) === 0 ? 'egress' : 'ingress'}/${r}`,
        direction: draw(3) === 0 ? 'egress' : 'ingress',
        action: draw(5) === 0 ? 'deny' : 'accept',
        mode: draw(9) === 0 ? 'audit' : 'enforce',
        matches: [{ peers, ports: [{ protocol: 6, ports: { first, last: first + draw(3) } }] }],
        ...(draw(12) === 0 && { reason: `reason ${draw(4)}` }),
        source: { file: `${name}.yaml`, line: r },
      };
    });
    const head = { key: id, id, priority: p, isolates: { ingress: true, egress: p === 1 } };
    return { ...head, tier: p === 0 ? 'group' : 'admin', rules: list, source: { file: 'a.yaml', line: 1 } };
  });
  const [ingress, egress] = ['allow', 'deny'] as const;
  const endpoints = [0, 1, 2].map((e) => ({
    id: `n/e${e}`,
    namespace: 'n',
    name: `e${e}`,
    labels: {},
    addresses: [{ family: 4 as const, value: BigInt(0x0d000000 + e) }],
    allowedAddresses: [],
    attach: {},
    policies: policies.slice(e === 2 ? 1 : 0).map(({ key }) => key),
    unselected: { ingress, egress },
  }));
  const sets = [...used.values()].sort((x, y) => (x.id < y.id ? -1 : 1));
  return { node: 'n1', nodeAddresses: [], allowNodeProbes: true, endpoints, policies, sets, ...NO_SERVICES };
}

/** As a node takes it in. */
function received(view: NodeView) {
  const assembly = new Assembly();
  for (const part of viewParts(HeldView.of(view), 4096))
    finish(assembly.add(NodeViewPart.decode(NodeViewPart.encode(part).finish())));
  return finish(assembly.end());
}

const spoken = (plan: Plan) => ({ digest: plan.digest(), slots: JSON.parse(JSON.stringify([...plan.slots])) });
const inBundles = (held: HeldView): number =>
  [...held.policies.toArray().flatMap(({ rules }) => [...placesOf(rules)]), ...held.sets.places()].filter(
    ({ home }) => home instanceof Bundle,
  ).length;

describe('a view that is held packed', () => {
  const views = [viewOf(1, 400), viewOf(2, 400), viewOf(3, 90)];
  // Little differs: a word, a rule more, one with other ports, one that has moved.
  const [first] = views as [NodeView];
  const [policy] = first.policies as [ViewPolicy];
  const rules = policy.rules.slice();
  rules[7] = { ...(rules[7] as ViewRule), reason: 'another' };
  rules[130] = { ...(rules[130] as ViewRule), matches: [{ peers: ['large'], ports: 'any' }] };
  rules.splice(200, 2, { ...(rules[300] as ViewRule), id: 'SecurityGroup/n/a/ingress/new' });
  views.splice(1, 0, { ...first, policies: [{ ...policy, rules }, ...first.policies.slice(1)] });

  it('is the view that was sent, and its sum', () => {
    for (const view of views) {
      const { view: held, sum } = received(view);
      expect(spelledView(held.whole())).toEqual(view);
      expect(sum).toEqual(sumOfView(HeldView.of(view)));
      expect(inBundles(held)).toBeGreaterThan(100);
    }
  });

  it('compiles, from change to change, whole, and in place of another one, to what it compiles to spelled out', () => {
    let { view: held, sum } = received(first);
    const [packed, spelt] = [new Compiler(), new Compiler()];
    const both = (ofPacked: Parameters<Compiler['update']>[0], ofSpelt: ViewChange): void => {
      const plan = finish(packed.update(ofPacked));
      expect(spoken(plan)).toEqual(spoken(finish(spelt.update(ofSpelt))));
      expect(spoken(finish(packed.fork().update(heldWhole(held)))).digest).toBe(plan.digest());
    };
    both(heldWhole(held), wholeView(first));
    for (const [n, view] of views.slice(1).entries()) {
      const said = viewChangeBetween(HeldView.of(views[n] as NodeView), HeldView.of(view));
      const change = decodeChange(osg.v1.Delta.decode(osg.v1.Delta.encode(encodeChange(said)).finish()), 'n1');
      const after = applyViewChange(held, change);
      sum = sumAfter(sum, held, change, after);
      held = after;
      expect([sum, spelledView(held.whole())]).toEqual([sumOfView(HeldView.of(view)), view]);
      expect(inBundles(held)).toBeGreaterThan(100);
      both(change, said);
      // Each policy again, from another snapshot.
      const again = received(view).view.policies.toArray();
      const nothing = { ...change, policies: { put: [], removed: [], changed: [] } };
      const only = { ...nothing, sets: { put: [], removed: [], changed: [] } };
      both(
        { ...only, policies: { ...only.policies, put: again } },
        { ...only, policies: { ...only.policies, put: view.policies } },
      );
    }
  });
});
