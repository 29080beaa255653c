/** Counts that another layout's programs left, added to ours by the program `osg_add`: while ours count on, none is lost. */

import { type BpfMap, entries } from '../ebpf/binding.js';
import { type Copy, OWN_LAYOUT, readUint } from '../ebpf/layout.js';
import { setUint, setUint64, uint64 } from '../ebpf/struct.js';
import { OsgAdditionKind as Kind, OsgAddition, type OsgAdditionKind, OsgReason, OsgSlotCounter } from '../gen/abi.js';
import { counterStripes } from './counters.js';
import type { Inherited } from './inherited.js';
import type { KernelObject } from './programs.js';

type Adding = Pick<KernelObject, 'addition'>;

/** @param amounts as `OsgAdditionKind` says; at most 4. @returns false: there is no such element */
export function add(kernel: Adding, kind: OsgAdditionKind, index: number, amounts: readonly bigint[]): boolean {
  const { fields, size } = OsgAddition;
  const ctx = Buffer.alloc(size);
  setUint(ctx, fields.kind, kind);
  setUint(ctx, fields.index, index);
  for (const [i, amount] of amounts.entries()) setUint64(ctx, fields.amounts, amount, i);
  return kernel.addition.testRun({ ctx, repeat: 0 }).retval === 0;
}

/** In one turn of the event loop: counters of slots, elements of `osg_reasons`. */
const SLICE = { slots: 65_536, reasons: 4096 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Moves all counts: added to ours and cleared there, so that what was interrupted goes on where it ended. No program may use those maps any more. */
export async function moveCounts(inherited: Inherited, kernel: Adding): Promise<void> {
  await moveReasons(inherited, kernel);
  moveAccounts(inherited, kernel);
  await moveSlots(inherited, kernel);
}

async function moveSlots(inherited: Inherited, kernel: Adding): Promise<void> {
  const name = 'osg_slot_counters';
  await inherited.withLong(name, async (theirs) => {
    const copy = inherited.copy(name, 'osg_slot_counter');
    const from = inherited.from.layout.structs['osg_slot_counter'];
    if (copy !== undefined && from !== undefined) await addSlots(theirs, from.size, copy, kernel);
  });
}

/** Of all stripes, slot by slot. */
async function addSlots(theirs: BpfMap, size: number, copy: Copy, kernel: Adding): Promise<void> {
  const stripes = counterStripes();
  const slots = Math.floor(theirs.info.maxEntries / stripes);
  const mapping = theirs.mmap(true);
  const { packets, bytes, audit_packets, last_hit_ns } = OsgSlotCounter.fields;
  try {
    const all = Buffer.from(mapping.buffer);
    const words = new Uint32Array(mapping.buffer);
    const { stride } = mapping;
    for (let slot = 0; slot < slots; slot++) {
      if ((slot * stripes) % SLICE.slots < stripes) await turn();
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

/** By the reasons' names: their numbers may differ. */
async function moveReasons(inherited: Inherited, kernel: Adding): Promise<void> {
  const name = 'osg_reasons';
  await inherited.withLong(name, async (theirs) => {
    const { structs, enums } = inherited.from.layout;
    const from = structs['osg_reason_counter'];
    const [packets, bytes] = [from?.fields['packets'], from?.fields['bytes']];
    const reasons = enums['osg_reason']?.values;
    if (from === undefined || !packets || !bytes || reasons === undefined) {
      inherited.lost.add(name);
      return;
    }
    const own = OWN_LAYOUT.enums['osg_reason']?.values ?? {};
    const numbers = new Map(Object.entries(reasons).map(([reason, number]) => [number, own[reason]]));
    const room = reasons['OSG_REASON_MAX'] as number;
    const stride = Math.ceil(from.size / 8) * 8;
    let looked = 0;
    for (const { key, value } of entries(theirs)) {
      if (++looked % SLICE.reasons === 0) await turn();
      const amounts = [0n, 0n];
      for (let at = 0; at < value.length; at += stride)
        for (const [i, field] of [packets, bytes].entries())
          amounts[i] = (amounts[i] as bigint) + readUint(value, at + field.offset, field.size);
      if (amounts[0] === 0n) continue;
      const element = key.readUInt32LE();
      const reason = numbers.get(element % room);
      if (reason !== undefined && reason < OsgReason.MAX)
        add(kernel, Kind.REASON, Math.floor(element / room) * OsgReason.MAX + reason, amounts);
      theirs.update(key, Buffer.alloc(value.length));
    }
  });
}

/** What was tracked of each endpoint. */
function moveAccounts(inherited: Inherited, kernel: Adding): void {
  const { structs } = inherited.from.layout;
  const fields = (structs['osg_ct_account'] ?? structs['osg_endpoint_state'])?.fields ?? {};
  // What was created has gone: what lives was entered anew, and counted.
  const moved = ['created', 'state_full', 'created'].map((name) => fields[name]);
  // Up to version 1 they lay beside the agent's notes.
  inherited.with(structs['osg_ct_account'] ? 'osg_conntrack_accounts' : 'osg_endpoint_states', (theirs) => {
    for (const { key, value } of entries(theirs)) {
      const amounts = moved.map((field) => (field === undefined ? 0n : readUint(value, field.offset, field.size)));
      if (amounts.every((amount) => amount === 0n)) continue;
      add(kernel, Kind.ACCOUNT, key.readUInt32LE(), amounts);
      const rest = Buffer.from(value);
      for (const field of moved) if (field !== undefined) rest.fill(0, field.offset, field.offset + field.size);
      theirs.update(Buffer.from(key), rest);
    }
  });
}
