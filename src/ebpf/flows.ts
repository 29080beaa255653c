/** Flows as the kernel's own connection tracking knows them: struct Flow of `native/src/flows.cc`, in words. */
import { existsSync } from 'node:fs';
import type { Address, Family } from '../net/types.js';
import { BpfError, listFlows, type Netns } from './binding.js';

/** One direction, as its packets say. */
export interface FlowTuple {
  readonly source: Address;
  readonly destination: Address;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export interface KernelFlow {
  readonly protocol: number;
  readonly original: FlowTuple;
  /** Of the answers: the original the other way round, unless something is translated. */
  readonly reply: FlowTuple;
  /** TCP: enum tcp_conntrack of the kernel; 3 is established. */
  readonly tcpState: number;
  /** An answer was seen. */
  readonly replied: boolean;
  /** Seconds until the kernel forgets it. */
  readonly timeoutS: number;
}

const FLOW_BYTES = 80;
const TUPLE_BYTES = 36;
/** Refusals of a kernel that tracks nothing, or not in this way. */
const NONE = new Set(['EPROTONOSUPPORT', 'EOPNOTSUPP', 'EINVAL', 'ENOENT', 'EPERM']);

/**
 * Flows that one of the addresses began, or answers (behind translation). Empty where the kernel tracks nothing: it is not made to.
 * @param most of them
 */
export async function kernelFlows(addresses: readonly Address[], most: number, netns?: Netns): Promise<KernelFlow[]> {
  if (addresses.length === 0 || !existsSync('/proc/sys/net/netfilter/nf_conntrack_max')) return [];
  let bytes: Buffer;
  try {
    bytes = await listFlows(Buffer.concat(addresses.map(addressBytes)), most, netns);
  } catch (error) {
    if (error instanceof BpfError && NONE.has(error.code)) return [];
    throw error;
  }
  return Array.from({ length: bytes.length / FLOW_BYTES }, (_, i) => decode(bytes.subarray(FLOW_BYTES * i)));
}

function decode(flow: Buffer): KernelFlow {
  const family = flow.readUInt8(76) as Family;
  return {
    original: tuple(flow, 0, family),
    reply: tuple(flow, TUPLE_BYTES, family),
    timeoutS: flow.readUInt32LE(72),
    protocol: flow.readUInt8(77),
    tcpState: flow.readUInt8(78),
    replied: flow.readUInt8(79) !== 0,
  };
}

const tuple = (flow: Buffer, at: number, family: Family): FlowTuple => ({
  source: addressAt(flow, at, family),
  destination: addressAt(flow, at + 16, family),
  sourcePort: flow.readUInt16LE(at + 32),
  destinationPort: flow.readUInt16LE(at + 34),
});

function addressAt(flow: Buffer, at: number, family: Family): Address {
  let value = 0n;
  for (const byte of flow.subarray(at, at + (family === 4 ? 4 : 16))) value = (value << 8n) | BigInt(byte);
  return { family, value };
}

/** Sixteen bytes, an IPv4 address in the first four. */
function addressBytes({ family, value }: Address): Buffer {
  const bytes = Buffer.alloc(16);
  const length = family === 4 ? 4 : 16;
  for (let i = 0; i < length; i++) bytes[i] = Number((value >> BigInt(8 * (length - 1 - i))) & 0xffn);
  return bytes;
}
