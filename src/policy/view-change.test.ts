import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servicesOfWorlds } from '../../test/support/services.js';
import { parsePrefix } from '../net/prefix.js';
import type { Prefix } from '../net/types.js';
import { applyViewChange, changedPolicy } from './apply-change.js';
import { policyChange, viewChangeBetween } from './compare-views.js';
import { HeldView, LargeSet, prefixSum, ViewError } from './held-view.js';
import { SortedList } from './sorted-list.js';
import { formatSum, NO_SUM, Summing } from './sum.js';
import type { NodeView, ViewPolicy, ViewRule, ViewService } from './view.js';
import { isNoChange, NO_SERVICES_CHANGE, type ViewChange } from './view-change.js';
import { serviceAddresses, viewServices } from './view-services.js';

const source = { file: 'a.yaml', line: 1 };
const numbers = { keyOf: (n: number) => n, compare: (a: number, b: number) => a - b };
const host = (n: number): Prefix => ({ family: 4, value: BigInt(n), length: 32 });
const rule = (id: string, sets: readonly string[], line = 1): ViewRule => ({
  id,
  direction: 'ingress',
  action: 'accept',
  mode: 'enforce',
  matches: [{ peers: sets, ports: 'any' }],
  source: { ...source, line },
});
const policy = (key: string, rules: readonly ViewRule[]): ViewPolicy => ({
  key,
  id: key,
  tier: 'group',
  priority: 0,
  isolates: { ingress: true, egress: false },
  rules,
  source,
});

describe('SortedList', () => {
  it('holds what a map would hold, in order, whatever comes and goes', () => {
    const changes = fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.boolean()), { maxLength: 300 }));
    fc.assert(
      fc.property(changes, (steps) => {
        let list = SortedList.from(numbers, [] as number[]);
        const model = new Set<number>();
        for (const step of steps) {
          const before = list;
          const was = [...model];
          const gone = step.filter(([, put]) => !put).map(([n]) => n);
          const come = step.filter(([, put]) => put).map(([n]) => n);
          list = list.edit(gone, come);
          for (const n of gone) model.delete(n);
          for (const n of come) model.add(n);
          expect([...list]).toEqual([...model].sort((a, b) => a - b));
          expect(list.length).toBe(model.size);
          for (const n of [...gone, ...come]) expect(list.has(n)).toBe(model.has(n));
          const told = [...before.changesTo(list)];
          expect(told.flatMap((c) => (c.before === undefined ? [c.after] : []))).toEqual(
            [...model].filter((n) => !was.includes(n)).sort((a, b) => a - b),
          );
          expect(told.flatMap((c) => (c.after === undefined ? [c.before] : []))).toEqual(
            was.filter((n) => !model.has(n)).sort((a, b) => a - b),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('shares what did not change: a comparison of 100,000 looks at two pieces', () => {
    let looked = 0;
    const order = { keyOf: (n: number) => n, compare: (a: number, b: number) => a - b + 0 * looked++ };
    const list = SortedList.from(
      order,
      Array.from({ length: 100_000 }, (_, i) => 2 * i),
    );
    looked = 0;
    const next = list.edit([100], [77_777]);
    expect([...list.changesTo(next)]).toEqual([{ before: 100 }, { after: 77_777 }]);
    expect(looked).toBeLessThan(2_000);
    expect(next.slotsBeside(list)).toBeLessThan(600);
  });
});

describe('sums', () => {
  it('are those of MurmurHash3, and follow what comes and goes', () => {
    const summing = new Summing();
    summing.add(Buffer.from('I will not buy this record, it is scratched.'));
    expect(formatSum(summing.sum)).toBe('a0a9683b25ac5e40d9af2895890dddf5/1');
    summing.add(Buffer.from('this'));
    summing.subtract(Buffer.from('I will not buy this record, it is scratched.'));
    summing.subtract(Buffer.from('this'));
    expect(summing.sum).toEqual(NO_SUM);
  });

  it('of a set after many changes is that of its prefixes', () => {
    let set = LargeSet.from({ id: 's', prefixes: Array.from({ length: 1000 }, (_, i) => host(i)) });
    expect(set.sum.count).toBe(1000);
    for (let i = 0; i < 100; i++) set = set.changed([host(5000 + i)], [host(7 * i)]);
    expect(set.sum).toEqual(prefixSum([...set.prefixes].reverse()));
    expect(set.sum).not.toEqual(prefixSum([...set.prefixes].slice(1)));
  });
});

/** Small worlds of views: a few endpoints, policies and sets that vary in every part. */
const views = fc
  .record({
    addresses: fc.subarray([1, 2, 3]),
    probes: fc.boolean(),
    endpoints: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.record({ label: fc.constantFrom('x', 'y') })),
    services: servicesOfWorlds,
    policies: fc.dictionary(
      fc.constantFrom('p', 'q', 'r'),
      fc.record({
        priority: fc.integer({ min: 0, max: 1 }),
        rules: fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 9 }), line: fc.integer({ min: 1, max: 2 }) }), {
          selector: ({ id }) => id,
        }),
      }),
    ),
    sets: fc.dictionary(
      fc.constantFrom('s', 't'),
      fc.uniqueArray(fc.integer({ min: 0, max: 600 }), { maxLength: 600 }),
    ),
  })
  .map(({ addresses, probes, endpoints, policies, sets, services }): NodeView => {
    const ids = Object.keys(sets);
    return {
      node: 'n',
      nodeAddresses: addresses.map((value) => ({ family: 4, value: BigInt(value) })),
      allowNodeProbes: probes,
      services: viewServices(services),
      serviceAddresses: serviceAddresses(services),
      endpoints: Object.entries(endpoints).map(([id, { label }]) => ({
        id,
        namespace: 'x',
        name: id,
        labels: { label },
        addresses: [],
        allowedAddresses: [],
        attach: {},
        policies: Object.keys(policies),
        unselected: { ingress: 'allow', egress: 'allow' },
      })),
      policies: Object.entries(policies).map(([key, { priority, rules }]) => ({
        ...policy(
          key,
          rules.map(({ id, line }) => rule(`${key}/${id}`, ids, line)),
        ),
        priority,
      })),
      sets: Object.entries(sets).map(([id, members]) => ({ id, prefixes: members.map(host) })),
    };
  });

const service = (backends: readonly number[]): ViewService => ({
  namespace: 'a',
  name: 's',
  addresses: [host(7)],
  ports: [
    {
      name: '',
      protocol: 6,
      port: 80,
      endpoints: backends.map((n) => ({
        address: { family: 4, value: BigInt(n) },
        port: 80,
        ready: true,
        serving: true,
        terminating: false,
      })),
    },
  ],
});

const NOTHING: ViewChange = {
  node: 'n',
  endpoints: { put: [], removed: [] },
  policies: { put: [], removed: [], changed: [] },
  sets: { put: [], removed: [], changed: [] },
  ...NO_SERVICES_CHANGE,
};

describe('view changes', () => {
  it('lead from any view to any other', () => {
    fc.assert(
      fc.property(views, views, (a, b) => {
        const [before, after] = [HeldView.of(a), HeldView.of(b)];
        const change = viewChangeBetween(before, after);
        expect(applyViewChange(before, change).whole()).toEqual(after.whole());
        expect(before.whole()).toEqual(HeldView.of(a).whole());
        expect(isNoChange(viewChangeBetween(after, HeldView.of(structuredClone(b))))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('say of a large set and a long policy what changes, no more', () => {
    const rules = Array.from({ length: 1000 }, (_, i) => rule(`p/${i}`, ['s']));
    const prefixes = Array.from({ length: 1000 }, (_, i) => host(i));
    const base: NodeView = {
      ...HeldView.empty('n').whole(),
      policies: [policy('p', rules)],
      sets: [{ id: 's', prefixes }],
    };
    const moved = rules.with(500, rule('p/500', ['s'], 7)).toSpliced(10, 1);
    const next: NodeView = {
      ...base,
      policies: [policy('p', moved)],
      sets: [{ id: 's', prefixes: [...prefixes.slice(1), parsePrefix('10.0.0.0/8')] }],
    };
    const change = viewChangeBetween(HeldView.of(base), HeldView.of(next));
    expect(change.policies).toEqual({
      put: [],
      removed: [],
      changed: [
        {
          key: 'p',
          rules: [
            { at: 10, remove: 1, put: [] },
            { at: 500, remove: 1, put: [moved[499]] },
          ],
        },
      ],
    });
    expect(change.sets.changed).toEqual([{ id: 's', added: [parsePrefix('10.0.0.0/8')], removed: [host(0)] }]);
    const changed = changedPolicy(policy('p', rules), change.policies.changed[0]!);
    expect({ ...changed, rules: [...changed.rules] }).toEqual(policy('p', moved));
    expect(policyChange(policy('p', rules), policy('p', [...rules]))).toBe('same');
  });

  it.each<[string, Partial<ViewChange>, string]>([
    ['another node', { node: 'm' }, 'm: node: the view is of n'],
    ['an endpoint that goes', { endpoints: { put: [], removed: ['z'] } }, 'z: key: is to be changed or removed'],
    ['a set that changes', { sets: { ...NOTHING.sets, changed: [{ id: 'z', added: [], removed: [] }] } }, 'z: key:'],
    [
      'a prefix that goes',
      { sets: { ...NOTHING.sets, changed: [{ id: 's', added: [], removed: [host(9)] }] } },
      's: removed: 0.0.0.9/32 is not in the set',
    ],
    [
      'a prefix that is there',
      { sets: { ...NOTHING.sets, changed: [{ id: 's', added: [host(1)], removed: [] }] } },
      's: added: 0.0.0.1/32 is in the set already',
    ],
    [
      'rules beyond the end',
      { policies: { ...NOTHING.policies, changed: [{ key: 'p', rules: [{ at: 1, remove: 1, put: [] }] }] } },
      'p: rules: 1 rules at 1 are to be removed, it has 1',
    ],
    [
      'a service that goes',
      { services: { put: [], removed: ['a/z'], changed: [] } },
      'a/z: key: is to be changed or removed',
    ],
    [
      'a port that is none',
      { services: { put: [], removed: [], changed: [{ key: 'a/s', ports: [{ at: 1, put: [], removed: [] }] }] } },
      'a/s: ports: there is none at 1, it has 1',
    ],
    [
      'a backend that goes',
      {
        services: {
          put: [],
          removed: [],
          changed: [{ key: 'a/s', ports: [{ at: 0, put: [], removed: [{ address: host(9), port: 80 }] }] }],
        },
      },
      'a/s: ports[0].removed: 0.0.0.9 port 80 is not among its endpoints',
    ],
    [
      'backends in disorder',
      { services: { put: [service([2, 1])], removed: [], changed: [] } },
      'a/s: ports[0].endpoints[1]: stands before the one before it, or twice',
    ],
    [
      'a service address that is there',
      { serviceAddresses: { added: [host(7)], removed: [] } },
      '<service addresses>: added: 0.0.0.7/32 is in the set already',
    ],
    [
      'a rule that names an unknown set',
      { policies: { ...NOTHING.policies, put: [policy('q', [rule('q/0', ['t'])])] } },
      'q: rule q/0: no address set t in this view',
    ],
  ])('are refused for %s, and the view stays', (_title, change, message) => {
    const view = HeldView.of({
      ...HeldView.empty('n').whole(),
      policies: [policy('p', [rule('p/0', ['s'])])],
      sets: [{ id: 's', prefixes: [host(1)] }],
      services: [service([1, 2])],
      serviceAddresses: [host(7)],
    });
    const whole = view.whole();
    expect(() => applyViewChange(view, { ...NOTHING, ...change })).toThrow(ViewError);
    expect(() => applyViewChange(view, { ...NOTHING, ...change })).toThrow(message);
    expect(view.whole()).toEqual(whole);
  });
});
