/** `osg blame`: since which revision a flow is judged as it is, and through what. */
import { Command } from 'commander';
import { osg } from '../gen/proto.js';
import { bothOptions, type OperatorOptions, withDenies, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { ago, CliError, EXIT, line, safe } from './output.js';
import { parseTime } from './policy-options.js';
import { parseService } from './policy-print.js';

type Reply = osg.v1.BlameReply.$Properties;

export function blameCommand(): Command {
  const command = new Command('blame')
    .description(
      'Since which revision is a flow denied (or allowed): its commit, author and subject, and the rule that came, changed or went. Judged by revision after revision as far back as they are kept, with the inventory of each time.',
    )
    .argument('<flow...>', 'EVENT-ID, as osg denies prints it; or FROM TO [SERVICE], as for osg policy explain')
    .option('--at <time>', 'of a flow: as it was judged at this RFC 3339 time', parseTime)
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Examples:
  osg blame 81920                          a denied flow that is stored
  osg blame shop/web shop/db tcp/5432      a flow as people name it

Exit codes: 0 found, ${EXIT.negative} no revision that is kept judged it otherwise, ${EXIT.incomplete} withheld in part.`,
    );
  return bothOptions(command, {
    controller: "for a flow: the controller's operator address",
    collector: 'for an event: unix:/path, host:port',
    certificate: 'certificate with the role operator, or of a reader for events; PEM',
  }).action(async (flow: string[], options: Options) => {
    const reply = await ask(flow, options);
    if (options.output === 'json') printJson(whole(osg.v1.BlameReply, reply));
    else for (const text of blameLines(reply)) line(text);
    process.exitCode = reply.withheld ? EXIT.incomplete : reply.kind === 'none' ? EXIT.negative : EXIT.ok;
  });
}

interface Options extends OperatorOptions {
  readonly collector: string;
  readonly at?: number;
  readonly output: Output;
}

async function ask([from = '', to, service = 'tcp/80', ...more]: string[], options: Options): Promise<Reply> {
  if (to === undefined) {
    if (!/^[0-9a-z]+-[0-9a-z]+-[0-9a-z]+$/.test(from))
      throw new CliError(EXIT.usage, `${from} is no event id; for a flow name FROM TO [SERVICE]`);
    return withDenies(options, (client) => client.blame({ id: from }));
  }
  if (more.length > 0) throw new CliError(EXIT.usage, `${more[0]}: expected EVENT-ID, or FROM TO [SERVICE]`);
  const { protocol = '', port = '', type = '' } = parseService(service);
  const words = { protocol: String(protocol), port: String(port), type: String(type) };
  return withOperator(options, (client) =>
    client.blame({ from, to, ...words, timeUnixUs: Math.round((options.at ?? 0) * 1000) }),
  );
}

const stamp = (us: number): string => new Date(us / 1000).toISOString().replace('T', ' ').replace(/\.\d+/, '');
const VERSION_OF: Readonly<Record<string, string>> = {
  '': '',
  came: ', which came',
  changed: ', which changed',
  went: ', which went',
};

export function blameLines(reply: Reply): string[] {
  const { allowed, kind = '', revision, source, who, why, timeUnixUs, verb, object, change, file, line: at } = reply;
  const verdict = allowed ? 'allowed' : 'denied';
  const lines: string[] = [];
  if (reply.revisionGone) lines.push('the revision of then is not kept any more: judged by the newest one');
  const when = `${stamp(timeUnixUs ?? 0)} (${ago(timeUnixUs)} ago)`;
  if (kind === 'none') {
    lines.push(`${verdict} as far back as is kept: no revision from ${reply.oldestRevision} on judged it otherwise`);
    lines.push(`decided by ${reply.rule || reply.reason || 'nothing that you may see'}`);
  } else if (kind === 'inventory' || kind === 'expiry') {
    const what = kind === 'expiry' ? 'a rule ran out' : (reply.inventory ?? []).join(', ') || 'the inventory changed';
    lines.push(`${verdict} since ${when}: ${what}; in force was revision ${revision}`);
  } else {
    lines.push(`${verdict} since revision ${revision} of ${when}${kind === 'policy' ? '' : `, a ${kind}`}`);
    if (source?.id) lines.push(`${kind === 'policy' ? '' : 'the source was at '}${sourceText(source)}`);
    if (kind !== 'policy') lines.push(`by ${who ?? ''}${why ? `: ${why}` : ''}`);
  }
  if (object) {
    const place = file ? ` (${file}:${at})` : '';
    lines.push(`${verdict}: ${verb} ${object}${VERSION_OF[change ?? ''] ?? ''}${place}`);
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
