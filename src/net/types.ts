/**
 * The network vocabulary shared by every layer. Pure data, no behaviour.
 */

/** IP version. */
export type Family = 4 | 6;

/** One IP address. `value` is the address as an unsigned integer, most significant byte first: 32 bits for IPv4, 128 for IPv6. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

/** A canonical CIDR prefix: the bits of `value` below `length` are zero. */
export interface Prefix {
  readonly family: Family;
  readonly value: bigint;
  /** 0..32 for IPv4, 0..128 for IPv6. */
  readonly length: number;
}

/** An inclusive range of transport ports, 0 ≤ first ≤ last ≤ 65535. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Always as the endpoint sees it: ingress is traffic *to* the workload. */
export type Direction = 'ingress' | 'egress';

/** IANA protocol numbers that carry ports or types; every other number is legal too. */
export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 } as const;
