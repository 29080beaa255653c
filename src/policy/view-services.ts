/** Services in views: which a node has, what they are made of, and how one becomes another. */

import { compareAddresses, sameAddress } from '../net/address.js';
import { comparePrefixes, hostPrefix, prefixContains } from '../net/prefix.js';
import type { Address, Prefix } from '../net/types.js';
import type { EndpointSlice, Posture, ServiceInfo, World } from './model.js';
import { compareText } from './order.js';
import { unselectedVerdict } from './posture.js';
import { same } from './same.js';
import type { ViewBackend, ViewPolicy, ViewService, ViewServicePort } from './view.js';
import type { ServiceChange } from './view-change.js';

export const serviceKey = ({ namespace, name }: Pick<ViewService, 'namespace' | 'name'>): string =>
  `${namespace}/${name}`;

export const compareBackends = (
  a: Pick<ViewBackend, 'address' | 'port'>,
  b: Pick<ViewBackend, 'address' | 'port'>,
): number => compareAddresses(a.address, b.address) || a.port - b.port;

interface Restricting extends Pick<ViewPolicy, 'isolates'> {
  readonly rules: readonly Pick<ViewPolicy['rules'][number], 'direction' | 'action'>[];
}

/** Whether it can deny what an endpoint sends: such endpoints' nodes have the services. On trial counts too. */
export const restrictsEgress = ({ isolates, rules }: Restricting): boolean =>
  isolates.egress || rules.some(({ direction, action }) => direction === 'egress' && action === 'deny');

/** Whether whatever an endpoint sends that no policy decides is denied. */
export const restrictsAll = ({ posture }: { readonly posture: Posture }): boolean =>
  unselectedVerdict(posture, 'egress') === 'deny';

/** A Service's port, as its EndpointSlices call it. */
export const portKey = ({ name, protocol }: Pick<ViewServicePort, 'name' | 'protocol'>): string =>
  `${protocol}/${name}`;

/** The backends that a slice gives to each port, by `portKey`. */
export function* backendsIn({ ports, endpoints }: EndpointSlice): Generator<[string, ViewBackend]> {
  for (const { addresses, ready, serving, terminating } of endpoints)
    for (const address of addresses)
      for (const port of ports) yield [portKey(port), { address, port: port.port, ready, serving, terminating }];
}

/** One backend that several slices name, as happens while they are made anew: the best that is said of it. */
export function merged(said: readonly ViewBackend[]): ViewBackend | undefined {
  const [first] = said;
  if (first === undefined || said.length === 1) return first;
  return {
    address: first.address,
    port: first.port,
    ready: said.some(({ ready }) => ready),
    serving: said.some(({ serving }) => serving),
    terminating: said.every(({ terminating }) => terminating),
  };
}

/** @param endpoints of each of its ports, ascending; undefined: it has no addresses */
export function viewService(
  { namespace, name, addresses, ports }: ServiceInfo,
  endpoints: (port: ViewServicePort) => readonly ViewBackend[],
): ViewService | undefined {
  if (addresses.length === 0) return undefined;
  return {
    namespace,
    name,
    addresses,
    ports: ports.map(({ name: called, protocol, port, nodePort }) => {
      const head = { name: called, protocol, port, ...(nodePort !== undefined && { nodePort }) };
      return { ...head, endpoints: endpoints({ ...head, endpoints: [] }) };
    }),
  };
}

/** All of a world, ascending by key. */
export function viewServices({ services, endpointSlices }: Pick<World, 'services' | 'endpointSlices'>): ViewService[] {
  const slices = new Map<string, EndpointSlice[]>();
  for (const slice of endpointSlices) {
    const key = `${slice.namespace}/${slice.service}`;
    slices.set(key, [...(slices.get(key) ?? []), slice]);
  }
  const made = services.flatMap((service) => {
    const said = (slices.get(serviceKey(service)) ?? []).flatMap((slice) => [...backendsIn(slice)]);
    return viewService(service, (port) => grouped(said, portKey(port))) ?? [];
  });
  return made.sort((a, b) => compareText(serviceKey(a), serviceKey(b)));
}

function grouped(said: readonly [string, ViewBackend][], key: string): ViewBackend[] {
  const own = said.flatMap(([port, backend]) => (port === key ? [backend] : [])).sort(compareBackends);
  const runs: ViewBackend[][] = [];
  for (const backend of own) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && compareBackends(last[0], backend) === 0) last.push(backend);
    else runs.push([backend]);
  }
  return runs.flatMap((run) => merged(run) ?? []);
}

/** The ranges of all, and addresses of services that lie outside of them; ascending, each once. */
export function serviceAddresses({ services, serviceCidrs }: Pick<World, 'services' | 'serviceCidrs'>): Prefix[] {
  const ranges = serviceCidrs.flatMap(({ prefixes }) => prefixes);
  return unique([
    ...ranges,
    ...outside(
      ranges,
      services.flatMap(({ addresses }) => addresses),
    ),
  ]);
}

export const outside = (ranges: readonly Prefix[], addresses: readonly Address[]): Prefix[] =>
  addresses.filter((address) => !ranges.some((range) => prefixContains(range, address))).map(hostPrefix);

function unique(prefixes: Prefix[]): Prefix[] {
  const sorted = prefixes.sort(comparePrefixes);
  return sorted.filter((prefix, i) => i === 0 || comparePrefixes(sorted[i - 1] as Prefix, prefix) !== 0);
}

/** Backends after a change, at the cost of the change and of copying a list. `put` replaces what is there. */
export function changedBackends(
  before: readonly ViewBackend[],
  put: readonly ViewBackend[],
  removed: readonly Pick<ViewBackend, 'address' | 'port'>[],
): ViewBackend[] {
  const list = before.slice();
  for (const backend of removed) {
    const at = placeOf(list, backend);
    if (isAt(list, at, backend)) list.splice(at, 1);
  }
  // Many come at once: sorting them in costs less than making room for each.
  if (put.length > 64) return sortedIn(list, put);
  for (const backend of put) {
    const at = placeOf(list, backend);
    list.splice(at, isAt(list, at, backend) ? 1 : 0, backend);
  }
  return list;
}

function sortedIn(list: readonly ViewBackend[], put: readonly ViewBackend[]): ViewBackend[] {
  const all = [...put, ...list].sort(compareBackends);
  return all.filter((backend, i) => i === 0 || compareBackends(all[i - 1] as ViewBackend, backend) !== 0);
}

const isAt = (list: readonly ViewBackend[], at: number, backend: Pick<ViewBackend, 'address' | 'port'>): boolean =>
  list[at] !== undefined && compareBackends(list[at], backend) === 0;

/** Index of the first at or behind it. */
function placeOf(list: readonly ViewBackend[], backend: Pick<ViewBackend, 'address' | 'port'>): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBackends(list[middle] as ViewBackend, backend) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findBackend(
  list: readonly ViewBackend[],
  backend: Pick<ViewBackend, 'address' | 'port'>,
): ViewBackend | undefined {
  const at = placeOf(list, backend);
  return isAt(list, at, backend) ? list[at] : undefined;
}

/** How a service became another one of the same key; `whole`: it is not only backends that changed, or most of them did. */
export function serviceChange(before: ViewService, after: ViewService): ServiceChange | 'same' | 'whole' {
  if (before === after) return 'same';
  if (!sameHead(before, after)) return 'whole';
  const ports = after.ports.flatMap(({ endpoints }, at) => {
    const change = backendChange(before.ports[at]?.endpoints ?? [], endpoints);
    return change.put.length + change.removed.length > 0 ? [{ at, ...change }] : [];
  });
  if (ports.length === 0) return 'same';
  const said = ports.reduce((sum, { put, removed }) => sum + put.length + removed.length, 0);
  const there = after.ports.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  return said >= there && there > 0 ? 'whole' : { key: serviceKey(after), ports };
}

/** Equal but for the backends. */
export function sameHead(a: ViewService, b: ViewService): boolean {
  return (
    a.addresses.length === b.addresses.length &&
    a.addresses.every((address, i) => sameAddress(address, b.addresses[i] as Address)) &&
    a.ports.length === b.ports.length &&
    a.ports.every((port, i) => same({ ...port, endpoints: [] }, { ...b.ports[i], endpoints: [] }))
  );
}

function backendChange(before: readonly ViewBackend[], after: readonly ViewBackend[]) {
  const put: ViewBackend[] = [];
  const removed: Pick<ViewBackend, 'address' | 'port'>[] = [];
  let [i, k] = [0, 0];
  while (i < before.length || k < after.length) {
    const [a, b] = [before[i], after[k]];
    const order = a === undefined ? 1 : b === undefined ? -1 : compareBackends(a, b);
    if (order < 0) removed.push({ address: (a as ViewBackend).address, port: (a as ViewBackend).port });
    else if (order > 0 || (a !== b && !same(a, b))) put.push(b as ViewBackend);
    if (order <= 0) i++;
    if (order >= 0) k++;
  }
  return { put, removed };
}
