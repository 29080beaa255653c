/** Network namespaces, and what the kernel knows of one: interfaces, addresses, routes, neighbours, tracked flows. */
import { addon, BpfError, invalid } from './addon.js';
import type { Netns } from './binding-types.js';
import type {
  AddressWatcherOptions,
  HeldAddress,
  HostRoute,
  LinkInterface,
  LinkWatcher,
  LinkWatcherOptions,
  Neighbour,
} from './netlink-types.js';

/**
 * Runs `fn` with the calling thread in another network namespace. `fn` must be synchronous; the thread is back when this
 * returns or throws. The process aborts if the way back fails.
 */
export function withNetns<T>(netns: Netns, fn: () => T): T {
  const outside = inside;
  const result = addon.withNetns(typeof netns === 'object' ? netns.fd : netns, () => {
    inside = netns;
    try {
      return fn();
    } finally {
      inside = outside;
    }
  });
  if (result instanceof Promise) throw invalid('enter network namespace', 'fn is asynchronous');
  return result as T;
}
/** Where `withNetns` has this thread now: what is asked of that namespace meanwhile needs no further way there. */
let inside: Netns | undefined;

/** Keeps a network namespace open by descriptor; it lives as long as the handle. */
export const openNetns = (path: string) => addon.openNetns(path);

/** With the namespace's descriptor; undefined: the thread is there. @param elsewhere `fn` works in another thread */
export function withNetnsFd<T>(netns: Netns | undefined, fn: (fd: number | undefined) => T, elsewhere = false): T {
  if (netns === inside && !elsewhere) return fn(undefined);
  if (typeof netns !== 'string') return fn(typeof netns === 'object' ? netns.fd : netns);
  const handle = addon.openNetns(netns);
  try {
    return fn(handle.fd);
  } finally {
    handle.close();
  }
}

export function ifNameToIndex(name: string, netns?: Netns): number {
  return netns === undefined ? addon.ifNameToIndex(name) : withNetns(netns, () => addon.ifNameToIndex(name));
}

/** The interfaces of a network namespace, by rtnetlink. A list that changed while it was read is read again. */
export function listInterfaces(netns?: Netns): LinkInterface[] {
  return withNetnsFd(netns, (fd) => again(() => addon.listLinks(fd)));
}

/** A dump that changed while it was read is read again. */
export function again<T>(dump: () => T): T {
  for (let attempt = 1; ; attempt++) {
    try {
      return dump();
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'EINTR' || attempt === 5) throw error;
    }
  }
}

/** Watches interfaces appear, change and vanish in a network namespace. Keeps the process alive until closed or unref'd. */
export function watchInterfaces(options: LinkWatcherOptions) {
  return withNetnsFd(options.netns, (fd) => new addon.RtnlWatcher(options.onBatch, options.onError, false, fd));
}

/** The addresses of a network namespace, both families, those of loopback too. */
export function listAddresses(netns?: Netns): HeldAddress[] {
  return withNetnsFd(netns, (fd) => again(() => addon.listAddresses(fd)));
}

/** Routes of a network namespace that lead to single addresses over one interface. */
export function listHostRoutes(netns?: Netns): HostRoute[] {
  return withNetnsFd(netns, (fd) => again(() => addon.listHostRoutes(fd)));
}

/** Neighbours that are known with address and MAC; with `bridge` who was learned behind which port of a bridge. */
export function listNeighbours(bridge: boolean, netns?: Netns): Neighbour[] {
  return withNetnsFd(netns, (fd) => again(() => addon.listNeighbours(bridge, fd)));
}

/** Watches addresses come and go in a network namespace. Keeps the process alive until closed or unref'd. */
export function watchAddresses(options: AddressWatcherOptions): LinkWatcher {
  return withNetnsFd(options.netns, (fd) => new addon.RtnlWatcher(options.onBatch, options.onError, true, fd));
}

/**
 * What the kernel's own connection tracking knows of flows from or to some addresses, in a thread of the pool: see `flows.ts`.
 * @param addresses 16 bytes each @throws BpfError as the kernel answers: EPROTONOSUPPORT, EINVAL where it has none
 */
export const listFlows = (addresses: Uint8Array, most: number, netns?: Netns): Promise<Buffer> =>
  withNetnsFd(netns, (fd) => addon.listFlows(addresses, most, fd), true);
