/** A table of flows, read in batches from any place on. */
import { BpfError, type BpfMap } from '../ebpf/binding.js';
import { OsgCtEntry, OsgCtKey } from '../gen/abi.js';

export const BATCH = 1024;

export interface Batch {
  readonly entries: readonly { readonly key: Buffer; readonly value: Buffer }[];
  readonly cursor: Buffer | undefined;
}

/** Reads a batch of a table's elements after a cursor, about `room`; keys and values are good until the next one. */
export function batches(): (table: BpfMap, cursor: Buffer | undefined, room: number) => Batch {
  const { size: keySize } = OsgCtKey;
  const { size: valueSize } = OsgCtEntry;
  let [keys, values] = [Buffer.alloc(BATCH * keySize), Buffer.alloc(BATCH * valueSize)];
  return (table, cursor, atFirst) => {
    for (let room = atFirst; ; room *= 2) {
      if (room * keySize > keys.length) [keys, values] = [Buffer.alloc(room * keySize), Buffer.alloc(room * valueSize)];
      try {
        const got = table.lookupBatch(cursor, keys.subarray(0, room * keySize), values.subarray(0, room * valueSize));
        return {
          cursor: got.cursor,
          entries: Array.from({ length: got.count }, (_, i) => ({
            key: keys.subarray(i * keySize, (i + 1) * keySize),
            value: values.subarray(i * valueSize, (i + 1) * valueSize),
          })),
        };
      } catch (error) {
        // One bucket with more.
        if (!(error instanceof BpfError) || error.code !== 'ENOSPC') throw error;
      }
    }
  };
}
