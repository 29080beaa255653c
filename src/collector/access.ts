import type { osg } from '../gen/proto.js';
import type { PeerIdentity } from '../rpc/peer.js';

/** What a name may see: events whose endpoint or peer lies in these namespaces. `*` is all. */
export interface Grant {
  readonly name: string;
  readonly namespaces: readonly string[];
}

export interface Scope {
  /** Equal keys, equal views. */
  readonly key: string;
  readonly all: boolean;
  sees(event: osg.v1.DenyEvent.$Properties): boolean;
}

const ALL: Scope = { key: '*', all: true, sees: () => true };

/** What the caller may see, or undefined: nothing. Whoever may open a local listener is an operator. */
export function scopeOf(caller: PeerIdentity | undefined, grants: readonly Grant[]): Scope | undefined {
  if (caller === undefined || caller.role === 'operator') return ALL;
  const granted = grants.filter(({ name }) => caller.names.includes(name)).flatMap(({ namespaces }) => namespaces);
  if (granted.length === 0) return undefined;
  if (granted.includes('*')) return ALL;
  const namespaces = new Set(granted);
  return {
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
