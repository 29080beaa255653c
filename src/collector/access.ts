import type { osg } from '../gen/proto.js';
import type { PeerIdentity } from '../rpc/peer.js';
import type { Asker } from '../rpc/quota.js';

/** What a name may see: events whose endpoint or peer lies in these namespaces. `*` is all. */
export interface Grant {
  readonly name: string;
  readonly namespaces: readonly string[];
}

export interface Scope {
  readonly asker: Asker;
  /** Equal keys, equal views. */
  readonly key: string;
  readonly all: boolean;
  /** Whether what is said of this namespace, or of none, is for the caller too. */
  includes(namespace: string): boolean;
  sees(event: osg.v1.FlowRecord.$Properties): boolean;
}

const ALL = { key: '*', all: true, includes: () => true, sees: () => true };
/** Who needs no certificate. */
const LOCAL = 'local';

/** What the caller may see, or undefined: nothing. Whoever may open a local listener is an operator. */
export function scopeOf(caller: PeerIdentity | undefined, grants: readonly Grant[]): Scope | undefined {
  const asker = { name: caller?.names[0] ?? LOCAL, operator: caller === undefined || caller.role === 'operator' };
  if (caller === undefined || asker.operator) return { ...ALL, asker };
  const granted = grants.filter(({ name }) => caller.names.includes(name)).flatMap(({ namespaces }) => namespaces);
  if (granted.length === 0) return undefined;
  if (granted.includes('*')) return { ...ALL, asker };
  const namespaces = new Set(granted);
  return {
    asker,
    includes: (namespace) => namespaces.has(namespace),
    key: [...namespaces].sort().join(','),
    all: false,
    sees: ({ context, peer, peerIsWorkload }) =>
      namespaces.has(context?.namespace ?? '') ||
      (peerIsWorkload === true && namespaces.has((peer ?? '').split('/')[0] ?? '')),
  };
}

/** Whether the caller may report as this node. */
export const mayReport = (caller: PeerIdentity | undefined, node: string): boolean =>
  caller === undefined || (caller.role === 'node' && caller.names.includes(node));
