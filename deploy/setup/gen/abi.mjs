/** bpf/abi → src/gen/abi.ts: layouts and enums from the BTF of bpf/build/abi.o, integer limits from #define. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCommand } from '../machine.mjs';
import { ROOT } from '../paths.mjs';
import { run, SetupError, say } from '../progress.mjs';
import { filesBelow } from '../stamp.mjs';
import { KIND, readBtf } from './btf.mjs';

/** @typedef {import('./btf.mjs').BtfType} BtfType */

const OBJECT = 'bpf/build/abi.o';

/**
 * @param {{ checking: boolean }} options
 * @returns {Promise<Record<string, string>>} file name → text
 */
export async function abiModule({ checking }) {
  const headers = filesBelow('bpf/abi', (path) => path.endsWith('.h'));
  if (headers.length === 0) return {};
  if (checking) {
    const reason = unchecked();
    if (reason !== undefined) {
      say(`src/gen/abi.ts not checked: ${reason} (npm run build makes it)`);
      return {};
    }
  } else {
    if (!hasCommand('make'))
      throw new SetupError('bpf/abi needs make and clang to be read: npm run setup installs them');
    await run('make', ['-C', 'bpf', 'build/abi.o'], { log: 'gen-abi' });
  }
  const types = readBtf(readFileSync(join(ROOT, OBJECT)));
  return { 'abi.ts': render(types, defines(headers)) };
}

/** Why the ABI cannot be compared now; undefined when it can. */
export function unchecked() {
  const headers = filesBelow('bpf/abi', (path) => path.endsWith('.h'));
  const path = join(ROOT, OBJECT);
  if (!existsSync(path)) return `${OBJECT} is not built`;
  const built = statSync(path).mtimeMs;
  return headers.some((header) => statSync(join(ROOT, header)).mtimeMs > built)
    ? `${OBJECT} is older than bpf/abi`
    : undefined;
}

/**
 * `#define OSG_NAME integer` of the headers: BTF does not know them.
 * @param {string[]} headers
 * @returns {[string, string][]}
 */
function defines(headers) {
  return headers.flatMap((header) =>
    [
      ...readFileSync(join(ROOT, header), 'utf8').matchAll(
        /^#define\s+(OSG_\w+)\s+\(?(0x[0-9a-f]+|\d+)[uUlL]*\)?\s*(?:\/\*.*)?$/gim,
      ),
    ].map((match) => /** @type {[string, string]} */ ([match[1], match[2]])),
  );
}

/** @param {BtfType[]} types @param {number} id */
function resolve(types, id) {
  const through = [KIND.TYPEDEF, KIND.VOLATILE, KIND.CONST, KIND.RESTRICT, KIND.TYPE_TAG];
  let type = types[id];
  while (type !== undefined && through.includes(type.kind)) type = types[type.size];
  if (type === undefined) throw new SetupError(`${OBJECT}: BTF type ${id} is missing`);
  return type;
}

/**
 * @param {BtfType[]} types
 * @param {number} id
 * @returns {{ type: string, size: number, count?: number }} `size` in bytes, of the whole; `count` of array elements
 */
function shape(types, id) {
  const type = resolve(types, id);
  switch (type.kind) {
    case KIND.INT:
      return { type: `${type.encoding === 1 ? 'i' : 'u'}${type.size * 8}`, size: type.size };
    case KIND.ENUM:
    case KIND.ENUM64:
      return { type: `${type.flag ? 'i' : 'u'}${type.size * 8}`, size: type.size };
    case KIND.PTR:
      return { type: 'u64', size: 8 };
    case KIND.STRUCT:
    case KIND.UNION:
      return { type: type.name === '' ? 'bytes' : type.name, size: type.size };
    case KIND.ARRAY: {
      if (type.array === undefined) break;
      const element = shape(types, type.array.type);
      const count = type.array.count * (element.count ?? 1);
      return { type: element.type, size: element.size * type.array.count, count };
    }
  }
  throw new SetupError(`${OBJECT}: no layout for BTF kind ${type.kind} (${type.name})`);
}

/**
 * Fields by offset; those of anonymous structs and unions belong to the outer one.
 * @param {BtfType[]} types
 * @param {BtfType} struct
 * @param {number} base
 * @returns {{ name: string, offset: number, type: string, size: number, count?: number }[]}
 */
function fields(types, struct, base = 0) {
  return struct.members.flatMap((member) => {
    if (struct.flag && member.bits >>> 24 !== 0)
      throw new SetupError(`struct ${struct.name}: bitfield ${member.name} cannot cross the boundary`);
    const offset = base + (struct.flag ? member.bits & 0xffffff : member.bits) / 8;
    const type = resolve(types, member.type);
    if (member.name === '') return fields(types, type, offset);
    return [{ name: member.name, offset, ...shape(types, member.type) }];
  });
}

/** `osg_slot_counter` → `OsgSlotCounter`. @param {string} name */
const pascal = (name) => name.replace(/(^|_)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());

/**
 * Names without what all have in common up to an underscore: `OSG_REASON_NONE` → `NONE`.
 * @param {BtfType} type
 */
function shortNames(type) {
  const parts = type.values.map((value) => value.name.split('_'));
  let common = 0;
  while (parts.every((words) => words.length > common + 1 && words[common] === parts[0]?.[common])) common += 1;
  return type.values.map(({ name, value }) => {
    const short = name.split('_').slice(common).join('_');
    return { key: /^[A-Za-z_]/.test(short) ? short : name, name, value };
  });
}

/**
 * @param {BtfType[]} types
 * @param {[string, string][]} limits
 */
function render(types, limits) {
  const ours = types.filter((type) => type.name.startsWith('osg_')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const structs = ours.filter((type) => type.kind === KIND.STRUCT || type.kind === KIND.UNION);
  const enums = ours.filter((type) => type.kind === KIND.ENUM || type.kind === KIND.ENUM64);
  const lines = [
    '// Code generated from the BTF of bpf/abi by npm run gen. DO NOT EDIT.',
    '',
    '/** Where a field lies: bytes from the start of its struct; `size` of the whole field, `count` elements of `type` if an array. */',
    'export interface AbiField {',
    '  readonly offset: number;',
    '  readonly size: number;',
    '  /** u8…u64, i8…i64, the name of a struct, or bytes. */',
    '  readonly type: string;',
    '  readonly count?: number;',
    '}',
    '',
    'export interface AbiStruct {',
    '  readonly size: number;',
    '  readonly fields: Readonly<Record<string, AbiField>>;',
    '}',
    '',
    '/** Values by their C names. */',
    'export interface AbiEnum {',
    '  readonly size: number;',
    '  readonly values: Readonly<Record<string, number>>;',
    '}',
    '',
  ];
  for (const [name, value] of limits) lines.push(`export const ${name} = ${value};`);
  for (const type of enums) {
    const name = pascal(type.name);
    lines.push('', `/** enum ${type.name} */`, `export const ${name} = {`);
    for (const { key, value } of shortNames(type)) lines.push(`  ${key}: ${value},`);
    lines.push('} as const;', `export type ${name} = (typeof ${name})[keyof typeof ${name}];`);
  }
  for (const type of structs) {
    lines.push(
      '',
      `/** ${type.kind === KIND.UNION ? 'union' : 'struct'} ${type.name} */`,
      `export const ${pascal(type.name)} = {`,
      `  size: ${type.size},`,
      '  fields: {',
    );
    for (const { name, offset, size, type: kind, count } of fields(types, type)) {
      lines.push(
        `    ${name}: { offset: ${offset}, size: ${size}, type: '${kind}'${count === undefined ? '' : `, count: ${count}`} },`,
      );
    }
    lines.push('  },', '} as const satisfies AbiStruct;');
  }
  lines.push(
    '',
    '/** Everything above by its C name: to be compared with the BTF of a loaded object. */',
    'export const ABI_LAYOUT = {',
    '  structs: {',
  );
  for (const type of structs) lines.push(`    ${type.name}: ${pascal(type.name)},`);
  lines.push('  },', '  enums: {');
  for (const type of enums) {
    lines.push(`    ${type.name}: {`, `      size: ${type.size},`, '      values: {');
    for (const { name, value } of type.values) lines.push(`        ${name}: ${value},`);
    lines.push('      },', '    },');
  }
  lines.push(
    '  },',
    '} as const satisfies {',
    '  readonly structs: Readonly<Record<string, AbiStruct>>;',
    '  readonly enums: Readonly<Record<string, AbiEnum>>;',
    '};',
    '',
  );
  return lines.join('\n');
}
