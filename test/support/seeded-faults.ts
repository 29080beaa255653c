/** The compiler and the encoder with one fault put in: each fault is one replacement in one source file. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { compile } from '../../src/compiler/compile.js';
import type { Encoder } from '../../src/tables/index.js';

export interface Fault {
  /** What is wrong, in words. */
  readonly says: string;
  /** Below src/. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const fault = (file: string, says: string, find: string, replace: string): Fault => ({ file, says, find, replace });

export const FAULTS: readonly Fault[] = [
  fault('compiler/words.ts', 'a prefix ends one bit early', '31 - ((length - 1) & 31)', '30 - ((length - 1) & 31)'),
  fault('compiler/words.ts', 'the end of a prefix forgets its carry', 'carry = 1;', 'carry = 0;'),
  fault(
    'compiler/coverage.ts',
    'a nested prefix cuts the wider one short',
    '<= 0) continue;\n      n--;',
    '< -1) continue;\n      n--;',
  ),
  fault(
    'compiler/keys.ts',
    'a port range misses its last port',
    'range.last + 1]',
    'Math.max(range.last, range.first + 1)]',
  ),
  fault('compiler/keys.ts', 'an ICMP type misses its last code', '=== undefined ? 256 : 1', '=== undefined ? 255 : 1'),
  fault('compiler/keys.ts', 'ports of any protocol leave SCTP out', 'PROTOCOL.udp, PROTOCOL.sctp]', 'PROTOCOL.udp]'),
  fault(
    'compiler/order.ts',
    'the earliest expiry is named instead of the latest',
    'a.expiresAt > b.expiresAt ? -1 : 1',
    'a.expiresAt > b.expiresAt ? 1 : -1',
  ),
  fault('compiler/order.ts', 'an audit rule hides an enforced one', '&& (!other.audit || entry.audit)', ''),
  fault(
    'compiler/order.ts',
    'a temporary rule hides a permanent one (F32b)',
    'other.expiresAt >= entry.expiresAt && ',
    '',
  ),
  fault('compiler/order.ts', 'priorities count backwards', 'a.priority - b.priority', 'b.priority - a.priority'),
  fault(
    'compiler/cell.ts',
    'an expired rule counts one interval longer',
    'entry.expiresAt > since',
    'entry.expiresAt >= since',
  ),
  fault(
    'compiler/cell.ts',
    'baseline is asked although a group isolates',
    'entry.tier > GROUP)',
    'entry.tier > GROUP + 1)',
  ),
  fault('compiler/cell.ts', 'pass does not leave the tier', 'left = entry.tier;', ''),
  fault('compiler/cell.ts', 'audit rules are enforced', 'alive.filter((entry) => !entry.audit)', 'alive'),
  fault(
    'compiler/edit.ts',
    'what joins a range does not leave at its end',
    "(kind === 'add') === (code % 2 === 0)",
    "kind === 'add'",
  ),
  fault(
    'compiler/edit.ts',
    'an edit at a cut forgets the chunk before',
    'return anchor(this.#old, begin - 1, this.#w);',
    'return begin;',
  ),
  fault('compiler/lower.ts', 'a changed rule does not lower its ranges again', 'touched: true }', 'touched: false }'),
  fault('compiler/lower.ts', 'the second rule of a set replaces the first', 'terms.push(term);', 'terms[0] = term;'),
  fault(
    'compiler/classes.ts',
    'a class number that is given anew leaves old tables',
    'this.#trim();\n    within',
    'this.#trim();\n    if (named.length === 1) return false;\n    within',
  ),
  fault('compiler/rules.ts', 'a changed action is taken for the same rule', 'a.action === b.action &&', ''),
  fault('compiler/rules.ts', 'rules that change places keep their order', '(ordered && at < last) || ', ''),
  fault('compiler/sets.ts', 'an old difference of a set is applied again', 'numbered.deltas = undefined;', ''),
  fault(
    'compiler/signature.ts',
    'a set that leaves stays',
    'sets[at] === set ? this.#of([...sets.slice(0, at), ...sets.slice(at + 1)], work) : signature',
    'signature',
  ),
  fault(
    'tables/tree.ts',
    'a run is one value too long',
    'starts[1]!, starts[2]! - 1, refs[1]!',
    'starts[1]!, starts[2]!, refs[1]!',
  ),
  fault(
    'tables/tree.ts',
    'bounds of a leaf are one too high',
    'entry + 1 < to ? starts[entry + 1]! - 1',
    'entry + 1 < to ? starts[entry + 1]!',
  ),
  fault(
    'tables/tree.ts',
    'bounds of an inner node are one too high',
    'starts[below[first + i + 1]!]! - 1',
    'starts[below[first + i + 1]!]!',
  ),
  fault('tables/tree.ts', 'two neighbours count as one host', 'low + 1) return undefined', 'low + 2) return undefined'),
  fault(
    'tables/tree.ts',
    'behind a host the wrong piece goes on',
    'partition.add(value + 1, lasts[end - 1]!)',
    'partition.add(value + 1, lasts[i]!)',
  ),
  fault(
    'tables/matcher.ts',
    'a step holds a millisecond too long',
    'BigInt(Math.ceil(step.until))',
    'BigInt(Math.ceil(step.until) + 1)',
  ),
  fault('tables/matcher.ts', 'the audit verdict repeats the enforced one', 'stepCell(step.audit)', 'stepCell(step)'),
  fault(
    'tables/matcher.ts',
    'a class table is shifted by one',
    'partition.add(i, rowRef(store, writer, table.byClass[i]!))',
    'partition.add(i, rowRef(store, writer, table.byClass[Math.max(0, i - 1)]!))',
  ),
];

export interface Build {
  readonly compile: typeof compile;
  readonly Encoder: typeof Encoder;
}

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
const FOLDERS = ['net', 'compiler', 'tables', 'gen', 'policy'];

/** Builds of the compiler and the encoder, each in a folder of its own, gone after `close`. */
export class Builds {
  readonly #folder = mkdtempSync(join(tmpdir(), 'osg-faults-'));
  #count = 0;

  constructor() {
    mkdirSync(join(this.#folder, 'sound'));
    writeFileSync(join(this.#folder, 'package.json'), '{"type":"module"}');
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(this.#folder, 'node_modules'));
    for (const folder of FOLDERS) {
      for (const name of readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.endsWith('.d.ts')) continue;
        const file = join(folder, name);
        this.#write('sound', file, readFileSync(join(SOURCE, file), 'utf8'));
      }
    }
  }

  #write(build: string, file: string, source: string): void {
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
    });
    const target = join(this.#folder, build, file.replace(/[.]ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }

  /** @throws {Error} if the fault's text is not in its file exactly once: then the list is out of date */
  async with(faulty?: Fault): Promise<Build> {
    const build = `${faulty === undefined ? 'copy' : 'fault'}${this.#count++}`;
    cpSync(join(this.#folder, 'sound'), join(this.#folder, build), { recursive: true });
    if (faulty !== undefined) {
      const source = readFileSync(join(SOURCE, faulty.file), 'utf8');
      const times = source.split(faulty.find).length - 1;
      if (times !== 1)
        throw new Error(
          `src/${faulty.file} holds ${JSON.stringify(faulty.find)} ${times} times, but a seeded fault replaces one place`,
        );
      this.#write(
        build,
        faulty.file,
        source.replace(faulty.find, () => faulty.replace),
      );
    }
    const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(join(this.#folder, build, file)).href);
    const [{ compile }, { Encoder }] = await Promise.all([load('compiler/compile.js'), load('tables/encoder.js')]);
    return { compile, Encoder };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
