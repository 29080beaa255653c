/** One tracked flow: from and to struct osg_ct_key and struct osg_ct_entry. */
import { address, setUint, setUint64, uint, uint64 } from '../ebpf/struct.js';
import { OsgCtEntry, OsgCtFlags, OsgCtKey, OsgCtState } from '../gen/abi.js';
import type { Address, Direction, Family } from '../net/types.js';

export type ConntrackState = 'new' | 'syn-received' | 'established' | 'half-closed' | 'closing' | 'reset' | 'answered';

const STATES: Readonly<Record<number, ConntrackState>> = {
  [OsgCtState.NEW]: 'new',
  [OsgCtState.SYN_RECEIVED]: 'syn-received',
  [OsgCtState.ESTABLISHED]: 'established',
  [OsgCtState.HALF_CLOSED]: 'half-closed',
  [OsgCtState.CLOSING]: 'closing',
  [OsgCtState.RESET]: 'reset',
  [OsgCtState.ANSWERED]: 'answered',
};

/** One flow. */
export interface ConntrackEntry {
  readonly endpoint: number;
  /** Of the packet that began it. */
  readonly direction: Direction;
  readonly protocol: number;
  readonly own: Address;
  readonly peer: Address;
  /** TCP, UDP, SCTP. ICMP: the identifier of the query. */
  readonly ownPort: number;
  /** ICMP: the type of the query. */
  readonly peerPort: number;
  readonly state: ConntrackState;
  /** Denied when it was last judged: kept so that it cannot come back by the other direction. */
  readonly revoked: boolean;
  readonly fromNode: boolean;
  readonly recovered: boolean;
  /** Slot that allowed it. */
  readonly slot: number;
  readonly revision: bigint;
  /** Milliseconds until it is forgotten if nothing more comes. */
  readonly expiresInMs: number;
  readonly ageMs: number;
}

const ICMP = new Set([1, 58]);
/** No revision has this number: an entry that bears it is judged again before it is believed. */
export const NO_REVISION = 2n ** 64n - 1n;

/** @param now of the clock of deadlines */
export function decodeEntry(endpoint: number, key: Buffer, value: Buffer, now: bigint): ConntrackEntry {
  const k = OsgCtKey.fields;
  const e = OsgCtEntry.fields;
  const family = uint(key, k.family) as Family;
  const protocol = uint(key, k.protocol);
  const flags = uint(value, e.flags);
  const peerPort = uint(key, k.peer_port);
  return {
    endpoint,
    direction: uint(value, e.direction) === 0 ? 'ingress' : 'egress',
    protocol,
    own: address(key, k.own, family),
    peer: address(key, k.peer, family),
    ownPort: uint(key, k.own_port),
    peerPort: ICMP.has(protocol) ? peerPort >> 8 : peerPort,
    state: STATES[uint(value, e.state)] ?? 'new',
    revoked: uint(value, e.revoked) !== 0,
    fromNode: (flags & OsgCtFlags.FROM_NODE) !== 0,
    recovered: (flags & OsgCtFlags.RECOVERED) !== 0,
    slot: uint(value, e.slot),
    revision: uint64(value, e.revision),
    expiresInMs: Number((uint64(value, e.deadline_ns) - now) / 1_000_000n),
    ageMs: Number((now - uint64(value, e.created_ns)) / 1_000_000n),
  };
}

/** An established flow of TCP, UDP or SCTP that the tables do not know yet. */
export interface KnownFlow {
  /** Of the packet that began it, as far as can be told. */
  readonly direction: Direction;
  readonly protocol: number;
  readonly own: Address;
  readonly peer: Address;
  readonly ownPort: number;
  readonly peerPort: number;
}

/** Key and entry; the program that enters it gives it its times. */
export function encodeFlow(endpoint: number, generation: number, flow: KnownFlow): [Buffer, Buffer] {
  const [key, entry] = [Buffer.alloc(OsgCtKey.size), Buffer.alloc(OsgCtEntry.size)];
  const k = OsgCtKey.fields;
  const e = OsgCtEntry.fields;
  setUint(key, k.endpoint, endpoint);
  setUint(key, k.generation, generation);
  setUint(key, k.family, flow.own.family);
  setUint(key, k.protocol, flow.protocol);
  setUint(key, k.own_port, flow.ownPort);
  setUint(key, k.peer_port, flow.peerPort);
  for (const [field, { family, value }] of [[k.own, flow.own] as const, [k.peer, flow.peer] as const])
    for (let word = family === 4 ? 0 : 3, rest = value; word >= 0; word--, rest >>= 32n)
      key.writeUInt32LE(Number(rest & 0xffffffffn), field.offset + 4 * word);
  setUint(entry, e.direction, flow.direction === 'ingress' ? 0 : 1);
  setUint(entry, e.state, OsgCtState.ESTABLISHED);
  setUint(entry, e.flags, OsgCtFlags.RECOVERED);
  setUint64(entry, e.revision, NO_REVISION);
  return [key, entry];
}
