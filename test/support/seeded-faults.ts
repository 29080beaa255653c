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

/** Those that reading the tables back shows within seconds: `npm test` has them, in test/bpf/faults.test.ts. */
export const QUICK: readonly Fault[] = [
  fault(
    'compiler/keys.ts',
    'the last port of a range is left out',
    'p * 65536 + ports.last + 1',
    'p * 65536 + ports.last',
  ),
  fault(
    'compiler/keys.ts',
    'SCTP is forgotten among the protocols with ports',
    '[PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp]',
    '[PROTOCOL.tcp, PROTOCOL.udp]',
  ),
  fault('compiler/keys.ts', 'any ICMP code means code 0', 'icmp.code === undefined ? 256 : 1', '1'),
  fault(
    'compiler/order.ts',
    'the rule that expires first is named',
    'a.expiresAt > b.expiresAt ? -1 : 1',
    'a.expiresAt > b.expiresAt ? 1 : -1',
  ),
  fault('compiler/order.ts', 'a temporary rule hides a permanent one', 'other.expiresAt >= entry.expiresAt && (', '('),
  fault(
    'compiler/order.ts',
    'priorities are turned round',
    'return a.priority - b.priority',
    'return b.priority - a.priority',
  ),
  fault('compiler/order.ts', 'an audit rule hides an enforced one', '(!other.audit || entry.audit)', 'true'),
  fault('compiler/order.ts', 'tiers are turned round', 'return a.tier - b.tier', 'return b.tier - a.tier'),
  fault(
    'compiler/coverage.ts',
    'a nested prefix cuts the one around it short',
    'compareAt(pairs, i * 2 + 1, joined, n - 1, w) <= 0) continue',
    'false) continue',
  ),
  fault(
    'compiler/words.ts',
    'a prefix is twice as wide',
    '2 ** (31 - ((length - 1) & 31))',
    '2 ** (32 - ((length - 1) & 31))',
  ),
  fault('compiler/cell.ts', 'audit rules are enforced', 'alive.filter((entry) => !entry.audit)', 'alive'),
  fault('compiler/cell.ts', 'a rule lives one step longer', 'entry.expiresAt > since', 'entry.expiresAt >= since'),
  fault(
    'tables/tree.ts',
    'bounds are first values, not the ones before',
    'entry + 1 < to ? starts[entry + 1]! - 1',
    'entry + 1 < to ? starts[entry + 1]!',
  ),
  fault(
    'tables/tree.ts',
    'a range is one too long',
    'words[at + 1] = last - first;',
    'words[at + 1] = last - first + 1;',
  ),
  fault(
    'tables/tree.ts',
    'inside and outside are exchanged',
    'starts[1]! - 1, refs[0]!, refs[1]!)',
    'starts[1]! - 1, refs[1]!, refs[0]!)',
  ),
  fault(
    'tables/tree.ts',
    'what lies before the first start of a word is forgotten',
    'if (starts[from * width + word] !== 0) partition.add(0, before);',
    '',
  ),
  fault(
    'tables/tree.ts',
    'behind a word comes what its first piece says',
    'partition.add(value + 1, lasts[end - 1]!)',
    'partition.add(value + 1, lasts[i]!)',
  ),
  fault(
    'tables/tree.ts',
    'one host stands for its whole network',
    'words[at + 3] = different;',
    'words[at + 3] = equal;',
  ),
  fault(
    'tables/tree.ts',
    'two neighbours are taken for one host',
    'starts[(from + 1) * width + word + 1] !== low + 1',
    'false',
  ),
  fault(
    'tables/tree.ts',
    'inner lines point one child too far',
    'starts[below[first + i + 1]!]! - 1',
    'starts[below[first + i]!]!',
  ),
  fault(
    'tables/matcher.ts',
    'expiry is in microseconds',
    'BigInt(Math.ceil(step.until)) * 1_000_000n',
    'BigInt(Math.ceil(step.until)) * 1_000n',
  ),
  fault(
    'tables/matcher.ts',
    'audit verdicts are left out',
    'words[at + 3] = step.audit === undefined ? 0 : stepCell(step.audit);',
    'words[at + 3] = 0;',
  ),
  fault(
    'tables/matcher.ts',
    'class numbers are off by one',
    'partition.add(i, rowRef(store, writer, table.byClass[i]!))',
    'partition.add(i === 0 ? 0 : i + 1, rowRef(store, writer, table.byClass[i]!))',
  ),
  fault(
    'tables/endpoint.ts',
    'ingress and egress are exchanged',
    "const direction of ['ingress', 'egress'] as const",
    "const direction of ['egress', 'ingress'] as const",
  ),
  fault('tables/endpoint.ts', 'ingress is restricted if egress is', '(ingress.restricted ?', '(egress.restricted ?'),
  fault(
    'tables/memory.ts',
    'a unit is given out twice',
    'this.free(unit + size, (half === undefined ? LINE_UNITS : 2) - size);',
    'this.free(unit + size - 1, (half === undefined ? LINE_UNITS : 2) - size + 1);',
  ),
  fault(
    'tables/store.ts',
    'a block that others still lead to is freed',
    'if (--child.uses === 0) gone.push(child);',
    'if (--child.uses >= 0) gone.push(child);',
  ),
  fault('tables/encoder.ts', 'a changed endpoint keeps its old tables', 'before.source === endpoint && ', ''),
];

/** Seen only where units are given back and used again. */
export const RELEASED: readonly Fault[] = [
  fault('tables/rows.ts', 'a row that others still lead to is freed', 'if (this.#uses.get(row) > 0) return;', ''),
];

/** All of them: `npm run test:fuzz`. */
export const FAULTS: readonly Fault[] = [
  ...QUICK,
  fault('compiler/words.ts', 'a prefix ends one bit early', '31 - ((length - 1) & 31)', '30 - ((length - 1) & 31)'),
  fault('compiler/words.ts', 'the end of a prefix forgets its carry', 'carry = 1;', 'carry = 0;'),
  fault(
    'compiler/keys.ts',
    'a port range misses its last port',
    'range.last + 1]',
    'Math.max(range.last, range.first + 1)]',
  ),
  fault('compiler/keys.ts', 'an ICMP type misses its last code', '=== undefined ? 256 : 1', '=== undefined ? 255 : 1'),
  fault(
    'compiler/cell.ts',
    'baseline is asked although a group isolates',
    'entry.tier > GROUP)',
    'entry.tier > GROUP + 1)',
  ),
  fault('compiler/cell.ts', 'pass does not leave the tier', 'left = entry.tier;', ''),
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
  fault('compiler/meaning.ts', 'a changed action is taken for the same rule', 'a.action === b.action &&', ''),
  fault('compiler/rules.ts', 'rules that change places keep their order', '(tier !== GROUP && at < last) || ', ''),
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
    'bounds of an inner node are one too high',
    'starts[below[first + i + 1]!]! - 1',
    'starts[below[first + i + 1]!]!',
  ),
  fault(
    'tables/matcher.ts',
    'a step holds a millisecond too long',
    'BigInt(Math.ceil(step.until))',
    'BigInt(Math.ceil(step.until) + 1)',
  ),
  fault('tables/matcher.ts', 'the audit verdict repeats the enforced one', 'stepCell(step.audit)', 'stepCell(step)'),
  fault(
    'compiler/cell.ts',
    'a lone baseline rule is asked although a group isolates',
    'rank.tier > GROUP)',
    'rank.tier > GROUP + 1)',
  ),
  fault(
    'compiler/row.ts',
    'a lone rule also decides what lies behind its ports',
    '[otherwise, cell, otherwise]',
    '[otherwise, cell, cell]',
  ),
];

export interface Build {
  readonly compile: typeof compile;
  readonly Encoder: typeof Encoder;
}

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
const FOLDERS = ['net', 'compiler', 'tables', 'gen', 'policy'];

/** Source with the fault made. @throws {Error} if the fault's text is not in its file exactly once: then the list is out of date */
export function withFault({ file, find, replace }: Fault): string {
  const source = readFileSync(join(SOURCE, file), 'utf8');
  const times = source.split(find).length - 1;
  if (times !== 1)
    throw new Error(`src/${file} holds ${JSON.stringify(find)} ${times} times, but a seeded fault replaces one place`);
  return source.replace(find, () => replace);
}

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

  /** @throws as `withFault` */
  async with(faulty?: Fault): Promise<Build> {
    const build = `${faulty === undefined ? 'copy' : 'fault'}${this.#count++}`;
    cpSync(join(this.#folder, 'sound'), join(this.#folder, build), { recursive: true });
    if (faulty !== undefined) this.#write(build, faulty.file, withFault(faulty));
    const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(join(this.#folder, build, file)).href);
    const [{ compile }, { Encoder }] = await Promise.all([load('compiler/compile.js'), load('tables/encoder.js')]);
    return { compile, Encoder };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
