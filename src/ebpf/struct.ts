/** Fields of kernel structs in Buffers, by their place in `gen/abi.ts`. The machine's byte order is little-endian (x86-64, arm64). */
import type { AbiField } from '../gen/abi.js';
import type { Address, Family } from '../net/types.js';

/** An unsigned field of 1, 2 or 4 bytes. */
export function uint(bytes: Buffer, field: AbiField): number {
  return bytes.readUIntLE(field.offset, field.size);
}

export function setUint(bytes: Buffer, field: AbiField, value: number): void {
  bytes.writeUIntLE(value, field.offset, field.size);
}

/** A u64; of an array, element `index`. */
export function uint64(bytes: Buffer, field: AbiField, index = 0): bigint {
  return bytes.readBigUInt64LE(field.offset + 8 * index);
}

/** A u64 as a number, exact up to 2^53; of an array, element `index`. Makes no bigint: for counters read by the thousand. */
export function number64(bytes: Buffer, field: AbiField, index = 0): number {
  const at = field.offset + 8 * index;
  return bytes.readUInt32LE(at + 4) * 4294967296 + bytes.readUInt32LE(at);
}

export function setUint64(bytes: Buffer, field: AbiField, value: bigint, index = 0): void {
  bytes.writeBigUInt64LE(value, field.offset + 8 * index);
}

/** An address as words, most significant first; IPv4 in the first word. */
export function address(bytes: Buffer, field: AbiField, family: Family): Address {
  let value = 0n;
  for (let i = 0; i < (family === 4 ? 1 : 4); i++)
    value = (value << 32n) | BigInt(bytes.readUInt32LE(field.offset + 4 * i));
  return { family, value };
}

export function u32Key(index: number): Buffer {
  const key = Buffer.alloc(4);
  key.writeUInt32LE(index);
  return key;
}
