/** Peers of groups' rules → model. */
import { show } from '../diagnostics.js';
import type { Peer } from '../model.js';
import type { Path } from '../path.js';
import type { PeerSource } from '../schema/groups.js';
import type { Scope } from './scope.js';
import { toCidr, toSelector } from './selectors.js';

const KINDS_OF_PEER = ['group', 'clusterGroup', 'cidr', 'addressGroup', 'nodes'] as const;

export function toPeer(scope: Scope, path: Path, namespace: string, peer: PeerSource): Peer | undefined {
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
export function qualify(scope: Scope, path: Path, namespace: string, reference: string): string | undefined {
  if (reference.includes('/')) return reference;
  if (namespace !== '') return `${namespace}/${reference}`;
  scope.error(path, 'bad-peer', 'in a cluster group the reference needs a namespace', {
    found: show(reference),
    expected: 'namespace/name',
  });
  return undefined;
}
