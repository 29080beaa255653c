/** Who is meant: label selectors, members of groups, owners of addresses. Slow and obvious on purpose. */

import { sameAddress } from '../net/address.js';
import { prefixContains } from '../net/prefix.js';
import type { Address } from '../net/types.js';
import { groupsOf } from './address-groups.js';
import { memoize } from './memo.js';
import type { LabelSelector, Peer, Policy, Workload, WorkloadSelector, World } from './model.js';
import { compareText } from './order.js';

type Labels = Readonly<Record<string, string>>;

/** Kubernetes label selector semantics; an empty selector matches everything. `NotIn` and `DoesNotExist` hold for an absent key. */
export function matchesLabels(selector: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => label(labels, key) === value) &&
    selector.matchExpressions.every((expression) => matchesExpression(expression, label(labels, expression.key)))
  );
}

function matchesExpression(
  { operator, values }: LabelSelector['matchExpressions'][number],
  value: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

function label(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const namespacesByName = memoize(
  (namespaces: World['namespaces']) => new Map(namespaces.map(({ name, labels }) => [name, labels])),
);

/** The namespace's labels; `kubernetes.io/metadata.name` is always there, as the API server sees to. */
export function namespaceLabels(world: World, name: string): Labels {
  return { ...namespacesByName(world.namespaces).get(name), 'kubernetes.io/metadata.name': name };
}

/** A namespace's labels, as `namespaceLabels` says them. */
export type LabelsOf = (namespace: string) => Labels;

/** Whether the workload is in the selector's namespaces. */
function inScope(labelsOf: LabelsOf, selector: WorkloadSelector, workload: Workload): boolean {
  if (selector.namespaces !== undefined) return matchesLabels(selector.namespaces, labelsOf(workload.namespace));
  return selector.namespace === undefined || selector.namespace === workload.namespace;
}

/** Whether labels and service account select the workload. */
export const selectsByLabel = (world: World, selector: WorkloadSelector, workload: Workload): boolean =>
  labelsSelect((name) => namespaceLabels(world, name), selector, workload);

/** The same, for those who hold no whole world. */
export function labelsSelect(labelsOf: LabelsOf, selector: WorkloadSelector, workload: Workload): boolean {
  const { pods, serviceAccounts } = selector;
  return (
    (pods !== undefined || serviceAccounts !== undefined) &&
    (pods === undefined || matchesLabels(pods, workload.labels)) &&
    (serviceAccounts === undefined || serviceAccounts.includes(workload.serviceAccount)) &&
    inScope(labelsOf, selector, workload)
  );
}

/** Workloads with an address of their own: neither ended nor on the node's network. */
export function isLive(workload: Workload): boolean {
  return !workload.ended && !workload.hostNetwork;
}

/** Whether the policy governs the workload. */
export function governs(world: World, policy: Policy, workload: Workload): boolean {
  if (!isLive(workload) || !subjectSelects(world, policy.subject, workload)) return false;
  return (
    policy.isDefault !== true ||
    !world.policies.some((other) => claimsMembers(other) && subjectSelects(world, other.subject, workload))
  );
}

/** Whether its members are taken out of the default group of their namespace. */
export function claimsMembers({ tier, isDefault, mode }: Policy): boolean {
  return tier === 'group' && isDefault !== true && mode !== 'audit';
}

/** Whether the subject selects the workload, by label or by address; a default group has fewer members. */
export const subjectSelects = (world: World, subject: WorkloadSelector, workload: Workload): boolean =>
  selectsAsSubject((name) => namespaceLabels(world, name), subject, workload);

/** The same, for those who hold no whole world. */
export function selectsAsSubject(labelsOf: LabelsOf, subject: WorkloadSelector, workload: Workload): boolean {
  if (labelsSelect(labelsOf, subject, workload)) return true;
  const byAddress = subject.addresses?.some((prefix) =>
    workload.addresses.some((address) => prefixContains(prefix, address)),
  );
  return byAddress === true && inScope(labelsOf, subject, workload);
}

/** Live workloads that own the address (one, unless the inventory is in transition). */
export function ownersOf(world: World, { family, value }: Address): readonly Workload[] {
  return ownersByAddress(world.workloads).get(`${family}/${value}`) ?? [];
}

const ownersByAddress = memoize((workloads: readonly Workload[]) => {
  const byAddress = new Map<string, Workload[]>();
  for (const workload of [...workloads].filter(isLive).sort((a, b) => compareText(a.id, b.id))) {
    for (const { family, value } of workload.addresses) {
      const key = `${family}/${value}`;
      byAddress.set(key, [...(byAddress.get(key) ?? []), workload]);
    }
  }
  return byAddress;
});

/** Whether the peer includes the address, or the workloads that own it. Unknown groups and address groups include nothing. */
export function peerIncludes(
  world: World,
  peer: Peer,
  address: Address,
  owners: readonly Workload[] = ownersOf(world, address),
): boolean {
  switch (peer.kind) {
    case 'cidr':
      return prefixContains(peer.prefix, address) && !peer.except.some((prefix) => prefixContains(prefix, address));
    case 'workloads':
      return (
        peer.selector.addresses?.some((prefix) => prefixContains(prefix, address)) === true ||
        owners.some((owner) => selectsByLabel(world, peer.selector, owner))
      );
    case 'group': {
      const group = world.policies.find((policy) => policy.id === peer.policy);
      return (
        group !== undefined &&
        (group.subject.addresses?.some((prefix) => prefixContains(prefix, address)) === true ||
          owners.some((owner) => governs(world, group, owner)))
      );
    }
    case 'addressGroup':
      return groupsOf(world, peer.name).some(({ prefixes }) =>
        prefixes.some((prefix) => prefixContains(prefix, address)),
      );
    case 'nodes':
      return world.nodes.some(
        (node) => matchesLabels(peer.selector, node.labels) && node.addresses.some((own) => sameAddress(own, address)),
      );
  }
}
