#!/usr/bin/env node
/** The one executable. Each command's module is loaded only when it is called, so that help is there at once. */
import { Command, CommanderError } from 'commander';
import { VERSION } from '../part/version.js';
import { EXIT } from './output.js';

// Warnings of deprecation in libraries (Node's DEP0123: grpc-js dials addresses by their number) are for developers.
process.noDeprecation = true;

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  load(): Promise<Command>;
}

const RUN = 'Parts (each runs until it is stopped):';
const PEOPLE = 'For people:';
const CHANGE = 'Change what is in force:';
const SETUP = 'Set-up:';

const ENTRIES: readonly Entry[] = [
  {
    name: 'demo',
    group: RUN,
    summary: 'controller, collector and agent over a small shop in a sandbox',
    load: async () => (await import('./demo.js')).demoCommand(),
  },
  {
    name: 'controller',
    group: RUN,
    summary: 'policy files in, to each node what it needs',
    load: async () => (await import('./controller.js')).controllerCommand(),
  },
  {
    name: 'agent',
    group: RUN,
    summary: 'enforces on this node, reports what it denies',
    load: async () => (await import('./agent.js')).agentCommand(),
  },
  {
    name: 'collector',
    group: RUN,
    summary: 'receives, stores and serves denies',
    load: async () => (await import('./collector.js')).collectorCommand(),
  },
  {
    name: 'denies',
    group: PEOPLE,
    summary: 'who was denied, by which rule',
    load: async () => (await import('./denies.js')).deniesCommand(),
  },
  {
    name: 'status',
    group: PEOPLE,
    summary: 'which revision is desired and realised where, and why not',
    load: async () => (await import('./status.js')).statusCommand(),
  },
  {
    name: 'policy',
    group: PEOPLE,
    summary: 'validate, explain and compare policy files',
    load: async () => (await import('./policy.js')).policyCommand(),
  },
  {
    name: 'history',
    group: PEOPLE,
    summary: 'revisions: who, when, what changed, how nodes answered',
    load: async () => (await import('./history.js')).historyCommand(),
  },
  {
    name: 'diff',
    group: PEOPLE,
    summary: 'what differs in meaning between two revisions',
    load: async () => (await import('./history.js')).diffCommand(),
  },
  {
    name: 'verify',
    group: PEOPLE,
    summary: 'compare the tables in the kernel with the policy',
    load: async () => (await import('./verify.js')).verifyCommand(),
  },
  {
    name: 'flows',
    group: PEOPLE,
    summary: 'who was allowed to talk to whom on this node',
    load: async () => (await import('./flows.js')).flowsCommand(),
  },
  {
    name: 'conntrack',
    group: PEOPLE,
    summary: 'the flows that this node tracks; forget them',
    load: async () => (await import('./flows.js')).conntrackCommand(),
  },
  {
    name: 'audit',
    group: PEOPLE,
    summary: 'the audit log and its proof',
    load: async () => (await import('./audit.js')).auditCommand(),
  },
  {
    name: 'rollback',
    group: CHANGE,
    summary: 'the policy of an earlier revision, until resumed',
    load: async () => (await import('./history.js')).rollbackCommand(),
  },
  {
    name: 'resume',
    group: CHANGE,
    summary: 'end a rollback: the watched source decides again',
    load: async () => (await import('./history.js')).resumeCommand(),
  },
  {
    name: 'emergency',
    group: CHANGE,
    summary: 'allow or isolate for a time',
    load: async () => (await import('./emergency.js')).emergencyCommand(),
  },
  {
    name: 'pki',
    group: SETUP,
    summary: 'a private CA and certificates',
    load: async () => (await import('./pki.js')).pkiCommand(),
  },
  {
    name: 'completion',
    group: SETUP,
    summary: 'a completion script for bash, zsh or fish',
    load: async () => (await import('./completion.js')).completionCommand(loadAll),
  },
];

/** Every command with all its options, for completion. */
async function loadAll(): Promise<Command> {
  const program = base();
  for (const entry of ENTRIES)
    if (entry.name !== 'completion') program.addCommand((await entry.load()).summary(entry.summary));
  return program;
}

function base(): Command {
  return (
    new Command('osg')
      .description('Open Security Groups: who may talk to whom, enforced by eBPF on every node, every deny explained.')
      .version(VERSION, '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print help')
      .helpCommand('help [command]', 'print help of a command')
      // Options behind a command's name are that command's: `denies top --node n`.
      .enablePositionalOptions()
      .showSuggestionAfterError(true)
      .addHelpText(
        'after',
        '\nExit codes: 0 done, 1 the answer is no, 2 usage or configuration, 3 unreachable, 4 refused, 5 failed.',
      )
  );
}

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
    process.stderr.write(`osg: ${message}\n`);
    if (exitCode === EXIT.unreachable) await hintAtDemo();
    return exitCode;
  }
  // Errors of our layers have a code and say what to do; anything else is a defect and shows where.
  process.stderr.write(`osg: ${typeof code === 'string' ? message : stack}\n`);
  return name === 'PartError' && code === 'CONFIG' ? EXIT.usage : EXIT.failed;
}

// `osg denies | head`: who reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2));
