/** Names in memory: a second implementation of `NameStore`, without tables and statements. */
import type { InventoryChange, InventoryRecord, InventoryState, NameStore } from '../../src/collector/name-store.js';

export class MemoryNames implements NameStore {
  #records: InventoryRecord[] = [];
  #state: InventoryState = { epoch: 0, sequence: 0, sinceUs: 0, syncedUs: 0 };

  async load(): Promise<{ records: InventoryRecord[]; state: InventoryState }> {
    return { records: [...this.#records], state: this.#state };
  }

  async save({ cut, records, state }: InventoryChange): Promise<void> {
    if (cut !== undefined)
      this.#records = this.#records.flatMap((record) => {
        if (record.toUs !== 0 && record.toUs <= cut.sinceUs) return [record];
        return record.fromUs >= cut.untilUs ? [] : [{ ...record, toUs: cut.untilUs }];
      });
    for (const record of records) {
      this.#records = this.#records.filter((r) => r.address !== record.address || r.fromUs !== record.fromUs);
      this.#records.push(record);
    }
    this.#state = state;
  }

  async forget(beforeUs: number): Promise<void> {
    this.#records = this.#records.filter(({ toUs }) => toUs === 0 || toUs >= beforeUs);
    this.#state = { ...this.#state, sinceUs: Math.max(this.#state.sinceUs, beforeUs) };
  }
}
