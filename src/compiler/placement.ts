/** The endpoints of the node: each with its index, and the profile that it shares with those of the same policies. */
import { compareText } from '../policy/order.js';
import type { ViewEndpoint } from '../policy/view.js';
import type { ViewChange } from '../policy/view-change.js';
import { CompileError, twice } from './error.js';
import { within } from './limits.js';
import type { Numbers } from './numbers.js';
import type { Workshop } from './pass.js';
import type { PlanEndpoint } from './plan.js';
import { Profile, profileKey } from './select.js';
import type { Slots } from './slots.js';

interface Placed {
  readonly endpoint: ViewEndpoint;
  readonly index: number;
  /** Key of its profile. */
  readonly key: string;
  /** In a trial, of the candidate's, where that is another one. */
  readonly candidate: string | undefined;
  plan: PlanEndpoint | undefined;
}

export class Placement {
  readonly #shop: Workshop;
  readonly #indexes: Numbers;
  readonly #profiles = new Map<string, Profile>();
  readonly #placed = new Map<string, Placed>();
  /** Of the endpoints, ascending. */
  #ids: string[] = [];

  constructor(shop: Workshop, indexes: Numbers) {
    this.#shop = shop;
    this.#indexes = indexes;
  }

  get #ordered(): Placed[] {
    return this.#ids.map((id) => this.#placed.get(id) as Placed);
  }

  /** Those that endpoints have, in their order. */
  get profiles(): ReadonlySet<Profile> {
    const placed = this.#ordered;
    const profiles = new Set(placed.map(({ key }) => this.#profiles.get(key) as Profile));
    // Behind those that they share with.
    for (const { candidate } of placed)
      if (candidate !== undefined) profiles.add(this.#profiles.get(candidate) as Profile);
    return profiles;
  }

  /** As the plan has them. Those that are judged as before are the same objects. */
  get endpoints(): PlanEndpoint[] {
    return this.#ordered.map((one) => this.#planEndpoint(one));
  }

  /** Lets go of profiles that no endpoint has any more. */
  settle(slots: Slots): void {
    for (const [key, profile] of this.#profiles) {
      if (profile.users > 0) continue;
      profile.close(slots);
      this.#profiles.delete(key);
    }
  }

  /** Gives each endpoint its index and its profile. @throws {CompileError} UNKNOWN_ENDPOINT, DUPLICATE, CAPACITY */
  update({ endpoints: { removed, put } }: Pick<ViewChange, 'endpoints'>): void {
    const before = new Map<string, Placed>();
    const leave = (id: string): void => {
      const placed = this.#placed.get(id);
      if (placed === undefined || before.has(id)) return;
      before.set(id, placed);
      (this.#profiles.get(placed.key) as Profile).users--;
      if (placed.candidate !== undefined) (this.#profiles.get(placed.candidate) as Profile).users--;
    };
    let moved = removed.length > 0;
    for (const id of removed) {
      if (!this.#placed.has(id))
        throw new CompileError('UNKNOWN_ENDPOINT', id, `the endpoint ${id} goes, which the view does not hold`);
      leave(id);
      this.#placed.delete(id);
    }
    // First, so that where all indexes are taken, who comes gets that of one who goes.
    for (const id of before.keys()) this.#indexes.release(id);
    const gone = new Set(before.keys());
    const homeless: Placed[] = [];
    const placedNow = new Set<string>();
    for (const endpoint of put) {
      const { id } = endpoint;
      if (placedNow.has(id)) throw twice('endpoints', id);
      placedNow.add(id);
      if (!this.#placed.has(id)) moved = true;
      leave(id);
      const index = this.#indexes.acquire(id);
      within(this.#shop.limits, 'endpoints', index, 'endpoint indexes');
      const key = profileKey(endpoint);
      const other = profileKey(candidateOf(endpoint));
      const placed: Placed = { endpoint, key, candidate: other === key ? undefined : other, index, plan: undefined };
      this.#placed.set(id, placed);
      const profile = this.#profiles.get(key);
      if (profile === undefined) homeless.push(placed);
      else profile.users++;
    }
    for (const { endpoint, key } of homeless) {
      const profile = this.#profiles.get(key) ?? this.#newProfile(endpoint, before.get(endpoint.id)?.key);
      this.#profiles.set(key, profile);
      profile.users++;
    }
    for (const id of placedNow) {
      const { endpoint, key, candidate } = this.#placed.get(id) as Placed;
      if (candidate === undefined) continue;
      const twin = this.#profiles.get(key);
      const profile = this.#profiles.get(candidate) ?? new Profile(candidateOf(endpoint), this.#shop, twin);
      this.#profiles.set(candidate, profile);
      profile.users++;
    }
    for (const id of before.keys()) if (!gone.has(id)) this.#indexes.release(id);
    if (moved) this.#ids = [...this.#placed.keys()].sort(compareText);
  }

  /** The one that the endpoint had, if nobody else has it, so that only the difference is compiled. */
  #newProfile(endpoint: ViewEndpoint, oldKey: string | undefined): Profile {
    const old = oldKey === undefined ? undefined : this.#profiles.get(oldKey);
    if (oldKey === undefined || old === undefined || old.users > 0) return new Profile(endpoint, this.#shop);
    this.#profiles.delete(oldKey);
    old.follow(endpoint);
    return old;
  }

  #planEndpoint(placed: Placed): PlanEndpoint {
    const { id, addresses, allowedAddresses } = placed.endpoint;
    const profile = this.#profiles.get(placed.key) as Profile;
    const own = { ingress: profile.ingress.matcher, egress: profile.egress.matcher };
    const { plan } = placed;
    const other = placed.candidate === undefined ? profile : (this.#profiles.get(placed.candidate) as Profile);
    const candidate = { ingress: other.ingress.matcher, egress: other.egress.matcher };
    const [alone, planned] = [sameMatchers(own, candidate), plan?.candidate ?? plan];
    if (
      plan === undefined ||
      planned === undefined ||
      !sameMatchers(plan, own) ||
      !sameMatchers(planned, candidate) ||
      alone !== (plan.candidate === undefined)
    )
      placed.plan = {
        ...{ id, index: placed.index, addresses, allowedAddresses, ...own },
        ...(!alone && { candidate }),
      };
    return placed.plan as PlanEndpoint;
  }
}

type Matchers = Pick<PlanEndpoint, 'ingress' | 'egress'>;

const sameMatchers = (a: Matchers, b: Matchers): boolean => a.ingress === b.ingress && a.egress === b.egress;

/** As the candidate of a trial sees it. */
const candidateOf = (endpoint: ViewEndpoint): ViewEndpoint =>
  endpoint.candidate === undefined ? endpoint : { ...endpoint, policies: endpoint.candidate };
