import { ADDRESS_BITS, compareAddresses, formatAddress, MAX_ADDRESS, parseAddress } from './address.js';
import { NetError } from './error.js';
import type { Address, Family, Prefix } from './types.js';

const EXPECTED = 'a CIDR prefix, such as 10.0.0.0/8 or 2001:db8::/32';

/** What `parsePrefix` found: the canonical prefix, and whether the text had bits set below the prefix length. */
export interface ParsedPrefix {
  readonly prefix: Prefix;
  readonly hostBits: boolean;
}

/** Parses `address/length`; bits below the length are cleared and told. @throws {NetError} code `prefix` */
export function parsePrefixLoosely(text: string): ParsedPrefix {
  const [address, length, ...more] = text.split('/');
  if (address === undefined || length === undefined || more.length > 0 || !/^(0|[1-9][0-9]{0,2})$/.test(length)) {
    throw new NetError('PREFIX', text, EXPECTED);
  }
  let parsed: Address;
  try {
    parsed = parseAddress(address);
  } catch {
    throw new NetError('PREFIX', text, EXPECTED);
  }
  if (Number(length) > ADDRESS_BITS[parsed.family]) {
    throw new NetError(
      'PREFIX',
      text,
      `a CIDR prefix: IPv${parsed.family} lengths end at ${ADDRESS_BITS[parsed.family]}`,
    );
  }
  const prefix = prefixAround(parsed, Number(length));
  return { prefix, hostBits: prefix.value !== parsed.value };
}

/** Parses a canonical prefix: no bits below the length. @throws {NetError} code `prefix`, naming the canonical form */
export function parsePrefix(text: string): Prefix {
  const { prefix, hostBits } = parsePrefixLoosely(text);
  if (hostBits)
    throw new NetError(
      'PREFIX',
      text,
      `canonical: bits are set beyond the length; the prefix is ${formatPrefix(prefix)}`,
    );
  return prefix;
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix)}/${prefix.length}`;
}

/** The prefix of that length which holds the address. */
export function prefixAround({ family, value }: Address, length: number): Prefix {
  const low = BigInt(ADDRESS_BITS[family] - length);
  return { family, value: (value >> low) << low, length };
}

/** The prefix of one address: /32 or /128. */
export function hostPrefix({ family, value }: Address): Prefix {
  return { family, value, length: ADDRESS_BITS[family] };
}

/** Lowest address of the prefix, as a value. */
export function prefixFirst(prefix: Prefix): bigint {
  return prefix.value;
}

/** Highest address of the prefix, as a value. */
export function prefixLast({ family, value, length }: Prefix): bigint {
  return value | ((1n << BigInt(ADDRESS_BITS[family] - length)) - 1n);
}

export function prefixContains(prefix: Prefix, address: Address): boolean {
  const low = BigInt(ADDRESS_BITS[prefix.family] - prefix.length);
  return prefix.family === address.family && address.value >> low === prefix.value >> low;
}

/** Whether every address of `inner` lies in `outer`. */
export function prefixCovers(outer: Prefix, inner: Prefix): boolean {
  return outer.length <= inner.length && prefixContains(outer, inner);
}

export function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.family === b.family && a.length === b.length && a.value === b.value;
}

/** Order by family, then first address, then length (the wider first). */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  return compareAddresses(a, b) || a.length - b.length;
}

/** `prefix` without `holes`, as disjoint prefixes in ascending order; at most one per bit for each hole. */
export function subtractPrefixes(prefix: Prefix, holes: readonly Prefix[]): Prefix[] {
  const inside = holes.filter((hole) => prefixCovers(prefix, hole) || prefixCovers(hole, prefix));
  if (inside.length === 0) return [prefix];
  if (inside.some((hole) => prefixCovers(hole, prefix))) return [];
  return halves(prefix).flatMap((half) => subtractPrefixes(half, inside));
}

function halves({ family, value, length }: Prefix): [Prefix, Prefix] {
  const upper = value | (1n << BigInt(ADDRESS_BITS[family] - length - 1));
  return [
    { family, value, length: length + 1 },
    { family, value: upper, length: length + 1 },
  ];
}

/** The fewest prefixes that cover exactly the inclusive range of addresses. */
export function prefixesOfRange(family: Family, first: bigint, last: bigint): Prefix[] {
  if (first < 0n || first > last || last > MAX_ADDRESS[family])
    throw new NetError('PREFIX', `${first}-${last}`, 'an ascending range');
  const prefixes: Prefix[] = [];
  let value = first;
  while (value <= last) {
    let size = 0;
    while (
      size < ADDRESS_BITS[family] &&
      value % (1n << BigInt(size + 1)) === 0n &&
      value + (1n << BigInt(size + 1)) - 1n <= last
    )
      size++;
    prefixes.push({ family, value, length: ADDRESS_BITS[family] - size });
    value += 1n << BigInt(size);
  }
  return prefixes;
}
