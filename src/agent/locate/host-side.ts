/** Which of the interfaces that a CNI result names on the node's side is the pod's. */
import type { NodeLinks } from './links.js';

/** Kinds of interface whose far end is a pod. */
export const POD_KINDS: ReadonlySet<string> = new Set(['veth', 'netkit']);

interface Named {
  readonly name: string;
  readonly mac?: string | undefined;
}

/** The one that is there, has the MAC that it was made with, and is no bridge. */
export function hostSide(hosts: readonly Named[], links: NodeLinks): Named | undefined {
  return hosts.find(({ name, mac }) => {
    const link = links.byName.get(name);
    if (link === undefined || !POD_KINDS.has(link.kind ?? '')) return false;
    return !mac || link.mac === undefined || link.mac.toLowerCase() === mac.toLowerCase();
  });
}
