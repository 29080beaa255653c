/** What changed in meaning between two revisions; positions in files do not count. Text is for people: `formatDifference`. */

import type { AddressGroup, Policy, Rule, World } from '../policy/model.js';
import { sameEnds } from '../policy/pieces.js';
import type { RolloutPolicy } from '../policy/rollout.js';
import { same } from '../policy/same.js';
import type { Change } from '../policy/world-change.js';
import { type Emergency, summary } from './emergency.js';

/** What a rollback restores: declared policy without the inventory it applies to. */
export type PolicySet = Pick<World, 'policies' | 'addressGroups' | 'rollouts'>;

/** What a revision says: policies, and the emergencies over them. */
export interface Content {
  readonly policies: PolicySet;
  readonly emergencies: readonly Emergency[];
}

export const NO_CONTENT: Content = { policies: { policies: [], addressGroups: [] }, emergencies: [] };

export interface Difference {
  readonly sign: '+' | '-' | '~';
  readonly kind: 'emergency' | 'policy' | 'rule' | 'addressGroup' | 'rolloutPolicy';
  /** Id of the policy, rule, address group, rollout policy or emergency. */
  readonly object: string;
  /** What it is, or what of it changed. */
  readonly detail: string;
}

/** `+ SecurityGroup/shop/api (group tier, 2 rules)`, `~ SecurityGroup/shop/api/ingress/web ports` */
export function formatDifference({ sign, kind, object, detail }: Difference): string {
  if (kind === 'emergency') return `${sign} emergency ${object} ${detail}`;
  return sign === '~' ? `~ ${object} ${detail}` : `${sign} ${object} (${detail})`;
}

/** Of whole contents: for revisions that do not follow each other. */
export function contentDifferences(before: Content, after: Content): Difference[] {
  return [
    ...emergencyDifferences(before.emergencies, after.emergencies),
    ...policyDifferences({
      policies: changes(before.policies.policies, after.policies.policies),
      addressGroups: changes(before.policies.addressGroups, after.policies.addressGroups),
      rollouts: changes(before.policies.rollouts ?? [], after.policies.rollouts ?? []),
    }),
  ];
}

export function emergencyDifferences(before: readonly Emergency[], after: readonly Emergency[]): Difference[] {
  const told = (sign: '+' | '-', from: readonly Emergency[], what: readonly Emergency[]): Difference[] =>
    what
      .filter(({ id }) => !from.some((other) => other.id === id))
      .map((e) => ({ sign, kind: 'emergency', object: e.id, detail: aboutEmergency(e) }));
  return [...told('+', before, after), ...told('-', after, before)];
}

/** Of what changed. */
export function policyDifferences(change: {
  readonly policies: readonly Change<Policy>[];
  readonly addressGroups: readonly Change<AddressGroup>[];
  readonly rollouts: readonly Change<RolloutPolicy>[];
}): Difference[] {
  return [
    ...change.policies.flatMap((c) => differencesOf('policy', c, (p) => p.id, aboutPolicy, insidePolicy)),
    ...change.addressGroups.flatMap((c) =>
      differencesOf(
        'addressGroup',
        c,
        (g) => g.id,
        (g) => `${g.prefixes.length} prefixes`,
        insideGroup,
      ),
    ),
    ...change.rollouts.flatMap((c) => differencesOf('rolloutPolicy', c, (r) => r.id, aboutRollout, insideRollout)),
  ];
}

function differencesOf<T>(
  kind: Difference['kind'],
  { before, after }: Change<T>,
  idOf: (item: T) => string,
  about: (item: T) => string,
  inside: (before: T, after: T) => Difference[],
): Difference[] {
  if (before === undefined)
    return after === undefined ? [] : [{ sign: '+', kind, object: idOf(after), detail: about(after) }];
  return after === undefined
    ? [{ sign: '-', kind, object: idOf(before), detail: about(before) }]
    : inside(before, after);
}

function changes<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Change<T>[] {
  // What stays at both ends is mostly all.
  const { begin, end } = sameEnds(before, after);
  const old = new Map(before.slice(begin, before.length - end).map((item) => [item.id, item]));
  const list: Change<T>[] = [];
  for (const item of after.slice(begin, after.length - end)) {
    const was = old.get(item.id);
    old.delete(item.id);
    if (was !== item) list.push({ ...(was !== undefined && { before: was }), after: item });
  }
  for (const item of old.values()) list.push({ before: item });
  return list;
}

/** `isolate shop/web, until 2026-01-31 12:00:00Z, by alice: reason (T-1)` */
function aboutEmergency({ expiresMs, request, who }: Emergency): string {
  const until = new Date(expiresMs).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const ticket = request.ticket === '' ? '' : ` (${request.ticket})`;
  return `${summary(request)}, until ${until}, by ${who}: ${request.reason}${ticket}`;
}

export const describeEmergency = (emergency: Emergency): string =>
  `emergency ${emergency.id} ${aboutEmergency(emergency)}`;

const aboutPolicy = (policy: Policy): string =>
  `${policy.tier} tier, ${policy.rules.length} ${policy.rules.length === 1 ? 'rule' : 'rules'}`;

const aboutRule = (rule: Rule): string => `${rule.action} ${rule.direction}${rule.mode === 'audit' ? ', audit' : ''}`;

const POLICY_FIELDS = ['tier', 'priority', 'subject', 'isolates', 'owner'] as const;
const RULE_FIELDS = ['action', 'peers', 'ports', 'mode', 'expiresAt', 'owner', 'reason', 'ticket', 'runbook'] as const;

function insidePolicy(before: Policy, after: Policy): Difference[] {
  const fields = POLICY_FIELDS.filter((field) => !same(before[field], after[field]));
  const inBoth = (policy: Policy, ids: ReadonlySet<string>): string[] =>
    policy.rules.map((r) => r.id).filter((id) => ids.has(id));
  const idsOf = ({ rules }: Policy): ReadonlySet<string> => new Set(rules.map(({ id }) => id));
  const reordered = after.tier !== 'group' && !same(inBoth(before, idsOf(after)), inBoth(after, idsOf(before)));
  return [
    ...fields.map((field): Difference => ({ sign: '~', kind: 'policy', object: after.id, detail: field })),
    ...(reordered ? [{ sign: '~', kind: 'policy', object: after.id, detail: 'order of rules' } as const] : []),
    ...changes(before.rules, after.rules).flatMap((c) => differencesOf('rule', c, (r) => r.id, aboutRule, insideRule)),
  ];
}

function insideRule(before: Rule, after: Rule): Difference[] {
  const fields = RULE_FIELDS.filter((field) => !same(before[field], after[field]));
  return fields.length === 0 ? [] : [{ sign: '~', kind: 'rule', object: after.id, detail: fields.join(', ') }];
}

function insideGroup(before: AddressGroup, after: AddressGroup): Difference[] {
  const samePrefixes = same(before.prefixes, after.prefixes);
  if (samePrefixes && same(before.groups, after.groups)) return [];
  const detail = samePrefixes ? 'groups' : `${before.prefixes.length} → ${after.prefixes.length} prefixes`;
  return [{ sign: '~', kind: 'addressGroup', object: after.id, detail }];
}

const aboutRollout = ({ rings }: RolloutPolicy): string => `${rings.length} rings`;

const ROLLOUT_FIELDS = ['owner', 'meanwhile', 'confirmWithinMs', 'rings', 'freeze'] as const;

const insideRollout = (before: RolloutPolicy, after: RolloutPolicy): Difference[] =>
  ROLLOUT_FIELDS.filter((field) => !same(before[field], after[field])).map((field) => ({
    sign: '~',
    kind: 'rolloutPolicy',
    object: after.id,
    detail: field.replace(/Ms$/, ''),
  }));
