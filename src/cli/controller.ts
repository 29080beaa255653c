/** `osg controller`. */
import '../part/controller-heap.js';
import process from 'node:process';
import type { Command } from 'commander';
import { z } from 'zod';
import { startController } from '../controller/start.js';
import { parsePrefix } from '../net/prefix.js';
import { VERSION } from '../part/version.js';
import { address, logLevel, loopback, metricsListen, tls } from '../rpc/config-fields.js';
import { list, partCommand, tlsOptions } from './part-command.js';

export const controllerConfig = z.strictObject({
  policies: z.string().optional().describe('directory of policies and inventory, watched'),
  kubernetes: z.enum(['policies', 'inventory', 'both']).optional().describe('what is read from the cluster'),
  kubeconfig: z.string().optional(),
  context: z.string().optional(),
  serviceCidrs: list
    .transform((texts, context) =>
      texts.flatMap((text) => {
        try {
          return [parsePrefix(text)];
        } catch (error) {
          context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
          return [];
        }
      }),
    )
    .optional(),
  maxShrink: z.coerce.number().min(0).max(1).default(0.5),
  lease: z
    .string()
    .regex(/^[a-z0-9.-]+\/[a-z0-9.-]+$/, 'namespace/name')
    .optional(),
  authority: z.string().optional().describe('file of the AuthorityPolicy: who may change what'),
  stateDir: z.string().default('/var/lib/osg/controller'),
  listen: address.default('unix:/run/osg/controller.sock'),
  operatorListen: address.default('unix:/run/osg/operator.sock'),
  tls: tls.optional(),
  issuer: z
    .strictObject({
      certificate: z.string(),
      key: z.string(),
      hours: z.coerce.number().min(1).max(8760).default(24),
    })
    .optional(),
  bootstrap: z
    .strictObject({
      listen: address,
      account: z
        .string()
        .regex(/^[a-z0-9.-]+\/[a-z0-9.-]+$/, 'namespace/name')
        .default('osg-system/osg-agent'),
    })
    .optional(),
  posture: z.enum(['kubernetes', 'openstack', 'closed']).default('kubernetes'),
  allowNodeProbes: z.boolean().default(true),
  allowOwnNode: z.boolean().default(false),
  gateUrls: list
    .transform((texts, context) =>
      texts.filter((text) => {
        if (URL.canParse(text) && /^https?:/.test(text)) return true;
        context.addIssue({ code: 'custom', message: `${text} is no http or https address` });
        return false;
      }),
    )
    .optional(),
  health: loopback.default('127.0.0.1:9471'),
  probeListen: address.optional(),
  metricsListen,
  logLevel,
});

/** Exit code of a replica that lost its Lease: it is started again, and waits. */
const DEPOSED = 5;
const FIELDS = [
  'policies',
  'kubernetes',
  'kubeconfig',
  'context',
  'maxShrink',
  'serviceCidrs',
  'lease',
  'authority',
  'stateDir',
  'listen',
  'operatorListen',
  'posture',
  'allowNodeProbes',
  'allowOwnNode',
  'gateUrls',
  'issuer.certificate',
  'issuer.key',
  'issuer.hours',
  'bootstrap.listen',
  'bootstrap.account',
];

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
          .option('--kubernetes <what>', 'read the cluster: policies, inventory, or both')
          .option('--kubeconfig <file>', 'outside of a cluster; inside, the service account is used')
          .option('--context <name>', 'context of the kubeconfig')
          .option('--max-shrink <share>', 'a list may lose so large a part of its objects at once (default 0.5)')
          .option(
            '--service-cidrs <prefixes>',
            'Service addresses, where the cluster serves no ServiceCIDR (before 1.33)',
          )
          .option('--lease <namespace/name>', 'of several replicas, the one that holds this Lease runs')
          .option('--authority <file>', 'AuthorityPolicy: who may change what; no source supplies it')
          .option('--state-dir <dir>', 'durable store: revisions, history, audit log')
          .option('--listen <address>', 'where agents connect: unix:/path or host:port (mTLS beyond loopback)')
          .option('--operator-listen <address>', 'where operators connect')
          .option('--posture <posture>', 'what a direction does that no policy isolates: kubernetes, openstack, closed')
          .option('--no-allow-node-probes', 'nodes may not reach their own workloads without a rule')
          .option('--allow-own-node', 'workloads may reach their own node without a rule')
          .option('--gate-urls <addresses>', 'below these, gates of rollouts may ask; default: nowhere')
          .option('--issuer-certificate <file>', 'authority by which certificates of nodes and collectors are renewed')
          .option('--issuer-key <file>', 'its key')
          .option('--issuer-hours <n>', 'life of what it signs (default 24)')
          .option(
            '--bootstrap-listen <host:port>',
            'first certificates for agents, by service account tokens of the cluster',
          )
          .option('--bootstrap-account <namespace/name>', 'whose tokens (default osg-system/osg-agent)'),
        'agents and operators',
      ),
    start: (config, log, stopping) => {
      const {
        tls: files,
        issuer,
        bootstrap,
        policies,
        kubernetes,
        kubeconfig,
        context,
        maxShrink,
        serviceCidrs,
        lease,
        authority,
        ...rest
      } = config;
      return startController({
        ...rest,
        ...(policies !== undefined && { policies }),
        ...(authority !== undefined && { authority }),
        ...(kubernetes !== undefined && {
          kubernetes: {
            take: kubernetes,
            maxShrink,
            ...(serviceCidrs !== undefined && { serviceCidrs }),
            ...(kubeconfig !== undefined && { kubeconfig }),
            ...(context !== undefined && { context }),
            ...(lease !== undefined && { lease }),
          },
        }),
        // Whoever waits for the Lease writes from now on: nothing of ours may, not even an orderly end.
        deposed: () => process.exit(DEPOSED),
        ...(files !== undefined && { tls: files }),
        ...(issuer !== undefined && { issuer }),
        ...(bootstrap !== undefined && { bootstrap }),
        log,
        stopping,
        version: VERSION,
      });
    },
  });
