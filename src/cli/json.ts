/** `-o json`: one convention for every command that lists (docs/operations.md, "JSON"). */
import { InvalidArgumentError, Option } from 'commander';
import { stringify } from 'yaml';
import { escapeJson } from '../policy/diagnostics.js';
import { wordOf } from '../rpc/words.js';
import { CliError, EXIT, printWide } from './output.js';

export const OUTPUTS = ['table', 'json'] as const;
export type Output = (typeof OUTPUTS)[number];

/** JSON is written as YAML: the same document. */
let asYaml = false;

/**
 * `-o, --output`, the same for every command; `more` are what one command has besides. `yaml` is `json` written otherwise, `wide`
 * a `table` whose lines are as long as they need to be: commands need not know of either.
 */
export function outputOption(more: readonly string[] = []): Option {
  const choices = [...OUTPUTS, 'yaml', 'wide', ...more];
  return new Option('-o, --output <format>', 'for people or for programs')
    .choices(choices)
    .argParser((value: string) => {
      if (!choices.includes(value)) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
      asYaml = value === 'yaml';
      if (value === 'wide') printWide();
      return value === 'yaml' ? 'json' : value === 'wide' ? 'table' : value;
    })
    .default('table');
}

/** Quotes keep what comes from outside a string, and escapable. */
const yamlOf = (value: unknown): string =>
  stringify(value, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });

/** What the code of a message makes of one: fields in camel case, all of them, numbers as numbers, enumerations as words. */
export interface MessageType<M> {
  toObject(message: M, options: { defaults: true; arrays: true; enums: typeof wordOf }): object;
  fromObject(object: object): M;
}

/** A message of the wire with all its fields; one put together from several too. */
export const whole = <M>(type: MessageType<M>, message: object): object =>
  type.toObject(type.fromObject(message), { defaults: true, arrays: true, enums: wordOf });

/** Fields that are moments, by their unit: they lose it, and are RFC 3339. All other units are those of durations. */
const MICROSECONDS = /^(.+)UnixUs$/;
const MILLISECONDS: ReadonlySet<string> = new Set(['atMs', 'timeMs', 'nowMs', 'expiresAtMs']);

/** RFC 3339 in UTC; null where there is none. */
const moment = (ms: unknown): string | null => (typeof ms === 'number' && ms > 0 ? new Date(ms).toISOString() : null);

/** The same value as the convention has it. */
export function conventional(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(conventional);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const micro = MICROSECONDS.exec(key)?.[1];
      if (micro !== undefined) return [micro, moment(Number(item) / 1000)];
      if (MILLISECONDS.has(key)) return [key.slice(0, -'Ms'.length), moment(item)];
      return [key, conventional(item)];
    }),
  );
}

/** One document. */
export function printJson(value: unknown): void {
  const text = asYaml ? yamlOf(conventional(value)) : `${JSON.stringify(conventional(value), undefined, 2)}\n`;
  process.stdout.write(escapeJson(text));
}

/** One record of many: an object a line; in YAML a document. */
export function printJsonLine(value: unknown): void {
  if (asYaml) {
    process.stdout.write(`---\n${escapeJson(yamlOf(conventional(value)))}`);
    return;
  }
  process.stdout.write(`${escapeJson(JSON.stringify(conventional(value)))}\n`);
}

/** A moment of such JSON. @throws CliError */
export function readMoment(text: unknown): number {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new CliError(EXIT.usage, `${String(text)}: expected an RFC 3339 time`);
  return ms;
}
