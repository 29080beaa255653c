/** The services of views, kept up with every change of the world and shared by all nodes that have them. */

import type { Address, Prefix } from '../../net/types.js';
import { changedService } from '../apply-change.js';
import { prefixesChange } from '../compare-views.js';
import { HeldView, LargeSet } from '../held-view.js';
import { memoize } from '../memo.js';
import type { EndpointSlice, ServiceInfo } from '../model.js';
import { same } from '../same.js';
import type { SortedList } from '../sorted-list.js';
import type { ViewBackend, ViewService } from '../view.js';
import {
  NO_SERVICES_CHANGE,
  type PrefixesChange,
  type ServiceChange,
  type ServicesChange,
  type ViewChange,
} from '../view-change.js';
import {
  backendsIn,
  compareBackends,
  merged,
  outside,
  portKey,
  sameHead,
  serviceChange,
  serviceKey,
  viewService,
} from '../view-services.js';
import type { WorldChange } from '../world-change.js';
import { addressKey, within } from './inventory.js';

/** Of one port: who says what of each backend, by slice. */
type Said = Map<string, Map<string, ViewBackend>>;

const backendKey = ({ address, port }: ViewBackend): string => `${addressKey(address)} ${port}`;

/** One Service, or slices that wait for theirs. */
class Entry {
  info: ServiceInfo | undefined;
  now: ViewService | undefined;
  /** By `portKey`. */
  readonly ports = new Map<string, Said>();
  /** Backends of which something else is said now, with what they were; by `portKey`. */
  readonly touched = new Map<string, Map<string, ViewBackend | undefined>>();

  say(slice: EndpointSlice, by: 1 | -1): void {
    for (const [port, backend] of backendsIn(slice)) {
      const said = within(this.ports, port, (): Said => new Map());
      const key = backendKey(backend);
      const all = within(said, key, () => new Map<string, ViewBackend>());
      const touched = within(this.touched, port, () => new Map<string, ViewBackend | undefined>());
      if (!touched.has(key)) touched.set(key, merged([...all.values()]));
      if (by === 1) {
        // Twice in one slice: see `merged`.
        const twice = all.get(slice.name);
        all.set(slice.name, twice === undefined ? backend : (merged([twice, backend]) as ViewBackend));
      } else all.delete(slice.name);
      if (all.size === 0) said.delete(key);
      if (said.size === 0) this.ports.delete(port);
    }
  }

  /** @returns what became of it since last time */
  settle(): ServiceChange | 'same' | 'whole' {
    const before = this.now;
    const head =
      this.info &&
      viewService(this.info, (port) => before?.ports.find((p) => portKey(p) === portKey(port))?.endpoints ?? []);
    const change = before && head && sameHead(before, head) ? this.#edits(before) : undefined;
    if (before !== undefined && change !== undefined) {
      if (change.ports.length > 0) this.now = changedService(before, change);
    } else this.now = this.info && viewService(this.info, (port) => this.#backends(portKey(port)));
    this.touched.clear();
    if (before === undefined || this.now === undefined) return before === this.now ? 'same' : 'whole';
    return change === undefined ? serviceChange(before, this.now) : change.ports.length > 0 ? change : 'same';
  }

  #edits(now: ViewService): ServiceChange {
    const ports = now.ports.flatMap((port, at) => {
      const put: ViewBackend[] = [];
      const removed: ViewBackend[] = [];
      for (const [key, was] of this.touched.get(portKey(port)) ?? []) {
        const is = merged([...(this.ports.get(portKey(port))?.get(key)?.values() ?? [])]);
        if (is === undefined) {
          if (was !== undefined) removed.push(was);
        } else if (!same(was, is)) put.push(is);
      }
      const gone = removed.map(({ address, port: number }) => ({ address, port: number }));
      return put.length + gone.length > 0 ? [{ at, put, removed: gone }] : [];
    });
    return { key: serviceKey(now), ports };
  }

  #backends(port: string): ViewBackend[] {
    const all = [...(this.ports.get(port)?.values() ?? [])].flatMap((said) => merged([...said.values()]) ?? []);
    return all.sort(compareBackends);
  }
}

/** All there are, as a view holds them. */
interface State {
  readonly services: SortedList<ViewService, string>;
  readonly addresses: LargeSet;
}

export type ServicesOfView = Pick<ViewChange, 'services' | 'serviceAddresses'>;

export class Services {
  readonly #entries = new Map<string, Entry>();
  readonly #ranges = new Map<string, readonly Prefix[]>();
  readonly #uses = new Map<string, { readonly address: Address; count: number }>();
  #now: State = { services: HeldView.empty('').services, addresses: HeldView.empty('').serviceAddresses };
  #was = this.#now;
  #change = NO_SERVICES_CHANGE;

  /** Takes a change. @returns whether nodes that have services are to be told */
  take({ services, endpointSlices, serviceCidrs }: WorldChange): boolean {
    this.#was = this.#now;
    this.#change = NO_SERVICES_CHANGE;
    if (services.length + endpointSlices.length + serviceCidrs.length === 0) return false;
    const touched = new Set<string>();
    const entry = (key: string): Entry => {
      touched.add(key);
      return within(this.#entries, key, () => new Entry());
    };
    const gone: Address[] = [];
    const come: Address[] = [];
    for (const { before, after } of services) {
      entry(serviceKey((before ?? after) as ServiceInfo)).info = after;
      gone.push(...(before?.addresses ?? []));
      come.push(...(after?.addresses ?? []));
    }
    for (const { before, after } of endpointSlices) {
      if (before?.service) entry(`${before.namespace}/${before.service}`).say(before, -1);
      if (after?.service) entry(`${after.namespace}/${after.service}`).say(after, 1);
    }
    const { change, now } = this.#settle(touched);
    const serviceAddresses = this.#takeAddresses(gone, come, serviceCidrs);
    this.#now = {
      services: this.#was.services.edit(change.removed, now),
      addresses: this.#addressesAfter(serviceAddresses),
    };
    this.#change = { services: change, serviceAddresses };
    return !isNothing(this.#change);
  }

  /** What a node is told of the change taken last: the same object for all of whom the same is true. */
  changeFor(had: boolean, has: boolean): ServicesOfView {
    if (had === has) return had ? this.#change : NO_SERVICES_CHANGE;
    return has ? coming(this.#now) : going(this.#was);
  }

  #settle(touched: Iterable<string>): { readonly change: ServicesChange; readonly now: readonly ViewService[] } {
    const change = { put: [] as ViewService[], removed: [] as string[], changed: [] as ServiceChange[] };
    const now: ViewService[] = [];
    for (const key of touched) {
      const entry = this.#entries.get(key) as Entry;
      const what = entry.settle();
      if (what === 'whole') {
        if (entry.now === undefined) change.removed.push(key);
        else change.put.push(entry.now);
      } else if (what !== 'same') change.changed.push(what);
      if (what !== 'same' && entry.now !== undefined) now.push(entry.now);
      if (entry.info === undefined && entry.ports.size === 0) this.#entries.delete(key);
    }
    return { change, now };
  }

  #takeAddresses(
    gone: readonly Address[],
    come: readonly Address[],
    cidrs: WorldChange['serviceCidrs'],
  ): PrefixesChange {
    for (const address of gone) this.#use(address, -1);
    for (const address of come) this.#use(address, 1);
    const before = this.#was.addresses;
    for (const { before: old, after } of cidrs) {
      if (old !== undefined) this.#ranges.delete(old.name);
      if (after !== undefined) this.#ranges.set(after.name, after.prefixes);
    }
    const ranges = [...this.#ranges.values()].flat();
    if (cidrs.length > 0) {
      const used = [...this.#uses.values()].map(({ address }) => address);
      const prefixes = [...ranges, ...outside(ranges, used)];
      return prefixesChange(before, LargeSet.from({ id: before.id, prefixes }));
    }
    const added = new Map<string, Prefix>();
    const removed = new Map<string, Prefix>();
    for (const prefix of outside(ranges, [...gone, ...come])) {
      const [is, was] = [this.#uses.has(addressKey(prefix)), before.has(prefix)];
      if (is !== was) (is ? added : removed).set(addressKey(prefix), prefix);
    }
    return { added: [...added.values()], removed: [...removed.values()] };
  }

  #addressesAfter({ added, removed }: PrefixesChange): LargeSet {
    const before = this.#was.addresses;
    return added.length + removed.length === 0 ? before : before.changed(added, removed);
  }

  #use(address: Address, by: 1 | -1): void {
    const use = within(this.#uses, addressKey(address), () => ({ address, count: 0 }));
    use.count += by;
    if (use.count === 0) this.#uses.delete(addressKey(address));
  }
}

const coming = memoize(
  ({ services, addresses }: State): ServicesOfView => ({
    services: { put: services.toArray(), removed: [], changed: [] },
    serviceAddresses: { added: addresses.prefixes.toArray(), removed: [] },
  }),
);

const going = memoize(
  ({ services, addresses }: State): ServicesOfView => ({
    services: { put: [], removed: services.toArray().map(serviceKey), changed: [] },
    serviceAddresses: { added: [], removed: addresses.prefixes.toArray() },
  }),
);

export const isNothing = ({ services, serviceAddresses }: ServicesOfView): boolean =>
  services.put.length + services.removed.length + services.changed.length === 0 &&
  serviceAddresses.added.length + serviceAddresses.removed.length === 0;
