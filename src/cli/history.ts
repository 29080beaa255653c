/** `osg history`, `osg diff`, `osg rollback`, `osg resume`. */
import { Command, Option } from 'commander';
import { OPERATOR } from '../control/service.js';
import type { osg } from '../gen/proto.js';
import { type OperatorOptions, operatorOptions, withOperator } from './operator-client.js';
import { ago, CliError, colour, count, EXIT, line, OUTPUTS, type Output, printJson, printTable } from './output.js';

const revisionOf = (text: string): number => {
  const revision = Number(text);
  if (!Number.isSafeInteger(revision) || revision < 1)
    throw new CliError(EXIT.usage, `${text} is no revision: expected a number from osg history`);
  return revision;
};

const output = (): Option => new Option('-o, --output <format>', 'table or json').choices(OUTPUTS).default('table');

export function historyCommand(): Command {
  return operatorOptions(
    new Command('history').description(
      'Revisions, newest first: who, when, from what, what changed in meaning, how the nodes answered.',
    ),
  )
    .option('--last <n>', 'so many', revisionOf, 20)
    .option('-v, --verbose', 'every change and every refusal')
    .addOption(output())
    .action(async (options: OperatorOptions & { last: number; verbose?: boolean; output: Output }) => {
      const { revisions = [] } = await withOperator(options, (client) =>
        client.call(OPERATOR.History, { limit: options.last }),
      );
      if (options.output === 'json') return printJson(revisions);
      printTable(
        ['REVISION', 'AGE', 'KIND', 'WHO', 'SOURCE', 'NODES', 'REALISED', 'REFUSED', 'CHANGES'],
        (revisions ?? []).map(row),
      );
      if (options.verbose === true) for (const revision of revisions ?? []) printDetails(revision);
    });
}

function row(revision: osg.v1.RevisionRow.$Properties): string[] {
  const changes = revision.changes ?? [];
  const more = changes.length > 1 ? ` (+${changes.length - 1})` : '';
  const refused = revision.refusals?.length ?? 0;
  return [
    String(revision.revision ?? 0),
    ago(revision.timeUnixUs),
    revision.kind ?? '',
    revision.source?.author || (revision.who ?? ''),
    [revision.source?.id, revision.source?.subject].filter((text) => text).join(' '),
    String(revision.nodes ?? 0),
    String(revision.realised ?? 0),
    refused === 0 ? '0' : colour('red', String(refused)),
    `${changes[0] ?? ''}${more}`,
  ];
}

function printDetails(revision: osg.v1.RevisionRow.$Properties): void {
  line(colour('bold', `revision ${revision.revision ?? 0}`));
  for (const change of revision.changes ?? []) line(`  ${painted(change)}`);
  for (const { node, nack } of revision.refusals ?? [])
    line(
      `  ${colour('red', `refused by ${node ?? ''}`)}: ${nack?.code ?? ''} ${nack?.object ?? ''}: ${nack?.reason ?? ''}`,
    );
}

const painted = (change: string): string =>
  colour(change.startsWith('+') ? 'green' : change.startsWith('-') ? 'red' : 'yellow', change);

export function diffCommand(): Command {
  return operatorOptions(
    new Command('diff').description(
      'What differs in meaning between the policies of two revisions. Exits 1 if anything does.',
    ),
  )
    .argument('<from>', 'revision', revisionOf)
    .argument('<to>', 'revision', revisionOf)
    .addOption(output())
    .action(async (from: number, to: number, options: OperatorOptions & { output: Output }) => {
      const { changes } = await withOperator(options, (client) => client.call(OPERATOR.Diff, { from, to }));
      const lines = changes ?? [];
      if (lines.length > 0) process.exitCode = EXIT.negative;
      if (options.output === 'json') return printJson(lines);
      for (const change of lines) line(painted(change));
    });
}

export function rollbackCommand(): Command {
  return operatorOptions(
    new Command('rollback').description(
      'Puts the policies of an earlier revision in force, over the live inventory. They stay until osg resume, whatever the source says.',
    ),
  )
    .argument('<revision>', 'from osg history', revisionOf)
    .requiredOption('--reason <text>', 'for the audit log')
    .action(async (revision: number, options: OperatorOptions & { reason: string }) => {
      const reply = await withOperator(options, (client) =>
        client.call(OPERATOR.Rollback, { revision, reason: options.reason }),
      );
      line(
        `revision ${reply.revision ?? 0}: the policies of revision ${revision}, on ${count(reply.nodes ?? 0, 'node')}; osg resume ends it`,
      );
    });
}

export function resumeCommand(): Command {
  return operatorOptions(new Command('resume').description('Ends a rollback: the watched source decides again.'))
    .requiredOption('--reason <text>', 'for the audit log')
    .action(async (options: OperatorOptions & { reason: string }) => {
      const reply = await withOperator(options, (client) => client.call(OPERATOR.Resume, { reason: options.reason }));
      line(`revision ${reply.revision ?? 0}: the source decides again, on ${count(reply.nodes ?? 0, 'node')}`);
    });
}
