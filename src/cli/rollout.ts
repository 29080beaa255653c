/** `osg rollout`: where a change of policy stands, and a person's word about it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { OperatorClient } from '../client/index.js';
import { ROLLOUT_ACTIONS } from '../distribution/words.js';
import { osg } from '../gen/proto.js';
import type { Word } from '../rpc/words.js';
import { type OperatorOptions, operatorOptions, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { ago, CliError, EXIT, line, printTable } from './output.js';
import { exitOf, formatRollout, gistOf, stateOf } from './rollout-print.js';

type Row = osg.v1.RolloutRow.$Properties;

const DECISIONS: Readonly<Record<Word<typeof osg.v1.RolloutAction>, string>> = {
  pause: 'No further ring begins. A ring that is not confirmed goes back at its time all the same.',
  resume: 'Asks the gates again.',
  confirm: 'Lets the ring pass that could not be judged: you have looked yourself.',
  abort: 'Brings it back: every node has what was in force before.',
};

export function rolloutCommand(): Command {
  const command = new Command('rollout').description(
    'A change of policy on its way through its rings. Exit code of status and watch: 0 confirmed or none, 1 reverted, 7 on its way or paused.',
  );
  operatorOptions(command.command('status'))
    .description('The rollout that is on its way, or the last one: rings, gates, and by what they judged.')
    .argument('[id]', 'such as r-3')
    .addOption(outputOption())
    .action(async (id: string | undefined, options: OperatorOptions & { output: Output }) => {
      const { row, waiting } = await withOperator(options, (client) => find(client, id));
      if (options.output === 'json') printJson(row === undefined ? [] : [whole(osg.v1.RolloutRow, row)]);
      else for (const text of row === undefined ? ['no rollout yet'] : formatRollout(row, waiting)) line(text);
      process.exitCode = row === undefined ? EXIT.ok : exitOf(row);
    });
  operatorOptions(command.command('watch'))
    .description('The same, until it has ended or waits for a person.')
    .argument('[id]', 'such as r-3')
    .action((id: string | undefined, options: OperatorOptions) => watch(id, options));
  operatorOptions(command.command('history'))
    .description('Rollouts, newest first.')
    .option('--last <n>', 'so many', Number, 20)
    .addOption(outputOption())
    .action(async (options: OperatorOptions & { last: number; output: Output }) => {
      const { rollouts } = await withOperator(options, (client) => client.rollouts({ limit: options.last }));
      if (options.output === 'json') return printJson(rollouts.map((row) => whole(osg.v1.RolloutRow, row)));
      if (rollouts.length === 0) return line('no rollout yet');
      printTable(['ROLLOUT', 'REVISION', 'AGE', 'STATE', 'WHO', 'WHY'], rollouts.map(cells));
    });
  for (const action of ROLLOUT_ACTIONS.all) {
    const decision = operatorOptions(command.command(action)).description(DECISIONS[action]);
    if (action === 'resume') decision.option('--reason <text>', 'for the audit log', '');
    else decision.requiredOption('--reason <text>', 'for the audit log');
    decision.action(async (options: OperatorOptions & { reason: string }) => {
      const asked = { action: ROLLOUT_ACTIONS.value[action], reason: options.reason };
      const row = await withOperator(options, (client) => client.decideRollout(asked));
      line(`${row.id}: ${gistOf(row)}`);
    });
  }
  return command;
}

const cells = (row: Row): string[] => [
  row.id ?? '',
  String(row.revision ?? 0),
  ago(row.startedUnixUs),
  stateOf(row),
  (row.who ?? '').replace(/ <.*>$/, ''),
  row.reason || (row.subject ?? ''),
];

async function find(
  client: OperatorClient,
  id: string | undefined,
): Promise<{ row: Row | undefined; waiting: boolean }> {
  const { rollouts, waiting } = await client.rollouts({ limit: id === undefined ? 1 : 100 });
  const row = id === undefined ? rollouts[0] : rollouts.find((one) => one.id === id);
  if (id !== undefined && row === undefined)
    throw new CliError(EXIT.usage, `${id} is no rollout: see osg rollout history`);
  return { row, waiting };
}

/** On a terminal in place; elsewhere a line whenever something is another. */
async function watch(id: string | undefined, options: OperatorOptions): Promise<void> {
  await withOperator(options, async (client) => {
    let shown = 0;
    let told = '';
    process.exitCode = EXIT.incomplete;
    for (;;) {
      const { row, waiting } = await find(client, id);
      if (row === undefined) {
        process.exitCode = EXIT.ok;
        return line('no rollout yet');
      }
      if (process.stdout.isTTY) {
        const text = formatRollout(row, waiting);
        if (shown > 0) process.stdout.write(`\u001b[${shown}A\u001b[J`);
        for (const one of text) line(one);
        shown = text.length;
      } else if (gistOf(row) !== told) {
        told = gistOf(row);
        line(`${row.id}: ${told}`);
      }
      if (row.state !== osg.v1.RolloutState.ROLLOUT_STATE_RUNNING) {
        process.exitCode = exitOf(row);
        return;
      }
      await sleep(1000);
    }
  });
}
