/** Services: policy judges who stands behind them, at the ports where they listen. */
import { sameAddress } from '../net/address.js';
import type { Address } from '../net/types.js';
import { memoize } from './memo.js';
import type { EndpointSlice, ServiceEndpoint, ServiceInfo, Workload, World } from './model.js';

export type ServicePort = ServiceInfo['ports'][number];

export interface Backend {
  /** Absent where it is no pod of the inventory. */
  readonly workload?: Workload;
  readonly addresses: readonly Address[];
  /** Where it listens. */
  readonly port: number;
}

const byId = memoize(
  (workloads: readonly Workload[]) => new Map(workloads.filter((w) => !w.ended).map((w) => [w.id, w])),
);

const byService = memoize((slices: readonly EndpointSlice[]) => {
  const found = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = `${slice.namespace}/${slice.service}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [slice]);
    else known.push(slice);
  }
  return found;
});

/** The Service that has the address as one of its own. */
export function serviceAt(world: World, address: Address): ServiceInfo | undefined {
  return world.services.find((service) => service.addresses.some((own) => sameAddress(own, address)));
}

/** The pods that the Service selects, or that its EndpointSlices name where it selects none. */
export function podsOf(world: World, service: ServiceInfo): Workload[] {
  const { namespace, selector } = service;
  const wanted = Object.entries(selector);
  if (wanted.length === 0) {
    const ids = slicesOf(world, service).flatMap(({ endpoints }) => endpoints.flatMap((e) => e.workload ?? []));
    return [...new Set(ids)].flatMap((id) => byId(world.workloads).get(id) ?? []);
  }
  return world.workloads.filter(
    (w) => !w.ended && w.namespace === namespace && wanted.every(([key, value]) => w.labels[key] === value),
  );
}

/** Empty where the world knows no EndpointSlices of the Service, as files seldom do. */
export function slicesOf(world: World, { namespace, name }: ServiceInfo): readonly EndpointSlice[] {
  return byService(world.endpointSlices).get(`${namespace}/${name}`) ?? [];
}

/**
 * Who gets what is sent to a port of the Service: by its EndpointSlices as nodes do it, else the pods that it selects; those
 * whose containers do not name its target port are none.
 */
export function backendsOf(world: World, service: ServiceInfo, port: ServicePort): Backend[] {
  const slices = slicesOf(world, service);
  if (slices.length > 0) return sliced(world, slices, port);
  const { protocol, targetPort } = port;
  return podsOf(world, service).flatMap((workload) => {
    const { addresses } = workload;
    if (typeof targetPort === 'number') return [{ workload, addresses, port: targetPort }];
    const named = workload.ports.find((p) => p.name === targetPort && p.protocol === protocol);
    return named === undefined ? [] : [{ workload, addresses, port: named.port }];
  });
}

function sliced(world: World, slices: readonly EndpointSlice[], { name, protocol }: ServicePort): Backend[] {
  const all = slices.flatMap(({ ports, endpoints }) => {
    const own = ports.find((p) => p.name === name && p.protocol === protocol);
    return own === undefined ? [] : endpoints.map((endpoint) => ({ endpoint, port: own.port }));
  });
  const backends = new Map<string, Backend>();
  for (const { endpoint, port } of reached(all)) {
    const workload = endpoint.workload === undefined ? undefined : byId(world.workloads).get(endpoint.workload);
    // A pod of two families is in two slices.
    const key = `${endpoint.workload ?? JSON.stringify(endpoint.addresses, bigints)} ${port}`;
    const before = backends.get(key)?.addresses ?? [];
    const addresses = workload?.addresses ?? [...before, ...endpoint.addresses];
    backends.set(key, { ...(workload && { workload }), addresses, port });
  }
  return [...backends.values()];
}

/** As kube-proxy chooses: those that are ready, else those that serve though they end; all where neither is (they may be soon). */
function reached<T extends { readonly endpoint: ServiceEndpoint }>(all: readonly T[]): readonly T[] {
  const ready = all.filter(({ endpoint }) => endpoint.ready);
  if (ready.length > 0) return ready;
  const ending = all.filter(({ endpoint: { serving, terminating } }) => serving && terminating);
  return ending.length > 0 ? ending : all;
}

const bigints = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
