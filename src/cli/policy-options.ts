/** What the policy commands share: which files, read how, at what time. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { loadSources } from '../policy/load.js';
import type { Posture, World } from '../policy/model.js';
import { CliError, EXIT, OUTPUTS, type Output, safe } from './output.js';

export interface SourceOptions {
  readonly posture: Posture;
  readonly nodeProbes: boolean;
  readonly namespace: string;
  readonly at?: number;
  readonly output: Output;
}

/** Options of every command that reads policies. */
export function sourceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--posture <posture>', 'what a direction does that no policy selects')
        .choices(['kubernetes', 'openstack', 'closed'])
        .default('kubernetes'),
    )
    .option('--no-node-probes', 'without the built-in rule that lets a node reach its own workloads')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--at <time>', 'judge as of this RFC 3339 time instead of now', parseTime)
    .addOption(new Option('-o, --output <format>', 'how to print').choices([...OUTPUTS]).default('table'));
}

export function parseTime(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected an RFC 3339 time, such as 2026-01-31T18:00:00Z');
  return time;
}

export function read(
  paths: readonly string[],
  { posture, nodeProbes, namespace }: Pick<SourceOptions, 'posture' | 'nodeProbes' | 'namespace'>,
): Promise<{ world: World; diagnostics: Diagnostic[] }> {
  return loadSources(paths, { posture, allowNodeProbes: nodeProbes, namespace });
}

/** The world of valid files. @throws {CliError} after printing every error of them */
export async function readValid(
  paths: readonly string[],
  options: Pick<SourceOptions, 'posture' | 'nodeProbes' | 'namespace'>,
): Promise<World> {
  const { world, diagnostics } = await read(paths, options);
  for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (hasErrors(diagnostics))
    throw new CliError(EXIT.usage, `the policies are not valid: ${count(diagnostics, 'error')}`);
  return world;
}

export function count(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): string {
  const n = diagnostics.filter((d) => d.severity === severity).length;
  return `${n} ${severity}${n === 1 ? '' : 's'}`;
}

export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `path:line`, safe to print. */
export function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return safe(`${file}:${line}`);
}
