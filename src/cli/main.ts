#!/usr/bin/env node
/** The one executable. */
import { Command, CommanderError } from 'commander';
import { base, ENTRIES } from './commands.js';
import { complain, EXIT } from './output.js';

// Warnings of deprecation in libraries (Node's DEP0123: grpc-js dials addresses by their number) are for developers.
process.noDeprecation = true;

/** Commander's own errors become exceptions in every subcommand too. */
function strict(command: Command): Command {
  command.exitOverride().showSuggestionAfterError(true);
  for (const sub of command.commands) strict(sub);
  return command;
}

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  const words = argv.filter((word) => !word.startsWith('-'));
  const wanted = words[0] === 'help' ? words[1] : words[0];
  const program = base();
  try {
    for (const entry of ENTRIES) {
      const command =
        entry.name === wanted
          ? (await entry.load()).summary(entry.summary)
          : new Command(entry.name).summary(entry.summary);
      program.addCommand(command.helpGroup(entry.group));
    }
    strict(program);
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.usage;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    return report(error);
  }
}

/** The demo's sockets are in a namespace of its own. */
async function hintAtDemo(): Promise<void> {
  const { runningDemos } = await import('../demo/enter.js');
  if (inDemo() || runningDemos().length === 0) return;
  const command = process.argv.slice(2).join(' ');
  process.stderr.write(`osg: a demo runs; its sockets are inside its node: npx osg demo enter osg ${command}\n`);
}

const inDemo = (): boolean => process.env['OSG_DEMO_ENTERED'] !== undefined;

async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { exitCode, message, stack, code, name } = error as {
    exitCode?: unknown;
    message?: string;
    stack?: string;
    code?: unknown;
    name?: unknown;
  };
  if (typeof exitCode === 'number') {
    complain(message ?? '');
    if (exitCode === EXIT.unreachable) await hintAtDemo();
    return exitCode;
  }
  // Errors of our layers have a code and say what to do; anything else is a defect and shows where.
  complain((typeof code === 'string' ? message : stack) ?? '');
  return name === 'PartError' && code === 'CONFIG' ? EXIT.usage : EXIT.failed;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `osg denies | head`: who reads has enough. A command that judges has its code by then, or says that it is not done.
  if (error.code === 'EPIPE') process.exit();
  complain(`standard output: ${error.message}`);
  process.exit(EXIT.failed);
});
// Nobody hears what is said besides: the exit code still tells.
process.stderr.on('error', () => undefined);
process.exitCode = await main(process.argv.slice(2));
