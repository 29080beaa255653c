import { describe, expect, it } from 'vitest';
import {
  agreeingEnum,
  changedMeaning,
  type Layout,
  type LayoutChange,
  OWN_LAYOUT,
  sameStruct,
  structCopy,
} from './layout.js';

const layout = (version: number, fields: Layout['structs'][string]['fields'], size: number): Layout => ({
  version,
  structs: { thing: { size, fields } },
  enums: {},
});
const old = layout(
  1,
  {
    count: { offset: 0, size: 4, type: 'u32' },
    bytes: { offset: 8, size: 8, type: 'u64' },
    words: { offset: 16, size: 8, type: 'u32', count: 2 },
    reserved: { offset: 24, size: 8, type: 'u64' },
  },
  32,
);
const next = layout(
  2,
  {
    words: { offset: 0, size: 24, type: 'u64', count: 3 },
    reserved: { offset: 24, size: 8, type: 'u64' },
    bytes: { offset: 32, size: 2, type: 'u16' },
    added: { offset: 40, size: 8, type: 'u64' },
    count: { offset: 48, size: 8, type: 'u64' },
  },
  56,
);

function filled(): Buffer {
  const bytes = Buffer.alloc(32, 0xff);
  bytes.writeUInt32LE(7, 0);
  bytes.writeBigUInt64LE(70_000n, 8);
  bytes.writeUInt32LE(1, 16);
  bytes.writeUInt32LE(2, 20);
  return bytes;
}

describe('a struct copied from one layout to another', () => {
  it('goes by names: wider, in another order, what does not fit as large as can be, what is new 0', () => {
    const fresh = Buffer.alloc(56);
    structCopy('thing', old, next, { changes: [] })?.(filled(), fresh);
    const words = [0, 8, 16, 24, 40, 48].map((at) => fresh.readBigUInt64LE(at));
    expect(words).toEqual([1n, 2n, 0n, 0n, 0n, 7n]);
    expect(fresh.readUInt16LE(32)).toBe(0xffff);
    const back = Buffer.alloc(32);
    structCopy('thing', next, old, { changes: [] })?.(fresh, back);
    expect([back.readUInt32LE(0), back.readBigUInt64LE(8), back.readUInt32LE(20)]).toEqual([7, 65_535n, 2]);
  });

  it('is none where a key lacks a field or a struct is unknown', () => {
    expect(structCopy('thing', old, next, { key: true, changes: [] })).toBeUndefined();
    expect(structCopy('thing', next, old, { key: true, changes: [] })).toBeDefined();
    expect(structCopy('nothing', old, next, { changes: [] })).toBeUndefined();
  });

  it('is converted where a field changed its meaning between the two versions, up and down', () => {
    const seconds: LayoutChange = {
      struct: 'thing',
      since: 2,
      convert: (read, to, down) =>
        down
          ? to.writeUInt32LE(Number(read('count')) / 1000, 0)
          : to.writeBigUInt64LE(read('count') * 1000n + read('nothing'), 48),
    };
    const [up, down] = [Buffer.alloc(56), Buffer.alloc(32)];
    structCopy('thing', old, next, { changes: [seconds] })?.(filled(), up);
    expect(up.readBigUInt64LE(48)).toBe(7000n);
    structCopy('thing', next, old, { changes: [seconds] })?.(up, down);
    expect(down.readUInt32LE(0)).toBe(7);
    expect(changedMeaning('thing', old, next, [seconds])).toBe(true);
    expect(changedMeaning('thing', next, { ...next, version: 3 }, [seconds])).toBe(false);
  });
});

it('structs are the same if all but what is reserved lies alike; enums agree if no name has two numbers', () => {
  expect(sameStruct('thing', old, { ...old, version: 9 })).toBe(true);
  expect(sameStruct('thing', old, next)).toBe(false);
  for (const name of Object.keys(OWN_LAYOUT.structs)) expect(sameStruct(name, OWN_LAYOUT, OWN_LAYOUT)).toBe(true);
  const numbered = (values: Record<string, number>): Layout => ({ ...old, enums: { e: { values } } });
  expect(agreeingEnum('e', numbered({ A: 1 }), numbered({ A: 1, B: 2 }))).toBe(true);
  expect(agreeingEnum('e', numbered({ A: 1 }), numbered({ A: 2 }))).toBe(false);
  expect(agreeingEnum('f', numbered({ A: 1 }), numbered({ A: 1 }))).toBe(false);
});
