/** Workloads that are written down but do not run: what tools judge in repositories without a cluster's dump. */
import { createHash } from 'node:crypto';
import { parseAddress } from '../net/address.js';
import type { Address } from '../net/types.js';
import type { ParsedObject } from './convert/part.js';
import type { Workload } from './model.js';
import { compareText } from './order.js';
import { isLive } from './select.js';

/** The samples that no listed pod makes needless: pods of that controller, or with all its labels. Ids are made unique. */
export function neededSamples(samples: readonly ParsedObject[], pods: readonly Workload[]): ParsedObject[] {
  const byNamespace = new Map<string, Workload[]>();
  for (const pod of pods.filter((w) => !w.ended))
    byNamespace.set(pod.namespace, [...(byNamespace.get(pod.namespace) ?? []), pod]);
  const taken = new Set(pods.map((w) => w.id));
  const sampled = new Set<string>();
  return [...samples]
    .sort((a, b) => compareText(a.id, b.id))
    .flatMap((sample) => {
      const workload = sample.items[0] as Workload;
      if (byNamespace.get(workload.namespace)?.some((pod) => isOf(pod, workload))) return [];
      // A Deployment and its ReplicaSet, a CronJob and its Job: one.
      const whose = `${workload.namespace}/${workload.controller ?? ''}`;
      if (sampled.has(whose)) return [];
      sampled.add(whose);
      const kind = workload.controller?.split('/')[0]?.toLowerCase();
      const name = taken.has(workload.id) ? `${workload.name}.${kind}` : workload.name;
      const named = { ...workload, name, id: `${workload.namespace}/${name}` };
      taken.add(named.id);
      return [{ ...sample, items: [named] }];
    });
}

function isOf(pod: Workload, { controller, labels }: Workload): boolean {
  if (pod.controller !== undefined && pod.controller === controller) return true;
  const wanted = Object.entries(labels);
  return wanted.length > 0 && wanted.every(([key, value]) => pod.labels[key] === value);
}

const FIRST = { 4: parseAddress('198.18.0.0').value, 6: parseAddress('2001:db8::').value } as const;
const ROOM = 1 << 17;

/**
 * Live workloads without an address get one of 198.18.0.0/15 (RFC 2544) and one of 2001:db8::/32 (RFC 3849). Which, their
 * own name says: other workloads that come and go do not change it, but where two names ask for the same.
 */
export function withSampleAddresses(workloads: readonly Workload[]): Workload[] {
  const taken = new Set<number>();
  const places = new Map<Workload, number>();
  const waiting = workloads.filter((w) => isLive(w) && w.addresses.length === 0);
  for (const workload of waiting.sort((a, b) => compareText(a.id, b.id))) {
    let place = createHash('sha256').update(workload.id).digest().readUInt32BE(0) % ROOM;
    while (place === 0 || taken.has(place)) place = (place + 1) % ROOM;
    taken.add(place);
    places.set(workload, place);
    if (taken.size === ROOM - 1) break;
  }
  return workloads.map((workload) => {
    const place = places.get(workload);
    return place === undefined ? workload : { ...workload, addresses: [sample(4, place), sample(6, place)] };
  });
}

function sample(family: 4 | 6, place: number): Address {
  return { family, value: FIRST[family] + BigInt(place) };
}
