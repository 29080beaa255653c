import type { Policy, Rule, SourceRef } from '../model.js';

/** What lint looks for: id → severity and meaning (docs/policy-language.md lists them from here). */
export const FINDINGS = {
  shadowed: ['warning', 'an earlier rule decides everything that this one is about'],
  redundant: ['info', 'another rule allows the same and more, for at least as long'],
  'never-matches': ['warning', 'the rule includes no peer, or its port names mean nothing on any member'],
  'over-broad': ['warning', 'everyone may use every port'],
  'no-owner': ['info', 'nobody is named who answers for the policy'],
  'emergency-without-expiry': ['warning', 'a rule of the emergency tier would stay for ever'],
  expired: ['warning', 'the rule has expired and does nothing'],
  'selects-nothing': ['warning', 'the policy governs no workload of the inventory'],
  'host-network': [
    'warning',
    'only pods on the host network are selected, which no policy governs and no peer includes',
  ],
  'closes-nothing': ['warning', 'a group without direction whose members are open to everyone'],
  'one-sided': ['warning', 'the other side denies all that the rule allows'],
  'service-port': ['warning', 'the port of a Service, where rules need that of its containers'],
  'service-address': ['warning', 'the address of a Service, where rules need the pods behind it'],
  'no-listener': ['info', 'no container declares the port'],
  'unknown-node': ['warning', 'no Node object declares where members run, so that its health probes are denied'],
  'own-node': ['info', 'members may send, but not to their own node, which other implementations always allow'],
  'blocks-dns': ['warning', 'members may send, but not to any name server'],
  'blocks-probes': ['warning', "the node's health probes do not reach members"],
  'dangling-reference': ['error', 'a group or address group that does not exist includes no one'],
  'unknown-label': ['warning', 'no workload, namespace or node of the inventory has such a label'],
} as const satisfies Record<string, readonly ['error' | 'warning' | 'info', string]>;

export type FindingId = keyof typeof FINDINGS;

export interface Finding {
  readonly id: FindingId;
  readonly severity: 'error' | 'warning' | 'info';
  readonly policy: string;
  readonly rule?: string;
  readonly source: SourceRef;
  readonly reason: string;
  readonly fix: string;
}

export function finding(id: FindingId, policy: Policy, rule: Rule | undefined, reason: string, fix: string): Finding {
  return {
    id,
    severity: FINDINGS[id][0],
    policy: policy.id,
    ...(rule && { rule: rule.id }),
    source: (rule ?? policy).source,
    reason,
    fix,
  };
}

/** Whether the author has silenced it: by the annotation `openscg.dev/lint-ignore`, for the policy or for one rule. */
export function isSilenced({ lintIgnore = [] }: Policy, { id, rule }: Finding): boolean {
  return lintIgnore.includes(id) || (rule !== undefined && lintIgnore.includes(`${id}:${rule.split('/').at(-1)}`));
}
