/** One flow on one line of a terminal, whatever its width: what matters survives, what is long is shortened in its middle. */
import type { osg } from '../gen/proto.js';
import { escapeControls } from '../policy/diagnostics.js';
import { lastSeenUs } from './batch.js';
import {
  type LinePaint,
  PLAIN,
  packetText,
  placementSaid,
  plainReason,
  ruleDetails,
  shownId,
  sidesOf,
  timeText,
  verdictSaid,
} from './line.js';

type Event = osg.v1.FlowRecord.$Properties;
type Context = osg.v1.FlowContext.$Properties;

/** Columns that a character takes; what terminals disagree on is taken for wide. */
export const columnsOf = (character: string): number => (character >= '\u1100' && !'→…“”'.includes(character) ? 2 : 1);

/** Of text without colours. */
function visibleWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Below, the time is left out and names go without their namespaces. */
const NARROW = 80;
/** Below, words are short. */
const WIDE = 120;
/** Columns of a word that tells why, at least. */
const LEAST_PART = 10;
/** Columns of a name at least, and of what tells why. */
const LEAST_NAME = 8;
const LEAST_WHY = 14;

/** `policies/shop/platform.yaml:20` → `platform.yaml:20`. */
const fileText = ({ file, line }: Context): string => (file ? `${file.split('/').at(-1)}:${line ?? 0}` : '');

/** `SecurityGroup/shop/db/ingress/no-web` → `db/no-web`, short `no-web`. */
function ruleName(rule: string, short: boolean): string {
  const words = shownId(rule).split('/');
  if (short) return words.at(-1) ?? rule;
  return words.length < 4 ? rule : `${words.at(-3)}/${words.at(-1)}`;
}

/** `SecurityGroup/shop/db` → `db`. */
const groupName = (id: string): string => shownId(id).split('/').at(-1) ?? id;

/** What must be read: the words that may be shortened first, each with the columns that it needs at least. */
interface Why {
  readonly head: string;
  /** As they are, behind the head, one by one as long as there is room. */
  readonly must: readonly string[];
  /** If there is room. */
  readonly may: readonly string[];
}

function whyOf(context: Context, item: osg.v1.FlowItem.$Properties, columns: number): Why {
  const plain = plainReason(context, item);
  if (plain !== undefined) return { head: plain, must: [], may: [] };
  if (context.rule) {
    const details = ruleDetails({ ...context, file: '', owner: '' });
    const may = [...details, `[${shownId(context.rule)}${context.file ? ` ${context.file}` : ''}]`];
    return {
      head: ruleName(context.rule, columns < WIDE),
      must: [fileText(context), context.owner ?? ''].filter(Boolean),
      may,
    };
  }
  const groups = context.isolatedBy ?? [];
  const [first, ...rest] = groups;
  const more = rest.length > 0 ? ` +${rest.length}` : '';
  return {
    head: columns < WIDE ? 'no rule' : 'no rule allows it',
    must: context.owner ? [context.owner] : [],
    may: first === undefined ? [] : [`isolated by ${groupName(first.policy ?? '')}${more}`],
  };
}

/** At most `room` columns, shortened in its middle. */
export function elide(text: string, room: number): string {
  if (visibleWidth(text) <= room) return text;
  if (room < 2) return '…'.slice(0, Math.max(0, room));
  const characters = [...text];
  const back = Math.floor((room - 1) / 2);
  const start = takeWidth(characters, room - 1 - back);
  const end = takeWidth([...characters].reverse(), back);
  return `${start.join('')}…${end.reverse().join('')}`;
}

function takeWidth(characters: readonly string[], room: number): string[] {
  const taken: string[] = [];
  let width = 0;
  for (const one of characters) {
    width += visibleWidth(one);
    if (width > room) break;
    taken.push(one);
  }
  return taken;
}

/**
 * @param packets of all records that the line stands for
 * @param columns it has room for; it may be longer only where even the least does not fit
 */
export function liveLine(event: Event, paint: LinePaint, packets: number, columns: number): string {
  const context = event.context ?? {};
  const item = event.item ?? {};
  const narrow = columns < NARROW;
  const time = timeText(lastSeenUs(item)).slice(-12, -4);
  const counted = `${packets}`.padStart(columns < WIDE ? 4 : 6);
  const verdict = verdictSaid(context, paint);
  const service = packetText(item);
  const direction = context.egress ? 'out' : 'in';
  const fixed = visibleWidth(
    `${narrow ? '' : `${time} `}${counted} ${verdictSaid(context, PLAIN)}  →  ${service} ${direction}: `,
  );
  const names = sidesOf(event).map((name) => escapeControls(narrow ? short(name) : name)) as [string, string];
  const why = whyOf(context, item, columns);
  const parts = [why.head, ...why.must].map(escapeControls);
  const wanted = visibleWidth(parts.join(' '));
  const room = Math.max(0, columns - fixed);
  // Names give way until they are short, then the words of why.
  const nameRoom = Math.max(Math.min(sum(names), 2 * LEAST_NAME), room - wanted);
  const [from, to] = shareOut(names, Math.min(nameRoom, room - LEAST_WHY));
  let left = room - visibleWidth(from) - visibleWidth(to);
  const shown: string[] = [];
  for (const part of fitParts(parts, left)) {
    shown.push(part);
    left -= visibleWidth(part) + 1;
  }
  for (const part of why.may.map(escapeControls)) {
    if (visibleWidth(part) > left) break;
    shown.push(paint.dim(part));
    left -= visibleWidth(part) + 1;
  }
  return [
    ...(narrow ? [] : [paint.time(time)]),
    paint.name(counted),
    verdict,
    `${paint.name(from)} → ${paint.name(to)} ${service}`,
    `${paint.dim(`${direction}:`)} ${shown.join(' ')}`,
    ...placementSaid(event, paint),
  ].join(' ');
}

const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + visibleWidth(text), 0);

/** `shop/web-7d9f` → `web-7d9f`; addresses and nodes as they are. */
const short = (name: string): string => (/^[^/\s]+\/[^/]+$/.test(name) ? (name.split('/')[1] ?? name) : name);

/** Two names in so many columns: who needs less leaves the rest to the other. */
function shareOut([a, b]: readonly [string, string], room: number): [string, string] {
  const half = Math.floor(room / 2);
  const [wantA, wantB] = [visibleWidth(a), visibleWidth(b)];
  if (wantA + wantB <= room) return [a, b];
  if (wantA <= half) return [a, elide(b, room - wantA)];
  if (wantB <= half) return [elide(a, room - wantB), b];
  return [elide(a, half), elide(b, room - half)];
}

/** As many of the parts as fit, the longest of them shortened to ten columns; the first alone to whatever is left. */
function fitParts(parts: readonly string[], room: number): string[] {
  for (let count = parts.length; count > 1; count--) {
    const shown = parts.slice(0, count);
    const over = (): number => sum(shown) + count - 1 - room;
    for (;;) {
      const longest = shown.reduce((at, text, i) => (visibleWidth(text) > visibleWidth(shown[at] ?? '') ? i : at), 0);
      const width = visibleWidth(shown[longest] ?? '');
      if (over() <= 0) return shown;
      if (width <= LEAST_PART) break;
      shown[longest] = elide(parts[longest] ?? '', width - 1);
    }
  }
  return [elide(parts[0] ?? '', room)];
}
