/** Services: policy judges the pods behind them, at the ports of their containers. */
import { sameAddress } from '../net/address.js';
import type { Address } from '../net/types.js';
import type { ServiceInfo, Workload, World } from './model.js';

export type ServicePort = ServiceInfo['ports'][number];

export interface Backend {
  readonly workload: Workload;
  /** Where its container listens. */
  readonly port: number;
}

/** The Service that has the address as one of its own. */
export function serviceAt(world: World, address: Address): ServiceInfo | undefined {
  return world.services.find((service) => service.addresses.some((own) => sameAddress(own, address)));
}

/** The pods that the Service selects; none where it has no selector. */
export function podsOf(world: World, { namespace, selector }: ServiceInfo): Workload[] {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return [];
  return world.workloads.filter(
    (w) => !w.ended && w.namespace === namespace && wanted.every(([key, value]) => w.labels[key] === value),
  );
}

/** The pods behind a port of the Service; those whose containers do not name its target port are none. */
export function backendsOf(world: World, service: ServiceInfo, { protocol, targetPort }: ServicePort): Backend[] {
  return podsOf(world, service).flatMap((workload) => {
    if (typeof targetPort === 'number') return [{ workload, port: targetPort }];
    const named = workload.ports.find((p) => p.name === targetPort && p.protocol === protocol);
    return named === undefined ? [] : [{ workload, port: named.port }];
  });
}
