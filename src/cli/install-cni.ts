/** `osg install-cni`. */
import type { Command } from 'commander';
import { z } from 'zod';
import { uninstall } from '../installer/install.js';
import { SHIPPED, startInstaller } from '../installer/start.js';
import { address, logLevel, loopback, metricsListen, tls } from '../rpc/config-fields.js';
import { line } from './output.js';
import { partCommand } from './part-command.js';

export const installerConfig = z.strictObject({
  binDir: z.string().startsWith('/').default('/opt/cni/bin'),
  confDir: z.string().startsWith('/').default('/etc/cni/net.d'),
  confFile: z
    .string()
    .regex(/^[^/]+\.(conf|conflist|json)$/, 'the name of a .conf, .conflist or .json')
    .optional(),
  plugin: z.string().startsWith('/').default(SHIPPED),
  agentSocket: z.string().startsWith('/').max(107).default('/run/osg/cni.sock'),
  timeoutSeconds: z.int().min(1).max(110).default(15),
  failOpen: z.boolean().default(false),
  waitForAgent: z.boolean().default(true),
  health: loopback.default('127.0.0.1:9476'),
  probeListen: address.optional(),
  metricsListen,
  tls: tls.optional(),
  logLevel,
});

const FIELDS = ['binDir', 'confDir', 'confFile', 'plugin', 'agentSocket', 'timeoutSeconds', 'failOpen', 'waitForAgent'];

export const installCniCommand = (): Command =>
  partCommand({
    name: 'install-cni',
    description:
      'Puts the CNI plugin on this node (binary first, then the last place of the chain) and keeps it there while it runs. When it ends, the plugin stays: an upgrade ends it too.',
    examples: { fields: 'confDir, failOpen', flag: '--conf-dir', variable: 'OSG_CONF_DIR' },
    schema: installerConfig,
    fields: FIELDS,
    options: (command) =>
      command
        .option('--bin-dir <dir>', "the runtime's folder of CNI plugins")
        .option('--conf-dir <dir>', "the runtime's folder of network configurations")
        .option('--conf-file <name>', 'the configuration in it; default: the first by name, as the runtime takes it')
        .option('--plugin <file>', 'binary to install')
        .option('--agent-socket <path>', 'where the agent listens for the plugin')
        .option('--timeout-seconds <n>', 'a pod waits so long for the agent', Number)
        .option('--fail-open', 'when the agent does not answer pods start without policy, instead of not at all')
        .option('--no-wait-for-agent', 'hand pods to the agent before it was ever there')
        .option('--remove', 'take the plugin out of every chain, then its binary away, and end'),
    instead: {
      flag: 'remove',
      run: (config) => {
        const done = uninstall(config);
        line(done.length === 0 ? 'there was no plugin of ours on this node' : done.join('\n'));
      },
    },
    start: async (config, log) => startInstaller({ ...config, log }),
  });
