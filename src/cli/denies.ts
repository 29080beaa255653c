/** `osg denies`: who was denied, by which rule. */
import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import type { DeniesClient } from '../client/index.js';
import { TOP_KEYS } from '../collector/index.js';
import { osg } from '../gen/proto.js';
import { type CollectorOptions, collectorOptions, withDenies } from './connect.js';
import { explainWith } from './denies-explain.js';
import { type ListOptions, show } from './denies-follow.js';
import { filterOptions, type Query } from './denies-options.js';
import { DENY_OUTPUTS, printer } from './denies-print.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { ago, CliError, complain, EXIT, line, printTable } from './output.js';

const { TopReply, AccountsReply } = osg.v1;
const rowsOf = (reply: object): unknown => (reply as { rows: unknown }).rows;

const positive = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number <= 0)
    throw new CliError(EXIT.usage, `${text}: expected a number above 0`);
  return number;
};

export function deniesCommand(): Command {
  const command = new Command('denies')
    // A filter behind a subcommand's name is the subcommand's.
    .enablePositionalOptions()
    .description(
      'Shows denied flows, one line each, and why: the deciding rule with file and line, or what isolates the workload.',
    );
  const query = filterOptions(command);
  collectorOptions(command)
    .option('-f, --follow', 'go on with new denies as they happen')
    .option('--last <count>', 'only the newest events (1000; 20 with -f)', positive)
    .addOption(outputOption(DENY_OUTPUTS))
    .option('--explain', 'the rule that came nearest to allowing it, and the edit that would; asked of the controller')
    .option('--blame', 'since which revision it is denied: commit, author, and the rule that came, changed or went')
    .option('-p, --policies <path...>', 'explain with these policy files or folders instead')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ListOptions) => {
      await withDenies(options, (client) => list(client, query(), options));
    });
  return command.addCommand(topCommand()).addCommand(ackCommand()).addCommand(accountsCommand());
}

const EXAMPLES = `
Examples:
  osg denies -f                                live, everything
  osg denies --since 10m --to-pod shop/db      who could not reach the database
  osg denies --to-pod shop/db --explain        and the edit that would let them
  osg denies --verdict would-deny --owner web  what audit rules of one owner would deny
  osg denies -f --not --namespace kube-system  without one namespace
  osg denies top --by pair --since 1h          the noisiest pairs
  osg denies ack --from-pod shop/cron --legitimate --note "ticket 17"`;

async function list(client: DeniesClient, query: Query, options: ListOptions): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const print = printer(options.output, options.follow === true, await explainWith(client, options));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await show(client, query, options, print, abort.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    print.close();
  }
}

function topCommand(): Command {
  const command = new Command('top').description(
    'Sums denies by pair, rule, owner, namespace, reason or port, most packets first.',
  );
  const query = filterOptions(command);
  return collectorOptions(command)
    .addOption(new Option('--by <key>', 'what to sum by').choices(TOP_KEYS.all).default('pair'))
    .option('--limit <count>', 'rows', positive, 20)
    .addOption(outputOption())
    .action((options: CollectorOptions & { by: (typeof TOP_KEYS.all)[number]; limit: number; output: Output }) =>
      withDenies(options, async (client) => {
        const reply = await client.top({ filter: query(), by: TOP_KEYS.value[options.by], limit: options.limit });
        const { rows, notice } = reply;
        if (options.output === 'json') return printJson(rowsOf(whole(TopReply, reply)));
        printTable(
          ['packets', 'bytes', 'events', 'last seen', options.by],
          rows.map((row) => [
            String(row.packets),
            String(row.bytes),
            String(row.events),
            ago(row.lastSeenUnixUs),
            row.key ?? '',
          ]),
        );
        if (notice) complain(notice);
        if (reply.chatterPackets > 0)
          complain(
            `not in these sums: ${reply.chatterPackets} packets of link chatter, what links say in IPv6 when they come up; --reason link-chatter has them`,
          );
        await sayUncounted(client);
      }),
    );
}

/** What the sums lack: no event says from whom it was. An account is the whole store's, whatever the filter. */
async function sayUncounted(client: DeniesClient): Promise<void> {
  // Who sees some namespaces only may not see what whole nodes do.
  const rows = await client.accounts({}).then(
    (reply) => reply.rows,
    () => [],
  );
  const sum = (figure: (a: osg.v1.Accounting.$Properties) => number): number =>
    rows.reduce((total, { accounting }) => total + figure(accounting ?? {}), 0);
  const parts = [
    [sum((a) => a.suppressed ?? 0), 'suppressed by rate limits'],
    [sum((a) => (a.lost ?? 0) + (a.gap ?? 0) + (a.droppedQueue ?? 0) + (a.droppedSpool ?? 0) + (a.torn ?? 0)), 'lost'],
  ].flatMap(([packets, what]) => (packets === 0 ? [] : [`${packets} packets were ${what}`]));
  if (parts.length > 0)
    process.stderr.write(
      `osg: not in these sums, all nodes and times: ${parts.join(', ')}; osg denies accounts has them\n`,
    );
}

function ackCommand(): Command {
  const command = new Command('ack').description(
    'Labels the denies that the filters match as legitimate traffic or not: what the denied-but-legitimate rate is made of.',
  );
  const query = filterOptions(command);
  return collectorOptions(command)
    .option('--legitimate', 'this traffic should have been allowed')
    .option('--not-legitimate', 'denying it was right')
    .option('--note <text>', 'why', '')
    .action((options: CollectorOptions & { legitimate?: boolean; notLegitimate?: boolean; note: string }) =>
      withDenies(options, async (client) => {
        if (options.legitimate === options.notLegitimate)
          throw new CliError(EXIT.usage, 'ack needs either --legitimate or --not-legitimate');
        const filter = query();
        if (Object.keys(filter).length === 0) throw new CliError(EXIT.usage, 'ack needs a filter: which denies?');
        const label = {
          legitimate: options.legitimate === true,
          note: options.note,
          who: process.env['SUDO_USER'] ?? userInfo().username,
        };
        const reply = await client.acknowledge({ filter, label });
        const rate =
          reply.totalLabelledPackets > 0 ? (100 * reply.totalLegitimatePackets) / reply.totalLabelledPackets : 0;
        line(
          `${reply.labelled} events labelled; of ${reply.totalLabelledPackets} labelled packets ${rate.toFixed(1)} % were legitimate`,
        );
      }),
    );
}

function accountsCommand(): Command {
  return collectorOptions(
    new Command('accounts').description('What became of every denied packet, stage by stage, for each node.'),
  )
    .addOption(outputOption())
    .action((options: CollectorOptions & { output: Output }) =>
      withDenies(options, async (client) => {
        const reply = await client.accounts({});
        const { rows } = reply;
        if (options.output === 'json') return printJson(rowsOf(whole(AccountsReply, reply)));
        printTable(
          [
            'node',
            'contact',
            'counted',
            'reported',
            'suppressed',
            'lost',
            'pending',
            'gap',
            'dropped',
            'waiting',
            'stored',
          ],
          rows.map((row) => {
            const a = row.accounting ?? {};
            const dropped = (a.droppedQueue ?? 0) + (a.droppedSpool ?? 0) + (a.torn ?? 0);
            const figures = [
              a.counted,
              a.reported,
              a.suppressed,
              a.lost,
              a.pending,
              a.gap,
              dropped,
              a.waiting,
              row.storedPackets,
            ];
            return [row.node ?? '', ago(row.lastContactUnixUs), ...figures.map((figure) => String(figure ?? 0))];
          }),
        );
      }),
    );
}
