/**
 * Reads BTF out of an ELF object (Documentation/bpf/btf.rst): types by id, as far as the ABI needs them. 64-bit
 * little-endian or big-endian ELF alike, since bpf objects follow the machine.
 */

/**
 * @typedef {object} BtfType
 * @property {number} kind
 * @property {string} name
 * @property {number} size bytes, or the id of the referred type for those that refer
 * @property {boolean} flag kind_flag: signed enum, or bitfields in a struct
 * @property {{ name: string, type: number, bits: number }[]} members of struct and union; `bits` is the offset
 * @property {{ name: string, value: number }[]} values of an enum
 * @property {{ type: number, count: number } | undefined} array
 * @property {number} encoding of an integer: 1 signed, 2 char, 4 bool
 */

export const KIND = {
  INT: 1,
  PTR: 2,
  ARRAY: 3,
  STRUCT: 4,
  UNION: 5,
  ENUM: 6,
  FWD: 7,
  TYPEDEF: 8,
  VOLATILE: 9,
  CONST: 10,
  RESTRICT: 11,
  FUNC: 12,
  FUNC_PROTO: 13,
  VAR: 14,
  DATASEC: 15,
  FLOAT: 16,
  DECL_TAG: 17,
  TYPE_TAG: 18,
  ENUM64: 19,
};

/**
 * @param {Buffer} elf
 * @returns {BtfType[]} index is the type id; 0 is void
 */
export function readBtf(elf) {
  const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
  const little = elf[5] === 1;
  const u16 = (/** @type {number} */ at) => view.getUint16(at, little);
  const u32 = (/** @type {number} */ at) => view.getUint32(at, little);
  const u64 = (/** @type {number} */ at) => Number(view.getBigUint64(at, little));
  if (elf.toString('latin1', 0, 4) !== '\x7fELF' || elf[4] !== 2) throw new Error('not a 64-bit ELF object');

  const headers = u64(0x28);
  const entry = u16(0x3a);
  const section = (/** @type {number} */ index) => headers + index * entry;
  const names = u64(section(u16(0x3e)) + 0x18);
  const text = (/** @type {number} */ at) => elf.toString('utf8', at, elf.indexOf(0, at));
  const found = Array.from({ length: u16(0x3c) }, (_, i) => section(i)).find((at) => text(names + u32(at)) === '.BTF');
  if (found === undefined) throw new Error('no .BTF section');

  const start = u64(found + 0x18);
  if (u16(start) !== 0xeb9f) throw new Error('bad BTF magic');
  const base = start + u32(start + 4);
  const strings = base + u32(start + 16);
  const end = base + u32(start + 8) + u32(start + 12);
  /** @type {BtfType[]} */
  const types = [
    { kind: 0, name: 'void', size: 0, flag: false, members: [], values: [], array: undefined, encoding: 0 },
  ];
  let at = base + u32(start + 8);
  while (at < end) {
    const info = u32(at + 4);
    const count = info & 0xffff;
    const kind = (info >>> 24) & 0x1f;
    const flag = info >>> 31 === 1;
    /** @type {BtfType} */
    const type = {
      kind,
      name: text(strings + u32(at)),
      size: u32(at + 8),
      flag,
      members: [],
      values: [],
      array: undefined,
      encoding: 0,
    };
    at += 12;
    const each = (/** @type {number} */ size, /** @type {(at: number) => void} */ take) => {
      for (let i = 0; i < count; i++, at += size) take(at);
    };
    switch (kind) {
      case KIND.INT:
        type.encoding = (u32(at) >>> 24) & 0xf;
        at += 4;
        break;
      case KIND.ARRAY:
        type.array = { type: u32(at), count: u32(at + 8) };
        at += 12;
        break;
      case KIND.STRUCT:
      case KIND.UNION:
        each(12, (m) => type.members.push({ name: text(strings + u32(m)), type: u32(m + 4), bits: u32(m + 8) }));
        break;
      case KIND.ENUM:
        each(8, (v) =>
          type.values.push({ name: text(strings + u32(v)), value: flag ? view.getInt32(v + 4, little) : u32(v + 4) }),
        );
        break;
      case KIND.ENUM64:
        each(12, (v) => type.values.push({ name: text(strings + u32(v)), value: u32(v + 8) * 2 ** 32 + u32(v + 4) }));
        break;
      case KIND.FUNC_PROTO:
        at += 8 * count;
        break;
      case KIND.DATASEC:
        at += 12 * count;
        break;
      case KIND.VAR:
      case KIND.DECL_TAG:
        at += 4;
        break;
    }
    types.push(type);
  }
  return types;
}
