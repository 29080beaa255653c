/** `osg policy simulate`, `matrix` and `diff`. */
import { Command, Option } from 'commander';
import { type Change, type Difference, diffWorlds } from '../policy/tools/diff.js';
import { matrix } from '../policy/tools/matrix.js';
import { matrixCsv, matrixSvg } from '../policy/tools/render.js';
import { parseProbes, type SimulatedProbe, simulate } from '../policy/tools/simulate.js';
import { printJson, printJsonLine } from './json.js';
import { colour, count, EXIT, line, printTable } from './output.js';
import {
  asked,
  ended,
  pathsOf,
  place,
  readInput,
  readValid,
  readVersions,
  type SourceOptions,
  sourceOptions,
} from './policy-options.js';

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description(
      'Judges probes, one JSON object a line: {"from": …, "to": …, "protocol": …, "port": …}. One JSON line for each, in order.',
    )
    .requiredOption('--probes <file>', 'file of JSON lines; - is standard input')
    .addOption(
      new Option(
        '--engine <engine>',
        'reference: the semantics; tables: compiled and encoded; kernel: packets to the programs in the kernel (root)',
      )
        .choices(['reference', 'tables', 'kernel'])
        .default('reference'),
    )
    .addHelpText('after', '\nExit codes: 0 judged, whatever the verdicts.');
  return sourceOptions(command).action(
    async (options: SourceOptions & { probes: string; engine: 'reference' | 'tables' | 'kernel' }) => {
      const { world, left } = await readValid(pathsOf([], options), options);
      const input = await readInput(options.probes);
      const { openEngine } = await import('../simulate/engines.js');
      const results = await asked(async () =>
        simulate(world, parseProbes(input, options.probes), options.at ?? Date.now(), openEngine(options.engine)),
      );
      if (options.output === 'json') for (const result of results) printJsonLine(result);
      else printTable(['FROM', 'TO', 'WHAT', 'VERDICT', 'EGRESS', 'INGRESS'], results.map(simulatedRow));
      process.exitCode = ended(EXIT.ok, left);
    },
  );
}

function simulatedRow({ from, to, protocol, port, type, verdict, egress, ingress }: SimulatedProbe): string[] {
  const side = ({ reason, rule, isolatedBy }: SimulatedProbe['egress']) =>
    rule ?? (isolatedBy?.length ? `${reason} of ${isolatedBy.join(', ')}` : reason);
  const what = [protocol ?? (type === undefined ? 'TCP' : 'ICMP'), port ?? type]
    .filter((part) => part !== undefined)
    .join(' ');
  return [
    from,
    to,
    what,
    verdict === 'allow' ? colour('green', verdict) : colour('red', verdict),
    side(egress),
    side(ingress),
  ];
}

export function matrixCommand(): Command {
  const command = new Command('matrix')
    .description(
      'Who can talk to whom: every workload to every other, and the world outside in as many parts as the policies treat differently.',
    )
    .argument('[path...]', 'files or folders, as with -p')
    .addOption(new Option('-f, --format <format>').choices(['table', 'json', 'csv', 'svg']).hideHelp())
    .option('--only <namespace...>', 'only workloads of these namespaces')
    .option('--from <namespace...>', 'only what workloads of these namespaces may begin')
    .option('--to <namespace...>', 'only what may reach workloads of these namespaces')
    .option('--services', 'Services too, by the pods behind them')
    .option('--nodes', 'nodes too')
    .option('--no-outside', 'workloads only')
    .addHelpText('after', `\nExit codes: 0 shown, ${EXIT.usage} nobody to show.`);
  return sourceOptions(command, ['csv', 'svg']).action(
    async (
      paths: string[],
      options: Omit<SourceOptions, 'output'> & {
        output: 'table' | 'json' | 'csv' | 'svg';
        format?: 'table' | 'json' | 'csv' | 'svg';
        only?: string[];
        from?: string[];
        to?: string[];
        services?: boolean;
        nodes?: boolean;
        outside: boolean;
      },
    ) => {
      const { world, left } = await readValid(pathsOf(paths, options), options);
      const result = await asked(() =>
        matrix(world, options.at ?? Date.now(), {
          ...(options.only && { namespaces: options.only }),
          ...(options.from && { from: options.from }),
          ...(options.to && { to: options.to }),
          services: options.services === true,
          nodes: options.nodes === true,
          outside: options.outside,
        }),
      );
      const format = options.format ?? options.output;
      if (format === 'json') printJson(result);
      else if (format === 'csv') process.stdout.write(matrixCsv(result));
      else if (format === 'svg') process.stdout.write(matrixSvg(result));
      else {
        const open = result.cells.filter((c) => !['none', 'self', 'no common family'].includes(c.allowed));
        printTable(
          ['FROM', 'TO', 'ALLOWED'],
          open.map(({ from, to, allowed }, i) => [
            from === open[i - 1]?.from ? '' : from,
            to,
            allowed === 'all' ? colour('yellow', allowed) : allowed,
          ]),
        );
      }
      process.exitCode = ended(EXIT.ok, left);
    },
  );
}

export function diffCommand(): Command {
  const command = new Command('diff')
    .description('What differs in meaning: which conversations become allowed or denied, over all classes of packets.')
    .argument('<old>', 'file or folder; what both versions have comes by -p')
    .argument('<new>', 'file or folder')
    .addOption(new Option('-i, --inventory <path...>').hideHelp())
    .option('--only <namespace...>', 'only conversations that begin or end in these namespaces')
    .addHelpText(
      'after',
      `
Workloads are compared by what they are (namespace, labels, ports, service account, controller), never by address; equal
pods are one. One that only one version has is judged by both, as if it were there.
Exit codes: 0 the same meaning, 1 only narrower, ${EXIT.usage} nothing to compare, ${EXIT.widens} something becomes allowed,
${EXIT.incomplete} not wider, but something that changed is about nobody in the inventory.`,
    );
  return sourceOptions(command).action(
    async (before: string, after: string, options: SourceOptions & { inventory?: string[]; only?: string[] }) => {
      const [old, fresh] = await readVersions(
        before,
        after,
        [...(options.policies ?? []), ...(options.inventory ?? [])],
        options,
      );
      const now = options.at ?? Date.now();
      const difference = await asked(() =>
        diffWorlds(old.world, fresh.world, now, options.only ? { namespaces: options.only } : {}),
      );
      if (options.output === 'json') printJson(difference);
      else for (const text of differenceLines(difference, now)) line(text);
      const { changes, widens, unjudged } = difference;
      const code = widens
        ? EXIT.widens
        : unjudged.length > 0
          ? EXIT.incomplete
          : changes.length > 0
            ? EXIT.negative
            : EXIT.ok;
      process.exitCode = ended(code, [...old.left, ...fresh.left], [EXIT.ok, EXIT.negative]);
    },
  );
}

export function differenceLines(
  { changes, widens, opened, closed, added, removed, unjudged }: Difference,
  now: number,
): string[] {
  const few = (names: readonly string[]) =>
    names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
  const counts = [
    ...(opened > 0 ? [`${count(opened, 'conversation')} allowed`] : []),
    ...(closed > 0 ? [`${count(closed, 'conversation')} denied`] : []),
  ];
  const same = unjudged.length > 0 ? 'no difference among the workloads known' : 'the same meaning';
  return [
    ...changes.map((change) => changeLine(change, now)),
    ...(added.length > 0 ? [`new: ${few(added)}`] : []),
    ...(removed.length > 0 ? [`gone: ${few(removed)}`] : []),
    ...unjudged.map(({ policy, rule, source, why }) =>
      colour('yellow', `not judged: ${rule ?? policy} (${place(source)}) ${why}`),
    ),
    changes.length === 0
      ? same
      : `${count(changes.length, 'difference')}: ${counts.join(', ')}${widens ? '; access widens' : '; access only narrows'}`,
  ];
}

function changeLine({ kind, from, to, family, what, cause, conversations, atMs }: Change, now: number): string {
  const sign = kind === 'opened' ? colour('red', '+ allowed') : colour('green', '- denied ');
  const when = atMs === now ? '' : ` from ${new Date(atMs).toISOString()}`;
  const many = conversations > 1 ? `  ×${conversations}` : '';
  const where = cause.source ? ` (${place(cause.source)})` : '';
  return `${sign}  ${from} → ${to}  ${what}${family === 'both' ? '' : ` (${family})`}${when}${many}${colour('dim', `  ${cause.verb} ${cause.name}${where}`)}`;
}
