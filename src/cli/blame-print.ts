/** Since which revision a flow is judged as it is, for people. */
import { BLAME_CHANGES, BLAME_KINDS, BLAME_VERBS, DECISION_REASONS } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Word } from '../rpc/words.js';
import { ago, safe } from './output.js';

type Reply = osg.v1.BlameReply.$Properties;

const stamp = (us: number): string => new Date(us / 1000).toISOString().replace('T', ' ').replace(/\.\d+/, '');
const BECAME: Readonly<Record<Word<typeof osg.v1.BlameChange>, string>> = {
  came: ', which came',
  changed: ', which changed',
  went: ', which went',
};

export function blameLines(reply: Reply): string[] {
  const { allowed, revision, source, who, why, timeUnixUs, object, file, line: at } = reply;
  const kind = BLAME_KINDS.text(reply.kind);
  const change = BLAME_CHANGES.known(reply.change);
  const verdict = allowed ? 'allowed' : 'denied';
  const lines: string[] = [];
  if (reply.revisionGone) lines.push('the revision of then is not kept any more: judged by the newest one');
  const when = `${stamp(timeUnixUs ?? 0)} (${ago(timeUnixUs)} ago)`;
  if (kind === 'none') {
    lines.push(`${verdict} as far back as is kept: no revision from ${reply.oldestRevision} on judged it otherwise`);
    lines.push(`decided by ${reply.rule || DECISION_REASONS.text(reply.reason) || 'nothing that you may see'}`);
  } else if (kind === 'inventory' || kind === 'expiry') {
    const what = kind === 'expiry' ? 'a rule ran out' : (reply.inventory ?? []).join(', ') || 'the inventory changed';
    lines.push(`${verdict} since ${when}: ${what}; in force was revision ${revision}`);
  } else {
    lines.push(
      `${verdict} since revision ${revision} of ${when}${kind === 'policy' ? '' : `, a ${kind || 'change that is not named'}`}`,
    );
    if (source?.id) lines.push(`${kind === 'policy' ? '' : 'the source was at '}${sourceText(source)}`);
    if (kind !== 'policy') lines.push(`by ${who ?? ''}${why ? `: ${why}` : ''}`);
  }
  if (object) {
    const place = file ? ` (${file}:${at})` : '';
    lines.push(`${verdict}: ${BLAME_VERBS.text(reply.verb)} ${object}${change ? BECAME[change] : ''}${place}`);
  }
  if ((reply.inventoryFromUnixUs ?? 0) > 0)
    lines.push(`earlier revisions were judged with the inventory of ${stamp(reply.inventoryFromUnixUs ?? 0)}`);
  if (reply.withheld) lines.push('what makes the difference is not of your namespaces: ask an operator');
  return lines.map(safe);
}

/** `commit 1a2b3c4d5e6f by Ann <ann@x>: Tighten the database` */
function sourceText({ id, author, subject }: osg.v1.SourceVersion.$Properties): string {
  const commit = /^[0-9a-f]{40,64}$/.test(id ?? '');
  const what = commit && subject ? `commit ${(id ?? '').slice(0, 12)}` : `content ${(id ?? '').slice(0, 12)}`;
  return `${what}${author ? ` by ${author}` : ''}${subject ? `: ${subject}` : ''}`;
}
