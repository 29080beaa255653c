/** Who is where, found by what selectors and sets ask for. */
import type { Address } from '../../net/types.js';
import { memoize } from '../memo.js';
import type { AddressGroup, NamespaceInfo, NodeInfo, Workload } from '../model.js';
import { isLive, type LabelsOf } from '../select.js';
import type { Change } from '../world-change.js';

export const addressKey = ({ family, value }: Address): string => `${family}/${value}`;

const NAME = 'kubernetes.io/metadata.name';
const labels = memoize((info: NamespaceInfo) => ({ ...info.labels, [NAME]: info.name }));

/** Live workloads only. */
export class Inventory {
  readonly workloads = new Map<string, Workload>();
  readonly namespaces = new Map<string, NamespaceInfo>();
  readonly nodes = new Map<string, NodeInfo>();
  readonly addressGroups = new Map<string, AddressGroup>();
  readonly #byNamespace = new Map<string, Map<string, Workload>>();
  readonly #byAddress = new Map<string, Set<string>>();
  readonly #byPort = new Map<string, Map<string, Workload>>();

  readonly labelsOf: LabelsOf = (name) => {
    const info = this.namespaces.get(name);
    return info === undefined ? { [NAME]: name } : labels(info);
  };

  /** @returns the change as far as it concerns live workloads; undefined: not at all */
  changeWorkload({ before, after }: Change<Workload>): Change<Workload> | undefined {
    const was = before !== undefined && isLive(before) ? before : undefined;
    const is = after !== undefined && isLive(after) ? after : undefined;
    if (was === undefined && is === undefined) return undefined;
    if (was !== undefined) this.#remove(was);
    if (is !== undefined) this.#add(is);
    return { ...(was && { before: was }), ...(is && { after: is }) };
  }

  #add(workload: Workload): void {
    const { id, namespace, addresses, ports } = workload;
    this.workloads.set(id, workload);
    within(this.#byNamespace, namespace, () => new Map<string, Workload>()).set(id, workload);
    for (const address of addresses) within(this.#byAddress, addressKey(address), () => new Set<string>()).add(id);
    for (const { name } of ports) within(this.#byPort, name, () => new Map<string, Workload>()).set(id, workload);
  }

  #remove({ id, namespace, addresses, ports }: Workload): void {
    this.workloads.delete(id);
    without(this.#byNamespace, namespace, id);
    for (const address of addresses) without(this.#byAddress, addressKey(address), id);
    for (const { name } of ports) without(this.#byPort, name, id);
  }

  inNamespace(name: string): Iterable<Workload> {
    return this.#byNamespace.get(name)?.values() ?? [];
  }

  /** Of all who own the address. */
  *owners(address: Address): Iterable<Workload> {
    for (const id of this.#byAddress.get(addressKey(address)) ?? []) {
      const owner = this.workloads.get(id);
      if (owner !== undefined) yield owner;
    }
  }

  withPort(name: string): Iterable<Workload> {
    return this.#byPort.get(name)?.values() ?? [];
  }
}

export function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Takes an item out of a collection in a map, and the collection with its last item. */
export function without<K>(map: Map<K, Map<string, unknown>> | Map<K, Set<string>>, key: K, item: string): void {
  const collection = (map as Map<K, Set<string>>).get(key);
  collection?.delete(item);
  if (collection?.size === 0) map.delete(key);
}
