/** Endpoints as the node itself knows them: with the addresses that its container runtime gave. */
import { sameAddress } from '../net/address.js';
import type { Address } from '../net/types.js';
import type { ViewEndpoint } from '../policy/view.js';

export class LocalEndpoints {
  readonly #made = new WeakMap<ViewEndpoint, ViewEndpoint>();

  /** The same object for what has not changed. @param addresses undefined: the node knows no more than the view */
  of(endpoint: ViewEndpoint, addresses: readonly Address[] | undefined): ViewEndpoint {
    if (addresses === undefined || same(addresses, endpoint.addresses)) return endpoint;
    const before = this.#made.get(endpoint);
    if (before !== undefined && same(before.addresses, addresses)) return before;
    const now = { ...endpoint, addresses };
    this.#made.set(endpoint, now);
    return now;
  }
}

const same = (a: readonly Address[], b: readonly Address[]): boolean =>
  a.length === b.length && a.every((address, i) => sameAddress(address, b[i] as Address));
