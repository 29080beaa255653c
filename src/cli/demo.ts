/** `osg demo`. */
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { inSandbox, runDemo, runInSandbox } from '../demo/demo.js';
import { enter, runningDemos } from '../demo/enter.js';
import { inOwnSandbox, runKubernetesDemo } from '../demo/kubernetes/demo.js';
import { fetchParts, missing } from '../demo/kubernetes/lab-files.js';
import { CliError, EXIT } from './output.js';

interface Options {
  readonly once?: boolean;
  readonly keep?: boolean;
  readonly policies: string;
  readonly reference?: string;
  readonly logLevel: string;
}

const SHOP = fileURLToPath(new URL('../../deploy/examples/shop', import.meta.url));

export function demoCommand(): Command {
  return new Command('demo')
    .enablePositionalOptions()
    .description(
      'Runs controller, collector and agent over a small shop, in a sandbox of its own namespaces: who reaches whom, who is denied, and why. Nothing of this machine is touched, and nothing is left behind.',
    )
    .option(
      '--once',
      'unattended: without pauses; exit code 0 only if every conversation went as the reference evaluator says',
    )
    .option('--keep', 'go on after the story, to explore from a second terminal, until Ctrl-C')
    .option('--policies <dir>', 'folder with inventory.yaml and policies/', SHOP)
    .option('--reference <dir>', 'judge what happens by the policies of another folder: must fail where they differ')
    .addOption(
      new Option('--log-level <level>', 'logs of the parts, on standard error')
        .choices(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
        .default('silent'),
    )
    .addHelpText('after', '\nExit codes: 0 all went as it should, 1 something did not, 130 stopped.')
    .action(async ({ once = false, keep = false, ...rest }: Options) => {
      if (process.getuid?.() !== 0)
        throw new CliError(
          EXIT.failed,
          'the demo loads eBPF programs and makes network namespaces: run it as root (sudo npm start)',
        );
      if (!inSandbox()) process.exitCode = await runInSandbox();
      else process.exit(await runDemo({ once, keep, ...rest }));
    })
    .addCommand(enterCommand())
    .addCommand(kubernetesCommand());
}

interface KubernetesOptions {
  readonly once?: boolean;
  readonly keep?: boolean;
  readonly fetch?: boolean;
  readonly policies: string;
}

function kubernetesCommand(): Command {
  return new Command('kubernetes')
    .description(
      'The same on a cluster of one node: a real API server, containerd and CNI plugins, the parts as their manifests run them, the shop as pods, policies by kubectl. In a sandbox of its own; nothing is left behind.',
    )
    .option('--once', 'unattended: without pauses; exit code 0 only if every check held')
    .option('--keep', 'go on after the story, to explore from a second terminal, until Ctrl-C')
    .option('--fetch', 'fetch and build first what it needs beside the product: 3 GB and a quarter of an hour, once')
    .option('--policies <dir>', 'folder with inventory.yaml and policies/', SHOP)
    .addHelpText(
      'after',
      '\nExit codes: 0 all went as it should, 1 something did not, 5 something is not here and --fetch was not given, 130 stopped.',
    )
    .action(async ({ once = false, keep = false, fetch = false, policies }: KubernetesOptions) => {
      if (process.getuid?.() !== 0)
        throw new CliError(EXIT.failed, 'the demo runs a container runtime in namespaces of its own: run it as root');
      if (inSandbox()) process.exit(await runKubernetesDemo({ once, keep, policies }));
      const fetched = fetch ? await fetchParts() : 0;
      if (fetched !== 0)
        throw new CliError(
          fetched === 130 ? 130 : EXIT.failed,
          'what the cluster needs beside the product could not be fetched',
        );
      const lacks = missing();
      if (lacks.length > 0)
        throw new CliError(
          EXIT.failed,
          `the cluster needs what is not here yet:\n${lacks.map((what) => `  ${what}`).join('\n')}\nWith --fetch it is fetched, into .cache; nothing is installed.`,
        );
      process.exitCode = await inOwnSandbox();
    });
}

function enterCommand(): Command {
  return (
    new Command('enter')
      .description('Looks into a running demo from a second terminal: runs a command, or a shell, on its node.')
      .argument('[command...]', 'for instance: osg denies -f')
      // Options behind the command are that command's: `demo enter osg status --help`.
      .passThroughOptions()
      .allowUnknownOption()
      .action(async (command: string[]) => {
        const demos = runningDemos();
        if (demos.length !== 1) {
          const found =
            demos.length === 0
              ? 'no demo runs: start one with `npm start -- --keep`'
              : `${demos.length} demos run: stop all but one`;
          throw new CliError(EXIT.negative, found);
        }
        process.exitCode = await enter(demos[0] as number, command);
      })
  );
}
