/** `osg history`, `osg diff`, `osg rollback`, `osg resume`, `osg accept-claim`. */
import { Command } from 'commander';
import { NACK_CODES, REVISION_KINDS } from '../distribution/words.js';
import { osg } from '../gen/proto.js';
import { type OperatorOptions, operatorOptions, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { ago, CliError, colour, count, EXIT, line, printTable } from './output.js';

const revisionOf = (text: string): number => {
  const revision = Number(text);
  if (!Number.isSafeInteger(revision) || revision < 1)
    throw new CliError(EXIT.usage, `${text} is no revision: expected a number from osg history`);
  return revision;
};

export function historyCommand(): Command {
  return operatorOptions(
    new Command('history').description(
      'Revisions, newest first: who, when, from what, what changed in meaning, how the nodes answered.',
    ),
  )
    .option('--last <n>', 'so many', revisionOf, 20)
    .option('-v, --verbose', "every change, every refusal, each node's time")
    .addOption(outputOption())
    .action(async (options: OperatorOptions & { last: number; verbose?: boolean; output: Output }) => {
      const { revisions = [] } = await withOperator(options, (client) =>
        client.history({ limit: options.last, answers: options.verbose === true }),
      );
      if (options.output === 'json') return printJson(revisions.map((r) => whole(osg.v1.RevisionRow, r)));
      const rows = revisions ?? [];
      if (options.verbose !== true)
        return printTable(['REVISION', 'AGE', 'KIND', 'WHO', 'NODES', 'CHANGES'], rows.map(row));
      for (const revision of rows) printDetails(revision);
    });
}

const {
  REVISION_KIND_POLICY: POLICY,
  REVISION_KIND_INVENTORY: INVENTORY,
  REVISION_KIND_ROLLBACK: ROLLBACK,
  REVISION_KIND_RESUME: RESUME,
  REVISION_KIND_EMERGENCY: EMERGENCY,
} = osg.v1.RevisionKind;

const whoOf = ({ source, who, kind }: osg.v1.RevisionRow.$Properties): string =>
  (kind === POLICY || kind === INVENTORY ? source?.author : '') || (who ?? '');

/** `alice` of `alice <alice@example.org>` */
const short = (author: string): string => author.replace(/ <.*>$/, '');

/** `3/4` realised of those concerned, and how many refused. */
function answered({ nodes, realised, refusals }: osg.v1.RevisionRow.$Properties): string {
  const refused = refusals?.length ?? 0;
  return `${realised ?? 0}/${nodes ?? 0}${refused === 0 ? '' : colour('red', ` ${refused} refused`)}`;
}

function row(revision: osg.v1.RevisionRow.$Properties): string[] {
  return [
    String(revision.revision ?? 0),
    ago(revision.timeUnixUs),
    REVISION_KINDS.text(revision.kind),
    short(whoOf(revision)),
    answered(revision),
    gist(revision),
  ];
}

/** What a person knows the revision by. */
function gist({ kind, reason, source, changes }: osg.v1.RevisionRow.$Properties): string {
  const [first = '–'] = changes ?? [];
  const many = (changes?.length ?? 0) > 1 ? ` (${count(changes?.length ?? 0, 'change')})` : '';
  if (kind === ROLLBACK || kind === RESUME) return `${reason || first}${many}`;
  if (kind === EMERGENCY) return first.replace(/ emergency /, ' ');
  return `${source?.subject || first}${many}`;
}

/** Nodes that are named one by one; of more, the slowest. */
const NAMED = 20;

function printDetails(revision: osg.v1.RevisionRow.$Properties): void {
  const { source, timeUnixUs } = revision;
  const when = new Date((timeUnixUs ?? 0) / 1000).toISOString().replace(/\.\d+/, '');
  line(
    colour(
      'bold',
      `revision ${revision.revision ?? 0}  ${when}  ${REVISION_KINDS.text(revision.kind)}  ${whoOf(revision)}`,
    ),
  );
  line(`  from ${[source?.id, source?.subject].filter((text) => text).join(' · ') || '–'}`);
  if (revision.reason) line(`  because ${revision.reason}`);
  for (const change of revision.changes ?? []) line(`  ${painted(change)}`);
  const after = ({ timeUnixUs: at }: osg.v1.NodeAnswer.$Properties): number => ((at ?? 0) - (timeUnixUs ?? 0)) / 1e6;
  const realised = (revision.answers ?? []).filter(({ nack }) => nack == null).sort((a, b) => after(b) - after(a));
  const named = realised.slice(0, NAMED).map((answer) => `${answer.node ?? ''} (${after(answer).toFixed(1)} s)`);
  line(
    `  realised by ${realised.length} of ${count(revision.nodes ?? 0, 'node')}${named.length === 0 ? '' : `: ${named.join(', ')}`}${realised.length > NAMED ? ', … the others sooner' : ''}`,
  );
  for (const { node, nack } of revision.refusals ?? [])
    line(
      `  ${colour('red', `refused by ${node ?? ''}`)}: ${NACK_CODES.text(nack?.code)} ${nack?.object ?? ''}: ${nack?.reason ?? ''}`,
    );
}

const painted = (change: string): string =>
  colour(change.startsWith('+') ? 'green' : change.startsWith('-') ? 'red' : 'yellow', change);

export function diffCommand(): Command {
  return operatorOptions(
    new Command('diff').description(
      'What differs in meaning between two revisions: policies, address groups, emergencies in force. Exits 1 if anything does.',
    ),
  )
    .argument('<from>', 'revision', revisionOf)
    .argument('<to>', 'revision', revisionOf)
    .addOption(outputOption())
    .action(async (from: number, to: number, options: OperatorOptions & { output: Output }) => {
      const { changes } = await withOperator(options, (client) => client.diff({ from, to }));
      const lines = changes ?? [];
      if (lines.length > 0) process.exitCode = EXIT.negative;
      if (options.output === 'json') return printJson(lines);
      for (const change of lines) line(painted(change));
    });
}

export function rollbackCommand(): Command {
  return operatorOptions(
    new Command('rollback').description(
      'Puts the policies of an earlier revision in force, over the live inventory. They stay until osg resume, whatever the source says. Emergencies in force stay until their time; those that are over are not revived.',
    ),
  )
    .argument('<revision>', 'from osg history', revisionOf)
    .requiredOption('--reason <text>', 'for the audit log')
    .action(async (revision: number, options: OperatorOptions & { reason: string }) => {
      const reply = await withOperator(options, (client) => client.rollback({ revision, reason: options.reason }));
      line(
        `revision ${reply.revision ?? 0}: the policies of revision ${revision}, on ${count(reply.nodes ?? 0, 'node')}; osg resume ends it`,
      );
      for (const note of reply.notes ?? []) line(note);
    });
}

export function resumeCommand(): Command {
  return operatorOptions(new Command('resume').description('Ends a rollback: the watched source decides again.'))
    .requiredOption('--reason <text>', 'for the audit log')
    .action(async (options: OperatorOptions & { reason: string }) => {
      const reply = await withOperator(options, (client) => client.resume({ reason: options.reason }));
      line(`revision ${reply.revision ?? 0}: the source decides again, on ${count(reply.nodes ?? 0, 'node')}`);
    });
}

export function acceptClaimCommand(): Command {
  return operatorOptions(
    new Command('accept-claim').description(
      'A node is refused as AHEAD: it holds an epoch or a revision that this controller has not issued. If you know that it was issued (the store was put back from an old copy, a clock was far ahead), this accepts it: what is issued from now on lies above. A node that lies gains nothing else by it; its numbers are in osg status.',
    ),
  )
    .argument('<node>', 'as osg status names it')
    .requiredOption('--reason <text>', 'for the audit log')
    .action(async (node: string, options: OperatorOptions & { reason: string }) => {
      const reply = await withOperator(options, (client) => client.acceptClaim({ node, reason: options.reason }));
      line(`accepted: node ${node} is given revision ${reply.revision ?? 0}`);
    });
}
