/**
 * `npm run bench -- NAME [--json FILE] [ARGS]`: runs bench/NAME.ts. A bench is a module of this folder that exports
 * `summary` (one line) and `run(args)`, which prints what a person wants to see and returns what a script wants to keep.
 * It throws when what it measured was wrong: a figure of a wrong verdict is worth nothing.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';

/** What a bench module exports. */
export interface Bench {
  readonly summary: string;
  /** @param args what the command line has besides NAME and --json */
  run(args: readonly string[]): Promise<unknown>;
}

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => /^[\w-]+\.ts$/.test(file) && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

async function load(name: string): Promise<Bench> {
  const module: Partial<Bench> = await import(new URL(`${name}.ts`, folder).href);
  if (typeof module.summary !== 'string' || typeof module.run !== 'function') {
    throw new Error(`bench/${name}.ts exports no summary and run: it is no bench`);
  }
  return { summary: module.summary, run: module.run };
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: folder, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** The setting of a measurement: figures of different ones are not to be compared. */
const setting = () => ({
  kernel: release(),
  arch: arch(),
  cpu: cpus()[0]?.model ?? 'unknown',
  cpus: cpus().length,
  node: process.version,
  commit: commit(),
  at: new Date().toISOString(),
});

async function list(): Promise<void> {
  console.log('usage: npm run bench -- NAME [--json FILE] [ARGS]\n');
  for (const name of names) console.log(`  ${name.padEnd(24)} ${(await load(name)).summary}`);
}

async function main(argv: readonly string[]): Promise<void> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help') return list();
  if (!names.includes(name)) throw new Error(`no bench ${name}; there are: ${names.join(', ') || 'none'}`);
  const { tokens } = parseArgs({ args: rest, options: { json: { type: 'string' } }, strict: false, tokens: true });
  const json = tokens.find((token) => token.kind === 'option' && token.name === 'json');
  const value = json?.kind === 'option' ? json.value : undefined;
  if (json !== undefined && value === undefined) throw new Error('--json needs a file name');
  const args = json?.kind === 'option' ? rest.toSpliced(json.index, json.inlineValue ? 1 : 2) : rest;

  const bench = await load(name);
  const before = loadavg()[0];
  const result = await bench.run(args);
  if (value !== undefined) keep(value, result, { bench: name, args, ...setting(), load: [before, loadavg()[0]] });
}

/** FILE: the result, an array one element a line. FILE's sibling `*.setting.json`: where, when and how it was measured. */
function keep(file: string, result: unknown, where: object): void {
  const lines = Array.isArray(result)
    ? `[\n${result.map((row) => JSON.stringify(row)).join(',\n')}\n]`
    : JSON.stringify(result);
  writeFileSync(file, `${lines}\n`);
  writeFileSync(`${file.replace(/\.json$/, '')}.setting.json`, `${JSON.stringify(where, null, 2)}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
