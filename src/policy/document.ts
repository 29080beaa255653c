/** YAML or JSON text → plain objects that remember where each of their fields was written. */

import type { Document } from 'yaml';
import { isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import { type Diagnostic, show } from './diagnostics.js';
import { LIMITS } from './limits.js';
import { Locator, type Trap } from './locator.js';
import { type Composed, canFold, composeFolded, type Folds, optionsOf, unfold } from './long-document.js';
import type { SourceRef } from './model.js';
import type { Path } from './path.js';

/** One object of a file, with its place. */
export interface RawObject {
  readonly value: Record<string, unknown>;
  readonly file: string;
  /** Where the value at the path was written; the nearest enclosing value for one that is absent. */
  locate(path: Path, of?: 'key' | 'value'): Required<SourceRef>;
  /** Whether `kubectl` reads something of it by YAML 1.1, and what stands at a place. */
  readonly traps?: boolean;
  trapAt?(path: Path, of?: 'key' | 'value'): Trap | undefined;
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A piece of a file that can be parsed by itself. */
export interface TextPart extends TextFile {
  /** Lines of the file before it. */
  readonly linesBefore: number;
}

/** A line that begins a document; YAML allows no other line to begin so. */
const DOCUMENT = /^---(?=\s|$)/gm;
/** Directives belong to the document after them, and what comes after an end marker to none: such files stay whole. */
const INSEPARABLE = /^(?:%|\.\.\.(?:\s|$))/m;

/** The documents of a file. */
export function splitDocuments({ path, text }: TextFile): TextPart[] {
  const starts = INSEPARABLE.test(text) ? [] : [...text.matchAll(DOCUMENT)].map((match) => match.index);
  const edges = [...new Set([0, ...starts, text.length])];
  const parts: TextPart[] = [];
  let linesBefore = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const part = text.slice(edges[i], edges[i + 1]);
    parts.push({ path, text: part, linesBefore });
    for (let at = part.indexOf('\n'); at !== -1; at = part.indexOf('\n', at + 1)) linesBefore++;
  }
  return parts;
}

/** Longer texts are read piece by piece, of about so many characters. */
const LONG = { characters: 1 << 20, piece: 1 << 16 };

/**
 * Every object of a part, `List`s taken apart. Syntax errors, alias bombs and `__proto__` keys become diagnostics.
 */
export function readObjects(
  { path: file, text, linesBefore }: TextPart,
  report: (diagnostic: Diagnostic) => void,
  long = LONG,
): RawObject[] {
  const refuse = (code: string, message: string, line = 1, column = 1) =>
    report({ severity: 'error', code, file, line: line + linesBefore, column, field: '', message });
  const lines = new LineCounter();
  // Of several at one place the first tells why.
  const told = new Set<number>();
  const sound = ({ errors, warnings }: Document): boolean => {
    for (const error of [...errors, ...warnings]) {
      if (told.has(error.pos[0]) || told.size >= LIMITS.syntaxErrors) continue;
      told.add(error.pos[0]);
      const at = lines.linePos(error.pos[0]);
      refuse('syntax', sentence(error.message), at.line, at.col);
    }
    return errors.length === 0;
  };
  const traps: Trap[] = [];
  const read = (document: Document, folds: Folds): unknown => {
    traps.push(...readAsKubectl(document, text));
    return toPlain(document, folds, text, lines, refuse);
  };
  let broken = false;
  /** A piece that cannot be read is no piece of anything. */
  const readPiece = (piece: Document, folds: Folds): unknown => {
    const value = sound(piece) ? read(piece, folds) : undefined;
    broken ||= value === undefined;
    return value;
  };
  let composed: Composed;
  try {
    composed =
      text.length >= long.characters && canFold(text)
        ? composeFolded(text, lines, readPiece, long.piece)
        : { documents: [...parseAllDocuments(text, optionsOf(lines))] as Document[], folds: new Map() };
  } catch (cause) {
    refuse('syntax', `cannot be parsed: ${(cause as Error).message}`);
    return [];
  }
  const objects: RawObject[] = [];
  for (const document of composed.documents) {
    if (!sound(document) || broken || document.contents === null) continue;
    const value = read(document, composed.folds);
    const source = { text, lines, folds: composed.folds };
    if (value !== undefined)
      objects.push(...unpack(new Locator(document, source, file, linesBefore, traps), value, [], refuse));
  }
  return objects;
}

/** The parser's words without the place, which is told anyway. */
const sentence = (message: string): string =>
  (message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, '');

/** What YAML 1.1 reads in another way, as plain text of a value or key. */
const TRAP = /^(?:[-+]?0[0-7_]*[0-7]|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;
const TRUE = /^(?:y|yes|on)$/i;
/** Whether a text may have one: looking at every node takes time. */
const HAS_TRAP = /(?:^|[\s:,[{-])(?:[-+]?0[0-7_]+|y|yes|n|no|on|off)[ \t]*(?:$|[,}\]#:])/im;

/** What people write; what a cluster printed quotes its words, and is read loosely. */
const AUTHORED = /"?kind"?:\s*["']?\w*(?:Policy|Group)\b/;

/** Values and keys become what `kubectl` makes of them: `0100` is 64, `yes` and `on` are true. */
function readAsKubectl(document: Document, text: string): Trap[] {
  const traps: Trap[] = [];
  if (!HAS_TRAP.test(text)) return traps;
  const strict = AUTHORED.test(text);
  visit(document, {
    Scalar(_key, scalar) {
      const { source, type, tag, range } = scalar;
      if (type !== 'PLAIN' || source === undefined || tag !== undefined || !TRAP.test(source)) return;
      if (!strict && !/\d/.test(source)) return;
      const octal = Number.parseInt(source.replaceAll('_', ''), 8);
      const read = /\d/.test(source) ? octal : TRUE.test(source);
      if (scalar.value === read) return;
      scalar.value = read;
      traps.push({ written: source, read, offset: range?.[0] ?? 0 });
    },
  });
  return traps;
}

function toPlain(
  document: Document,
  folds: Folds,
  text: string,
  lines: LineCounter,
  refuse: (code: string, message: string, line?: number, column?: number) => void,
): unknown {
  let safe = true;
  const suspicious = text.includes('__proto__') || text.includes('\\');
  if (suspicious)
    visit(document, {
      Pair(_key, pair) {
        if (isScalar(pair.key) && pair.key.value === '__proto__') {
          const at = lines.linePos(pair.key.range?.[0] ?? 0);
          refuse('unknown-field', '"__proto__" is not a field name', at.line, at.col);
          safe = false;
        }
      },
    });
  if (!safe) return undefined;
  try {
    unfold(document, folds);
    const value = document.toJS({ maxAliasCount: LIMITS.aliases }) as unknown;
    if (!isDeeper(value, LIMITS.depth)) return value;
    refuse('limit', `is nested deeper than ${LIMITS.depth} levels, or into itself`);
    return undefined;
  } catch (cause) {
    refuse('limit', `aliases expand too far: ${(cause as Error).message}`);
    return undefined;
  }
}

const isDeeper = (value: unknown, than: number): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (than === 0 || Object.values(value).some((item) => isDeeper(item, than - 1)));

/** A List's items, each an object; anything else is one object. Nothing (an empty document) is none. */
function unpack(
  locator: Locator,
  value: unknown,
  path: Path,
  refuse: (code: string, message: string, line?: number, column?: number) => void,
): RawObject[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    const at = locator.locate(path);
    refuse(
      'bad-value',
      `found ${show(value)} where an object with apiVersion and kind is expected`,
      at.line,
      at.column,
    );
    return [];
  }
  const record = value as Record<string, unknown>;
  if (typeof record['kind'] === 'string' && record['kind'].endsWith('List') && Array.isArray(record['items'])) {
    return record['items'].flatMap((item, i) => unpack(locator, withKind(item, record), [...path, 'items', i], refuse));
  }
  return [
    {
      value: record,
      file: locator.file,
      locate: (sub, of) => locator.locate([...path, ...sub], of),
      trapAt: (sub, of) => locator.trapAt([...path, ...sub], of),
      traps: locator.traps.length > 0,
    },
  ];
}

/** Items of a typed list (`PodList`) may leave out their own kind. */
function withKind(item: unknown, list: Record<string, unknown>): unknown {
  if (item === null || typeof item !== 'object' || 'kind' in item || list['kind'] === 'List') return item;
  return { apiVersion: list['apiVersion'], kind: (list['kind'] as string).slice(0, -'List'.length), ...item };
}
