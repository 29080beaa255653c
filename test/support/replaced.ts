/**
 * A group of 100,000 addresses that is replaced by 100,000 others, there and back. Every answer tells which of the two is in
 * force, in the way of `steady.ts`: rule and default have even slots with the one, odd slots with the other.
 */
import { type CompileState, stateFrom } from '../../src/compiler/compile.js';
import type { Prefix } from '../../src/net/types.js';
import { type AddressSet, NO_SERVICES, type NodeView, type ViewPolicy } from '../../src/policy/view.js';
import type { Binding } from '../../src/tables/index.js';
import type { Question } from './kernel-tables.js';
import { STEADY_IFINDEX } from './steady.js';

export const MEMBERS = 100_000;
/** Policies that name the group, each with an endpoint of its own. */
const POLICIES = 20;
const SOURCE = { file: 'replaced.yaml', line: 1 };

/** Even numbers belong to one group, odd ones to the other; all are scattered over the address space. */
const member = (n: number): Prefix => ({
  family: 4,
  value: BigInt(Math.imul(n + 1, 0x9e3779b1) >>> 0),
  length: 32,
});

const GROUPS = [0, 1].map(
  (odd): AddressSet => ({ id: 'group', prefixes: Array.from({ length: MEMBERS }, (_, n) => member(2 * n + odd)) }),
);

const endpoint = (n: number): string => `replaced/e${n}`;

/** @param odd which of the two groups it is */
export function replacedView(odd: 0 | 1): NodeView {
  const policies = Array.from({ length: POLICIES }, (_, n): ViewPolicy => {
    const id = `SecurityGroup/replaced/p${n}-${odd}`;
    const ports = [{ protocol: 6, ports: { first: 1000 + n, last: 1000 + n } }];
    return {
      key: id,
      id,
      tier: 'group',
      priority: 0,
      isolates: { ingress: true, egress: false },
      rules: [
        {
          id: `${id}/ingress/0`,
          direction: 'ingress',
          action: 'accept',
          mode: 'enforce',
          matches: [{ peers: ['group'], ports }],
          source: SOURCE,
        },
      ],
      source: SOURCE,
    };
  });
  return {
    node: 'replaced',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints: policies.map(({ key }, n) => ({
      id: endpoint(n),
      namespace: 'replaced',
      name: `e${n}`,
      labels: {},
      addresses: [],
      allowedAddresses: [],
      attach: {},
      policies: [key],
      unselected: { ingress: 'allow', egress: 'allow' },
    })),
    policies,
    sets: [GROUPS[odd] as AddressSet],
  };
}

/** The first endpoint is the one that `steady` asks about. */
export const replacedBindings: ReadonlyMap<string, Binding> = new Map(
  Array.from({ length: POLICIES }, (_, n) => [endpoint(n), { ifindex: STEADY_IFINDEX + n, generation: 1 }]),
);

/** A state that gives the first policy's rule and default the slots that `replacedQuestions` expects. */
export function replacedState(): CompileState {
  const id = (odd: 0 | 1): string => `SecurityGroup/replaced/p0-${odd}`;
  const rule = (odd: 0 | 1): string => `${id(odd)}/ingress/0`;
  const denied = (odd: 0 | 1): string => `\u0000${JSON.stringify(['ingress', 'deny', [id(odd)], ''])}`;
  const slots = [rule(0), denied(1), denied(0), rule(1)].map((name, i) => [name, i + 2, 1] as const);
  return stateFrom({ slots, endpoints: [], classes: [] });
}

/** Of members of the one group (rule, then default) and of the other one (default, then rule). */
export const replacedQuestions = (): (Question & { readonly expected: number })[] =>
  Array.from({ length: 256 }, (_, i) => {
    const { family, value } = member(i * 700);
    return {
      ifindex: STEADY_IFINDEX,
      direction: 'ingress',
      peer: { family, value },
      key: (6 << 16) | 1000,
      expected: 1,
    } as const;
  }).map((question, i) => {
    if (i % 2 === 0) return question;
    const { family, value } = member(i * 700 + 1);
    return { ...question, peer: { family, value }, expected: 2 };
  });
