/** SecurityGroup, ClusterSecurityGroup, AddressGroup → model. */
import { show } from '../diagnostics.js';
import type { AddressGroup, Policy, Rule, WorkloadSelector } from '../model.js';
import type { Path } from '../path.js';
import { addressGroup, clusterSecurityGroup, securityGroup } from '../schema/groups.js';
import { qualify } from './group-peers.js';
import { rulesOf } from './group-rules.js';
import type { Scope } from './scope.js';
import { annotated, toSelector } from './selectors.js';

export function toSecurityGroup(scope: Scope, namespace: string): Policy[] | undefined {
  const source = scope.parse(securityGroup);
  if (source === undefined) return undefined;
  const { metadata, spec } = source;
  const { podSelector, serviceAccounts, addresses } = spec.members;
  const id = `SecurityGroup/${namespace}/${metadata.name}`;
  checkMembers(scope, spec.members);
  const policy: Policy = {
    id,
    kind: 'SecurityGroup',
    namespace,
    name: metadata.name,
    tier: 'group',
    priority: 0,
    subject: {
      namespace,
      ...(podSelector && { pods: toSelector(podSelector) }),
      ...(serviceAccounts && { serviceAccounts }),
      ...(addresses && { addresses: toPrefixes(scope, ['spec', 'members', 'addresses'], addresses) }),
    },
    ...(spec.default === true && { isDefault: true }),
    ...rulesOf(scope, id, namespace, spec, true),
    ...annotated(metadata.annotations),
    ...described(spec),
    labels: metadata.labels ?? {},
    source: scope.source([]),
  };
  return spec.mode === 'audit' ? onTrial(policy) : [policy];
}

export function toClusterSecurityGroup(scope: Scope): Policy[] | undefined {
  const source = scope.parse(clusterSecurityGroup);
  if (source === undefined) return undefined;
  const { metadata, spec } = source;
  const tier = spec.tier ?? 'group';
  const id = `ClusterSecurityGroup//${metadata.name}`;
  checkMembers(scope, spec.members);
  if (tier !== 'group' && spec.priority === undefined)
    scope.error(['spec'], 'missing', `the ${tier} tier needs a priority`, { expected: 'priority: 0..1000' });
  if (tier === 'group' && spec.priority !== undefined)
    scope.error(['spec', 'priority'], 'bad-value', 'the group tier is a union and has no priorities', {
      found: show(spec.priority),
    });
  const policy: Policy = {
    id,
    kind: 'ClusterSecurityGroup',
    namespace: '',
    name: metadata.name,
    tier,
    priority: spec.priority ?? 0,
    subject: clusterSubject(scope, spec.members),
    ...rulesOf(scope, id, '', spec, tier === 'group'),
    ...annotated(metadata.annotations),
    ...described(spec),
    labels: metadata.labels ?? {},
    source: scope.source([]),
  };
  return spec.mode === 'audit' ? onTrial(policy) : [policy];
}

export function toAddressGroup(scope: Scope, namespace: string): AddressGroup | undefined {
  const source = scope.parse(addressGroup);
  if (source === undefined) return undefined;
  const { addresses, groups = [] } = source.spec;
  if (addresses === undefined && source.spec.groups === undefined)
    scope.error(['spec'], 'missing', 'a list of addresses says neither addresses nor groups', {
      expected: 'addresses, groups, or both; addresses: [] is nobody',
    });
  return {
    id: `AddressGroup/${namespace}/${source.metadata.name}`,
    prefixes: toPrefixes(scope, ['spec', 'addresses'], addresses ?? []),
    ...(groups.length > 0 && {
      groups: groups.map((name, i) => `AddressGroup/${qualify(scope, ['spec', 'groups', i], namespace, name) ?? ''}`),
    }),
    source: scope.source([]),
  };
}

/**
 * A group on trial. Its rules are audit rules and it isolates no one; where no other group isolates either, its default
 * deny stands in the audit verdict alone, as an audit rule ahead of the baseline tier.
 */
function onTrial(policy: Policy): Policy[] {
  const { isolates, rules, ...rest } = policy;
  const trial: Policy = {
    ...rest,
    mode: 'audit',
    isolates: { ingress: false, egress: false },
    rules: rules.map((rule) => ({ ...rule, mode: 'audit' })),
  };
  const closed = (['ingress', 'egress'] as const).filter((direction) => isolates[direction]);
  if (closed.length === 0) return [trial];
  const id = `${policy.id}#audit`;
  const { source } = policy;
  const denies = closed.map(
    (direction): Rule => ({
      id: `${id}/${direction}/default-deny`,
      direction,
      action: 'deny',
      peers: 'any',
      ports: 'any',
      mode: 'audit',
      source,
    }),
  );
  return [trial, { ...trial, id, derivedFrom: policy.id, tier: 'baseline', priority: -1, rules: denies }];
}

type Members = { namespaceSelector?: unknown; podSelector?: unknown; serviceAccounts?: unknown; addresses?: unknown };

function checkMembers(scope: Scope, members: Members): void {
  if (Object.keys(members).length === 0) {
    scope.error(['spec', 'members'], 'missing', 'a group must say who its members are', {
      expected: 'podSelector, serviceAccounts or addresses; podSelector: {} is everyone',
    });
  }
}

function clusterSubject(
  scope: Scope,
  {
    namespaceSelector,
    podSelector,
    serviceAccounts,
    addresses,
  }: NonNullable<ReturnType<typeof clusterSecurityGroup.parse>>['spec']['members'],
): WorkloadSelector {
  const wholeNamespaces = namespaceSelector !== undefined && serviceAccounts === undefined && addresses === undefined;
  const pods = podSelector ?? (wholeNamespaces ? {} : undefined);
  return {
    ...(namespaceSelector && { namespaces: toSelector(namespaceSelector) }),
    ...(pods && { pods: toSelector(pods) }),
    ...(serviceAccounts && { serviceAccounts }),
    ...(addresses && { addresses: toPrefixes(scope, ['spec', 'members', 'addresses'], addresses) }),
  };
}

function toPrefixes(scope: Scope, path: Path, texts: readonly string[]) {
  return texts.flatMap((text, i) => scope.prefix([...path, i], text, 'error') ?? []);
}

function described({ owner, description }: { owner?: string | undefined; description?: string | undefined }) {
  return { ...(owner !== undefined && { owner }), ...(description !== undefined && { description }) };
}
