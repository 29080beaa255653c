/** `osg policy`: what people do with policy files in a repository. */
import { writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname, isAbsolute, join } from 'node:path';
import { Command, Option } from 'commander';
import { formatAddress } from '../net/address.js';
import { formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { evaluate } from '../policy/evaluate.js';
import { probedService, probeFlows } from '../policy/probe.js';
import { probeNotes } from '../policy/probe-notes.js';
import { ownersOf } from '../policy/select.js';
import { adviseAllow } from '../policy/tools/advice.js';
import { junit, parseAssertions, runAssertions } from '../policy/tools/assertions.js';
import { demandWorkloads, PolicyToolError } from '../policy/tools/error.js';
import { FINDINGS, type Finding } from '../policy/tools/findings.js';
import { unknownNodes } from '../policy/tools/inventory.js';
import { lint } from '../policy/tools/lint.js';
import { printJson } from './json.js';
import { CliError, colour, EXIT, line, safe } from './output.js';
import { diffCommand, matrixCommand, simulateCommand } from './policy-compare.js';
import {
  asked,
  count,
  ended,
  notJudged,
  pathsOf,
  place,
  read,
  readInput,
  readValid,
  type SourceOptions,
  sourceOptions,
} from './policy-options.js';
import { answerLines, parseService } from './policy-print.js';

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

function validateCommand(): Command {
  const command = new Command('validate')
    .description('Reports everything that is wrong with the files, each with file, line, column and field.')
    .argument('[path...]', 'files or folders, as with -p')
    .option('--strict', 'warnings are errors')
    .addHelpText(
      'after',
      '\nExit codes: 0 valid, 1 not valid, 2 a path cannot be read, or the files have nothing to validate.',
    );
  return sourceOptions(command).action(async (paths: string[], options: SourceOptions & { strict?: boolean }) => {
    const { world, diagnostics: found } = await read(pathsOf(paths, options), options);
    const diagnostics = [...found, ...unknownNodes(world)];
    const objects = Object.values(world).reduce((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
    if (objects === 0 && !hasErrors(diagnostics))
      throw new CliError(EXIT.usage, 'nothing to validate: the files have neither policies nor inventory');
    const valid = !hasErrors(diagnostics) && !(options.strict && diagnostics.length > 0);
    const notes = world.workloads.length === 0 ? [NO_WORKLOADS] : [];
    if (options.output === 'json') {
      printJson({
        valid,
        diagnostics,
        notes,
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
    if (options.output !== 'json') for (const note of notes) line(colour('yellow', note));
    // What was not read is neither valid nor not.
    const unread = diagnostics.some(({ code }) => code === 'unreadable');
    process.exitCode = ended(unread ? EXIT.usage : valid ? EXIT.ok : EXIT.negative, notJudged(diagnostics, options));
  });
}

const NO_WORKLOADS =
  'no workload (Pods, Deployments and their like) is in the files: whom these policies select, and what they do, was not looked at';

function lintCommand(): Command {
  const meanings = Object.entries(FINDINGS).map(
    ([id, [severity, meaning]]) => `  ${id.padEnd(26)}${severity.padEnd(9)}${meaning}`,
  );
  const command = new Command('lint')
    .description('Looks for what may be written but is probably not meant.')
    .argument('[path...]', 'files or folders, as with -p')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 on such findings, and worse ones')
        .choices(['info', 'warning', 'error', 'never'])
        .default('warning'),
    )
    .addHelpText(
      'after',
      `\nFindings:\n${meanings.join('\n')}\n\nSilence one by the annotation openscg.dev/lint-ignore: "no-owner, over-broad:RULE" on the policy.\nExit codes: 0 clean, 1 findings, 2 no policy to look at, 7 clean as far as looked at.`,
    );
  return sourceOptions(command).action(
    async (paths: string[], options: SourceOptions & { failOn: 'info' | 'warning' | 'error' | 'never' }) => {
      const { world, left } = await readValid(pathsOf(paths, options), options);
      const { findings, notChecked } = await asked(() => lint(world, options.at ?? Date.now()));
      if (options.output === 'json')
        printJson([...findings, ...notChecked.map((reason) => ({ id: 'not-checked', severity: 'warning', reason }))]);
      else {
        for (const text of findingLines(findings)) line(text);
        for (const reason of notChecked) line(`${colour('yellow', 'not checked')}: ${reason}`);
        line(`${findings.length} finding${findings.length === 1 ? '' : 's'}`);
      }
      const levels = ['never', 'error', 'warning', 'info'];
      const failing = findings.filter((f) => levels.indexOf(f.severity) <= levels.indexOf(options.failOn));
      const incomplete = notChecked.length > 0 && options.failOn !== 'never';
      process.exitCode = ended(
        failing.length > 0 ? EXIT.negative : incomplete ? EXIT.incomplete : EXIT.ok,
        options.failOn === 'never' ? [] : left,
      );
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
    .argument('<to>', 'the same, or svc/NAME[:PORT], svc/NAMESPACE/NAME[:PORT]: judged on the pods behind it')
    .argument('[service]', '8080, tcp/8080, 53/udp, tcp/http, icmp, icmp/echo-request, or a protocol (default tcp/80)')
    .addHelpText(
      'after',
      '\nExample:\n  osg policy explain shop/web shop/db 5432 -p deploy/examples/shop\n\nExit codes: 0 allowed, 1 denied.',
    );
  return sourceOptions(command).action(
    async (from: string, to: string, service: string | undefined, options: SourceOptions) => {
      const { world, left } = await readValid(pathsOf([], options), options);
      const probe = { from: inNamespace(from, options), to: inNamespace(to, options), ...parseService(service, to) };
      const { flows, through } = await asked(() => {
        demandWorkloads(world, 'explain');
        try {
          return { flows: probeFlows(world, probe), through: probedService(world, probe) };
        } catch (cause) {
          throw new PolicyToolError('PROBE', (cause as Error).message, { cause });
        }
      });
      const now = options.at ?? Date.now();
      const decisions = flows.map((flow) => ({ flow, decision: evaluate(world, flow, now) }));
      const notes = probeNotes(world, probe);
      const adviceOf = (own: typeof decisions) =>
        adviseAllow(
          world,
          own.map(({ flow }) => flow),
          now,
        );
      if (options.output === 'json')
        printJson(
          decisions.map((one) => ({
            ...probe,
            family: one.flow.source.family,
            ...one.decision,
            notes,
            advice: adviceOf([one]) ?? null,
          })),
        );
      else {
        const backends = new Map<string, typeof decisions>();
        for (const one of decisions) {
          const name =
            through === undefined
              ? probe.to
              : (ownersOf(world, one.flow.destination)[0]?.id ?? formatAddress(one.flow.destination));
          backends.set(name, [...(backends.get(name) ?? []), one]);
        }
        if (through !== undefined)
          line(
            `${safe(to)} is Service ${through.namespace}/${through.name}: judged are the pods behind it, at the ports of their containers`,
          );
        for (const text of notes) line(colour('yellow', text));
        for (const [name, own] of backends)
          for (const text of answerLines(world, probe.from, name, own, adviceOf(own))) line(text);
      }
      process.exitCode = ended(
        decisions.every(({ decision }) => decision.verdict === 'allow') ? EXIT.ok : EXIT.negative,
        left,
      );
    },
  );
}

/** A bare name is a workload of the namespace that is meant. */
function inNamespace(text: string, { namespace }: SourceOptions): string {
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text) || isIP(text) !== 0) return text;
  return `${namespace}/${text}`;
}

function testCommand(): Command {
  const command = new Command('test')
    .description('Runs named assertions that live beside the policies.')
    .argument('<file...>', 'assertion files (docs/policy-language.md)')
    .option('--junit <file>', 'write JUnit XML there')
    .addHelpText('after', '\nExit codes: 0 all hold, 1 some fail.');
  return sourceOptions(command).action(async (files: string[], options: SourceOptions & { junit?: string }) => {
    let failed = 0;
    const beside = [];
    const reports: string[] = [];
    const summary = [];
    for (const file of files) {
      const suite = await asked(async () => parseAssertions(await readInput(file), file));
      const paths = options.policies ?? suite.policies.map((p) => (isAbsolute(p) ? p : join(dirname(file), p)));
      const { world, left } = await readValid(paths, { ...options, posture: suite.posture ?? options.posture });
      const results = await asked(() => runAssertions(world, suite, suite.nowMs ?? options.at ?? Date.now()));
      beside.push(...left);
      failed += results.filter((r) => !r.passed).length;
      // Until the last file is done.
      process.exitCode = failed > 0 ? EXIT.negative : EXIT.incomplete;
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
    process.exitCode = ended(failed > 0 ? EXIT.negative : EXIT.ok, beside);
  });
}

/** Several files, one JUnit document. */
function joinReports(reports: readonly string[]): string {
  if (reports.length === 1) return reports[0] as string;
  const suites = reports.map((r) => r.slice(r.indexOf('  <testsuite '), r.indexOf('</testsuites>')));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}
