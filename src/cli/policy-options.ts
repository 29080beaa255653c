/** What the policy commands share: which files, read how, at what time. */
import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ParsedPart } from '../policy/convert/part.js';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { type Loaded, type LoadOptions, loadSources } from '../policy/load.js';
import type { Posture, World } from '../policy/model.js';
import { PolicyToolError } from '../policy/tools/error.js';
import { type Output, outputOption } from './json.js';
import { CliError, EXIT, safe } from './output.js';

export interface SourceOptions {
  readonly posture: Posture;
  readonly nodeProbes: boolean;
  readonly ownNode?: boolean;
  readonly namespace: string;
  readonly policies?: string[];
  readonly allowUnenforced?: boolean;
  readonly ignore?: string[];
  readonly at?: number;
  readonly output: Output;
}

type WorldOptions = Pick<
  SourceOptions,
  'posture' | 'nodeProbes' | 'ownNode' | 'namespace' | 'ignore' | 'allowUnenforced'
>;

/** What `-p` says in every command; positions of commands that have no others are the same. */
export const policiesOption = (): Option =>
  new Option('-p, --policies <path...>', 'policy and inventory files or folders; - is standard input');

/** Files and folders by position and by `-p`. @throws CliError where there are none */
export function pathsOf(
  paths: readonly string[],
  { policies = [] }: { readonly policies?: readonly string[] },
): string[] {
  const all = [...paths, ...policies];
  if (all.length === 0)
    throw new CliError(EXIT.usage, 'which policies? name files or folders, or - for standard input');
  return all;
}

/** Options of every command that reads policies. @param outputs beside table and json */
export function sourceOptions(command: Command, outputs: readonly string[] = []): Command {
  return command
    .addOption(policiesOption())
    .addOption(
      new Option('--posture <posture>', 'what a direction does that no policy selects')
        .choices(['kubernetes', 'openstack', 'closed'])
        .default('kubernetes'),
    )
    .option('--ignore <glob...>', 'leave such files and folders out, as a line of .osgignore does')
    .option('--no-node-probes', 'without the built-in rule that lets a node reach its own workloads')
    .option('--own-node', 'with the built-in rule that lets a workload reach its own node')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--allow-unenforced', `policies of kinds that are not enforced here are no exit code ${EXIT.unenforced}`)
    .option('--at <time>', 'judge as of this RFC 3339 time instead of now', parseTime)
    .addOption(outputOption(outputs));
}

export function parseTime(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected an RFC 3339 time, such as 2026-01-31T18:00:00Z');
  return time;
}

const loading = ({ posture, nodeProbes, ownNode = false, namespace, ignore = [] }: WorldOptions): LoadOptions => ({
  posture,
  allowNodeProbes: nodeProbes,
  allowOwnNode: ownNode,
  namespace,
  ignore,
  samples: true,
});

export const read = (paths: readonly string[], options: WorldOptions): Promise<Loaded> =>
  loadSources(paths, loading(options));

/** A world, and what stands beside it in the files and was not judged. */
export interface Read {
  readonly world: World;
  readonly left: readonly Diagnostic[];
}

/** The world of valid files. @throws {CliError} after printing every error of them */
export async function readValid(paths: readonly string[], options: WorldOptions): Promise<Read> {
  return validated(await read(paths, options), options);
}

function validated({ world, diagnostics }: Loaded, options: WorldOptions): Read {
  for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (hasErrors(diagnostics))
    throw new CliError(EXIT.usage, `the policies are not valid: ${count(diagnostics, 'error')}`);
  return { world, left: notJudged(diagnostics, options) };
}

/** Policies of kinds that are not enforced, unless they are known, and templates and overlays, unless they are ignored. */
export const notJudged = (
  diagnostics: readonly Diagnostic[],
  { allowUnenforced }: { readonly allowUnenforced?: boolean },
): Diagnostic[] =>
  diagnostics.filter(({ code }) => (code === 'ignored-kind' && allowUnenforced !== true) || code === 'unrendered');

/** The exit code of an answer beside which something was not judged; `good` are the codes that a gate lets pass. */
export function ended(code: number, left: readonly Diagnostic[], good: readonly number[] = [EXIT.ok]): number {
  if (left.length === 0 || !good.includes(code)) return code;
  return left.some((d) => d.code === 'ignored-kind') ? EXIT.unenforced : EXIT.incomplete;
}

/** Two versions, each with the files that both have; documents that both have are parsed once. @throws {CliError} */
export async function readVersions(
  before: string,
  after: string,
  shared: readonly string[],
  world: WorldOptions,
): Promise<[old: Read, fresh: Read]> {
  const memory = new Map<string, ParsedPart>();
  const options = {
    ...loading(world),
    memory: {
      get: (text: string) => memory.get(text),
      put: (text: string, part: ParsedPart) => void memory.set(text, part),
    },
  };
  const [old, fresh] = [
    await loadSources([before, ...shared], options),
    await loadSources([after, ...shared], options),
  ];
  return [validated(old, world), validated(fresh, world)];
}

export function count(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): string {
  const n = diagnostics.filter((d) => d.severity === severity).length;
  return `${n} ${severity}${n === 1 ? '' : 's'}`;
}

/** Errors of the tools are the caller's to mend: one line, exit code 2. */
export async function asked<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PolicyToolError) throw new CliError(EXIT.usage, error.message, { cause: error });
    throw error;
  }
}

/** A file's text; `-` is standard input. */
export async function readInput(path: string): Promise<string> {
  if (path === '-') return readStream(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CliError(EXIT.usage, (cause as Error).message, { cause });
  }
}

/** `path:line`, safe to print. */
export function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return safe(`${file}:${line}`);
}
