/** `osg denies`: who was denied, by which rule. */
import { Command, Option } from 'commander';
import { denyJson, denyLine, flowKey, type LinePaint, TOP_KEYS } from '../collector/index.js';
import { osg } from '../gen/proto.js';
import { type CollectorOptions, collectorOptions, DeniesClient } from './denies-client.js';
import { type Explain, explainByCollector, explainByFiles } from './denies-explain.js';
import { filterOptions, type Query } from './denies-options.js';
import { ago, CliError, colour, EXIT, line, OUTPUTS, type Output, printJson, printTable } from './output.js';

type Event = osg.v1.DenyEvent.$Properties;

interface ListOptions extends CollectorOptions {
  readonly follow?: boolean;
  readonly last?: number;
  readonly output: 'table' | 'compact' | 'json' | 'jsonpb';
  readonly explain?: boolean;
  readonly policies?: string[];
}

const PAINT: LinePaint = {
  time: (text) => colour('dim', text),
  deny: (text) => colour('red', text),
  audit: (text) => colour('yellow', text),
  name: (text) => colour('bold', text),
  dim: (text) => colour('dim', text),
};

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
    .addOption(
      new Option(
        '-o, --output <format>',
        'table and compact are for people: table shows each flow once, compact each event',
      )
        .choices(['table', 'compact', 'json', 'jsonpb'])
        .default('table'),
    )
    .option('--explain', 'the rule that came nearest to allowing it, and the edit that would; asked of the controller')
    .option('--policies <path...>', 'explain with these policy files or folders instead')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ListOptions) => {
      await withClient(options, (client) => list(client, query(), options));
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

async function withClient(options: CollectorOptions, work: (client: DeniesClient) => Promise<void>): Promise<void> {
  const client = await DeniesClient.open(options);
  try {
    await work(client);
  } finally {
    client.close();
  }
}

async function list(client: DeniesClient, query: Query, options: ListOptions): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await show(client, query, options, abort.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function explainWith(client: DeniesClient, { explain, policies }: ListOptions): Promise<Explain | undefined> {
  if (policies !== undefined) return explainByFiles(policies);
  return explain ? explainByCollector(client) : undefined;
}

async function show(client: DeniesClient, query: Query, options: ListOptions, signal: AbortSignal): Promise<void> {
  const print = printer(options, await explainWith(client, options));
  // The tail is opened first: nothing falls between the two.
  const live = options.follow ? client.stream('tail', { ...query, last: 0 }, signal) : undefined;
  const first = live?.next();
  first?.catch(() => undefined);
  const last = options.last ?? (options.follow ? 20 : 1000);
  let newest = 0;
  for await (const { events, notice } of client.stream('query', { ...query, last }, signal)) {
    for (const event of events) newest = Math.max(newest, event.id ?? 0);
    await print.add(events);
    if (notice) process.stderr.write(`osg: ${notice}\n`);
  }
  await print.flush();
  if (live === undefined || first === undefined) return;
  for (let next = await first; !next.done; next = await live.next()) {
    await print.add(next.value.events.filter(({ id }) => (id ?? 0) > newest));
    await print.flush();
    if (next.value.notice) throw new CliError(EXIT.refused, next.value.notice);
  }
}

interface Printer {
  add(events: readonly Event[]): Promise<void>;
  flush(): Promise<void>;
}

function printer({ output, follow }: ListOptions, explain: Explain | undefined): Printer {
  if (output === 'table') return flowPrinter(explain, follow === true);
  const show = async (event: Event): Promise<void> => {
    const explanation = await explain?.(event);
    if (output === 'compact') {
      line(denyLine(event, PAINT));
      for (const text of explanation ?? []) line(`    ${text}`);
    } else {
      const object =
        output === 'jsonpb'
          ? osg.v1.DenyEvent.toObject(osg.v1.DenyEvent.fromObject(event), { bytes: String, enums: String })
          : denyJson(event);
      process.stdout.write(`${JSON.stringify(explanation === undefined ? object : { ...object, explanation })}\n`);
    }
  };
  return {
    add: async (events) => {
      for (const event of events) await show(event);
    },
    flush: async () => undefined,
  };
}

/** In follow mode a known flow is printed again when its count has doubled. */
const REMEMBERED_FLOWS = 10_000;

function flowPrinter(explain: Explain | undefined, follow: boolean): Printer {
  const flows = new Map<string, { event: Event; packets: number; printed: number }>();
  const changed = new Set<string>();
  return {
    add: async (events) => {
      for (const event of events) {
        const key = flowKey(event);
        const flow = flows.get(key) ?? { event, packets: 0, printed: 0 };
        flow.event = event;
        flow.packets += event.item?.packets ?? 0;
        flows.delete(key);
        flows.set(key, flow);
        changed.add(key);
      }
    },
    flush: async () => {
      for (const key of [...flows.keys()].filter((known) => changed.has(known))) {
        const flow = flows.get(key);
        if (flow === undefined || flow.packets < flow.printed * 2) continue;
        line(denyLine(flow.event, PAINT, flow.packets));
        if (flow.printed === 0)
          for (const text of (await explain?.(flow.event)) ?? []) line(colour('dim', `    ${text}`));
        flow.printed = flow.packets;
      }
      changed.clear();
      if (!follow) return;
      for (const key of flows.keys()) {
        if (flows.size <= REMEMBERED_FLOWS) break;
        flows.delete(key);
      }
    },
  };
}

function topCommand(): Command {
  const command = new Command('top').description(
    'Sums denies by pair, rule, owner, namespace, reason or port, most packets first.',
  );
  const query = filterOptions(command);
  return collectorOptions(command)
    .addOption(new Option('--by <key>', 'what to sum by').choices([...TOP_KEYS]).default('pair'))
    .option('--limit <count>', 'rows', positive, 20)
    .addOption(new Option('-o, --output <format>', 'for people or programs').choices([...OUTPUTS]).default('table'))
    .action((options: CollectorOptions & { by: string; limit: number; output: Output }) =>
      withClient(options, async (client) => {
        const { rows, notice } = await client.top({ filter: query(), by: options.by, limit: options.limit });
        if (options.output === 'json') return printJson(rows);
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
        if (notice) process.stderr.write(`osg: ${notice}\n`);
      }),
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
      withClient(options, async (client) => {
        if (options.legitimate === options.notLegitimate)
          throw new CliError(EXIT.usage, 'ack needs either --legitimate or --not-legitimate');
        const filter = query();
        if (Object.keys(filter).length === 0) throw new CliError(EXIT.usage, 'ack needs a filter: which denies?');
        const label = { legitimate: options.legitimate === true, note: options.note, who: process.env['USER'] ?? '' };
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
    .addOption(new Option('-o, --output <format>', 'for people or programs').choices([...OUTPUTS]).default('table'))
    .action((options: CollectorOptions & { output: Output }) =>
      withClient(options, async (client) => {
        const { rows } = await client.accounts();
        if (options.output === 'json') return printJson(rows);
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
