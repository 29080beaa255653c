/** What is wrong with an input, and where: made to be read by the person who wrote it. */

export interface Diagnostic {
  /** `note`: nothing is wrong, but somebody may wonder. */
  readonly severity: 'error' | 'warning' | 'note';
  /** Stable, for filters: `unknown-field`, `bad-value`, `duplicate`, … */
  readonly code: string;
  readonly file: string;
  /** From 1; 0 for a whole file or folder. */
  readonly line: number;
  readonly column: number;
  /** Path within the object, such as `spec.ingress[0].from[1].cidr`; empty for the document itself. */
  readonly field: string;
  /** The kind and name of the object, where known. */
  readonly object?: string;
  readonly message: string;
  readonly found?: string;
  readonly expected?: string;
  readonly suggestion?: string;
}

/** `file:line:column: error: Kind/namespace/name spec.field: message (expected …; did you mean …?)`, on one line, control characters escaped. */
export function formatDiagnostic(d: Diagnostic): string {
  const where = [d.object, d.field].filter((part) => part !== undefined && part !== '').join(' ');
  const hints = [
    d.found !== undefined && `found ${d.found}`,
    d.expected !== undefined && `expected ${d.expected}`,
    d.suggestion !== undefined && `did you mean ${d.suggestion}?`,
  ].filter((hint) => hint !== false);
  const text = `${d.file}${d.line > 0 ? `:${d.line}:${d.column}` : ''}: ${d.severity}: ${where === '' ? '' : `${where}: `}${d.message}${hints.length > 0 ? ` (${hints.join('; ')})` : ''}`;
  return escapeControls(text);
}

/** Control characters, bidirectional overrides and line separators as `\u…`: names come from outside (F93). */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (c) => `\\u${(c.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  );
}

/** The same in JSON text: it reads back as it was. Line breaks between its lines stay. */
export function escapeJson(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) =>
    [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

/** In the order a person reads: file, line, column. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
}

/** Shown for a value in a message: JSON, shortened. */
export function show(value: unknown): string {
  const text =
    value === undefined
      ? 'nothing'
      : (JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v)) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** The candidate nearest to a word by edit distance, if it is near enough to be a typing error. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = { candidate, distance };
  }
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** Insertions, deletions, replacements and exchanges of neighbours. */
function editDistance(a: string, b: string): number {
  if (a.length > 100 || b.length > 100) return Number.POSITIVE_INFINITY;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => (rows[i] as number[])[j] as number;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : replaced;
      rows[i]?.push(Math.min(at(i, j - 1) + 1, at(i - 1, j) + 1, replaced, exchanged));
    }
  }
  return at(a.length, b.length);
}
