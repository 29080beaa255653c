/** What all commands print alike, and the exit codes (docs/operations.md). */
import { randomBytes } from 'node:crypto';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import stringWidth from 'string-width';
import { escapeControls } from '../policy/diagnostics.js';

export const EXIT = {
  ok: 0,
  /** The command worked and the answer is no: not valid, not equal, not ready. */
  negative: 1,
  /** The command line or the configuration is wrong, or what it names does not exist. */
  usage: 2,
  /** A controller, agent or collector cannot be reached. */
  unreachable: 3,
  /** It was reached and refuses. */
  refused: 4,
  /** A defect, or the machine lacks something. */
  failed: 5,
  /** `osg policy diff`: some conversation is allowed that was not. */
  widens: 6,
  /** Nothing worse was found, but not everything could be judged; what not is in the output. */
  incomplete: 7,
  /** Well, but some of the policies are of kinds that are not enforced: what they say was not judged. */
  unenforced: 8,
} as const;

/** An end that the person at the terminal can do something about: one line, no stack. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CliError';
  }
}

let isWide = false;

/** Tables are cut no more: `-o wide`. */
export const printWide = (): void => {
  isWide = true;
};

/** Characters that a line has on the terminal; without one, lines are as long as they need to be. */
const lineWidth = (): number =>
  process.stdout.isTTY === true && !isWide ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY;

/** Columns that a terminal gives it, colours not counted. */
const widthOf = (text: string): number => stringWidth(safe(text));

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of what is too wide, and that it goes on. @param room columns */
function cut(text: string, room: number): string {
  let left = room - 1;
  for (const { index, segment } of CHARACTERS.segment(text)) {
    left -= widthOf(segment);
    if (left < 0) return `${text.slice(0, index)}…`;
  }
  return text;
}

/** The last column, cut so that a line of the terminal holds the row; its text must have no colour. */
function fitted(head: readonly string[], rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const before = head
    .slice(0, -1)
    .map((title, i) => Math.max(...[title, ...rows.map((row) => row[i] ?? '')].map(widthOf)));
  const room = Math.max(8, lineWidth() - before.reduce((sum, width) => sum + width + 2, 0));
  return rows.map((row) => {
    const last = row.at(-1) ?? '';
    return widthOf(last) <= room ? row : [...row.slice(0, -1), cut(last, room)];
  });
}

/** Columns without frames, as `kubectl` prints them. On a terminal the last one is cut where the line ends. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const none = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
      'middle',
    ].map((part) => [part, '']),
  );
  const table = new Table({
    head: head.map((text) => safe(colour('dim', text))),
    chars: none,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of fitted(head, rows)) table.push(row.map((cell) => safe(cell)));
  process.stdout.write(`${table.toString().replace(/ +$/gm, '')}\n`);
}

type Format = Parameters<typeof styleText>[0];

/**
 * Stands for the escape character in our own colours, until `safe` has escaped everything else. It is new for each process:
 * no text that comes from outside has it, so none brings colours along.
 */
const MARK = `<${randomBytes(12).toString('hex')}>`;
const ESCAPE = String.fromCharCode(27);

/** Only where a terminal shows it. What is coloured goes out by `line`, `printTable` or `safe`. */
export function colour(format: Format, text: string): string {
  if (!coloured()) return text;
  const [on = '', off = ''] = styleText(format, '|')
    .split('|')
    .map((codes) => codes.replaceAll(ESCAPE, MARK));
  return `${on}${text}${off}`;
}

const coloured = (): boolean => process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;

/** Names come from outside: no control characters reach the terminal (F93), and no colours but our own (F168). */
export const safe = (text: string): string => escapeControls(text).replaceAll(MARK, ESCAPE);

export function line(text: string): void {
  process.stdout.write(`${safe(text)}\n`);
}

/** What is said besides, or why a command fails: on standard error. The lines of a stack stay lines. */
export const complain = (text: string): void =>
  void process.stderr.write(`osg: ${text.split('\n').map(escapeControls).join('\n')}\n`);

/** `1 node`, `2 nodes`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** `3 s`, `5 min`, `2 h`, `4 d`; a dash for never. */
export function ago(unixUs: number | null | undefined, nowMs = Date.now()): string {
  if (!unixUs) return '–';
  return duration(nowMs - unixUs / 1000);
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** `30m`, `90s`, `2h`, `1d` in milliseconds. @throws CliError */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new CliError(EXIT.usage, `${text} is no duration: expected a number and ms, s, m, h or d, such as 30m`);
  return Number(match[1]) * unit;
}
