/** `osg controller`. */
import type { Command } from 'commander';
import { z } from 'zod';
import { startController } from '../controller/start.js';
import { VERSION } from '../part/version.js';
import { address, logLevel, loopback, metricsListen, tls } from '../rpc/config-fields.js';
import { partCommand, tlsOptions } from './part-command.js';

export const controllerConfig = z.strictObject({
  policies: z.string().describe('directory of policies and inventory, watched'),
  stateDir: z.string().default('/var/lib/osg/controller'),
  listen: address.default('unix:/run/osg/controller.sock'),
  operatorListen: address.default('unix:/run/osg/operator.sock'),
  tls: tls.optional(),
  posture: z.enum(['kubernetes', 'openstack', 'closed']).default('kubernetes'),
  allowNodeProbes: z.boolean().default(true),
  allowOwnNode: z.boolean().default(false),
  health: loopback.default('127.0.0.1:9471'),
  metricsListen,
  logLevel,
});

const FIELDS = ['policies', 'stateDir', 'listen', 'operatorListen', 'posture', 'allowNodeProbes', 'allowOwnNode'];

export const controllerCommand = (): Command =>
  partCommand({
    name: 'controller',
    description:
      'Watches policies and inventory, computes what each node needs, gives it to the agents and hears how they fare.',
    examples: { fields: 'policies, stateDir', flag: '--state-dir', variable: 'OSG_STATE_DIR' },
    schema: controllerConfig,
    fields: FIELDS,
    options: (command) =>
      tlsOptions(
        command
          .option('--policies <dir>', 'directory of policies and inventory; git:DIR takes it by its commits')
          .option('--state-dir <dir>', 'durable store: revisions, history, audit log')
          .option('--listen <address>', 'where agents connect: unix:/path or host:port (mTLS beyond loopback)')
          .option('--operator-listen <address>', 'where operators connect')
          .option('--posture <posture>', 'what a direction does that no policy isolates: kubernetes, openstack, closed')
          .option('--no-allow-node-probes', 'nodes may not reach their own workloads without a rule')
          .option('--allow-own-node', 'workloads may reach their own node without a rule'),
        'agents and operators',
      ),
    start: (config, log) => {
      const { tls: files, ...rest } = config;
      return startController({
        ...rest,
        ...(files !== undefined && { tls: files }),
        log,
        version: VERSION,
      });
    },
  });
