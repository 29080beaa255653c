/** How `osg preview` prints: for a terminal, and as a comment of a review. */
import type { Difference } from '../policy/tools/diff.js';
import type { Hit } from '../policy/tools/impact.js';
import { ago, colour, count, safe } from './output.js';
import { differenceLines } from './policy-compare.js';
import { place } from './policy-options.js';

export interface Preview {
  /** The revision in force that the candidate was compared with. */
  readonly against: number;
  /** Whose tables would change. */
  /** On its way; empty: none. */
  readonly rollout: string;
  /** Nodes that have what it brings: they are judged by that. */
  readonly reached: readonly string[];
  readonly nodes: number;
  /** That were seen there, each side counted. */
  readonly conversations: number;
  /** Recent denies looked at. */
  readonly denied: number;
  readonly difference: Difference;
  readonly cut: readonly Hit[];
  readonly opened: readonly Hit[];
  /** Changes of which no conversation was seen. */
  readonly unseen: Difference['changes'];
  /** What could not be asked. */
  readonly notAsked: readonly string[];
}

/** Lines of one kind before they are counted only. */
const SHOWN = 50;

function whom({ from, to, what, live, lastMs, packets, kind }: Hit): string {
  const seen = [
    ...(live > 0 ? [count(live, 'live flow')] : []),
    ...(lastMs > 0 ? [`seen ${ago(lastMs * 1000)} ago`] : []),
    ...(packets > 0 ? [`${kind === 'cut' ? 'about ' : ''}${count(packets, 'packet')}`] : []),
  ];
  return `${from} → ${to}  ${what}${seen.length === 0 ? '' : `  ${seen.join(', ')}`}`;
}

function why({ cause }: Hit): string {
  const source = cause.rule?.source ?? cause.source;
  return `${cause.verb} ${cause.name}${source === undefined ? '' : ` (${place(source)})`}`;
}

function few(hits: readonly Hit[], lineOf: (hit: Hit) => string): string[] {
  const lines = hits.slice(0, SHOWN).map(lineOf);
  return hits.length > SHOWN ? [...lines, `… and ${hits.length - SHOWN} more (-o json has all)`] : lines;
}

const seenText = ({ nodes, conversations, denied }: Preview): string =>
  `asked ${count(nodes, 'node')}: ${count(conversations, 'conversation')}; ${count(denied, 'recent deny').replace('denys', 'denies')}`;

/** None, where no rollout is on its way. */
function rolloutTexts({ rollout, reached, against }: Preview): string[] {
  if (rollout === '') return [];
  const names = `${reached.slice(0, 5).join(', ')}${reached.length > 5 ? `, … (${reached.length})` : ''}`;
  const where =
    reached.length === 0
      ? 'no node has what it brings'
      : `${names} ${reached.length === 1 ? 'has what it brings and is' : 'have what it brings and are'} judged by it`;
  return [
    `rollout ${rollout} is on its way: ${where}`,
    `this change would wait for its end; what it brings beyond revision ${against} counts as part of this change`,
  ];
}

export function previewLines(preview: Preview): string[] {
  const { against, difference, cut, opened, unseen, notAsked } = preview;
  return [
    ...rolloutTexts(preview),
    `compared with revision ${against}, which is in force:`,
    ...differenceLines(difference, difference.times[0] ?? 0).map((text) => `  ${text}`),
    '',
    seenText(preview),
    cut.length === 0
      ? 'nothing that was seen would be cut'
      : colour('red', `${count(cut.length, 'conversation')} would be cut:`),
    ...few(cut, (hit) => `  ${whom(hit)}${colour('dim', `  ${why(hit)}`)}`),
    ...(opened.length === 0
      ? []
      : [colour('yellow', `${count(opened.length, 'denied conversation')} would be allowed:`)]),
    ...few(opened, (hit) => `  ${whom(hit)}${colour('dim', `  ${why(hit)}`)}`),
    ...(unseen.length === 0 ? [] : ['no evidence either way (nobody was seen):']),
    ...unseen
      .slice(0, SHOWN)
      .map(({ kind, from, to, what }) => `  ${kind === 'opened' ? '+' : '-'} ${from} → ${to}  ${what}`),
    ...notAsked.map((text) => colour('yellow', `not asked: ${text}`)),
  ].map(safe);
}

const cell = (text: string): string => safe(text).replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('`', "'");

/** GitHub's and GitLab's flavour. */
export function previewMarkdown(preview: Preview): string[] {
  const { against, difference, cut, opened, unseen, notAsked } = preview;
  const table = (hits: readonly Hit[]): string[] => [
    '| from | to | what | live | last seen | because |',
    '|---|---|---|---|---|---|',
    ...few(
      hits,
      (hit) =>
        `| ${[hit.from, hit.to, hit.what, String(hit.live), hit.lastMs > 0 ? `${ago(hit.lastMs * 1000)} ago` : '', why(hit)].map(cell).join(' | ')} |`,
    ),
    '',
  ];
  return [
    `### Policy preview against revision ${against}`,
    '',
    ...rolloutTexts(preview).flatMap((text) => [cell(text), '']),
    cut.length === 0
      ? '**Nothing that was seen would be cut.**'
      : `**${count(cut.length, 'conversation')} would be cut.**`,
    '',
    ...(cut.length === 0 ? [] : table(cut)),
    ...(opened.length === 0
      ? []
      : [`**${count(opened.length, 'denied conversation')} would be allowed.**`, '', ...table(opened)]),
    `<details><summary>${difference.changes.length} differences in meaning${difference.widens ? ', access widens' : ''}</summary>`,
    '',
    ...differenceLines(difference, difference.times[0] ?? 0)
      .slice(0, 200)
      .map((text) => `- ${cell(text)}`),
    '',
    '</details>',
    '',
    ...(unseen.length === 0
      ? []
      : [`${count(unseen.length, 'change')} without evidence either way: nobody was seen.`, '']),
    ...notAsked.map((text) => `- not asked: ${cell(text)}`),
    seenText(preview),
  ];
}
