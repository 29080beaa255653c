/**
 * The built-in rule by which a workload may reach its own node, where the cluster says so (`allowOwnNode`). On a node it is a
 * policy before all others, so that neither wire nor programs know of it.
 */
import { comparePrefixes, hostPrefix } from '../net/prefix.js';
import type { Address } from '../net/types.js';
import type { AddressSet, ViewPolicy } from './view.js';

/** No name that an author may write: it clashes with none. */
export const OWN_NODE = 'ClusterSecurityGroup//<own-node>';
const SOURCE = { file: '<built-in own node>', line: 1 };

export function ownNode(addresses: readonly Address[]): { readonly policy: ViewPolicy; readonly set: AddressSet } {
  return {
    policy: {
      key: OWN_NODE,
      id: OWN_NODE,
      tier: 'emergency',
      priority: -1,
      isolates: { ingress: false, egress: false },
      rules: [
        {
          id: `${OWN_NODE}/egress/0`,
          direction: 'egress',
          action: 'accept',
          mode: 'enforce',
          matches: [{ peers: [OWN_NODE], ports: 'any' }],
          source: SOURCE,
        },
      ],
      source: SOURCE,
    },
    set: { id: OWN_NODE, prefixes: addresses.map(hostPrefix).sort(comparePrefixes) },
  };
}
