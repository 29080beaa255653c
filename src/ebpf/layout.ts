/**
 * What the maps of a layout version look like, kept beside them (the map `osg_layout`: JSON, NUL-padded): so that an agent
 * of another version can read them without knowing that version. The maps' own BTF says the same, but asking the kernel for
 * it by id takes CAP_SYS_ADMIN.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ABI_LAYOUT, OSG_LAYOUT_VERSION } from '../gen/abi.js';
import { BpfMap, MapType } from './binding.js';
import { u32Key } from './struct.js';

const FIELD = z.object({ offset: z.int(), size: z.int(), type: z.string(), count: z.int().optional() });
const STRUCT = z.object({ size: z.int(), fields: z.record(z.string(), FIELD) });
const LAYOUT = z.object({
  version: z.int(),
  structs: z.record(z.string(), STRUCT),
  enums: z.record(z.string(), z.object({ values: z.record(z.string(), z.int()) })),
});

type Field = z.infer<typeof FIELD>;
type Struct = z.infer<typeof STRUCT>;
/** By C names. */
export type Layout = z.infer<typeof LAYOUT>;

export const OWN_LAYOUT: Layout = LAYOUT.parse({ ...ABI_LAYOUT, version: OSG_LAYOUT_VERSION });

/** Name of the pin. */
export const LAYOUT_MAP = 'osg_layout';

/** The map that describes our layout: the one that is pinned in a folder, or a new one. */
export function layoutMap(dir: string): BpfMap {
  const pin = join(dir, LAYOUT_MAP);
  if (existsSync(pin)) return BpfMap.openPinned(pin);
  const text = Buffer.from(JSON.stringify(OWN_LAYOUT));
  const valueSize = Math.ceil((text.length + 1) / 8) * 8;
  const map = BpfMap.create({ type: MapType.Array, keySize: 4, valueSize, maxEntries: 1, name: LAYOUT_MAP });
  map.update(u32Key(0), Buffer.concat([text, Buffer.alloc(valueSize - text.length)]));
  map.pin(pin);
  return map;
}

/** Undefined: a folder without description, or one that nobody understands. */
export function readLayout(dir: string): Layout | undefined {
  const pin = join(dir, LAYOUT_MAP);
  if (!existsSync(pin)) return undefined;
  const map = BpfMap.openPinned(pin);
  try {
    const text = map.lookup(u32Key(0))?.toString() ?? '';
    return LAYOUT.parse(JSON.parse(text.slice(0, text.indexOf('\0'))));
  } catch {
    return undefined;
  } finally {
    map.close();
  }
}

const isReserved = (name: string): boolean => name.startsWith('reserved');

/** Whether a struct lies the same in both. */
export function sameStruct(name: string, a: Layout, b: Layout): boolean {
  const [one, other] = [a.structs[name], b.structs[name]];
  if (one === undefined || other === undefined || one.size !== other.size) return false;
  const named = (struct: Struct): [string, Field][] =>
    Object.entries(struct.fields).filter(([field]) => !isReserved(field));
  return (
    named(one).length === named(other).length &&
    named(one).every(([field, at]) => {
      const there = other.fields[field];
      return (
        there !== undefined &&
        there.offset === at.offset &&
        there.size === at.size &&
        there.type === at.type &&
        there.count === at.count &&
        (a.structs[at.type] === undefined || sameStruct(at.type, a, b))
      );
    })
  );
}

/** Whether no name of an enum means another number in the other one. */
export function agreeingEnum(name: string, a: Layout, b: Layout): boolean {
  const [one, other] = [a.enums[name]?.values, b.enums[name]?.values];
  return (
    one !== undefined &&
    other !== undefined &&
    Object.entries(one).every(([value, number]) => other[value] === undefined || other[value] === number)
  );
}

/** A struct whose field kept its name and changed its meaning, or whose new field follows from old ones. */
export interface LayoutChange {
  readonly struct: string;
  /** First version that has it. */
  readonly since: number;
  /**
   * After the fields of the same name were copied. `down`: from that version or a later one to an earlier one.
   * @param read an integer of the old layout; 0 if it has no such field
   */
  readonly convert: (read: (field: string) => bigint, to: Buffer, down: boolean) => void;
}

export type Copy = (from: Buffer, to: Buffer) => void;

const between = (change: LayoutChange, a: Layout, b: Layout): boolean =>
  a.version < change.since !== b.version < change.since;

/** Whether a struct's meaning changed between two versions. */
export const changedMeaning = (name: string, a: Layout, b: Layout, changes: readonly LayoutChange[]): boolean =>
  changes.some((change) => change.struct === name && between(change, a, b));

/**
 * Copies a struct field by field, by names, into cleared memory: integers may change their width (what does not fit becomes
 * the largest that does), arrays their length; what only the new layout has stays 0. Undefined: one of the two lacks the
 * struct, or `key` is set and the old one lacks a field, without which keys may collide.
 */
export function structCopy(
  name: string,
  from: Layout,
  to: Layout,
  { key = false, changes }: { readonly key?: boolean; readonly changes: readonly LayoutChange[] },
): Copy | undefined {
  const [source, target] = [from.structs[name], to.structs[name]];
  if (source === undefined || target === undefined) return undefined;
  const converters = changes.filter((change) => change.struct === name && between(change, from, to));
  const steps: Copy[] = [];
  for (const [field, at] of Object.entries(target.fields)) {
    const there = source.fields[field];
    if (isReserved(field)) continue;
    if (there !== undefined) steps.push(fieldCopy(there, at));
    else if (key && converters.length === 0) return undefined;
  }
  const down = to.version < from.version;
  return (old, fresh) => {
    for (const step of steps) step(old, fresh);
    const read = (field: string): bigint => {
      const at = source.fields[field];
      return at === undefined ? 0n : readUint(old, at.offset, at.size);
    };
    for (const { convert } of converters) convert(read, fresh, down);
  };
}

function fieldCopy(from: Field, to: Field): Copy {
  const count = Math.min(from.count ?? 1, to.count ?? 1);
  const [narrow, wide] = [from.size / (from.count ?? 1), to.size / (to.count ?? 1)];
  if (narrow === wide)
    return (old, fresh) => {
      old.copy(fresh, to.offset, from.offset, from.offset + count * narrow);
    };
  const most = (1n << BigInt(8 * wide)) - 1n;
  return (old, fresh) => {
    for (let i = 0; i < count; i++) {
      const value = readUint(old, from.offset + i * narrow, narrow);
      writeUint(fresh, to.offset + i * wide, wide, value > most ? most : value);
    }
  };
}

/** An unsigned integer of 1, 2, 4 or 8 bytes. */
export function readUint(bytes: Buffer, offset: number, size: number): bigint {
  return size === 8 ? bytes.readBigUInt64LE(offset) : BigInt(bytes.readUIntLE(offset, size));
}

function writeUint(bytes: Buffer, offset: number, size: number, value: bigint): void {
  if (size === 8) bytes.writeBigUInt64LE(value, offset);
  else bytes.writeUIntLE(Number(value), offset, size);
}
