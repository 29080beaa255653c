/** What the programs counted: packets by reason, and sampled conversations. */

import type { BpfMap } from '../ebpf/binding.js';
import { address, number64, u32Key, uint, uint64 } from '../ebpf/struct.js';
import {
  OsgConntrackLimits,
  OsgConversation,
  OsgReason,
  OsgReasonCounter,
  OsgSweep,
  OsgSweepMode,
} from '../gen/abi.js';
import type { Address, Direction, Family } from '../net/types.js';
import type { KernelObject } from './programs.js';
import { sweep } from './sweeping.js';

/** Exact traffic with one reason. Plain allows are counted by rule slot instead (`SlotCounters`). */
export interface ReasonCount {
  readonly endpoint: number;
  readonly direction: Direction;
  /** `OsgReason`. */
  readonly reason: number;
  readonly packets: bigint;
  readonly bytes: bigint;
}

/** Reasons from this number on are denials. */
export const FIRST_DENIAL = OsgReason.RULE_DENY;

/** Who talks to whom. `packets` and `bytes` are estimates from samples. */
export interface Conversation {
  readonly endpoint: number;
  readonly direction: Direction;
  readonly peer: Address;
  readonly protocol: number;
  /** Of the server; ICMP: type << 8 | code. */
  readonly port: number;
  /** Slot of the rule that allowed it last. */
  readonly slot: number;
  /** Unix milliseconds, to the second. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Beginnings seen: exact. 0 where they cannot be told (UDP where nothing is restricted). */
  readonly flows: number;
  readonly sampledPackets: number;
  readonly sampledBytes: number;
  /** Estimates: samples times the sample rate. */
  readonly packets: number;
  readonly bytes: number;
}

/** Counts of one endpoint index that are not zero. Index 0 stands for attached interfaces without policy. */
export function reasons(kernel: Pick<KernelObject, 'map'>, endpoint: number): ReasonCount[] {
  const map = kernel.map('osg_reasons');
  const { transferSize } = map.info;
  const room = 2 * OsgReason.MAX;
  const values = window(map, endpoint * room, room);
  // As for most: nothing to decode.
  if (values.equals(Buffer.alloc(values.length))) return [];
  const found: ReasonCount[] = [];
  for (let i = 0; i < room; i++) {
    let packets = 0n;
    let bytes = 0n;
    for (let at = i * transferSize; at < (i + 1) * transferSize; at += OsgReasonCounter.size) {
      packets += values.readBigUInt64LE(at + OsgReasonCounter.fields.packets.offset);
      bytes += values.readBigUInt64LE(at + OsgReasonCounter.fields.bytes.offset);
    }
    if (packets === 0n) continue;
    found.push({
      endpoint,
      direction: i < OsgReason.MAX ? 'ingress' : 'egress',
      reason: i % OsgReason.MAX,
      packets,
      bytes,
    });
  }
  return found;
}

/**
 * Packets denied under these endpoint indexes, whatever the reason and direction. Read all together: one call of the kernel for each
 * would be most of what a node at rest costs.
 */
export function denials(kernel: Pick<KernelObject, 'map'>, indexes: Iterable<number>): number {
  const map = kernel.map('osg_reasons');
  const { transferSize } = map.info;
  const room = 2 * OsgReason.MAX;
  const atOnce = Math.max(1, Math.floor(WINDOW_BYTES / (room * transferSize)));
  const nothing = Buffer.alloc((OsgReason.MAX - FIRST_DENIAL) * transferSize);
  const sorted = [...indexes].sort((a, b) => a - b);
  let packets = 0;
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i] as number;
    const values = window(map, first * room, atOnce * room);
    for (; i < sorted.length && (sorted[i] as number) < first + atOnce; i++) {
      const at = ((sorted[i] as number) - first) * room;
      for (const direction of [at, at + OsgReason.MAX]) {
        const from = (direction + FIRST_DENIAL) * transferSize;
        const end = (direction + OsgReason.MAX) * transferSize;
        if (values.compare(nothing, 0, nothing.length, from, end) === 0) continue;
        for (let at = from; at < end; at += OsgReasonCounter.size)
          packets += number64(values, OsgReasonCounter.fields.packets, at / 8);
      }
    }
  }
  return packets;
}

/** Read in one call. */
const WINDOW_BYTES = 1 << 18;

const scratch = { keys: Buffer.alloc(0), values: Buffer.alloc(0) };

/**
 * Elements of an array map from `first` on, one after another in one buffer, that holds until the next call. An array's cursor is
 * the index before.
 */
function window(map: BpfMap, first: number, count: number): Buffer {
  const { keySize, transferSize } = map.info;
  if (scratch.keys.length < count * keySize) scratch.keys = Buffer.alloc(count * keySize);
  if (scratch.values.length < count * transferSize) scratch.values = Buffer.alloc(count * transferSize);
  const values = scratch.values.subarray(0, count * transferSize);
  // What lies beyond the map's end.
  values.fill(0);
  map.lookupBatch(first === 0 ? undefined : u32Key(first - 1), scratch.keys.subarray(0, count * keySize), values);
  return values;
}

/** The conversations of one endpoint index, without those of an earlier holder. */
export function conversations(
  kernel: Pick<KernelObject, 'map'>,
  sampleRate: number,
  endpoint: number,
  generation: number,
): Conversation[] {
  const f = OsgConversation.fields;
  const sets = OsgConntrackLimits.CONVERSATION_SETS;
  const bytes = window(kernel.map('osg_conversation_sets'), endpoint * sets, sets);
  const found: Conversation[] = [];
  for (let at = 0; at < bytes.length; at += OsgConversation.size) {
    const one = bytes.subarray(at, at + OsgConversation.size);
    const kind = uint(one, f.kind);
    if (kind !== 0 && uint(one, f.generation) === generation) found.push(decode(endpoint, one, kind, sampleRate));
  }
  return found;
}

function decode(endpoint: number, bytes: Buffer, kind: number, sampleRate: number): Conversation {
  const f = OsgConversation.fields;
  const sampledPackets = Number(uint64(bytes, f.packets));
  const sampledBytes = Number(uint64(bytes, f.bytes));
  return {
    endpoint,
    direction: kind >> 16 === 0 ? 'ingress' : 'egress',
    peer: address(bytes, f.peer, ((kind >> 8) & 0xff) as Family),
    protocol: kind & 0xff,
    port: uint(bytes, f.port),
    slot: uint(bytes, f.slot),
    firstMs: uint(bytes, f.first_s) * 1000,
    lastMs: uint(bytes, f.last_s) * 1000,
    flows: Number(uint64(bytes, f.flows)),
    sampledPackets,
    sampledBytes,
    packets: sampledPackets * sampleRate,
    bytes: sampledBytes * sampleRate,
  };
}

/** Forgets the conversations of an endpoint index that nobody used for `idleMs`, or an earlier holder had. Returns how many are left. */
export function forgetConversations(
  kernel: KernelObject,
  endpoint: number,
  generation: number,
  idleMs: number,
): number {
  const untilNs = BigInt(Math.round(Date.now() - idleMs)) * 1_000_000n;
  const left = sweep(kernel.sweep, { mode: OsgSweepMode.CONVERSATIONS, endpoint, generation, untilNs });
  return uint(left, OsgSweep.fields.live);
}
