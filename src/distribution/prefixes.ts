/** Addresses and prefixes on the wire: network order, 4 or 16 bytes; packed prefixes are 5 or 17 bytes each. */
import type { AddressSet } from '../policy/view.js';
import { DistributionError } from './error.js';

export type Prefix = AddressSet['prefixes'][number];
export type Address = Pick<Prefix, 'family' | 'value'>;

export function addressBytes({ family, value }: Address): Uint8Array {
  const bytes = new Uint8Array(family === 4 ? 4 : 16);
  writeAddress(bytes, 0, family, value);
  return bytes;
}

function writeAddress(target: Uint8Array, at: number, family: 4 | 6, value: bigint): void {
  if (family === 4) {
    // Whoever asks a small array for its buffer gets one made, outside of the heap: a full node has millions.
    const word = Number(value);
    for (let i = 0; i < 4; i++) target[at + i] = word >>> (24 - 8 * i);
    return;
  }
  const view = new DataView(target.buffer, target.byteOffset);
  view.setBigUint64(at, value >> 64n);
  view.setBigUint64(at + 8, value & 0xffff_ffff_ffff_ffffn);
}

function readAddress(source: Uint8Array, at: number, family: 4 | 6): bigint {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (family === 4) return BigInt(view.getUint32(at));
  return (view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8);
}

/** @throws DistributionError MALFORMED */
export function addressFrom(bytes: Uint8Array, where: string): Address {
  if (bytes.length !== 4 && bytes.length !== 16)
    throw new DistributionError('MALFORMED', where, `an address has 4 or 16 bytes, not ${bytes.length}`);
  const family = bytes.length === 4 ? 4 : 6;
  return { family, value: readAddress(bytes, 0, family) };
}

/** @throws DistributionError MALFORMED: the length is out of range or bits past it are set. */
export function prefixFrom(family: 4 | 6, value: bigint, length: number, where: string): Prefix {
  const bits = family === 4 ? 32 : 128;
  if (length > bits) throw new DistributionError('MALFORMED', where, `prefix length ${length} exceeds ${bits}`);
  const host = (1n << BigInt(bits - length)) - 1n;
  if ((value & host) !== 0n)
    throw new DistributionError('MALFORMED', where, `prefix /${length} has bits past its length`);
  return { family, value, length };
}

export interface PackedPrefixes {
  readonly v4: Uint8Array;
  readonly v6: Uint8Array;
}

/** In ascending order, each once: equal sets give equal bytes. */
export function packPrefixes(prefixes: readonly Prefix[]): PackedPrefixes {
  return { v4: pack(prefixes, 4), v6: pack(prefixes, 6) };
}

const NO_BYTES = new Uint8Array();

function pack(prefixes: readonly Prefix[], family: 4 | 6): Uint8Array {
  const sorted = prefixes.filter((p) => p.family === family);
  if (sorted.length === 0) return NO_BYTES;
  sorted.sort(byValue);
  const unique = sorted.filter((p, i) => i === 0 || byValue(p, sorted[i - 1] as Prefix) !== 0);
  const size = family === 4 ? 5 : 17;
  const bytes = new Uint8Array(unique.length * size);
  unique.forEach((prefix, i) => {
    writeAddress(bytes, i * size, family, prefix.value);
    bytes[i * size + size - 1] = prefix.length;
  });
  return bytes;
}

const byValue = (a: Prefix, b: Prefix): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.length - b.length;

/** @throws DistributionError MALFORMED */
export function unpackPrefixes({ v4, v6 }: PackedPrefixes, where: string): Prefix[] {
  return [...unpack(v4, 4, where), ...unpack(v6, 6, where)];
}

function unpack(bytes: Uint8Array, family: 4 | 6, where: string): Prefix[] {
  const size = family === 4 ? 5 : 17;
  if (bytes.length % size !== 0)
    throw new DistributionError(
      'MALFORMED',
      where,
      `packed IPv${family} prefixes have ${size} bytes each, not ${bytes.length}`,
    );
  return Array.from({ length: bytes.length / size }, (_, i) =>
    prefixFrom(family, readAddress(bytes, i * size, family), bytes[(i + 1) * size - 1] as number, where),
  );
}

/** A key that is equal for equal prefixes. */
export const prefixKey = (p: Prefix): string => `${p.family}/${p.value}/${p.length}`;
