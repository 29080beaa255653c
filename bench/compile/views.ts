/** Views of stated sizes. Every address, prefix and port is a function of its number: no randomness, no state. */
import { hostPrefix, prefixAround } from '../../src/net/prefix.js';
import type { Prefix } from '../../src/net/types.js';
import type { Tier } from '../../src/policy/model.js';
import {
  type AddressSet,
  NO_SERVICES,
  type NodeView,
  type ViewEndpoint,
  type ViewPolicy,
  type ViewRule,
} from '../../src/policy/view.js';

const source = { file: 'bench.yaml', line: 1 };

/** Scatters numbers over 30 bits without collisions: odd multipliers permute powers of two. */
const scatter = (n: number): number => (Math.imul(n + 1, 0x9e3779b1) >>> 0) % 2 ** 30;

/** The n-th of many distinct prefixes: even ones hosts, odd ones /24 (none holds another's host: the top bit differs). */
export function distinctPrefix(n: number): Prefix {
  if (n % 2 === 0) return hostPrefix({ family: 4, value: BigInt(scatter(n)) });
  return prefixAround(
    { family: 4, value: BigInt(2 ** 31 + ((Math.imul((n >> 1) + 1, 0x9e3779b1) >>> 0) % 2 ** 22) * 256) },
    24,
  );
}

export function rule(
  id: string,
  sets: 'any' | readonly string[],
  port: number,
  more: Partial<ViewRule> = {},
): ViewRule {
  const matches = [{ peers: sets, ports: [{ protocol: 6, ports: { first: port, last: port } }] }];
  return { id, direction: 'ingress', action: 'accept', mode: 'enforce', matches, source, ...more };
}

export function policy(key: string, rules: readonly ViewRule[], tier: Tier = 'group', priority = 0): ViewPolicy {
  return { key, id: key, tier, priority, isolates: { ingress: true, egress: false }, rules, source };
}

export function endpoint(n: number, policies: readonly string[]): ViewEndpoint {
  const unselected = { ingress: 'allow', egress: 'allow' } as const;
  const addresses = [{ family: 4, value: BigInt(0x64400000 + n) } as const];
  return {
    id: `bench/e${n}`,
    namespace: 'bench',
    name: `e${n}`,
    labels: {},
    addresses,
    allowedAddresses: [],
    attach: {},
    policies: [...policies].sort(),
    unselected,
  };
}

export function view(
  endpoints: readonly ViewEndpoint[],
  policies: readonly ViewPolicy[],
  sets: readonly AddressSet[],
): NodeView {
  return { node: 'bench', nodeAddresses: [], allowNodeProbes: true, endpoints, policies, sets, ...NO_SERVICES };
}

/** `rules` rules for each of `endpoints`, each with a set of its own of `prefixes` distinct prefixes. */
export function distinctRules(endpoints: number, rules: number, prefixes = 1): NodeView {
  const sets: AddressSet[] = [];
  const policies: ViewPolicy[] = [];
  let n = 0;
  for (let e = 0; e < endpoints; e++) {
    const own: ViewRule[] = [];
    for (let r = 0; r < rules; r++) {
      const id = `set/${e}/${r}`;
      sets.push({ id, prefixes: Array.from({ length: prefixes }, () => distinctPrefix(n++ % 2 ** 22)) });
      own.push(rule(`p${e}/ingress/${r}`, [id], 1 + (r % 60_000)));
    }
    policies.push(policy(`p${e}`, own));
  }
  return view(
    Array.from({ length: endpoints }, (_, e) => endpoint(e, [`p${e}`])),
    policies,
    sets,
  );
}

/** `policies` policies of one endpoint each, all of which name one group of `size` addresses. */
export function sharedGroup(policies: number, size: number): NodeView {
  const group: AddressSet = { id: 'group', prefixes: Array.from({ length: size }, (_, n) => distinctPrefix(n * 2)) };
  return view(
    Array.from({ length: policies }, (_, n) => endpoint(n, [`p${n}`])),
    Array.from({ length: policies }, (_, n) => policy(`p${n}`, [rule(`p${n}/ingress/0`, ['group'], 1000 + n)])),
    [group],
  );
}

/** Prefixes one in another, each with overlapping port ranges, at so many priorities. */
export function nested(depth: number, rangesEach: number, priorities: number): NodeView {
  const sets = Array.from(
    { length: depth },
    (_, d): AddressSet => ({ id: `s${d}`, prefixes: [prefixAround({ family: 4, value: 0x0affffffn }, 32 - d)] }),
  );
  const policies = Array.from({ length: priorities }, (_, priority) =>
    policy(
      `admin${priority}`,
      sets.flatMap(({ id }, d) =>
        Array.from({ length: rangesEach }, (_, r): ViewRule => {
          const first = (d * 131 + r * 67 + priority * 17) % 40_000;
          return rule(`admin${priority}/ingress/${d}-${r}`, [id], 0, {
            action: (['accept', 'deny', 'pass'] as const)[(d + r) % 3] as 'accept',
            matches: [
              { peers: [id], ports: [{ protocol: 'any', ports: { first, last: first + 1000 + ((r * 37) % 20_000) } }] },
            ],
          });
        }),
      ),
      'admin',
      priority,
    ),
  );
  return view(
    [
      endpoint(
        0,
        policies.map((p) => p.key),
      ),
    ],
    policies,
    sets,
  );
}

/** Every one of `rules` rules has the same wide prefix beside a host of its own, and a port of its own: rows multiply. */
export function multiplied(rules: number): NodeView {
  const wide = prefixAround({ family: 4, value: 0n }, 2);
  const sets = Array.from(
    { length: rules },
    (_, n): AddressSet => ({ id: `s${n}`, prefixes: [wide, distinctPrefix(n * 2)] }),
  );
  return view(
    [endpoint(0, ['p'])],
    [
      policy(
        'p',
        sets.map(({ id }, n) => rule(`p/ingress/${n}`, [id], 1 + n, { mode: n % 2 === 0 ? 'enforce' : 'audit' })),
      ),
    ],
    sets,
  );
}
