/** What the plan says of Services: which addresses the node translates. */
import { comparePrefixes, formatPrefix } from '../net/prefix.js';
import type { Prefix } from '../net/types.js';
import type { ViewChange } from '../policy/view-change.js';

export class ServiceAddresses {
  readonly #known = new Map<string, Prefix>();
  /** Ascending; the same list while nothing changes. */
  list: readonly Prefix[] = [];

  update({ serviceAddresses: { added, removed } }: Pick<ViewChange, 'serviceAddresses'>): void {
    if (added.length === 0 && removed.length === 0) return;
    for (const prefix of removed) this.#known.delete(formatPrefix(prefix));
    for (const prefix of added) this.#known.set(formatPrefix(prefix), prefix);
    this.list = [...this.#known.values()].sort(comparePrefixes);
  }
}
