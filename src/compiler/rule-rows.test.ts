import { describe, expect, it } from 'vitest';
import type { ViewPolicy, ViewRule } from '../policy/view.js';
import { compile, numbersOnly } from './compile.js';
import { digestOf } from './digest.js';
import type { Plan } from './plan.js';
import { CompiledRule } from './rule.js';

const source = { file: 'rows.yaml', line: 1 };
const rule = (n: number, port: number): ViewRule => ({
  id: `p/ingress/${n}`,
  direction: 'ingress',
  action: 'accept',
  mode: 'enforce',
  matches: [{ peers: [`s${n}`], ports: [{ protocol: 6, ports: { first: port, last: port } }] }],
  source,
});
const policy = (key: string, rules: readonly ViewRule[], owner: string): ViewPolicy => ({
  ...{ key, id: 'p', tier: 'group', priority: 0, source, rules, owner },
  isolates: { ingress: true, egress: false },
});
const view = (...policies: readonly ViewPolicy[]) => ({
  ...{ node: 'n', nodeAddresses: [], allowNodeProbes: true, services: [], serviceAddresses: [], policies },
  sets: [1, 2, 3].map((n) => ({
    id: `s${n}`,
    prefixes: [{ family: 4 as const, value: BigInt(n * 1000), length: 32 }],
  })),
  endpoints: policies.map(({ key }, i) => ({
    ...{ id: `ns/e${i}`, namespace: 'ns', name: `e${i}`, labels: {}, addresses: [], allowedAddresses: [], attach: {} },
    policies: [key],
    unselected: { ingress: 'allow' as const, egress: 'allow' as const },
  })),
});

const rows = ({ endpoints }: Plan) =>
  endpoints.flatMap(({ ingress }) => [...ingress.v4.chunks].flatMap((chunk) => chunk.rows));

describe('rows that are rules', () => {
  it('stay as plans have them while defaults and ports change, and say what a compilation from scratch says', () => {
    const rules = [rule(1, 80), rule(2, 443), rule(3, 22)];
    const steps = [
      view(policy('p', rules, 'a')),
      // Another default around the same rules, and back.
      view(policy('p', rules, 'b')),
      view(policy('p', rules, 'c')),
      view(policy('p', rules, 'a')),
      // Another port under the same slot.
      view(policy('p', [rule(1, 81), ...rules.slice(1)], 'a')),
      view(policy('p', [rule(1, 82), ...rules.slice(1)], 'a')),
      // The same ids, and slots, in two policies.
      view(policy('p', [rule(1, 82)], 'a'), policy('p#x', [rule(1, 82)], 'a')),
      view(policy('p', [rule(1, 82)], 'a'), policy('p#x', [rule(1, 83)], 'b')),
      view(policy('p#x', [rule(1, 83)], 'b')),
    ];
    let state: ReturnType<typeof compile>['state'] | undefined;
    const plans: [Plan, string][] = [];
    for (const now of steps) {
      const scratch = state && compile(now, numbersOnly(state)).plan;
      const next = compile(now, state);
      if (scratch !== undefined) {
        expect(next.plan.capacity).toEqual(scratch.capacity);
        expect(next.plan.digest()).toBe(scratch.digest());
      }
      plans.push([next.plan, next.plan.digest()]);
      state = next.state;
    }
    for (const [plan, digest] of plans) expect(digestOf(plan)).toBe(digest);
    const own = plans.map(([plan]) => new Set(rows(plan).filter((row) => row instanceof CompiledRule)).size);
    expect(own[0]).toBe(3);
    // A rule whose port changes is a row of its own again, whatever its slot.
    expect(own.slice(4, 6)).toEqual([3, 3]);
  });
});
