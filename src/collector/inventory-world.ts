import { stat } from 'node:fs/promises';
import { bytesOfAddress } from '../events/index.js';
import { hasErrors } from '../policy/diagnostics.js';
import { loadSources } from '../policy/load.js';
import type { World } from '../policy/model.js';
import type { InventoryEntry, TimedInventory } from './inventory.js';

/** Who owns which address in a world: workloads that have not ended, then nodes. */
export function* inventoryOf(world: Pick<World, 'workloads' | 'nodes'>): Generator<InventoryEntry> {
  for (const workload of world.workloads) {
    if (workload.ended || workload.hostNetwork) continue;
    for (const address of workload.addresses)
      yield { address: bytesOfAddress(address), name: workload.id, workload: true };
  }
  for (const node of world.nodes) {
    for (const address of node.addresses)
      yield { address: bytesOfAddress(address), name: `node ${node.name}`, workload: false };
  }
}

/**
 * Feeds an inventory from the files that a controller watches, for a collector without one in its process. Read at start
 * and at every interval; files that cannot be parsed leave it as it was.
 */
export class FileInventory {
  readonly #paths: readonly string[];
  readonly #inventory: TimedInventory;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(paths: readonly string[], inventory: TimedInventory, onError: (error: unknown) => void) {
    this.#paths = paths;
    this.#inventory = inventory;
    this.#onError = onError;
  }

  async start(intervalMs = 5000): Promise<void> {
    await this.read();
    this.#timer = setInterval(() => void this.read(), intervalMs).unref();
  }

  async read(): Promise<void> {
    try {
      await Promise.all(this.#paths.map((path) => stat(path)));
      const { world, diagnostics } = await loadSources(this.#paths);
      if (!hasErrors(diagnostics)) this.#inventory.update(inventoryOf(world), Date.now() * 1000);
    } catch (error) {
      this.#onError(error);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
