/** A matrix as CSV or as a picture. */
import { escapeControls } from '../diagnostics.js';
import type { Matrix } from './matrix.js';

/** RFC 4180; a cell that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function matrixCsv({ rows, columns, cells }: Matrix): string {
  const at = new Map(cells.map((c) => [`${c.from}\n${c.to}`, c.allowed]));
  const lines = [
    ['from \\ to', ...columns],
    ...rows.map((row) => [row, ...columns.map((column) => at.get(`${row}\n${column}`) ?? '')]),
  ];
  return `${lines.map((line) => line.map(quote).join(',')).join('\r\n')}\r\n`;
}

function quote(cell: string): string {
  const text = escapeControls(cell);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CELL = { width: 92, height: 30 } as const;
const FILL: Readonly<Record<string, string>> = { none: '#f4f4f4', all: '#f3c6c6', self: '#e2e2e2', '': '#ffffff' };

/** A grid: grey is closed, red is open to everything, green is what rules allow, with its ports. Text is for people and searchable. */
export function matrixSvg({ rows, columns, cells }: Matrix): string {
  const left = 12 + 7 * Math.max(...rows.map((r) => r.length));
  const top = 24 + 5 * Math.max(...columns.map((c) => c.length));
  const at = new Map(cells.map((c) => [`${c.from}\n${c.to}`, c.allowed]));
  const parts = [
    ...columns.map(
      (column, i) =>
        `<text transform="translate(${left + i * CELL.width + 20},${top - 8}) rotate(-35)">${escapeXml(column)}</text>`,
    ),
    ...rows.map(
      (row, i) => `<text x="${left - 6}" y="${top + i * CELL.height + 19}" text-anchor="end">${escapeXml(row)}</text>`,
    ),
    ...rows.flatMap((row, y) =>
      columns.map((column, x) =>
        square(row, column, at.get(`${row}\n${column}`) ?? '', left + x * CELL.width, top + y * CELL.height),
      ),
    ),
  ];
  const width = left + columns.length * CELL.width + 120;
  const height = top + rows.length * CELL.height + 12;
  const style = 'text{font:11px system-ui,sans-serif;fill:#222}.c{font-size:9px}';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>Who can talk to whom (rows begin the conversation)</title><style>${style}</style><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`;
}

function square(from: string, to: string, allowed: string, x: number, y: number): string {
  const label = allowed.length > 17 ? `${allowed.slice(0, 16)}…` : allowed;
  const text =
    allowed === 'none' || allowed === 'self'
      ? ''
      : `<text class="c" x="${x + 4}" y="${y + 18}">${escapeXml(label)}</text>`;
  return `<g><title>${escapeXml(`${from} → ${to}: ${allowed}`)}</title><rect x="${x}" y="${y}" width="${CELL.width - 2}" height="${CELL.height - 2}" fill="${FILL[allowed] ?? '#cfe8cf'}"/>${text}</g>`;
}

/** Text for XML; characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text
    .replace(/[&<>"']/g, (c) => entities[c] as string)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u007f-\u009f\p{Cf}]/gu, '\ufffd');
}
