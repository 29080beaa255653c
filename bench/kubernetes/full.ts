/** A controller's store as after days of changes: its histories are at their bounds before the first change. */
import type { State } from '../../src/controller/inventory-store.js';
import { readObject } from '../../src/controller/sources/kubernetes/readable.js';
import type { KubernetesObject } from '../../src/controller/sources/kubernetes/resources.js';
import { Store } from '../../src/controller/sqlite/store.js';
import type { Workload } from '../../src/policy/model.js';
import { pod, type Size } from './cluster.js';
import { SPARE } from './roll.js';

/** As many as are kept: `KEPT_STATES`, `KEPT_OWNERS` of the controller. */
const STATES = 200_000;
const OWNERS = 500_000;
const AT_ONCE = 5_000;
const HOURS = 23;

/** Generations of pods that a full history is of. */
export const generations = ({ pods }: Size): number => Math.ceil(OWNERS / pods);

/** Pods that came and went as `Roll` has them, before it begins with the generation after these. */
export async function fillStore(directory: string, size: Size): Promise<void> {
  const now = Date.now();
  const store = Store.open(directory, now);
  const began = now - HOURS * 3_600_000;
  const timeOf = (i: number): number => began + Math.floor((i / OWNERS) * (now - began - 60_000));
  const last = generations(size) * size.pods;
  /** The pod that came as number `i` of all. */
  const workloadAt = (i: number): Workload => {
    const generation = Math.floor(i / size.pods);
    const slot = (i * 7) % size.pods;
    const made = pod(size, slot, { generation, address: i % (size.pods + SPARE) });
    return readObject(made as unknown as KubernetesObject, 'bench').object?.items[0] as Workload;
  };
  try {
    await store.owners.write([], [], { epoch: now, sinceUs: began * 1000, aliveUs: now * 1000 });
    for (let from = last - OWNERS; from < last; from += AT_ONCE) {
      const came = Array.from({ length: AT_ONCE }, (_, n) => ({ i: from + n, workload: workloadAt(from + n) }));
      for (const { i, workload } of came.filter(({ i }) => i >= last - STATES)) {
        const state: State = { list: 'workloads', key: workload.id, item: workload };
        store.inventory.soon(() => [state], timeOf(i));
        store.inventory.soon(() => [{ list: state.list, key: state.key }], timeOf(i) + 30_000);
      }
      await store.flush();
      const owners = came.map(({ i, workload: { id, node, addresses } }) => ({
        ...{ name: id, workload: true, node, fromUs: timeOf(i) * 1000, toUs: 0, sequence: 2 * i + 1 },
        address: Number(addresses[0]?.value).toString(16).padStart(8, '0'),
      }));
      const ended = owners.map(({ address, fromUs, sequence }) => ({
        ...{ address, fromUs, toUs: fromUs + 30_000_000, sequence: sequence + 1 },
      }));
      await store.owners.write([], owners, {});
      await store.owners.write(ended, [], {});
    }
  } finally {
    await store.close();
  }
}
