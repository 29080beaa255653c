/** Counts that another layout's programs left, added to ours by the program `osg_add`: while ours count on, none is lost. */

import type { BpfMap } from '../ebpf/binding.js';
import type { Copy } from '../ebpf/layout.js';
import { setUint, setUint64, uint64 } from '../ebpf/struct.js';
import { OsgAdditionKind as Kind, OsgAddition, type OsgAdditionKind, OsgSlotCounter } from '../gen/abi.js';
import { counterStripes } from './counters.js';
import type { KernelObject } from './programs.js';

/** @param amounts as `OsgAdditionKind` says; at most 4. @returns false: there is no such element */
export function add(
  kernel: Pick<KernelObject, 'addition'>,
  kind: OsgAdditionKind,
  index: number,
  amounts: readonly bigint[],
): boolean {
  const { fields, size } = OsgAddition;
  const ctx = Buffer.alloc(size);
  setUint(ctx, fields.kind, kind);
  setUint(ctx, fields.index, index);
  for (const [i, amount] of amounts.entries()) setUint64(ctx, fields.amounts, amount, i);
  return kernel.addition.testRun({ ctx, repeat: 0 }).retval === 0;
}

/** Counters looked at in one turn of the event loop. */
const SLICE = 65_536;

/** Adds the counters of all stripes to ours, slot by slot, and clears them there. No program may use that map any more. */
export async function moveSlots(
  theirs: BpfMap,
  size: number,
  copy: Copy,
  kernel: Pick<KernelObject, 'addition'>,
): Promise<void> {
  const stripes = counterStripes();
  const slots = Math.floor(theirs.info.maxEntries / stripes);
  const mapping = theirs.mmap(true);
  const { packets, bytes, audit_packets, last_hit_ns } = OsgSlotCounter.fields;
  try {
    const all = Buffer.from(mapping.buffer);
    const words = new Uint32Array(mapping.buffer);
    const { stride } = mapping;
    for (let slot = 0; slot < slots; slot++) {
      if ((slot * stripes) % SLICE < stripes) await new Promise((resolve) => setImmediate(resolve));
      const amounts = [0n, 0n, 0n, 0n] as [bigint, bigint, bigint, bigint];
      const found: number[] = [];
      for (let stripe = 0; stripe < stripes; stripe++) {
        const at = (stripe * slots + slot) * stride;
        if (isZero(words, at / 4, (at + stride) / 4)) continue;
        found.push(at);
        const counter = Buffer.alloc(OsgSlotCounter.size);
        copy(all.subarray(at, at + size), counter);
        amounts[0] += uint64(counter, packets);
        amounts[1] += uint64(counter, bytes);
        amounts[2] += uint64(counter, audit_packets);
        const hit = uint64(counter, last_hit_ns);
        if (hit > amounts[3]) amounts[3] = hit;
      }
      if (found.length === 0) continue;
      add(kernel, Kind.SLOT, slot, amounts);
      for (const at of found) all.fill(0, at, at + size);
    }
  } finally {
    mapping.close();
  }
}

function isZero(words: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (words[i] !== 0) return false;
  return true;
}
