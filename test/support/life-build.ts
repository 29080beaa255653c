/** Other builds of the whole agent: other programs, other layout versions, broken ones. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { OSG_LAYOUT_VERSION } from '../../src/gen/abi.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const OTHER_LAYOUT = OSG_LAYOUT_VERSION + 1;

export interface Change {
  /**
   * `version`: another number for the same layout. `structs`: fields in another order, wider ones and new ones in what is kept for
   * flows, endpoints and counts, and other numbers for reasons.
   */
  readonly layout?: 'version' | 'structs';
  /** changed: another program with the same meaning. broken: half of the file. */
  readonly program?: 'changed' | 'broken';
}

/** @returns its `main.js` */
export function build(dir: string, { layout, program }: Change): string {
  mkdirSync(join(dir, 'native'), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true });
  writeFileSync(join(dir, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  symlinkSync(join(ROOT, 'native/build'), join(dir, 'native/build'));
  const bpf = join(dir, 'bpf');
  if (layout === 'version') edit(join(dir, 'dist/gen/abi.js'), [/(OSG_LAYOUT_VERSION = )\d+/, `$1${OTHER_LAYOUT}`]);
  if (layout === 'structs') {
    cpSync(join(ROOT, 'bpf'), bpf, { recursive: true, preserveTimestamps: true });
    otherStructs(bpf);
    generate(dir);
  } else if (program === undefined) symlinkSync(join(ROOT, 'bpf'), bpf);
  else rebuild(bpf, program);
  return join(dir, 'dist/cli/main.js');
}

function edit(path: string, ...changes: readonly (readonly [RegExp, string])[]): void {
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of changes) {
    const other = text.replace(from, to);
    if (other === text) throw new Error(`${path} does not have ${from}`);
    text = other;
  }
  writeFileSync(path, text);
}

function rebuild(bpf: string, program: 'changed' | 'broken'): void {
  const object = join(bpf, 'build/endpoint.bpf.o');
  cpSync(join(ROOT, 'bpf'), bpf, { recursive: true, preserveTimestamps: true });
  if (program === 'broken') {
    writeFileSync(object, readFileSync(object).subarray(0, 4096));
    return;
  }
  // One more helper call, whose result nobody uses: other instructions, same verdicts.
  edit(join(bpf, 'prog/endpoint.bpf.c'), [
    /(\nint osg_(?:in|e)gress\(struct __sk_buff \*\w+\)\s*\{\n)/g,
    '$1\tbpf_get_smp_processor_id();\n',
  ]);
  execFileSync('make', ['-s', '-C', bpf, 'build/endpoint.bpf.o'], { stdio: 'pipe' });
}

/** The fields of a struct in reverse order, and a new one before them. */
function reversed(path: string, struct: string, ...wider: readonly (readonly [RegExp, string])[]): void {
  const text = readFileSync(path, 'utf8');
  const found = new RegExp(`struct ${struct} \\{\\n([^}]*)\\};`).exec(text);
  if (found === null) throw new Error(`${path} does not have struct ${struct}`);
  const lines = (found[1] as string).split('\n').filter((line) => /^\t__u\d+ .*;/.test(line));
  const fields = lines.filter((line) => !line.includes(' reserved')).reverse();
  const other = `struct ${struct} {\n\t__u64 of_the_next_version;\n${fields.join('\n')}\n} __attribute__((aligned(8)));`;
  writeFileSync(path, text.replace(found[0], other));
  edit(path, ...wider);
}

function otherStructs(bpf: string): void {
  const [types, conntrack] = [join(bpf, 'abi/types.h'), join(bpf, 'abi/conntrack.h')];
  reversed(types, 'osg_slot_counter', [/(#define OSG_LAYOUT_VERSION) \d+/, `$1 ${OTHER_LAYOUT}`]);
  edit(
    types,
    [/OSG_REASON_STATE_FULL = 36/, 'OSG_REASON_STATE_FULL = 39'],
    [/OSG_REASON_MAX = 96/, 'OSG_REASON_MAX = 104'],
  );
  reversed(conntrack, 'osg_ct_entry', [/__u8 state;(.*enum osg_ct_state)/, '__u32 state;$1']);
  for (const struct of ['osg_ct_key', 'osg_ct_account', 'osg_endpoint_state', 'osg_reason_counter', 'osg_conversation'])
    reversed(conntrack, struct);
  // A key with a field that the other version does not know could not be carried over.
  edit(conntrack, [/__u64 of_the_next_version;(\n\t__u8 family)/, '__u64 reserved_next;$1']);
  execFileSync('make', ['-s', '-C', bpf, 'build/endpoint.bpf.o', 'build/clock.bpf.o', 'build/abi.o'], {
    stdio: 'pipe',
  });
}

/** abi.js of the other build, from the BTF of its headers. */
function generate(dir: string): void {
  cpSync(join(ROOT, 'deploy/setup'), join(dir, 'deploy/setup'), { recursive: true });
  const module = join(dir, 'deploy/setup/gen/abi.mjs');
  const text = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { abiModule } from ${JSON.stringify(module)}; console.log((await abiModule({ checking: true }))['abi.ts'])`,
    ],
    { encoding: 'utf8', cwd: dir, maxBuffer: 16 << 20 },
  );
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  writeFileSync(join(dir, 'dist/gen/abi.js'), outputText);
}

/** The same build without recovery window; dies with SIGKILL at a moment of a layout's succession, if one is named. */
export function unforgiving(main: string): string {
  const path = join(main, '../../../unforgiving.mjs');
  writeFileSync(
    path,
    readFileSync(join(ROOT, 'test/support/agent-unforgiving.mjs'), 'utf8').replaceAll('../../dist/', './dist/'),
  );
  return path;
}
