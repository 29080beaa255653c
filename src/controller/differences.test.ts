import { describe, expect, it } from 'vitest';
import type { Policy, Rule } from '../policy/model.js';
import { formatDifference, policyDifferences } from './differences.js';

const rules = Array.from({ length: 6 }, (_, i): Rule => {
  const peers = [{ kind: 'cidr', prefix: { family: 4, value: BigInt(i), length: 32 }, except: [] }] as const;
  const rest = { direction: 'ingress', action: 'accept', ports: 'any', mode: 'enforce' } as const;
  return { id: `r${i}`, peers, ...rest, source: { file: 'a', line: i } };
});

const told = (before: readonly Rule[], after: readonly Rule[]): string[] => {
  const policy = (list: readonly Rule[]) => ({ id: 'p', tier: 'group', rules: list }) as unknown as Policy;
  const change = { policies: [{ before: policy(before), after: policy(after) }], addressGroups: [], rollouts: [] };
  return policyDifferences(change).map(formatDifference);
};

describe('differences of rules', () => {
  it('are those between the ends that stay', () => {
    const audit: Rule = { ...(rules[2] as Rule), mode: 'audit' };
    expect(told(rules, rules)).toEqual([]);
    expect(told(rules, rules.with(2, audit))).toEqual(['~ r2 mode']);
    expect(told(rules, rules.slice(1))).toEqual(['- r0 (accept ingress)']);
    expect(told(rules.slice(0, -1), rules)).toEqual(['+ r5 (accept ingress)']);
    expect(told(rules, [rules[0] as Rule, ...rules.slice(3), audit])).toEqual(['~ r2 mode', '- r1 (accept ingress)']);
    expect(told([], rules.slice(0, 1))).toEqual(['+ r0 (accept ingress)']);
  });
});
