/** Every command of `osg`. Each one's module is loaded only when it is called, so that help is there at once. */
import { Command } from 'commander';
import { VERSION } from '../part/version.js';

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

export const ENTRIES: readonly Entry[] = [
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
    name: 'preview',
    group: PEOPLE,
    summary: 'what a change would mean, and whom it would hit',
    load: async () => (await import('./preview.js')).previewCommand(),
  },
  {
    name: 'blame',
    group: PEOPLE,
    summary: 'since which revision a flow is denied or allowed',
    load: async () => (await import('./blame.js')).blameCommand(),
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
    load: async () => (await import('./allowed.js')).flowsCommand(),
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
    name: 'accept-claim',
    group: CHANGE,
    summary: 'a node that is ahead of this store is right: after the store was put back',
    load: async () => (await import('./history.js')).acceptClaimCommand(),
  },
  {
    name: 'rollout',
    group: CHANGE,
    summary: 'a change of policy on its way: rings, gates, confirm, abort',
    load: async () => (await import('./rollout.js')).rolloutCommand(),
  },
  {
    name: 'approvals',
    group: CHANGE,
    summary: 'what waits for a second person',
    load: async () => (await import('./approve.js')).approvalsCommand(),
  },
  {
    name: 'approve',
    group: CHANGE,
    summary: "be the second person for somebody else's change",
    load: async () => (await import('./approve.js')).approveCommand(),
  },
  {
    name: 'emergency',
    group: CHANGE,
    summary: 'allow or isolate for a time',
    load: async () => (await import('./emergency.js')).emergencyCommand(),
  },
  {
    name: 'install-cni',
    group: SETUP,
    summary: 'the CNI plugin onto this node, and off it',
    load: async () => (await import('./install-cni.js')).installCniCommand(),
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
    load: async () => (await import('./completion.js')).completionCommand(allCommands),
  },
];

/** Every command with all its options. */
export async function allCommands(): Promise<Command> {
  const program = base();
  for (const entry of ENTRIES)
    if (entry.name !== 'completion') program.addCommand((await entry.load()).summary(entry.summary));
  return program;
}

export function base(): Command {
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
        `
Exit codes: 0 done, 1 the answer is no, 2 usage or configuration, 3 unreachable, 4 refused, 5 failed,
6 access widens, 7 not all could be judged, 8 policies of kinds that are not enforced.`,
      )
  );
}
