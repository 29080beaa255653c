import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BPF_F_MMAPABLE, BpfMap, type BpfMapping, MapType } from '../ebpf/binding.js';
import { possibleCpus } from '../ebpf/cpus.js';
import { OsgSlotCounter } from '../gen/abi.js';
import { openPin } from './pins.js';

/** Exact traffic that a slot decided, since the counters began. */
export interface SlotTraffic {
  readonly packets: bigint;
  readonly bytes: bigint;
  /** Unix nanoseconds, to within a clock tick; 0: never. */
  readonly lastHit: bigint;
  /** Packets on which an audit rule's verdict, decided by this slot, differed from the enforced one. */
  readonly auditPackets: bigint;
}

const { fields, size } = OsgSlotCounter;
const WORDS = size / 8;

/** The counters of all slots: `stripes` times `slots` elements, one stripe for each CPU where memory allows it. */
export class SlotCounters {
  /** Made by the first reading: its pages count as memory of the process. */
  #mapping: BpfMapping | undefined;

  private constructor(
    readonly map: BpfMap,
    readonly slots: number,
  ) {}

  /** @param stripes a power of two; as many as possible CPUs, or fewer to save memory (32 bytes × slots × stripes) */
  static create(slots: number, stripes: number): SlotCounters {
    const map = BpfMap.create({
      type: MapType.Array,
      keySize: 4,
      valueSize: size,
      maxEntries: slots * stripes,
      flags: BPF_F_MMAPABLE,
      name: 'osg_slot_count',
    });
    return new SlotCounters(map, slots);
  }

  /** Those of an earlier agent. @param slots that they were created with. Takes the map over. */
  static open(map: BpfMap, slots: number): SlotCounters {
    return new SlotCounters(map, slots);
  }

  get stripes(): number {
    return Math.floor(this.map.info.maxEntries / this.slots);
  }

  /** What the program object needs to be loaded with. @param cpus how many CPUs are possible */
  globals(cpus: number): Record<string, number> {
    const { slots, stripes } = this;
    return { osg_counter_slots: slots, osg_counter_stripes: stripes, osg_counter_shared: stripes < cpus ? 1 : 0 };
  }

  read(slot: number): SlotTraffic {
    this.#mapping ??= this.map.mmap(false);
    const values = new BigUint64Array(this.#mapping.buffer);
    let packets = 0n;
    let bytes = 0n;
    let lastHit = 0n;
    let auditPackets = 0n;
    for (let stripe = 0; stripe < this.stripes; stripe++) {
      const at = (stripe * this.slots + slot) * WORDS;
      packets += values[at + fields.packets.offset / 8] ?? 0n;
      bytes += values[at + fields.bytes.offset / 8] ?? 0n;
      auditPackets += values[at + fields.audit_packets.offset / 8] ?? 0n;
      const hit = values[at + fields.last_hit_ns.offset / 8] ?? 0n;
      if (hit > lastHit) lastHit = hit;
    }
    return { packets, bytes, lastHit, auditPackets };
  }

  close(): void {
    this.#mapping?.close();
    this.map.close();
  }
}

/** Stripes that counters are made with: one for each CPU that may appear, rounded up to a power of two. */
export const counterStripes = (): number => 2 ** Math.ceil(Math.log2(possibleCpus()));

/** The counters that are pinned in a folder, or new ones. @param slots of new ones */
export function openCounters(dir: string, slots: number): SlotCounters {
  const pin = join(dir, 'osg_slot_counters');
  if (existsSync(pin)) {
    const map = openPin(pin, { type: MapType.Array, keySize: 4, valueSize: size });
    return SlotCounters.open(map, map.info.maxEntries / counterStripes());
  }
  const counters = SlotCounters.create(slots, counterStripes());
  counters.map.pin(pin);
  return counters;
}
