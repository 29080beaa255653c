/** `osg controller`. */
import { Command } from 'commander';
import { z } from 'zod';
import { startController } from '../controller/start.js';
import { loadConfig } from './config.js';
import { address, logLevel, loopback, TLS_FIELDS, tls } from './config-fields.js';
import { flagsOf } from './flags.js';
import { runPart } from './part.js';
import { VERSION } from './version.js';

export const controllerConfig = z.strictObject({
  policies: z.string().describe('directory of policies and inventory, watched'),
  stateDir: z.string().default('/var/lib/osg/controller'),
  listen: address.default('unix:/run/osg/controller.sock'),
  operatorListen: address.default('unix:/run/osg/operator.sock'),
  tls: tls.optional(),
  posture: z.enum(['kubernetes', 'openstack', 'closed']).default('kubernetes'),
  allowNodeProbes: z.boolean().default(true),
  health: loopback.default('127.0.0.1:9471'),
  logLevel,
});

const FIELDS = [
  'policies',
  'stateDir',
  'listen',
  'operatorListen',
  ...TLS_FIELDS,
  'posture',
  'allowNodeProbes',
  'health',
  'logLevel',
];

export function controllerCommand(): Command {
  return new Command('controller')
    .description(
      'Watches policies and inventory, computes what each node needs, gives it to the agents and hears how they fare.',
    )
    .option('-c, --config <file>', 'YAML file with these settings (policies, stateDir, …)')
    .option('--policies <dir>', 'directory of policies and inventory; git:DIR takes it by its commits')
    .option('--state-dir <dir>', 'durable store: revisions, history, audit log')
    .option('--listen <address>', 'where agents connect: unix:/path or host:port (mTLS beyond loopback)')
    .option('--operator-listen <address>', 'where operators connect')
    .option('--tls-certificate <file>', 'certificate, PEM')
    .option('--tls-key <file>', 'key of the certificate')
    .option('--tls-ca <file>', 'authorities that sign agents and operators')
    .option('--posture <posture>', 'what a direction does that no policy isolates: kubernetes, openstack, closed')
    .option('--no-allow-node-probes', 'nodes may not reach their own workloads without a rule')
    .option('--health <address>', '/healthz, /readyz, /metrics')
    .option('--log-level <level>', 'trace, debug, info, warn, error')
    .addHelpText(
      'after',
      '\nEach setting may also come from the environment: --state-dir is OSG_STATE_DIR. Flags win over it, it wins over the file.',
    )
    .action(async (options: Record<string, unknown>, command: Command) => {
      const config = loadConfig(controllerConfig, {
        file: options['config'] as string | undefined,
        env: process.env,
        flags: flagsOf(command, FIELDS),
        fields: FIELDS,
      });
      process.exitCode = await runPart(
        async (log) => {
          const { tls: files, ...rest } = config;
          const running = await startController({
            ...rest,
            ...(files !== undefined && { tls: files }),
            log,
            version: VERSION,
          });
          return { name: 'controller', metrics: running.metrics, notReady: running.notReady, close: running.close };
        },
        { name: 'controller', ...config },
      );
    });
}
