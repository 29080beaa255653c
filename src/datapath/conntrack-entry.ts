/** One tracked flow: from and to struct osg_ct_key and struct osg_ct_entry. */
import { address, setUint, uint } from '../ebpf/struct.js';
import { OsgConntrackLimits, OsgCtEntry, OsgCtFlags, OsgCtJudged, OsgCtKey, OsgCtState } from '../gen/abi.js';
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
  /** Its lower half. */
  readonly revision: bigint;
  /** Milliseconds until it is forgotten if nothing more comes. */
  readonly expiresInMs: number;
  readonly ageMs: number;
}

const ICMP = new Set([1, 58]);
/** No revision has this number: an entry that bears it is judged again before it is believed. */
export const NO_REVISION = 0xffffffff;
const SHIFT = BigInt(OsgConntrackLimits.CT_TIME_SHIFT);
const UNIT_MS = 2 ** OsgConntrackLimits.CT_TIME_SHIFT / 1e6;

/** Milliseconds from now, of the clock of deadlines, to a moment as entries have it. */
const fromNow = (moment: number, now: bigint): number =>
  ((moment - Number((now >> SHIFT) & 0xffffffffn)) | 0) * UNIT_MS;

/** As osg_ct_lives() in bpf/lib/conntrack_table.h. @param now of the clock of deadlines */
export function lives(entry: Buffer, now: bigint): boolean {
  const deadline = uint(entry, OsgCtEntry.fields.deadline);
  return deadline !== 0 && fromNow(deadline, now) > 0;
}

/** As osg_ct_check() there, of an entry's key alone. */
function keyCheck(key: Buffer): number {
  const { own_port, peer_port, peer, protocol, endpoint } = OsgCtKey.fields;
  const [first, last] = [key.readInt32LE(peer.offset), key.readInt32LE(peer.offset + 12)];
  return (
    ((uint(key, own_port) << 16) | uint(key, peer_port)) ^
    first ^
    Math.imul(last, 3) ^
    (uint(key, protocol) << 8) ^
    (uint(key, endpoint) << 20)
  );
}

/** Of the endpoint index, when the flow began. */
export const generationOf = (key: Buffer, entry: Buffer): number =>
  (uint(entry, OsgCtEntry.fields.check) ^ keyCheck(key)) >>> 0;

/** @param now of the clock of deadlines */
export function decodeEntry(key: Buffer, value: Buffer, now: bigint): ConntrackEntry {
  const k = OsgCtKey.fields;
  const e = OsgCtEntry.fields;
  // Whoever writes the map may write anything (F171).
  const family: Family = uint(key, k.family) === 4 ? 4 : 6;
  const protocol = uint(key, k.protocol);
  const judged = uint(value, e.judged);
  const peerPort = uint(key, k.peer_port);
  return {
    endpoint: uint(key, k.endpoint),
    direction: (judged & OsgCtJudged.ORIGINAL_EGRESS) === 0 ? 'ingress' : 'egress',
    protocol,
    own: address(key, k.own, family),
    peer: address(key, k.peer, family),
    ownPort: uint(key, k.own_port),
    peerPort: ICMP.has(protocol) ? peerPort >> 8 : peerPort,
    state: STATES[uint(value, e.state) & OsgCtState.STATE_MASK] ?? 'new',
    revoked: (judged & OsgCtJudged.REVOKED) !== 0,
    fromNode: (judged & OsgCtJudged.FROM_NODE) !== 0,
    recovered: (uint(value, e.flags) & OsgCtFlags.RECOVERED) !== 0,
    slot: judged & OsgCtJudged.SLOT_MASK,
    revision: BigInt(uint(value, e.revision)),
    expiresInMs: Math.round(fromNow(uint(value, e.deadline), now)),
    ageMs: Math.max(0, Math.round(-fromNow(uint(value, e.created), now))),
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
export function encodeFlow(endpoint: number, flow: KnownFlow): [Buffer, Buffer] {
  const [key, entry] = [Buffer.alloc(OsgCtKey.size), Buffer.alloc(OsgCtEntry.size)];
  const k = OsgCtKey.fields;
  const e = OsgCtEntry.fields;
  setUint(key, k.endpoint, endpoint);
  setUint(key, k.family, flow.own.family);
  setUint(key, k.protocol, flow.protocol);
  setUint(key, k.own_port, flow.ownPort);
  setUint(key, k.peer_port, flow.peerPort);
  for (const [field, { family, value }] of [[k.own, flow.own] as const, [k.peer, flow.peer] as const])
    for (let word = family === 4 ? 0 : 3, rest = value; word >= 0; word--, rest >>= 32n)
      key.writeUInt32LE(Number(rest & 0xffffffffn), field.offset + 4 * word);
  setUint(entry, e.judged, flow.direction === 'ingress' ? 0 : OsgCtJudged.ORIGINAL_EGRESS);
  setUint(entry, e.state, OsgCtState.ESTABLISHED);
  setUint(entry, e.flags, OsgCtFlags.RECOVERED);
  setUint(entry, e.revision, NO_REVISION);
  return [key, entry];
}
