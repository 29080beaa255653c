/** Frames, byte by byte, for raw sockets and for test runs of the programs. Checksums of IPv4, TCP, UDP, ICMP are right unless told. */
import { addressToBytes, parseAddress } from '../../src/net/address.js';

export interface EthernetOptions {
  readonly from?: string;
  readonly to?: string;
}

export const ETHERTYPE = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd, qinq: 0x88a8 } as const;
export const FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;
const PROTOCOL_NUMBER = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 } as const;

const u16 = (...values: number[]): Buffer => Buffer.from(values.flatMap((v) => [(v >> 8) & 255, v & 255]));
const u32 = (value: number): Buffer => u16(value >>> 16, value & 0xffff);
export const mac = (text: string): Buffer => Buffer.from(text.replaceAll(':', ''), 'hex');
export const ipBytes = (text: string): Buffer => Buffer.from(addressToBytes(parseAddress(text)));
export const isV6 = (text: string): boolean => text.includes(':');

/** The Internet checksum (RFC 1071). */
export function checksum(...parts: readonly Uint8Array[]): number {
  const bytes = Buffer.concat(parts);
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

export function ethernet(
  ethertype: number,
  payload: Uint8Array,
  { from = '02:00:00:00:00:01', to = '02:00:00:00:00:02' }: EthernetOptions = {},
): Buffer {
  return Buffer.concat([mac(to), mac(from), u16(ethertype), payload]);
}

export interface Ipv4Options {
  readonly src: string;
  readonly dst: string;
  readonly protocol: number;
  readonly payload: Uint8Array;
  readonly id?: number;
  readonly ttl?: number;
  /** Bytes, a multiple of 8. */
  readonly offset?: number;
  readonly more?: boolean;
  /** Multiple of 4 bytes. */
  readonly options?: Uint8Array;
  /** Wrong values, to see what becomes of them. */
  readonly ihl?: number;
  readonly version?: number;
  readonly totalLength?: number;
}

export function ipv4(o: Ipv4Options): Buffer {
  const options = o.options ?? Buffer.alloc(0);
  const header = Buffer.concat([
    Buffer.from([((o.version ?? 4) << 4) | (o.ihl ?? 5 + options.length / 4), 0]),
    u16(
      o.totalLength ?? 20 + options.length + o.payload.length,
      o.id ?? 1,
      (o.more ? 0x2000 : 0) | ((o.offset ?? 0) >> 3),
    ),
    Buffer.from([o.ttl ?? 64, o.protocol]),
    u16(0),
    ipBytes(o.src),
    ipBytes(o.dst),
    options,
  ]);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, o.payload]);
}

export interface Ipv6Options {
  readonly src: string;
  readonly dst: string;
  /** Of what `payload` begins with, extension headers included. */
  readonly next: number;
  readonly payload: Uint8Array;
  readonly hopLimit?: number;
  readonly version?: number;
  readonly payloadLength?: number;
}

export function ipv6(o: Ipv6Options): Buffer {
  const head = Buffer.concat([
    u32(((o.version ?? 6) << 28) >>> 0),
    u16(o.payloadLength ?? o.payload.length),
    Buffer.from([o.next, o.hopLimit ?? 64]),
  ]);
  return Buffer.concat([head, ipBytes(o.src), ipBytes(o.dst), o.payload]);
}

/** An IPv6 extension header of `units` times 8 bytes. */
export function extension(next: number, units = 1, content: Uint8Array = Buffer.from([1, units * 8 - 4])): Buffer {
  const bytes = Buffer.alloc(units * 8);
  bytes.set([next, units - 1]);
  bytes.set(content, 2);
  return bytes;
}

export function fragmentHeader(next: number, { id = 1, offset = 0, more = false } = {}): Buffer {
  return Buffer.concat([Buffer.from([next, 0]), u16(offset | (more ? 1 : 0)), u32(id)]);
}

function pseudo(src: string, dst: string, protocol: number, length: number): Buffer {
  const tail = isV6(src) ? Buffer.concat([u32(length), u32(protocol)]) : u16(protocol, length);
  return Buffer.concat([ipBytes(src), ipBytes(dst), tail]);
}

export interface Endpoints {
  readonly src: string;
  readonly dst: string;
  readonly sport?: number;
  readonly dport?: number;
}

export function tcp(
  o: Endpoints & {
    flags?: number;
    seq?: number;
    ack?: number;
    payload?: Uint8Array;
    doff?: number;
    window?: number;
    /** A multiple of four bytes. */
    tcpOptions?: Uint8Array;
  },
): Buffer {
  const payload = o.payload ?? Buffer.alloc(0);
  const options = o.tcpOptions ?? Buffer.alloc(0);
  const segment = Buffer.concat([
    u16(o.sport ?? 40000, o.dport ?? 80),
    u32(o.seq ?? 1),
    u32(o.ack ?? 0),
    Buffer.from([(o.doff ?? 5 + options.length / 4) << 4, o.flags ?? FLAGS.syn]),
    u16(o.window ?? 65535, 0, 0),
    options,
    payload,
  ]);
  segment.writeUInt16BE(checksum(pseudo(o.src, o.dst, PROTOCOL_NUMBER.tcp, segment.length), segment), 16);
  return segment;
}

export function udp(o: Endpoints & { payload?: Uint8Array; length?: number }): Buffer {
  const payload = o.payload ?? Buffer.from('osg!');
  const datagram = Buffer.concat([u16(o.sport ?? 40000, o.dport ?? 53, o.length ?? 8 + payload.length, 0), payload]);
  datagram.writeUInt16BE(checksum(pseudo(o.src, o.dst, PROTOCOL_NUMBER.udp, datagram.length), datagram) || 0xffff, 6);
  return datagram;
}

export function sctp(o: Endpoints & { chunk?: number }): Buffer {
  return Buffer.concat([
    u16(o.sport ?? 40000, o.dport ?? 9),
    u32(1),
    u32(0),
    Buffer.from([o.chunk ?? 1, 0]),
    u16(20),
    Buffer.alloc(16),
  ]);
}

/** ICMP or ICMPv6, by the addresses. `rest`: from the fifth byte on. */
export function icmp(o: { src: string; dst: string; type: number; code?: number; rest?: Uint8Array }): Buffer {
  const message = Buffer.concat([Buffer.from([o.type, o.code ?? 0, 0, 0]), o.rest ?? u16(7, 1)]);
  const sum = isV6(o.src)
    ? checksum(pseudo(o.src, o.dst, PROTOCOL_NUMBER.icmpv6, message.length), message)
    : checksum(message);
  message.writeUInt16BE(sum, 2);
  return message;
}

/** `id` and sequence number of an echo. */
export const echo = (id: number, sequence = 1): Buffer => u16(id, sequence);

/** An IP packet of either version around a transport payload. */
export function ip(o: { src: string; dst: string; protocol: number; payload: Uint8Array; ttl?: number }): Buffer {
  return isV6(o.src)
    ? ipv6({ src: o.src, dst: o.dst, next: o.protocol, payload: o.payload, hopLimit: o.ttl ?? 64 })
    : ipv4({ src: o.src, dst: o.dst, protocol: o.protocol, payload: o.payload, ttl: o.ttl ?? 64 });
}

export function frame(packet: Uint8Array, options: EthernetOptions = {}): Buffer {
  return ethernet((packet[0] as number) >> 4 === 6 ? ETHERTYPE.ipv6 : ETHERTYPE.ipv4, packet, options);
}

export const tcpPacket = (o: Parameters<typeof tcp>[0]): Buffer => ip({ ...o, protocol: 6, payload: tcp(o) });
export const udpPacket = (o: Parameters<typeof udp>[0]): Buffer => ip({ ...o, protocol: 17, payload: udp(o) });
export const sctpPacket = (o: Parameters<typeof sctp>[0]): Buffer => ip({ ...o, protocol: 132, payload: sctp(o) });
export const icmpPacket = (o: Parameters<typeof icmp>[0] & { ttl?: number }): Buffer =>
  ip({ ...o, protocol: isV6(o.src) ? 58 : 1, payload: icmp(o) });

/** An ICMP error of `src` about `quoted`, cut as routers do. */
export function icmpError(o: {
  src: string;
  dst: string;
  type: number;
  code?: number;
  quoted: Uint8Array;
  mtu?: number;
  bytes?: number;
}): Buffer {
  return icmpPacket({
    ...o,
    rest: Buffer.concat([u32(o.mtu ?? 0), o.quoted.subarray(0, o.bytes ?? (isV6(o.src) ? 1200 : 60))]),
  });
}

export function arp(
  o: { op: 1 | 2; senderMac: string; sender: string; targetMac?: string; target: string } & EthernetOptions,
): Buffer {
  const body = Buffer.concat([
    u16(1, ETHERTYPE.ipv4, 0x0604, o.op),
    mac(o.senderMac),
    ipBytes(o.sender),
    mac(o.targetMac ?? '00:00:00:00:00:00'),
    ipBytes(o.target),
  ]);
  return ethernet(ETHERTYPE.arp, body, { from: o.from ?? o.senderMac, to: o.to ?? 'ff:ff:ff:ff:ff:ff' });
}

/** Neighbour solicitation (135) or advertisement (136), with the link-layer address option if `optionMac` is given. */
export function neighbour(o: {
  type: 135 | 136;
  src: string;
  dst: string;
  target: string;
  optionMac?: string;
  hopLimit?: number;
}): Buffer {
  const option =
    o.optionMac === undefined
      ? Buffer.alloc(0)
      : Buffer.concat([Buffer.from([o.type === 135 ? 1 : 2, 1]), mac(o.optionMac)]);
  const rest = Buffer.concat([u32(o.type === 136 ? 0x60000000 : 0), ipBytes(o.target), option]);
  return icmpPacket({ src: o.src, dst: o.dst, type: o.type, rest, ttl: o.hopLimit ?? 255 });
}

/** Inserts 802.1Q tags behind the addresses, outermost first. */
export function tagged(frameBytes: Buffer, ...tags: { tpid?: number; id: number }[]): Buffer {
  const inserted = tags.map(({ tpid = ETHERTYPE.vlan, id }) => u16(tpid, id));
  return Buffer.concat([frameBytes.subarray(0, 12), ...inserted, frameBytes.subarray(12)]);
}
