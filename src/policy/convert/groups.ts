/** SecurityGroup, ClusterSecurityGroup, AddressGroup → model. */
import type { Direction } from '../../net/types.js';
import { show } from '../diagnostics.js';
import type { Path } from '../document.js';
import { LIMITS } from '../limits.js';
import type { AddressGroup, Peer, Policy, Rule, WorkloadSelector } from '../model.js';
import {
  addressGroup,
  clusterSecurityGroup,
  type EgressRuleSource,
  type IngressRuleSource,
  type PeerSource,
  securityGroup,
} from '../schema/groups.js';
import { toPorts } from './ports.js';
import type { Scope } from './scope.js';
import { annotated, toCidr, toSelector } from './selectors.js';

type RuleSource = IngressRuleSource & EgressRuleSource;

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

function rulesOf(
  scope: Scope,
  policy: string,
  namespace: string,
  spec: { ingress?: readonly RuleSource[] | undefined; egress?: readonly RuleSource[] | undefined },
  groupTier: boolean,
): Pick<Policy, 'isolates' | 'rules'> {
  const rules: Rule[] = [];
  for (const direction of ['ingress', 'egress'] as const) {
    const seen = new Map<string, number>();
    for (const [i, source] of (spec[direction] ?? []).entries()) {
      const first = seen.get(source.id);
      if (first !== undefined)
        scope.error(
          ['spec', direction, i, 'id'],
          'duplicate',
          `rule id ${show(source.id)} is already that of ${direction}[${first}]`,
        );
      else seen.set(source.id, i);
      rules.push(toRule(scope, policy, namespace, direction, i, source, groupTier));
    }
  }
  return {
    isolates: { ingress: groupTier && spec.ingress !== undefined, egress: groupTier && spec.egress !== undefined },
    rules,
  };
}

function toRule(
  scope: Scope,
  policy: string,
  namespace: string,
  direction: Direction,
  index: number,
  source: RuleSource,
  groupTier: boolean,
): Rule {
  const path: Path = ['spec', direction, index];
  const side = direction === 'ingress' ? 'from' : 'to';
  const { action = 'accept', owner, reason, ticket, runbook } = source;
  if (groupTier && action !== 'accept') {
    scope.error([...path, 'action'], 'bad-value', 'the group tier only accepts', {
      found: action,
      expected: 'accept, or another tier',
    });
  }
  const expiresAt = toTime(scope, [...path, 'expiresAt'], source.expiresAt);
  const peers = source[side]?.flatMap((peer, i) => toPeer(scope, [...path, side, i], namespace, peer) ?? []) ?? 'any';
  const ports =
    source.ports === undefined ? 'any' : source.ports.flatMap((port, i) => toPorts(scope, [...path, 'ports', i], port));
  const rectangles = peers.length * (ports === 'any' ? 1 : ports.length);
  if (peers !== 'any' && rectangles > LIMITS.rectangles) {
    scope.error(
      path,
      'limit',
      `${peers.length} peers × ${ports.length} ports are ${rectangles} combinations; at most ${LIMITS.rectangles}`,
      { suggestion: 'an AddressGroup' },
    );
  }
  return {
    id: `${policy}/${direction}/${source.id}`,
    direction,
    action,
    peers,
    ports,
    mode: source.mode ?? 'enforce',
    ...(expiresAt !== undefined && { expiresAt }),
    ...(owner !== undefined && { owner }),
    ...(reason !== undefined && { reason }),
    ...(ticket !== undefined && { ticket }),
    ...(runbook !== undefined && { runbook }),
    source: scope.source(path),
  };
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function toTime(scope: Scope, path: Path, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    scope.error(path, 'bad-value', 'not a time', {
      found: show(text),
      expected: 'RFC 3339, such as 2026-01-31T18:00:00Z',
    });
    return undefined;
  }
  return time;
}

const KINDS_OF_PEER = ['group', 'clusterGroup', 'cidr', 'addressGroup', 'nodes'] as const;

function toPeer(scope: Scope, path: Path, namespace: string, peer: PeerSource): Peer | undefined {
  const selects =
    peer.podSelector !== undefined || peer.namespaceSelector !== undefined || peer.serviceAccounts !== undefined;
  const given = [...KINDS_OF_PEER.filter((kind) => peer[kind] !== undefined), ...(selects ? ['selectors'] : [])];
  if (given.length !== 1) {
    const expected =
      'exactly one of group, clusterGroup, selectors (podSelector, namespaceSelector, serviceAccounts), cidr, addressGroup, nodes';
    scope.error(
      path,
      'bad-peer',
      given.length === 0 ? 'the peer says nothing' : `the peer mixes ${given.join(' and ')}`,
      { expected },
    );
    return undefined;
  }
  if (peer.except !== undefined && peer.cidr === undefined) {
    scope.error([...path, 'except'], 'bad-peer', 'except needs a cidr');
    return undefined;
  }
  if (peer.cidr !== undefined)
    return toCidr(scope, path, { cidr: ['cidr'], except: ['except'] }, peer.cidr, peer.except ?? [], 'error');
  if (peer.nodes !== undefined) return { kind: 'nodes', selector: toSelector(peer.nodes) };
  if (peer.clusterGroup !== undefined) return { kind: 'group', policy: `ClusterSecurityGroup//${peer.clusterGroup}` };
  const reference = peer.group ?? peer.addressGroup;
  if (reference !== undefined) {
    const target = qualify(scope, [...path, peer.group === undefined ? 'addressGroup' : 'group'], namespace, reference);
    if (target === undefined) return undefined;
    return peer.group === undefined
      ? { kind: 'addressGroup', name: `AddressGroup/${target}` }
      : { kind: 'group', policy: `SecurityGroup/${target}` };
  }
  return toWorkloads(scope, path, namespace, peer);
}

function toWorkloads(
  scope: Scope,
  path: Path,
  namespace: string,
  { podSelector, namespaceSelector, serviceAccounts }: PeerSource,
): Peer | undefined {
  if (namespace === '' && namespaceSelector === undefined) {
    scope.error(
      path,
      'bad-peer',
      'in a cluster group, selectors need a namespaceSelector; namespaceSelector: {} is every namespace',
    );
    return undefined;
  }
  return {
    kind: 'workloads',
    selector: {
      ...(namespaceSelector === undefined ? { namespace } : { namespaces: toSelector(namespaceSelector) }),
      pods: toSelector(podSelector ?? {}),
      ...(serviceAccounts && { serviceAccounts }),
    },
  };
}

/** `name` or `namespace/name` → `namespace/name`. */
function qualify(scope: Scope, path: Path, namespace: string, reference: string): string | undefined {
  if (reference.includes('/')) return reference;
  if (namespace !== '') return `${namespace}/${reference}`;
  scope.error(path, 'bad-peer', 'in a cluster group the reference needs a namespace', {
    found: show(reference),
    expected: 'namespace/name',
  });
  return undefined;
}
