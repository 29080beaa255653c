/** What the programs counted: packets by reason, and sampled conversations. */
import {
  OsgConversation,
  OsgConversationKey,
  OsgReason,
  OsgReasonCounter,
  OsgSweep,
  OsgSweepMode,
} from '../gen/abi.js';
import type { Address, Direction, Family } from '../net/types.js';
import { entries } from './binding.js';
import { sweep } from './conntrack.js';
import type { KernelObject } from './programs.js';
import { address, u32Key, uint, uint64 } from './struct.js';

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
  /** Unix milliseconds. */
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
  const { keySize, transferSize } = map.info;
  const room = 2 * OsgReason.MAX;
  const first = endpoint * room;
  const keys = Buffer.alloc(room * keySize);
  const values = Buffer.alloc(room * transferSize);
  // An array's cursor is the index before.
  map.lookupBatch(first === 0 ? undefined : u32Key(first - 1), keys, values);
  const found: ReasonCount[] = [];
  for (let i = 0; i < room; i++) {
    let packets = 0n;
    let bytes = 0n;
    for (let at = i * transferSize; at < (i + 1) * transferSize; at += OsgReasonCounter.size) {
      packets += values.readBigUInt64LE(at);
      bytes += values.readBigUInt64LE(at + 8);
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

/** The conversations of all endpoints, or of one. */
export function* conversations(kernel: KernelObject, sampleRate: number, endpoint?: number): Generator<Conversation> {
  const k = OsgConversationKey.fields;
  const v = OsgConversation.fields;
  for (const { key, value } of entries(kernel.map('osg_conversations'))) {
    if (endpoint !== undefined && uint(key, k.endpoint) !== endpoint) continue;
    const sampledPackets = Number(uint64(value, v.packets));
    const sampledBytes = Number(uint64(value, v.bytes));
    yield {
      endpoint: uint(key, k.endpoint),
      direction: uint(key, k.direction) === 0 ? 'ingress' : 'egress',
      peer: address(key, k.peer, uint(key, k.family) as Family),
      protocol: uint(key, k.protocol),
      port: uint(key, k.port),
      slot: uint(value, v.slot),
      firstMs: Number(uint64(value, v.first_ns) / 1_000_000n),
      lastMs: Number(uint64(value, v.last_ns) / 1_000_000n),
      flows: Number(uint64(value, v.flows)),
      sampledPackets,
      sampledBytes,
      packets: sampledPackets * sampleRate,
      bytes: sampledBytes * sampleRate,
    };
  }
}

/** Forgets conversations that nobody used for `idleMs`. Returns how many are left. */
export function forgetConversations(kernel: KernelObject, idleMs: number): number {
  const left = sweep(kernel.sweep, {
    mode: OsgSweepMode.CONVERSATIONS,
    idleNs: BigInt(Math.round(idleMs * 1e6)),
    nowNs: BigInt(Date.now()) * 1_000_000n,
  });
  return uint(left, OsgSweep.fields.live);
}
