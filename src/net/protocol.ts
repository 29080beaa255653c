import { NetError } from './error.js';
import { type PortRange, PROTOCOL } from './types.js';

/** Names for people; the numbers are IANA's. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [PROTOCOL.icmp, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPIP'],
  [PROTOCOL.tcp, 'TCP'],
  [PROTOCOL.udp, 'UDP'],
  [41, 'IPv6'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [PROTOCOL.icmpv6, 'ICMPv6'],
  [89, 'OSPF'],
  [112, 'VRRP'],
  [PROTOCOL.sctp, 'SCTP'],
  [136, 'UDPLite'],
]);

const NUMBERS: ReadonlyMap<string, number> = new Map([...NAMES].map(([number, name]) => [name.toLowerCase(), number]));

/** A protocol's number from its name (any case) or decimal number. @throws {NetError} code `protocol` */
export function parseProtocol(text: string | number): number {
  const number =
    typeof text === 'number'
      ? text
      : (NUMBERS.get(text.toLowerCase()) ?? (/^[0-9]{1,3}$/.test(text) ? Number(text) : -1));
  if (!Number.isInteger(number) || number < 0 || number > 255) {
    throw new NetError(
      'PROTOCOL',
      String(text),
      `a protocol name (${[...NAMES.values()].join(', ')}) or number 0..255`,
    );
  }
  return number;
}

/** The usual name, or the number in decimal. */
export function formatProtocol(protocol: number): string {
  return NAMES.get(protocol) ?? String(protocol);
}

export function hasPorts(protocol: number): boolean {
  return protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp || protocol === PROTOCOL.sctp;
}

export function isIcmp(protocol: number): boolean {
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
}

/** A transport conversation's place on the 24-bit axis of the tables. */
export interface FlowKey {
  readonly protocol: number;
  readonly port?: number;
  readonly icmp?: { readonly type: number; readonly code: number };
}

/** `protocol << 16 | destination port`, for ICMP `type << 8 | code`, for other protocols 0. */
export function encodeKey({ protocol, port, icmp }: FlowKey): number {
  if (hasPorts(protocol)) return (protocol << 16) | (port ?? 0);
  if (isIcmp(protocol)) return (protocol << 16) | ((icmp?.type ?? 0) << 8) | (icmp?.code ?? 0);
  return protocol << 16;
}

/** The inverse of `encodeKey`; the low bits of protocols without ports are dropped. */
export function decodeKey(key: number): FlowKey {
  const protocol = key >>> 16;
  if (hasPorts(protocol)) return { protocol, port: key & 0xffff };
  if (isIcmp(protocol)) return { protocol, icmp: { type: (key >>> 8) & 0xff, code: key & 0xff } };
  return { protocol };
}

/** Parses `80` or `8000-8100`. @throws {NetError} code `port` */
export function parsePortRange(text: string): PortRange {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = match?.[2] === undefined ? first : Number(match[2]);
  if (match === null || last > 65535 || first > last)
    throw new NetError('PORT', text, 'a port or an ascending range of ports up to 65535, such as 8000-8100');
  return { first, last };
}

export function formatPortRange({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}
