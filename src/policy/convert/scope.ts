/** One object under conversion: knows where its fields were written, and collects what is wrong with them. */

import type { z } from 'zod';
import { NetError } from '../../net/error.js';
import { formatPrefix, parsePrefixLoosely } from '../../net/prefix.js';
import type { Prefix } from '../../net/types.js';
import { type Diagnostic, nearest, show } from '../diagnostics.js';
import { formatPath, type Path, type RawObject } from '../document.js';
import type { SourceRef } from '../model.js';

type Details = Partial<Pick<Diagnostic, 'found' | 'expected' | 'suggestion'>>;

export class Scope {
  /** Whether an error was reported: the object is left out of the world. */
  failed = false;

  constructor(
    readonly raw: RawObject,
    /** `<kind>/<namespace>/<name>` */
    readonly object: string,
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {}

  error(path: Path, code: string, message: string, details: Details = {}, of: 'key' | 'value' = 'value'): void {
    this.failed = true;
    this.tell('error', path, code, message, details, of);
  }

  warn(path: Path, code: string, message: string, details: Details = {}): void {
    this.tell('warning', path, code, message, details, 'value');
  }

  source(path: Path): SourceRef {
    return this.raw.locate(path);
  }

  /** The object as its schema types it, or undefined after reporting everything that does not fit. */
  parse<T>(schema: z.ZodType<T>): T | undefined {
    const result = schema.safeParse(this.raw.value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.issue(issue);
    return undefined;
  }

  /** A prefix; bits beyond its length are an error, or a warning where the API server lets them pass. */
  prefix(path: Path, text: string, hostBits: 'error' | 'warning'): Prefix | undefined {
    try {
      const parsed = parsePrefixLoosely(text);
      if (parsed.hostBits) {
        const details = { found: show(text), suggestion: formatPrefix(parsed.prefix) };
        if (hostBits === 'error') this.error(path, 'host-bits', 'the prefix has bits set beyond its length', details);
        else
          this.warn(
            path,
            'host-bits',
            `the prefix has bits set beyond its length and is read as ${formatPrefix(parsed.prefix)}`,
            { found: show(text) },
          );
      }
      const { family, value, length } = parsed.prefix;
      if (family === 6 && length >= 96 && value >> 32n === 0xffffn) {
        const details = {
          found: show(text),
          suggestion: formatPrefix({ family: 4, value: value & 0xffffffffn, length: length - 96 }),
        };
        const message = 'IPv4-mapped IPv6 never occurs in packets that pass';
        if (hostBits === 'error') this.error(path, 'mapped-prefix', message, details);
        else this.warn(path, 'mapped-prefix', message, details);
      }
      return parsed.prefix;
    } catch (cause) {
      if (!(cause instanceof NetError)) throw cause;
      this.error(path, 'bad-cidr', 'not a CIDR prefix', { found: show(text), expected: cause.expected });
      return undefined;
    }
  }

  private tell(
    severity: Diagnostic['severity'],
    path: Path,
    code: string,
    message: string,
    details: Details,
    of: 'key' | 'value',
  ): void {
    const { file, line, column } = this.raw.locate(path, of);
    this.report({
      severity,
      code,
      file,
      line,
      column,
      field: formatPath(path),
      object: this.object,
      message,
      ...details,
    });
  }

  private issue(issue: z.core.$ZodIssue): void {
    const path = issue.path.filter((p): p is string | number => typeof p !== 'symbol');
    const found = valueAt(this.raw.value, path);
    switch (issue.code) {
      case 'unrecognized_keys': {
        const known = issue.message.split(' ');
        for (const key of issue.keys) {
          const suggestion = nearest(key, known);
          this.error(
            [...path, key],
            'unknown-field',
            `unknown field ${show(key)}`,
            { expected: `one of ${known.join(', ')}`, ...(suggestion !== undefined && { suggestion }) },
            'key',
          );
        }
        return;
      }
      case 'invalid_type':
        if (found === undefined) this.error(path, 'missing', 'required field is missing', { expected: issue.expected });
        else this.error(path, 'bad-type', 'wrong type', { found: show(found), expected: issue.expected });
        return;
      case 'invalid_value': {
        const values = issue.values.map(String);
        const suggestion = typeof found === 'string' ? nearest(found, values) : undefined;
        this.error(path, 'bad-value', 'value not allowed', {
          found: show(found),
          expected: values.length === 1 ? (values[0] as string) : `one of ${values.join(', ')}`,
          ...(suggestion !== undefined && { suggestion }),
        });
        return;
      }
      case 'invalid_union': {
        const expected = [...new Set(issue.errors.flat().map(describe))].join(' or ');
        this.error(path, 'bad-value', 'value not allowed', { found: show(found), expected });
        return;
      }
      case 'invalid_key':
        this.error(
          path,
          'bad-value',
          'key not allowed',
          { found: show(path.at(-1)), expected: issue.issues.map(describe).join(' or ') },
          'key',
        );
        return;
      case 'custom':
        this.error(path, 'bad-value', issue.message, { found: show(found) });
        return;
      case 'too_big':
      case 'too_small':
        this.error(path, 'limit', describe(issue), {
          found: Array.isArray(found)
            ? `${found.length} items`
            : typeof found === 'string'
              ? `${found.length} characters`
              : show(found),
        });
        return;
      default:
        this.error(path, 'bad-value', 'value not allowed', { found: show(found), expected: describe(issue) });
    }
  }
}

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'an integer' : issue.expected;
    case 'too_small':
      return `at least ${issue.minimum}${issue.origin === 'array' ? ' items' : ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${issue.origin === 'array' ? ' items' : issue.origin === 'string' ? ' characters' : ''}`;
    default:
      return issue.message;
  }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (v, segment) =>
      v !== null && typeof v === 'object' && Object.hasOwn(v, segment)
        ? (v as Record<string | number, unknown>)[segment]
        : undefined,
    value,
  );
}
