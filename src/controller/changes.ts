/** What changed in meaning between two revisions, one line for each change; positions in files do not count. */
import { isDeepStrictEqual } from 'node:util';
import { describeAddresses } from '../policy/describe.js';
import type { AddressGroup, Policy, Rule, World } from '../policy/model.js';
import { type Emergency, summary } from './emergency.js';

/** What a rollback restores: declared policy without the inventory it applies to. */
export type PolicySet = Pick<World, 'policies' | 'addressGroups'>;

/** What a revision says: policies, and the emergencies over them. */
export interface Content {
  readonly policies: PolicySet;
  readonly emergencies: readonly Emergency[];
}

export const NO_CONTENT: Content = { policies: { policies: [], addressGroups: [] }, emergencies: [] };

export function contentChanges(before: Content, after: Content): string[] {
  const missing = (from: Content, what: Content): readonly Emergency[] =>
    what.emergencies.filter(({ id }) => !from.emergencies.some((other) => other.id === id));
  return [
    ...missing(before, after).map((emergency) => `+ ${describeEmergency(emergency)}`),
    ...missing(after, before).map((emergency) => `- ${describeEmergency(emergency)}`),
    ...(before.policies === after.policies ? [] : policyChanges(before.policies, after.policies)),
  ];
}

/** `emergency e-1 isolate shop/web, until 2026-01-31 12:00:00Z, by alice: reason (T-1)` */
export function describeEmergency({ id, expiresMs, request, who }: Emergency): string {
  const until = new Date(expiresMs).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const ticket = request.ticket === '' ? '' : ` (${request.ticket})`;
  return `emergency ${id} ${summary(request)}, until ${until}, by ${who}: ${request.reason}${ticket}`;
}

const WORKLOAD_FIELDS = [
  'labels',
  'serviceAccount',
  'node',
  'addresses',
  'ports',
  'hostNetwork',
  'ended',
  'attach',
  'allowedAddresses',
] as const;

/** What changed among those whom policies govern. */
export function inventoryChanges(before: World, after: World): string[] {
  return [
    ...compare(
      before.namespaces,
      after.namespaces,
      (n) => `Namespace/${n.name}`,
      () => 'namespace',
      (a, b) => fieldChange(`Namespace/${b.name}`, a, b, ['labels']),
    ),
    ...compare(
      before.nodes,
      after.nodes,
      (n) => `Node/${n.name}`,
      (n) => describeAddresses(n.addresses),
      (a, b) => fieldChange(`Node/${b.name}`, a, b, ['labels', 'addresses']),
    ),
    ...compare(
      before.workloads,
      after.workloads,
      (w) => `Pod/${w.id}`,
      (w) => `${describeAddresses(w.addresses)} on ${w.node || 'no node'}`,
      (a, b) => fieldChange(`Pod/${b.id}`, a, b, WORKLOAD_FIELDS),
    ),
  ];
}

function fieldChange<T>(id: string, before: T, after: T, fields: readonly (keyof T & string)[]): string[] {
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return changed.length === 0 ? [] : [`~ ${id} ${changed.join(', ')}`];
}

function policyChanges(before: PolicySet, after: PolicySet): string[] {
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
    if (previous === item) continue;
    if (previous === undefined) lines.push(`+ ${idOf(item)} (${describe(item)})`);
    else lines.push(...details(previous, item));
  }
  for (const item of old.values()) lines.push(`- ${idOf(item)} (${describe(item)})`);
  return lines;
}

const describePolicy = (policy: Policy): string =>
  `${policy.tier} tier, ${policy.rules.length} ${policy.rules.length === 1 ? 'rule' : 'rules'}`;

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

const ruleDetails = (before: Rule, after: Rule): string[] => fieldChange(after.id, before, after, RULE_FIELDS);

function groupDetails(before: AddressGroup, after: AddressGroup): string[] {
  return isDeepStrictEqual(before.prefixes, after.prefixes)
    ? []
    : [`~ ${after.id} ${before.prefixes.length} → ${after.prefixes.length} prefixes`];
}
