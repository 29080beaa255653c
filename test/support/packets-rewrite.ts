/** Frames of others, given the addresses of an endpoint: nothing else about them is mended or changed. */
import { ETHERTYPE, ipBytes, mac } from './packets.js';

export interface Addresses {
  readonly from?: string;
  readonly to?: string;
  /** Of either family; what is absent stays as it was. */
  readonly source?: { readonly v4: string; readonly v6: string };
  readonly destination?: { readonly v4: string; readonly v6: string };
}

const TAGS: readonly number[] = [ETHERTYPE.vlan, ETHERTYPE.qinq, 0x9100];

/** A copy with these MACs and, behind VLAN tags if there are any, these IP addresses; IPv4's header checksum stays as right as it was. */
export function readdressed(frame: Uint8Array, { from, to, source, destination }: Addresses): Buffer {
  const copy = Buffer.from(frame);
  if (to !== undefined) mac(to).copy(copy, 0);
  if (from !== undefined) mac(from).copy(copy, 6);
  let at = 12;
  while (at + 6 <= copy.length && TAGS.includes(copy.readUInt16BE(at))) at += 4;
  const ethertype = copy.readUInt16BE(at);
  const ip = at + 2;
  if (ethertype === ETHERTYPE.ipv4 && copy.length >= ip + 20) {
    if (source !== undefined) replace(copy, ip + 12, ipBytes(source.v4), ip + 10);
    if (destination !== undefined) replace(copy, ip + 16, ipBytes(destination.v4), ip + 10);
  } else if (ethertype === ETHERTYPE.ipv6 && copy.length >= ip + 40) {
    if (source !== undefined) ipBytes(source.v6).copy(copy, ip + 8);
    if (destination !== undefined) ipBytes(destination.v6).copy(copy, ip + 24);
  }
  return copy;
}

/** Replaces bytes under an Internet checksum and updates it (RFC 1624). */
function replace(bytes: Buffer, at: number, value: Buffer, checksumAt: number): void {
  let sum = ~bytes.readUInt16BE(checksumAt) & 0xffff;
  for (let i = 0; i < value.length; i += 2) sum += (~bytes.readUInt16BE(at + i) & 0xffff) + value.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  value.copy(bytes, at);
  bytes.writeUInt16BE(~sum & 0xffff, checksumAt);
}
