import type { RuleRef } from './flow.js';
import type { Policy, Rule } from './model.js';

/** How a rule is named to people. */
export function refTo(policy: Policy, rule: Rule): RuleRef {
  const owner = rule.owner ?? policy.owner;
  return {
    rule: rule.id,
    policy: policy.id,
    tier: policy.tier,
    ...(owner !== undefined && { owner }),
    ...(rule.reason !== undefined && { reason: rule.reason }),
    ...(rule.ticket !== undefined && { ticket: rule.ticket }),
    ...(rule.expiresAt !== undefined && { expires: new Date(rule.expiresAt).toISOString() }),
    source: rule.source,
  };
}
