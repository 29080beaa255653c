/** What the compiler refuses, with the numbers, and what it numbers. */
import { describe, expect, it } from 'vitest';
import { multiplied, nested } from '../../bench/compile/views.js';
import { NO_SERVICES, type NodeView, type ViewPolicy, type ViewRule } from '../policy/view.js';
import { CompileError, compile, LIMITS, type Limits } from './compile.js';
import { lookupPlan } from './lookup.js';

const source = { file: 'a.yaml', line: 3 };
const unselected = { ingress: 'allow', egress: 'allow' } as const;
const rule = (id: string, more: Partial<ViewRule> = {}): ViewRule => ({
  id,
  direction: 'ingress',
  action: 'accept',
  mode: 'enforce',
  matches: [{ peers: 'any', ports: 'any' }],
  source,
  ...more,
});
const policy = (key: string, rules: readonly ViewRule[], more: Partial<ViewPolicy> = {}): ViewPolicy => ({
  key,
  id: key,
  tier: 'group',
  priority: 0,
  isolates: { ingress: true, egress: false },
  rules,
  source,
  ...more,
});
const endpoint = (id: string, policies: readonly string[]) => ({
  id,
  namespace: 'x',
  name: id,
  labels: {},
  addresses: [],
  allowedAddresses: [],
  attach: {},
  policies,
  unselected,
});
const view = (
  policies: readonly ViewPolicy[],
  endpoints = [
    endpoint(
      'e',
      policies.map((p) => p.key),
    ),
  ],
): NodeView => ({ node: 'n', nodeAddresses: [], allowNodeProbes: true, endpoints, policies, sets: [], ...NO_SERVICES });

function refusal(of: NodeView, limits?: Partial<Limits>): CompileError {
  try {
    compile(of, undefined, { ...LIMITS, ...limits });
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('compile refuses', () => {
  it('what multiplies beyond all bounds, before the work is done, with the numbers (F81)', () => {
    const { code, counts, message } = refusal(multiplied(2000), { work: 1 << 20 });
    expect(code).toBe('CAPACITY');
    expect(counts['work']?.limit).toBe(1 << 20);
    expect(counts['work']?.found).toBeGreaterThan(1 << 20);
    expect(message).toContain(String(1 << 20));
  });

  it('more rows, segments, ranges, slots, endpoints or steps than fit (F37, F81)', () => {
    const crowd = nested(20, 10, 3);
    expect(refusal(crowd, { rows: 5 }).counts['rows']).toEqual({ found: 6, limit: 5 });
    expect(refusal(crowd, { segments: 100 }).field).toBe('segments');
    expect(refusal(crowd, { ranges: 10 }).field).toBe('ranges');
    expect(refusal(crowd, { slots: 9 }).field).toBe('slots');
    expect(refusal(view([], [endpoint('a', []), endpoint('b', [])]), { endpoints: 1 }).counts).toEqual({
      endpoints: { found: 2, limit: 1 },
    });
    const temporary = Array.from({ length: 20 }, (_, n) => rule(`p/ingress/${n}`, { expiresAt: 1000 + n }));
    const stairs = view([policy('p', temporary, { tier: 'emergency' })]);
    expect(refusal(stairs).counts['steps']).toEqual({ found: 21, limit: 16 });
  });

  it('adversarial sets that fit do compile', () => {
    expect(compile(nested(33, 10, 10)).plan.capacity.rows).toBeGreaterThan(30);
  });

  it('a view that contradicts itself, naming the object', () => {
    const lost = rule('p/ingress/0', { matches: [{ peers: ['nowhere'], ports: 'any' }] });
    expect(refusal(view([policy('p', [lost])]))).toMatchObject({ code: 'UNKNOWN_SET', field: 'p/ingress/0' });
    expect(refusal(view([], [endpoint('e', ['q'])]))).toMatchObject({ code: 'UNKNOWN_POLICY', field: 'e' });
    expect(refusal(view([policy('p', []), policy('p', [])]))).toMatchObject({ code: 'DUPLICATE', field: 'p' });
    expect(refusal(view([], [endpoint('e', []), endpoint('e', [])]))).toMatchObject({ code: 'DUPLICATE', field: 'e' });
  });

  it('a set that goes while a rule still names it, and compiles on from the state before (F67)', () => {
    const named = policy('p', [rule('p/ingress/0', { matches: [{ peers: ['s'], ports: 'any' }] })]);
    const good = { ...view([named]), sets: [{ id: 's', prefixes: [] }] };
    const { state, plan } = compile(good);
    expect(() => compile({ ...good, sets: [] }, state)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_SET', field: 'p/ingress/0' }),
    );
    expect(compile(good, state).plan.digest()).toBe(plan.digest());
  });
});

describe('numbers', () => {
  it('stay with their names, and rest before others get them', () => {
    let { plan, state } = compile(view([policy('p', [rule('p/ingress/a'), rule('p/ingress/b')])]));
    expect(plan.slots.at(2)).toMatchObject({ rule: 'p/ingress/b', source });
    const slotOfC = (): number => {
      ({ plan, state } = compile(view([policy('p', [rule('p/ingress/c'), rule('p/ingress/b')])]), state));
      return [...plan.slots].findIndex((slot) => slot?.kind === 'rule' && slot.rule === 'p/ingress/c');
    };
    const first = slotOfC();
    expect(first).not.toBe(1);
    expect(plan.slots.at(1)).toMatchObject({ rule: 'p/ingress/a' });
    for (let n = 0; n < 10; n++) expect(slotOfC()).toBe(first);
    expect(plan.slots.at(1)).toBeUndefined();
    ({ plan } = compile(view([policy('p', [rule('p/ingress/d')])]), state));
    expect(plan.slots.at(1)).toMatchObject({ rule: 'p/ingress/d' });
  });

  it('of endpoints stay while others go', () => {
    const { state } = compile(view([], [endpoint('a', []), endpoint('b', [])]));
    expect(compile(view([], [endpoint('b', []), endpoint('c', [])]), state).plan.endpoints.map((e) => e.index)).toEqual(
      [2, 3],
    );
  });

  it('keep names apart that join to the same text (F43)', () => {
    const isolated = (ids: readonly string[]) =>
      view(
        ids.map((id) => policy(id, [])),
        [endpoint('e', ids)],
      );
    const [one, two] = [compile(isolated(['a,b', 'c'])), compile(isolated(['a', 'b,c']))];
    expect(one.plan.slots.at(1)).toMatchObject({ kind: 'default', isolatedBy: ['a,b', 'c'] });
    const both = compile(isolated(['a', 'b,c']), one.state).plan;
    expect([...both.slots].filter((slot) => slot?.kind === 'default')).toHaveLength(4 - 1);
    expect(two.plan.digest()).not.toBe(one.plan.digest());
  });

  it('a used state still gives a right plan', () => {
    const first = view([policy('p', [rule('p/ingress/a')])]);
    const second = view([policy('p', [rule('p/ingress/b')])]);
    const { state } = compile(first);
    compile(second, state);
    const again = compile(first, state).plan;
    expect(again.slots.at(lookupPlan(again, 'e', 'ingress', { family: 4, value: 1n }, 0, 0).slot)).toMatchObject({
      rule: 'p/ingress/a',
    });
  });
});

describe('the order of a policy', () => {
  it('holds however often rules come between the same two', () => {
    const tier = { tier: 'admin' } as const;
    const open = { peers: 'any', ports: 'any' } as const;
    const last = rule('p/ingress/last', { action: 'deny', matches: [open] });
    const first = rule('p/ingress/first', { matches: [{ peers: 'any', ports: [{ protocol: 255 }] }] });
    const between: ViewRule[] = [];
    let { plan, state } = compile(view([policy('p', [first, last], tier)]));
    for (let n = 0; n < 90; n++) {
      between.push(
        rule(`p/ingress/${n}`, {
          action: n % 2 === 0 ? 'accept' : 'deny',
          matches: [{ peers: 'any', ports: [{ protocol: 6, ports: { first: 0, last: 100 - n } }] }],
        }),
      );
      ({ plan, state } = compile(view([policy('p', [first, ...between, last], tier)]), state));
      const found = plan.slots.at(lookupPlan(plan, 'e', 'ingress', { family: 4, value: 1n }, 6 * 65536, 0).slot);
      expect(found).toMatchObject({ rule: 'p/ingress/0' });
      ({ plan, state } = compile(view([policy('p', [first, ...[...between].reverse(), last], tier)]), state));
      const reversed = plan.slots.at(lookupPlan(plan, 'e', 'ingress', { family: 4, value: 1n }, 6 * 65536, 0).slot);
      expect(reversed).toMatchObject({ rule: `p/ingress/${n}` });
    }
  });
});
