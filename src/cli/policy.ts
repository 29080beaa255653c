/** `osg policy`: what people do with policy files in a repository. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { evaluate } from '../policy/evaluate.js';
import { probeFlows } from '../policy/probe.js';
import { junit, parseAssertions, runAssertions } from '../policy/tools/assertions.js';
import { diffWorlds } from '../policy/tools/diff.js';
import { PolicyToolError } from '../policy/tools/error.js';
import { FINDINGS, type Finding } from '../policy/tools/findings.js';
import { lint } from '../policy/tools/lint.js';
import { matrix } from '../policy/tools/matrix.js';
import { matrixCsv, matrixSvg } from '../policy/tools/render.js';
import { parseProbes, type SimulatedProbe, simulate } from '../policy/tools/simulate.js';
import { CliError, colour, EXIT, line, printJson, printTable, safe } from './output.js';
import { count, place, read, readValid, type SourceOptions, sourceOptions } from './policy-options.js';
import { answerLines, parseService } from './policy-print.js';

/** `osg policy diff`: some conversation is allowed that was not. */
export const EXIT_WIDENS = 6;

export function policyCommand(): Command {
  const command = new Command('policy').description(
    'Validates, explains, compares and tests policy files. PATHs are YAML or JSON files, or folders of them, with policies and inventory.',
  );
  for (const sub of [
    validateCommand(),
    lintCommand(),
    explainCommand(),
    simulateCommand(),
    matrixCommand(),
    diffCommand(),
    testCommand(),
  ])
    command.addCommand(sub);
  return command;
}

/** Errors of the tools are the caller's to mend: one line, exit code 2. */
async function asked<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PolicyToolError) throw new CliError(EXIT.usage, error.message, { cause: error });
    throw error;
  }
}

function validateCommand(): Command {
  const command = new Command('validate')
    .description('Reports everything that is wrong with the files, each with file, line, column and field.')
    .argument('<path...>')
    .option('--strict', 'warnings are errors')
    .addHelpText('after', '\nExit codes: 0 valid, 1 not valid.');
  return sourceOptions(command).action(async (paths: string[], options: SourceOptions & { strict?: boolean }) => {
    const { world, diagnostics } = await read(paths, options);
    const valid = !hasErrors(diagnostics) && !(options.strict && diagnostics.length > 0);
    if (options.output === 'json') {
      printJson({
        valid,
        diagnostics,
        objects: {
          policies: world.policies.length,
          workloads: world.workloads.length,
          addressGroups: world.addressGroups.length,
        },
      });
    } else {
      for (const d of diagnostics) line(colour(d.severity === 'error' ? 'red' : 'yellow', formatDiagnostic(d)));
      line(
        `${valid ? 'valid' : 'not valid'}: ${world.policies.length} policies, ${world.workloads.length} workloads; ${count(diagnostics, 'error')}, ${count(diagnostics, 'warning')}`,
      );
    }
    process.exitCode = valid ? EXIT.ok : EXIT.negative;
  });
}

function lintCommand(): Command {
  const meanings = Object.entries(FINDINGS).map(
    ([id, [severity, meaning]]) => `  ${id.padEnd(26)}${severity.padEnd(9)}${meaning}`,
  );
  const command = new Command('lint')
    .description('Looks for what may be written but is probably not meant.')
    .argument('<path...>')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 on such findings, and worse ones')
        .choices(['info', 'warning', 'error', 'never'])
        .default('warning'),
    )
    .addHelpText(
      'after',
      `\nFindings:\n${meanings.join('\n')}\n\nSilence one by the annotation openscg.dev/lint-ignore: "no-owner, over-broad:RULE" on the policy.\nExit codes: 0 clean, 1 findings.`,
    );
  return sourceOptions(command).action(
    async (paths: string[], options: SourceOptions & { failOn: 'info' | 'warning' | 'error' | 'never' }) => {
      const findings = lint(await readValid(paths, options), options.at ?? Date.now());
      if (options.output === 'json') printJson(findings);
      else {
        for (const text of findingLines(findings)) line(text);
        line(`${findings.length} findings`);
      }
      const levels = ['never', 'error', 'warning', 'info'];
      const failing = findings.filter((f) => levels.indexOf(f.severity) <= levels.indexOf(options.failOn));
      process.exitCode = failing.length > 0 ? EXIT.negative : EXIT.ok;
    },
  );
}

/** Findings that say the same of several policies stand together. */
function findingLines(findings: readonly Finding[]): string[] {
  const groups = new Map<string, Finding[]>();
  for (const f of findings) {
    const key = JSON.stringify([f.id, f.reason, f.fix]);
    groups.set(key, [...(groups.get(key) ?? []), f]);
  }
  const paint = { info: 'dim', warning: 'yellow', error: 'red' } as const;
  return [...groups.values()].flatMap((group) => {
    const [{ id, severity, reason, fix }] = group as [Finding];
    const where = group.map(({ rule, policy, source }) => `    ${rule ?? policy} (${place(source)})`);
    return [
      `${colour(paint[severity], severity)} ${colour('bold', id)}${group.length > 1 ? ` ×${group.length}` : ''}: ${reason}`,
      ...where,
      colour('dim', `    → ${fix}`),
    ];
  });
}

function explainCommand(): Command {
  const command = new Command('explain')
    .description(
      'Why FROM may or may not talk to TO: the deciding rule with file and line, or what isolates, the nearest miss and the edit.',
    )
    .argument('<from>', 'namespace/pod, node:NAME or an address')
    .argument('<to>', 'the same')
    .argument('[service]', '8080, tcp/8080, udp/53, tcp/http, icmp, icmp/echo-request, or a protocol', 'tcp/80')
    .requiredOption('-p, --policies <path...>', 'policy and inventory files or folders')
    .addHelpText(
      'after',
      '\nExample:\n  osg policy explain shop/web shop/db 5432 -p deploy/examples/shop\n\nExit codes: 0 allowed, 1 denied.',
    );
  return sourceOptions(command).action(
    async (from: string, to: string, service: string, options: SourceOptions & { policies: string[] }) => {
      const world = await readValid(options.policies, options);
      const probe = { from, to, ...parseService(service) };
      const flows = await asked(() => {
        try {
          return probeFlows(world, probe);
        } catch (cause) {
          throw new PolicyToolError('probe', (cause as Error).message, { cause });
        }
      });
      const decisions = flows.map((flow) => ({ flow, decision: evaluate(world, flow, options.at ?? Date.now()) }));
      if (options.output === 'json')
        printJson(decisions.map(({ flow, decision }) => ({ ...probe, family: flow.source.family, ...decision })));
      else for (const text of answerLines(world, from, to, decisions)) line(text);
      process.exitCode = decisions.every(({ decision }) => decision.verdict === 'allow') ? EXIT.ok : EXIT.negative;
    },
  );
}

function simulateCommand(): Command {
  const command = new Command('simulate')
    .description(
      'Judges probes, one JSON object a line: {"from": …, "to": …, "protocol": …, "port": …}. One JSON line for each, in order.',
    )
    .requiredOption('-p, --policies <path...>', 'policy and inventory files or folders')
    .requiredOption('--probes <file>', 'file of JSON lines; - is standard input')
    .addOption(
      new Option(
        '--engine <engine>',
        'reference: the semantics; tables: compiled and encoded; kernel: the program in the kernel (root)',
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

async function readInput(path: string): Promise<string> {
  if (path === '-') return readStream(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CliError(EXIT.usage, (cause as Error).message, { cause });
  }
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

function matrixCommand(): Command {
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

function diffCommand(): Command {
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
            : `${difference.changes.length} differences${difference.widens ? ', access widens' : ', access only narrows'}`,
        );
      }
      process.exitCode = difference.changes.length === 0 ? EXIT.ok : difference.widens ? EXIT_WIDENS : EXIT.negative;
    },
  );
}

function testCommand(): Command {
  const command = new Command('test')
    .description('Runs named assertions that live beside the policies.')
    .argument('<file...>', 'assertion files (docs/policy-language.md)')
    .option('--junit <file>', 'write JUnit XML there')
    .addHelpText('after', '\nExit codes: 0 all hold, 1 some fail.');
  return sourceOptions(command).action(async (files: string[], options: SourceOptions & { junit?: string }) => {
    let failed = 0;
    const reports: string[] = [];
    const summary = [];
    for (const file of files) {
      const suite = await asked(async () => parseAssertions(await readInput(file), file));
      const paths = suite.policies.map((p) => (isAbsolute(p) ? p : join(dirname(file), p)));
      const world = await readValid(paths, { ...options, posture: suite.posture ?? options.posture });
      const results = runAssertions(world, suite, suite.nowMs ?? options.at ?? Date.now());
      failed += results.filter((r) => !r.passed).length;
      reports.push(junit(file, results));
      summary.push({ file, results });
      if (options.output === 'table') {
        for (const { name, line: at, passed, flows, failures } of results) {
          line(
            `${passed ? colour('green', '✓') : colour('red', '✗')} ${safe(name)} ${colour('dim', `(${flows} flow${flows === 1 ? '' : 's'}, ${file}:${at})`)}`,
          );
          for (const failure of failures) line(colour('red', `    ${failure}`));
        }
      }
    }
    if (options.output === 'json') printJson(summary);
    else line(`${summary.flatMap((s) => s.results).length} assertions, ${failed} failed`);
    if (options.junit !== undefined) await writeFile(options.junit, joinReports(reports));
    process.exitCode = failed > 0 ? EXIT.negative : EXIT.ok;
  });
}

/** Several files, one JUnit document. */
function joinReports(reports: readonly string[]): string {
  if (reports.length === 1) return reports[0] as string;
  const suites = reports.map((r) => r.slice(r.indexOf('  <testsuite '), r.indexOf('</testsuites>')));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}
