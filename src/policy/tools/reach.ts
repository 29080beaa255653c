/** How far one rule reaches: whether those who know some namespaces alone know all that an edit of it can change. Pure. */
import { ADDRESS_BITS } from '../../net/address.js';
import type { Address, Prefix } from '../../net/types.js';
import type { Peer, Policy, Rule, WorkloadSelector, World } from '../model.js';

/** Whether it changes nothing but conversations between workloads of these namespaces and the ends that were asked about. */
export type StaysWithin = (namespaces: ReadonlySet<string>) => boolean;

/** @param rule that comes, or takes the place of another @param ends addresses of the peer */
export function staysWithin(world: World, policy: Policy, rule: Rule, ends: readonly Address[]): StaysWithin {
  return (namespaces) =>
    subjectWithin(policy.subject, namespaces) &&
    rule.peers !== 'any' &&
    rule.peers.every((peer) => peerWithin(world, peer, namespaces, ends));
}

/** Its members; addresses select in scope alone. */
const subjectWithin = ({ namespace, namespaces }: WorkloadSelector, known: ReadonlySet<string>): boolean =>
  namespaces === undefined && namespace !== undefined && known.has(namespace);

/** As a peer, addresses are those of anybody. */
const membersWithin = (selector: WorkloadSelector, known: ReadonlySet<string>): boolean =>
  selector.addresses === undefined && subjectWithin(selector, known);

function peerWithin(world: World, peer: Peer, known: ReadonlySet<string>, ends: readonly Address[]): boolean {
  switch (peer.kind) {
    case 'cidr':
      return ends.some((end) => isAlone(peer.prefix, end));
    case 'workloads':
      return membersWithin(peer.selector, known);
    case 'group': {
      const group = world.policies.find(({ id }) => id === peer.policy);
      return group !== undefined && membersWithin(group.subject, known);
    }
    case 'addressGroup':
    case 'nodes':
      return false;
  }
}

const isAlone = ({ family, value, length }: Prefix, end: Address): boolean =>
  family === end.family && value === end.value && length === ADDRESS_BITS[family];
