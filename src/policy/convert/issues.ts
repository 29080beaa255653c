/** What a schema finds wrong, in a person's words. */
import type { z } from 'zod';
import { type Diagnostic, nearest, show } from '../diagnostics.js';
import type { Trap } from '../locator.js';
import type { Path } from '../path.js';

export type Details = Partial<Pick<Diagnostic, 'found' | 'expected' | 'suggestion'>>;
type Issue = z.core.$ZodIssue;

export interface Fault {
  readonly path: Path;
  readonly code: string;
  readonly message: string;
  readonly details: Details;
  readonly of: 'key' | 'value';
  /** Takes the value's place so that the rest can be looked at. */
  readonly instead?: unknown;
}

/** @param value the whole object. @param trapAt what `kubectl` reads in another way there */
export function faultsOf(issue: Issue, value: unknown, trapAt: (path: Path) => Trap | undefined): Fault[] {
  const path = issue.path.filter((p): p is string | number => typeof p !== 'symbol');
  const found = valueAt(value, path);
  const instead = standIn(issue);
  const fault = (code: string, message: string, details: Details = {}): Fault[] => [
    { path, code, message, details, of: 'value', instead },
  ];
  const wrongType = (kinds: readonly string[], expected: string): Fault[] => {
    const trap = trapAt(path);
    if (kinds.includes('string') && trap !== undefined)
      return fault('bad-type', `${trap.written} is ${String(trap.read)} to kubectl (YAML 1.1): put it in quotes`);
    const [message, suggestion] = remedy(path, found, kinds) ?? ['wrong type', undefined];
    const details = suggestion === undefined ? { expected } : { suggestion };
    return fault('bad-type', message, { found: show(found), ...(message.includes(':') ? {} : details) });
  };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField([...path, key], key, issue.message.split(' '), found));
    case 'invalid_type':
      if (found === undefined)
        return fault('missing', 'required field is missing', { expected: kindOf(issue.expected) });
      return wrongType([issue.expected], kindOf(issue.expected));
    case 'invalid_value': {
      const values = issue.values.map(String);
      const suggestion = typeof found === 'string' ? nearest(found, values) : undefined;
      return fault('bad-value', 'value not allowed', {
        found: show(found),
        expected: values.length === 1 ? (values[0] as string) : `one of ${values.join(', ')}`,
        ...(suggestion !== undefined && { suggestion }),
      });
    }
    case 'invalid_union': {
      const inner = issue.errors.flat();
      const kinds = inner.flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : []));
      return wrongType(kinds, [...new Set(inner.map(describe))].join(' or '));
    }
    case 'invalid_key': {
      const expected = issue.issues.map(describe).join(' or ');
      return [
        { ...(fault('bad-value', 'key not allowed', { found: show(path.at(-1)), expected })[0] as Fault), of: 'key' },
      ];
    }
    case 'custom':
      return fault('bad-value', issue.message, { found: show(found) });
    case 'too_big':
    case 'too_small': {
      const size = Array.isArray(found) ? `${found.length} entries` : `${String(found).length} characters`;
      return fault('limit', describe(issue), { found: typeof found === 'number' ? show(found) : size });
    }
    default:
      // Of a port, which is a number or a name: text of digits is no name.
      if (String(path.at(-1)).toLowerCase().endsWith('port') && remedy(path, found, ['number']))
        return wrongType(['number'], '');
      return fault('bad-value', 'value not allowed', { found: show(found), expected: describe(issue) });
  }
}

/** Of whatever a schema wants, something that it takes. */
function standIn(issue: Issue): unknown {
  switch (issue.code) {
    case 'invalid_type':
      return { int: 1, number: 1, string: 'stands-in', boolean: false, array: [], object: {}, record: {} }[
        issue.expected as string
      ];
    case 'invalid_value':
      return issue.values[0];
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string' ? undefined : Number(issue.maximum);
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string' ? undefined : Number(issue.minimum);
    default:
      return undefined;
  }
}

function unknownField(path: Path, key: string, known: readonly string[], parent: unknown): Fault {
  const suggestion = namespaceByName(key, known, valueAt(parent, [key])) ?? nearest(key, known);
  const details = { expected: `one of ${known.join(', ')}`, ...(suggestion !== undefined && { suggestion }) };
  return { path, code: 'unknown-field', message: `unknown field ${show(key)}`, details, of: 'key' };
}

/** What is wrong with a value of another type, and what is meant, where that is plain. */
function remedy(
  path: Path,
  found: unknown,
  kinds: readonly string[],
): [message: string, suggestion?: string] | undefined {
  const wants = (...some: string[]): boolean => some.some((kind) => kinds.includes(kind));
  if (typeof found === 'string' && /^\d+$/.test(found) && wants('int', 'number'))
    return ['this is text, and a number is expected: remove the quotes'];
  if ((typeof found === 'number' || typeof found === 'boolean') && wants('string') && !wants('int', 'number'))
    return ['this is no text: put it in quotes'];
  if (typeof found === 'string' && path.at(-1) === 'namespaceSelector') return ['a name is no selector', byName(found)];
  if (!wants('array')) return undefined;
  return typeof found === 'string'
    ? ['a list is expected', `[${found}]`]
    : ['a list is expected: its entries begin with a dash'];
}

/** Selectors know a namespace's name by a label that the cluster sets. */
const byName = (name: string): string => `{ matchLabels: { kubernetes.io/metadata.name: ${name} } }`;

/** What is meant by a namespace that is named outright, in a peer or in a selector. */
function namespaceByName(key: string, known: readonly string[], given: unknown): string | undefined {
  if (!/^(?:namespaces?|namespaceName|(?:match)?[nN]ames?)$/.test(key)) return undefined;
  const [name] = [given].flat();
  if (typeof name !== 'string') return undefined;
  if (known.includes('namespaceSelector')) return `namespaceSelector: ${byName(name)}`;
  return known.includes('matchLabels') ? byName(name).slice(2, -2) : undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields',
  record: 'names with values',
};

/** A type as a person says it. */
const kindOf = (expected: string): string => KINDS[expected] ?? expected;

function describe(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kindOf(issue.expected);
    case 'too_small':
      return `at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    default:
      return issue.message;
  }
}

const UNITS: Readonly<Record<string, string>> = { array: ' entries', string: ' characters' };

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (v, segment) =>
      v !== null && typeof v === 'object' && Object.hasOwn(v, segment)
        ? (v as Record<string | number, unknown>)[segment]
        : undefined,
    value,
  );
}

/** Whether the first is the second, or part of it. */
export const isWithin = (inner: Path, outer: Path): boolean => outer.every((segment, i) => inner[i] === segment);

/** The value with another one at the path, or without the field or entry there. */
export function replaced(value: unknown, path: Path, by?: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.flatMap((item: unknown, i) => {
      const next = i === first ? replaced(item, rest, by) : item;
      return next === undefined ? [] : [next];
    });
  const { [first as string]: item, ...others } = value as Record<string, unknown>;
  const next = replaced(item, rest, by);
  return next === undefined ? others : { ...others, [first]: next };
}
