/**
 * A part's configuration: a YAML file, over it the environment (OSG_…), over it flags. Every error names the file, line
 * and field, or the variable or flag, what was found and what is expected.
 */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, LineCounter, parse, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest, show } from '../policy/diagnostics.js';
import { PartError } from './error.js';

type Path = readonly PropertyKey[];

export interface ConfigInput {
  /** Absent: none. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By field path with dots, as far as given. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Every field path that a variable may set. */
  readonly fields: readonly string[];
}

/** `tls.certificate` → `OSG_TLS_CERTIFICATE`, `stateDir` → `OSG_STATE_DIR`. */
export const variableOf = (field: string): string => `OSG_${kebab(field).replaceAll(/[.-]/g, '_').toUpperCase()}`;
/** `tls.certificate` → `--tls-certificate`. */
export const flagOf = (field: string): string => `--${kebab(field).replaceAll('.', '-')}`;
const kebab = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface FileContent {
  readonly value: Record<string, unknown>;
  readonly document: Document | undefined;
  place(path: Path): string;
}

/** @throws PartError CONFIG with one line for each error */
export function loadConfig<S extends z.ZodType>(schema: S, { file, env, flags, fields }: ConfigInput): z.infer<S> {
  const content = file === undefined ? { value: {}, document: undefined, place: () => '' } : readConfig(file);
  const value = structuredClone(content.value);
  const origin = new Map<string, string>();
  for (const field of fields) {
    const text = env[variableOf(field)];
    if (text === undefined) continue;
    setPath(value, field.split('.'), scalar(text));
    origin.set(field, variableOf(field));
  }
  for (const [field, given] of Object.entries(flags)) {
    if (given === undefined) continue;
    setPath(value, field.split('.'), given);
    origin.set(field, flagOf(field));
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) =>
    describe(issue, value, fields).map(({ path, text }) => {
      const field = path.map(String).join('.');
      const from = origin.get(field);
      const where = from ?? (content.place(path) || variableOf(field));
      return `${where}: error: ${field === '' ? 'the configuration' : field}: ${text}`;
    }),
  );
  throw new PartError('CONFIG', file ?? 'configuration', lines.join('\nosg: '));
}

function describe(issue: z.core.$ZodIssue, value: unknown, fields: readonly string[]): { path: Path; text: string }[] {
  if (issue.code === 'unrecognized_keys') {
    const prefix = issue.path.length === 0 ? '' : `${issue.path.join('.')}.`;
    const siblings = [
      ...new Set(fields.filter((f) => f.startsWith(prefix)).map((f) => f.slice(prefix.length).split('.')[0] as string)),
    ];
    return issue.keys.map((key) => {
      const suggestion = nearest(key, siblings);
      return {
        path: [...issue.path, key],
        text: `unknown field${suggestion === undefined ? `; known are ${siblings.join(', ')}` : `; did you mean ${suggestion}?`}`,
      };
    });
  }
  const found = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
  return [
    {
      path: issue.path,
      text: found === undefined ? `is missing (${issue.message})` : `${issue.message} (found ${show(found)})`,
    },
  ];
}

function readConfig(file: string): FileContent {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PartError('CONFIG', file, `${file}: ${(error as Error).message}`, { cause: error });
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = counter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken !== undefined) throw new PartError('CONFIG', file, `${at(broken.pos[0])}: error: ${broken.message}`);
  if (document.contents !== null && !isMap(document.contents))
    throw new PartError(
      'CONFIG',
      file,
      `${file}:1:1: error: the configuration: expected fields, found ${show(document.toJS())}`,
    );
  return {
    value: (document.toJS() as Record<string, unknown> | null) ?? {},
    document,
    place: (path) => placeOf(document, path, at),
  };
}

/** Where the field is, or the nearest thing around it that is there. */
function placeOf(document: Document, path: Path, at: (offset: number) => string): string {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    if (!isMap(parent)) continue;
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === path[length - 1]);
    if (pair !== undefined && isScalar(pair.key) && pair.key.range) return at(pair.key.range[0]);
  }
  return at(document.contents?.range?.[0] ?? 0);
}

function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  target[key] = next;
  setPath(next, rest, value);
}

/** `true`, `5` and the like are not text. */
function scalar(text: string): unknown {
  const value: unknown = parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : (value ?? '');
}
