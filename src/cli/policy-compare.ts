/** `osg policy simulate`, `matrix` and `diff`. */
import { Command, Option } from 'commander';
import { diffWorlds } from '../policy/tools/diff.js';
import { matrix } from '../policy/tools/matrix.js';
import { matrixCsv, matrixSvg } from '../policy/tools/render.js';
import { parseProbes, type SimulatedProbe, simulate } from '../policy/tools/simulate.js';
import { colour, EXIT, line, printJson, printTable } from './output.js';
import { asked, place, readInput, readValid, type SourceOptions, sourceOptions } from './policy-options.js';

/** `osg policy diff`: some conversation is allowed that was not. */
export const EXIT_WIDENS = 6;

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description(
      'Judges probes, one JSON object a line: {"from": …, "to": …, "protocol": …, "port": …}. One JSON line for each, in order.',
    )
    .requiredOption('-p, --policies <path...>', 'policy and inventory files or folders')
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
    async (
      options: SourceOptions & { policies: string[]; probes: string; engine: 'reference' | 'tables' | 'kernel' },
    ) => {
      const world = await readValid(options.policies, options);
      const input = await readInput(options.probes);
      const { openEngine } = await import('./policy-engines.js');
      const results = await asked(async () =>
        simulate(world, parseProbes(input, options.probes), options.at ?? Date.now(), openEngine(options.engine)),
      );
      if (options.output === 'json') process.stdout.write(results.map((r) => `${JSON.stringify(r)}\n`).join(''));
      else printTable(['FROM', 'TO', 'WHAT', 'VERDICT', 'EGRESS', 'INGRESS'], results.map(simulatedRow));
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
    .argument('<path...>')
    .addOption(
      new Option('-f, --format <format>', 'table lists only what is allowed')
        .choices(['table', 'json', 'csv', 'svg'])
        .default('table'),
    )
    .option('--only <namespace...>', 'only workloads of these namespaces')
    .option('--nodes', 'nodes too')
    .option('--no-outside', 'workloads only');
  return sourceOptions(command).action(
    async (
      paths: string[],
      options: SourceOptions & {
        format: 'table' | 'json' | 'csv' | 'svg';
        only?: string[];
        nodes?: boolean;
        outside: boolean;
      },
    ) => {
      const world = await readValid(paths, options);
      const result = await asked(() =>
        matrix(world, options.at ?? Date.now(), {
          ...(options.only && { namespaces: options.only }),
          nodes: options.nodes === true,
          outside: options.outside,
        }),
      );
      const format = options.output === 'json' ? 'json' : options.format;
      if (format === 'json') printJson(result);
      else if (format === 'csv') process.stdout.write(matrixCsv(result));
      else if (format === 'svg') process.stdout.write(matrixSvg(result));
      else {
        const open = result.cells.filter((c) => c.allowed !== 'none' && c.allowed !== 'self');
        printTable(
          ['FROM', 'TO', 'ALLOWED'],
          open.map(({ from, to, allowed }, i) => [
            from === open[i - 1]?.from ? '' : from,
            to,
            allowed === 'all' ? colour('yellow', allowed) : allowed,
          ]),
        );
      }
    },
  );
}

export function diffCommand(): Command {
  const command = new Command('diff')
    .description('What differs in meaning: which conversations become allowed or denied, over all classes of packets.')
    .argument('<old>', 'file or folder')
    .argument('<new>', 'file or folder')
    .option('-i, --inventory <path...>', 'further files that both sides have')
    .addHelpText(
      'after',
      `\nExit codes: 0 the same meaning, 1 only narrower, ${EXIT_WIDENS} something becomes allowed.`,
    );
  return sourceOptions(command).action(
    async (before: string, after: string, options: SourceOptions & { inventory?: string[] }) => {
      const [old, fresh] = [
        await readValid([before, ...(options.inventory ?? [])], options),
        await readValid([after, ...(options.inventory ?? [])], options),
      ];
      const now = options.at ?? Date.now();
      const difference = await asked(() => diffWorlds(old, fresh, now));
      if (options.output === 'json') printJson(difference);
      else {
        for (const { kind, from, to, family, what, rule, atMs } of difference.changes) {
          const sign = kind === 'opened' ? colour('red', '+ allowed') : colour('green', '- denied ');
          const when = atMs === now ? '' : ` from ${new Date(atMs).toISOString()}`;
          line(
            `${sign}  ${from} → ${to}  ${what}${family === 'both' ? '' : ` (${family})`}${when}${rule ? colour('dim', `  ${kind === 'opened' ? 'by' : 'was'} ${rule.rule} (${place(rule.source)})`) : ''}`,
          );
        }
        line(
          difference.changes.length === 0
            ? 'the same meaning'
            : `${difference.changes.length} ${difference.changes.length === 1 ? 'difference' : 'differences'}${difference.widens ? ', access widens' : ', access only narrows'}`,
        );
      }
      process.exitCode = difference.changes.length === 0 ? EXIT.ok : difference.widens ? EXIT_WIDENS : EXIT.negative;
    },
  );
}
