/** `osg blame`: since which revision a flow is judged as it is, and through what. */
import { Command } from 'commander';
import { BLAME_KINDS } from '../distribution/words.js';
import { osg } from '../gen/proto.js';
import { blameLines } from './blame-print.js';
import { bothOptions, type OperatorOptions, withDenies, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { CliError, EXIT, line } from './output.js';
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
  osg blame 3g-1k-0                        a denied flow that is stored
  osg blame shop/web shop/db tcp/5432      a flow as people name it

Exit codes: 0 found, ${EXIT.negative} no revision that is kept judged it otherwise, ${EXIT.incomplete} withheld in part, or of a kind that this osg does not know.`,
    );
  return bothOptions(command, {
    controller: "for a flow: the controller's operator address",
    collector: 'for an event: unix:/path, host:port',
    certificate: 'certificate with the role operator, or of a reader for events; PEM',
  }).action(async (flow: string[], options: Options) => {
    const reply = await ask(flow, options);
    if (options.output === 'json') printJson(whole(osg.v1.BlameReply, reply));
    else for (const text of blameLines(reply)) line(text);
    const kind = BLAME_KINDS.known(reply.kind);
    process.exitCode =
      reply.withheld || kind === undefined ? EXIT.incomplete : kind === 'none' ? EXIT.negative : EXIT.ok;
  });
}

interface Options extends OperatorOptions {
  readonly collector: string;
  readonly at?: number;
  readonly output: Output;
}

async function ask([from = '', to, service = 'tcp/80', ...more]: string[], options: Options): Promise<Reply> {
  if (to === undefined) {
    if (from.includes('/') || from === '')
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
