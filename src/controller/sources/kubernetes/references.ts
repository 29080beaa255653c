/** Which objects' rules refer to which groups: an admission policy keeps what is in use from being deleted. */
import type { KubernetesObject } from './resources.js';

interface Peer {
  readonly group?: unknown;
  readonly clusterGroup?: unknown;
  readonly addressGroup?: unknown;
}
type Rules = readonly ({ readonly from?: readonly Peer[]; readonly to?: readonly Peer[] } | null)[];

export class References {
  /** Keys are `<kind>/<namespace>/<name>`. */
  readonly #to = new Map<string, Set<string>>();
  readonly #from = new Map<string, ReadonlySet<string>>();

  /** Takes an object as it is now. @param key its own. @returns to whom it refers now, or did before, but not both */
  take(key: string, object: KubernetesObject): readonly string[] {
    const now = referred(object);
    now.delete(key);
    return this.#set(key, now);
  }

  forget(key: string): readonly string[] {
    return this.#set(key, new Set());
  }

  /** How many other objects refer to it. */
  count(key: string): number {
    return this.#to.get(key)?.size ?? 0;
  }

  #set(key: string, now: ReadonlySet<string>): readonly string[] {
    const before = this.#from.get(key) ?? new Set();
    if (now.size === 0) this.#from.delete(key);
    else this.#from.set(key, now);
    const changed: string[] = [];
    for (const target of before)
      if (!now.has(target)) {
        const sources = this.#to.get(target);
        sources?.delete(key);
        if (sources?.size === 0) this.#to.delete(target);
        changed.push(target);
      }
    for (const target of now)
      if (!before.has(target)) {
        const sources = this.#to.get(target) ?? new Set();
        this.#to.set(target, sources.add(key));
        changed.push(target);
      }
    return changed;
  }
}

/** Whatever an object of ours may be, good or not: what cannot be read refers to nobody. */
function referred({ metadata, spec }: KubernetesObject): Set<string> {
  const { namespace = '' } = metadata;
  const { ingress, egress } = (spec ?? {}) as { readonly ingress?: Rules; readonly egress?: Rules };
  const found = new Set<string>();
  const add = (kind: string, reference: unknown): void => {
    if (typeof reference !== 'string') return;
    found.add(`${kind}/${reference.includes('/') ? reference : `${namespace}/${reference}`}`);
  };
  const list = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : []);
  for (const rule of [...list(ingress), ...list(egress)])
    for (const peer of [...list(rule?.from), ...list(rule?.to)]) {
      add('SecurityGroup', peer?.group);
      add('AddressGroup', peer?.addressGroup);
      if (typeof peer?.clusterGroup === 'string') found.add(`ClusterSecurityGroup//${peer.clusterGroup}`);
    }
  return found;
}
