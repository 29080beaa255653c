/** YAML or JSON text → plain objects that remember where each of their fields was written. */

import type { Document } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, visit } from 'yaml';
import { type Diagnostic, show } from './diagnostics.js';
import { LIMITS } from './limits.js';
import type { SourceRef } from './model.js';

export type Path = readonly (string | number)[];

/** One object of a file, with its place. */
export interface RawObject {
  readonly value: Record<string, unknown>;
  readonly file: string;
  /** Where the value at the path was written; the nearest enclosing value for one that is absent. */
  locate(path: Path, of?: 'key' | 'value'): Required<SourceRef>;
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

/** Every object of a part, `List`s taken apart. Syntax errors, alias bombs and `__proto__` keys become diagnostics. */
export function readObjects(
  { path: file, text, linesBefore }: TextPart,
  report: (diagnostic: Diagnostic) => void,
): RawObject[] {
  const refuse = (code: string, message: string, line = 1, column = 1) =>
    report({ severity: 'error', code, file, line: line + linesBefore, column, field: '', message });
  const lines = new LineCounter();
  let documents: Document[];
  try {
    documents = [...parseAllDocuments(text, { lineCounter: lines, merge: true, logLevel: 'silent' })] as Document[];
  } catch (cause) {
    refuse('syntax', `cannot be parsed: ${(cause as Error).message}`);
    return [];
  }
  const objects: RawObject[] = [];
  for (const document of documents) {
    for (const error of [...document.errors, ...document.warnings]) {
      const at = lines.linePos(error.pos[0]);
      refuse('syntax', error.message.split('\n')[0] as string, at.line, at.col);
    }
    if (document.errors.length > 0 || document.contents === null) continue;
    const value = toPlain(document, lines, refuse);
    if (value !== undefined)
      objects.push(...unpack(new Locator(document, lines, file, linesBefore), value, [], refuse));
  }
  return objects;
}

function toPlain(
  document: Document,
  lines: LineCounter,
  refuse: (code: string, message: string, line?: number, column?: number) => void,
): unknown {
  let safe = true;
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
    return document.toJS({ maxAliasCount: LIMITS.aliases }) as unknown;
  } catch (cause) {
    refuse('limit', `aliases expand too far: ${(cause as Error).message}`);
    return undefined;
  }
}

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
  return [{ value: record, file: locator.file, locate: (sub, of) => locator.locate([...path, ...sub], of) }];
}

/** Items of a typed list (`PodList`) may leave out their own kind. */
function withKind(item: unknown, list: Record<string, unknown>): unknown {
  if (item === null || typeof item !== 'object' || 'kind' in item || list['kind'] === 'List') return item;
  return { apiVersion: list['apiVersion'], kind: (list['kind'] as string).slice(0, -'List'.length), ...item };
}

class Locator {
  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
    readonly file: string,
    private readonly linesBefore: number,
  ) {}

  locate(path: Path, of: 'key' | 'value' = 'value'): Required<SourceRef> {
    let node: Node | null = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const [i, segment] of path.entries()) {
      if (isAlias(node)) node = node.resolve(this.document) ?? null;
      if (isSeq(node) && typeof segment === 'number') node = (node.items[segment] as Node | undefined) ?? null;
      else if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
        const last = i === path.length - 1;
        node =
          (last && of === 'key' ? (pair?.key as Node | undefined) : (pair?.value as Node | null | undefined)) ?? null;
        if (node === null && pair !== undefined) offset = (pair.key as Node).range?.[0] ?? offset;
      } else node = null;
      if (node === null) break;
      offset = node.range?.[0] ?? offset;
    }
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line) + this.linesBefore, column: Math.max(1, col) };
  }
}

/** `spec.ingress[0].from` */
export function formatPath(path: Path): string {
  return path
    .map((segment, i) => (typeof segment === 'number' ? `[${segment}]` : `${i === 0 ? '' : '.'}${segment}`))
    .join('');
}
