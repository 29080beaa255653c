/**
 * How much stack the chains of calls in a BPF object take, as Linux before 6.8 counts it: each function's deepest byte, rounded up to 32;
 * no chain may have more than 512. Kernels since then round to 16 where they compile, so the newest one does not tell.
 */
import { readFileSync } from 'node:fs';

const ROUND = 32;
const FRAME = 10;

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

interface Sym {
  readonly name: string;
  readonly type: number;
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

const [SYMTAB, REL, FUNC, SECTION_SYMBOL] = [2, 9, 2, 3];
const [CALL, LOAD_IMMEDIATE, MOVE, ADD] = [0x85, 0x18, 0xbf, 0x07];
/** Source register of a call to another function of the object. */
const PSEUDO_CALL = 1;

export interface Chain {
  readonly bytes: number;
  /** From the program down, with each one's own bytes. */
  readonly functions: readonly string[];
}

/** The deepest chain of each function that is called `programs`. */
export function deepestChains(path: string, programs: readonly string[]): Map<string, Chain> {
  const functions = readFunctions(readFileSync(path));
  const known = new Map<string, Chain>();
  const deepest = (name: string): Chain => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const own = functions.get(name);
    if (own === undefined) throw new Error(`${path} has no function ${name}`);
    let below: Chain = { bytes: 0, functions: [] };
    for (const callee of own.calls) {
      const chain = deepest(callee);
      if (chain.bytes > below.bytes) below = chain;
    }
    const bytes = below.bytes + Math.ceil(Math.max(own.depth, 1) / ROUND) * ROUND;
    const chain = { bytes, functions: [`${name} ${own.depth}`, ...below.functions] };
    known.set(name, chain);
    return chain;
  };
  return new Map(programs.map((name) => [name, deepest(name)]));
}

interface Fn {
  readonly depth: number;
  readonly calls: ReadonlySet<string>;
}

function readFunctions(bytes: Buffer): Map<string, Fn> {
  const { sections, symbols } = readElf(bytes);
  const place = (section: number, value: number): string => `${section}:${value}`;
  const named = new Map(symbols.filter(({ type }) => type === FUNC).map((s) => [place(s.section, s.value), s.name]));
  const relocated = new Map<string, Sym>();
  for (const { type, offset, size, info } of sections)
    for (let at = offset; type === REL && at < offset + size; at += 16)
      relocated.set(
        place(info, Number(bytes.readBigUInt64LE(at))),
        symbols[Number(bytes.readBigUInt64LE(at + 8) >> 32n)] as Sym,
      );
  const functions = new Map<string, Fn>();
  for (const { name, type, section, value, size } of symbols) {
    if (type !== FUNC) continue;
    const base = sections[section]?.offset ?? 0;
    const calls = new Set<string>();
    let depth = 0;
    let copy: number | undefined;
    for (let at = value; at < value + size; at += 8) {
      const op = bytes.readUInt8(base + at);
      const [to, from] = [bytes.readUInt8(base + at + 1) & 15, bytes.readUInt8(base + at + 1) >> 4];
      const [offset, immediate] = [bytes.readInt16LE(base + at + 2), bytes.readInt32LE(base + at + 4)];
      const [reads, writes] = [(op & 7) === 1, (op & 7) === 2 || (op & 7) === 3];
      if ((reads && from === FRAME) || (writes && to === FRAME)) depth = Math.max(depth, -offset);
      if (op === MOVE && from === FRAME) copy = to;
      else if (op === ADD && to === copy) depth = Math.max(depth, -immediate);
      const symbol = relocated.get(place(section, at));
      const call = op === CALL && from === PSEUDO_CALL;
      // The address of a function is loaded as that of anything else; a function without a section is the kernel's.
      if (!call && !(op === LOAD_IMMEDIATE && symbol !== undefined)) continue;
      if (symbol?.section === 0) continue;
      // A call says how many instructions further, an address how many bytes in its section.
      const further = call ? (immediate + 1) * 8 : immediate;
      const target =
        symbol === undefined
          ? place(section, at + 8 + immediate * 8)
          : place(symbol.section, symbol.type === SECTION_SYMBOL ? further : symbol.value);
      const callee = named.get(target);
      if (callee === undefined && call) throw new Error(`${name} at ${at}: who is called is not known`);
      if (callee === undefined) continue;
      calls.add(callee);
    }
    functions.set(name, { depth, calls });
  }
  return functions;
}

function readElf(bytes: Buffer): { sections: Section[]; symbols: Sym[] } {
  const [start, entry, count] = [Number(bytes.readBigUInt64LE(40)), bytes.readUInt16LE(58), bytes.readUInt16LE(60)];
  const sections = Array.from({ length: count }, (_, i): Section => {
    const at = start + i * entry;
    const [offset, size] = [Number(bytes.readBigUInt64LE(at + 24)), Number(bytes.readBigUInt64LE(at + 32))];
    const [link, info] = [bytes.readUInt32LE(at + 40), bytes.readUInt32LE(at + 44)];
    return { type: bytes.readUInt32LE(at + 4), offset, size, link, info };
  });
  const table = sections.find(({ type }) => type === SYMTAB) as Section;
  const names = sections[table.link]?.offset ?? 0;
  const symbols = Array.from({ length: table.size / 24 }, (_, i): Sym => {
    const at = table.offset + i * 24;
    const name = names + bytes.readUInt32LE(at);
    return {
      name: bytes.toString('latin1', name, bytes.indexOf(0, name)),
      type: bytes.readUInt8(at + 4) & 15,
      section: bytes.readUInt16LE(at + 6),
      value: Number(bytes.readBigUInt64LE(at + 8)),
      size: Number(bytes.readBigUInt64LE(at + 16)),
    };
  });
  return { sections, symbols };
}
