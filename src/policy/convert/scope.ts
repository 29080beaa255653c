/** One object under conversion: knows where its fields were written, and collects what is wrong with them. */

import type { z } from 'zod';
import { NetError } from '../../net/error.js';
import { formatPrefix, parsePrefixLoosely } from '../../net/prefix.js';
import type { Prefix } from '../../net/types.js';
import { type Diagnostic, show } from '../diagnostics.js';
import type { RawObject } from '../document.js';
import type { SourceRef } from '../model.js';
import { formatPath, type Path } from '../path.js';
import { type Details, type Fault, faultsOf, isWithin, replaced, valueAt } from './issues.js';

export class Scope {
  /** Whether an error was reported: the object is left out of the world. */
  failed = false;
  /** Where errors are: what is around them is not told of again. */
  private readonly told: Path[] = [];
  /** Entries of lists that were left out, by their places as written. */
  private readonly gone: Path[] = [];
  /** What did not fit: nothing is said of what lacks them for that reason. */
  private readonly left: Path[] = [];

  constructor(
    readonly raw: RawObject,
    /** `<kind>/<namespace>/<name>` */
    readonly object: string,
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {}

  error(at: Path, code: string, message: string, details: Details = {}, of: 'key' | 'value' = 'value'): void {
    this.failed = true;
    const path = this.written(at);
    if (path.length > 0 && this.told.some((one) => isWithin(one, path))) return;
    if (this.left.some((left) => isWithin(path, left))) return;
    this.told.push(path);
    this.tell('error', path, code, message, details, of);
  }

  warn(path: Path, code: string, message: string, details: Details = {}): void {
    this.tell('warning', this.written(path), code, message, details, 'value');
  }

  source(path: Path): SourceRef {
    return this.raw.locate(this.written(path));
  }

  /**
   * The object as its schema types it, after reporting everything that does not fit. What does not fit is left out where it can
   * be, so that all that is wrong is found at once; whether anything was, says `failed`.
   */
  parse<T>(schema: z.ZodType<T>): T | undefined {
    let value: unknown = this.raw.value;
    for (let pass = 0; pass < PASSES; pass++) {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      const faults = result.error.issues.flatMap((one) =>
        faultsOf(one, value, (at) => this.raw.trapAt?.(this.written(at))),
      );
      // A field that does not exist is why others are missing: it is told first, and what is around it not at all.
      const rank = ({ code, path }: Fault): number => (code === 'unknown-field' ? 0 : 1 / (1 + path.length));
      for (const { path, code, message, details, of } of faults.sort((a, b) => rank(a) - rank(b)))
        this.error(path, code, message, details, of);
      // What is wrong itself goes first, what is around it only where that does not help.
      const known = [...this.left];
      const first = faults.filter(
        ({ path, instead }) =>
          !known.some((left) => isWithin(this.written(path), left)) &&
          (instead !== undefined || typeof path.at(-1) === 'string'),
      );
      for (const { path, instead } of first) {
        this.left.push(this.written(path));
        value = replaced(value, path, instead);
      }
      if (first.length > 0) continue;
      const around = faults.map(({ path }) => this.around(path)).filter((path) => path !== undefined);
      if (around.length === 0) return undefined;
      // From behind, so that the places of those before stay.
      const last = [...new Map(around.map((path) => [formatPath(path), path])).values()].sort(compareFromBehind);
      for (const path of last) value = replaced(value, path);
      this.left.push(...last.map((path) => this.written(path)));
      this.gone.push(...last.filter((path) => typeof path.at(-1) === 'number').map((path) => this.written(path)));
    }
    return undefined;
  }

  /** Where something was before entries of lists were left out. */
  private written(path: Path): Path {
    if (this.gone.length === 0) return path;
    const found: (string | number)[] = [];
    for (const segment of path) {
      const gone = this.gone.filter((one) => one.length === found.length + 1 && isWithin(one, found));
      let index = Number(segment);
      for (const before of gone.map((one) => Number(one.at(-1))).sort((x, y) => x - y)) if (before <= index) index++;
      found.push(typeof segment === 'string' ? segment : index);
    }
    return found;
  }

  valueAt(path: Path): unknown {
    return valueAt(this.raw.value, path);
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

  /** The smallest thing around the path that is not left out yet. */
  private around(path: Path): Path | undefined {
    for (let length = path.length; length > 0; length--) {
      const one = path.slice(0, length);
      if (typeof one.at(-1) === 'number' || !this.left.some((left) => isWithin(this.written(one), left))) return one;
    }
    return undefined;
  }
}

/** Enough for a fault within a fault; each pass takes some away. */
const PASSES = 8;

function compareFromBehind(a: Path, b: Path): number {
  for (const [i, segment] of a.entries()) {
    const other = b[i];
    if (segment === other) continue;
    return typeof segment === 'number' && typeof other === 'number' ? other - segment : 0;
  }
  return b.length - a.length;
}
