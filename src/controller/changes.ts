/** What changed in meaning between two sets of policies, one line for each change; positions in files do not count. */
import { isDeepStrictEqual } from 'node:util';
import type { AddressGroup, Policy, Rule, World } from '../policy/model.js';

/** What a rollback restores: declared policy without the inventory it applies to. */
export type PolicySet = Pick<World, 'policies' | 'addressGroups'>;

export function policyChanges(before: PolicySet, after: PolicySet): string[] {
  return [
    ...compare(before.policies, after.policies, (p) => p.id, describePolicy, policyDetails),
    ...compare(
      before.addressGroups,
      after.addressGroups,
      (g) => g.id,
      (g) => `${g.prefixes.length} prefixes`,
      groupDetails,
    ),
  ];
}

function compare<T>(
  before: readonly T[],
  after: readonly T[],
  idOf: (item: T) => string,
  describe: (item: T) => string,
  details: (before: T, after: T) => string[],
): string[] {
  const old = new Map(before.map((item) => [idOf(item), item]));
  const lines: string[] = [];
  for (const item of after) {
    const previous = old.get(idOf(item));
    old.delete(idOf(item));
    if (previous === undefined) lines.push(`+ ${idOf(item)} (${describe(item)})`);
    else lines.push(...details(previous, item));
  }
  for (const item of old.values()) lines.push(`- ${idOf(item)} (${describe(item)})`);
  return lines;
}

const describePolicy = (policy: Policy): string => `${policy.tier} tier, ${policy.rules.length} rules`;

const POLICY_FIELDS = ['tier', 'priority', 'subject', 'isolates', 'owner'] as const;
const RULE_FIELDS = ['action', 'peers', 'ports', 'mode', 'expiresAt', 'owner', 'reason', 'ticket', 'runbook'] as const;

function policyDetails(before: Policy, after: Policy): string[] {
  const fields = POLICY_FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  const rules = compare(before.rules, after.rules, (r) => r.id, describeRule, ruleDetails);
  const kept = (policy: Policy, other: Policy): string =>
    policy.rules
      .map((r) => r.id)
      .filter((id) => other.rules.some((o) => o.id === id))
      .join(' ');
  const reordered = after.tier !== 'group' && kept(before, after) !== kept(after, before);
  return [
    ...fields.map((field) => `~ ${after.id} ${field}`),
    ...(reordered ? [`~ ${after.id} order of rules`] : []),
    ...rules,
  ];
}

const describeRule = (rule: Rule): string =>
  `${rule.action} ${rule.direction}${rule.mode === 'audit' ? ', audit' : ''}`;

function ruleDetails(before: Rule, after: Rule): string[] {
  const fields = RULE_FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return fields.length === 0 ? [] : [`~ ${after.id} ${fields.join(', ')}`];
}

function groupDetails(before: AddressGroup, after: AddressGroup): string[] {
  return isDeepStrictEqual(before.prefixes, after.prefixes)
    ? []
    : [`~ ${after.id} ${before.prefixes.length} → ${after.prefixes.length} prefixes`];
}
