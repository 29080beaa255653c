/** `osg agent`. */
import '../part/small-heap.js';
import '../agent/heap.js';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { type RemovedAgent, removeAgent } from '../agent/remove.js';
import { startAgent } from '../agent/start.js';
import { VERSION } from '../part/version.js';
import { address, addresses, logLevel, loopback, metricsListen, tls } from '../rpc/config-fields.js';
import { CONNTRACK_FIELDS, conntrack, conntrackOptions } from './conntrack-fields.js';
import { list, partCommand, tlsOptions } from './part-command.js';

const pods = z
  .strictObject({
    cniSocket: z.string().startsWith('/').max(107).optional(),
    cniCache: z.string().startsWith('/').default('/var/lib/cni/results'),
    policyWaitSeconds: z.number().min(0).max(100).default(5),
    exemptNamespaces: list.default([]),
    interfaces: list.default([]),
  })
  .prefault({});

/** Beside those that are always there. */
const metrics = z.strictObject({ workloadSeries: z.int().min(0).max(100_000).default(0) }).prefault({});

export const agentConfig = z.strictObject({
  node: z.string().min(1).default(hostname()),
  controller: addresses.default('unix:/run/osg/controller.sock'),
  collector: address.optional(),
  collectorName: z.string().optional(),
  tls: tls.optional(),
  bootstrap: z.strictObject({ address: addresses, token: z.string() }).optional(),
  stateDir: z.string().default('/var/lib/osg/agent'),
  bpffsDir: z.string().default('/sys/fs/bpf/osg'),
  netns: z.string().optional(),
  statusListen: address.default('unix:/run/osg/agent.sock'),
  endpoints: z.int().min(2).max(4096).optional(),
  rules: z.int().min(1024).max(4_194_304).optional(),
  attach: z.enum(['auto', 'tcx', 'clsact']).default('auto'),
  services: z.enum(['auto', 'together', 'off']).default('auto'),
  nodeLocalServices: list.default(['kube-system/kube-dns']),
  spoolBytes: z
    .int()
    .min(1 << 20)
    .default(64 << 20),
  pods,
  conntrack,
  metrics,
  health: loopback.default('127.0.0.1:9472'),
  probeListen: address.optional(),
  metricsListen,
  logLevel,
});

const FIELDS = [
  'node',
  'controller',
  'collector',
  'collectorName',
  'stateDir',
  'bpffsDir',
  'netns',
  'statusListen',
  'endpoints',
  'rules',
  'attach',
  'services',
  'nodeLocalServices',
  'spoolBytes',
  'bootstrap.address',
  'bootstrap.token',
  ...['cniSocket', 'cniCache', 'policyWaitSeconds', 'exemptNamespaces', 'interfaces'].map((name) => `pods.${name}`),
  ...CONNTRACK_FIELDS,
  'metrics.workloadSeries',
];

export const agentCommand = (): Command =>
  partCommand({
    name: 'agent',
    description:
      'Enforces on this node what the controller says, keeps it over restarts, reports what it denies. Needs root or CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON.',
    examples: { fields: 'node, controller', flag: '--state-dir', variable: 'OSG_STATE_DIR' },
    schema: agentConfig,
    fields: FIELDS,
    note: 'When it stops, enforcement goes on.',
    options: (command) =>
      tlsOptions(
        command
          .option('--node <name>', 'name of this node in the inventory and the certificate (default: the host name)')
          .option(
            '--controller <address>',
            'unix:/path or host:port (mTLS beyond loopback); of several replicas: host:port,host:port',
          )
          .option('--collector <address>', 'where denies are reported; absent: they are only counted')
          .option('--collector-name <name>', "name in the collector's certificate, if the address does not say it")
          .option('--bootstrap-address <host:port>', 'where the controller gives first certificates')
          .option('--bootstrap-token <file>', 'service account token of this pod, which says who asks')
          .option('--state-dir <dir>', 'last good policy, spool of denies, lock')
          .option('--bpffs-dir <dir>', 'folder in a mounted bpffs, of this agent alone')
          .option('--netns <path>', 'network namespace whose interfaces are enforced')
          .option('--status-listen <address>', 'unix socket for osg status and osg verify')
          .option('--endpoints <n>', 'room for so many endpoints at most; default by memory', Number)
          .option('--rules <n>', 'room for so many rules and defaults, with their counters; default 65536', Number)
          .option('--attach <how>', 'auto, tcx or clsact; auto takes tcx where the kernel has it (6.6)')
          .option(
            '--services <how>',
            'how Services are judged: auto (behind the translation, Linux 6.4), together or off (docs/kubernetes.md)',
          )
          .option('--pods-cni-socket <path>', 'unix socket that the CNI plugin asks at (Kubernetes)')
          .option(
            '--remove',
            'take all that an agent left off this node, instead: programs, tables, state. Every interface is open then',
          )
          .option('--spool-bytes <n>', 'denies kept on disk while the collector is away', Number),
        'controller and collector',
      ),
    instead: {
      flag: 'remove',
      run: ({ bpffsDir, stateDir, netns }) => printRemoved(removeAgent({ bpffsDir, stateDir, netns })),
    },
    start: (config, log, stopping) => {
      const {
        collector,
        collectorName,
        tls: files,
        netns,
        endpoints,
        rules,
        attach,
        services,
        nodeLocalServices,
        conntrack: flows,
        metrics: { workloadSeries },
        pods,
        ...rest
      } = config;
      const { policyWaitSeconds, ...found } = pods;
      return startAgent({
        ...rest,
        workloadSeries,
        ...(collector !== undefined && { collector }),
        ...(collectorName !== undefined && { collectorName }),
        ...(files !== undefined && { tls: files }),
        ...(netns !== undefined && { netns }),
        pods: { ...found, policyWaitMs: policyWaitSeconds * 1000 },
        datapath: {
          ...(endpoints !== undefined && { endpoints }),
          ...(rules !== undefined && { slots: rules }),
          ...conntrackOptions(flows),
          ...(attach !== 'auto' && { attach }),
          services,
          nodeLocalServices,
        },
        log,
        stopping,
        version: VERSION,
      });
    },
  });

function printRemoved({ links, filtered, folders }: RemovedAgent): void {
  const found = [
    ...(links > 0 ? [`${links} programs taken off interfaces`] : []),
    ...(filtered.length > 0 ? [`filters taken off ${filtered.join(', ')}`] : []),
    ...folders.map((folder) => `${folder} removed`),
  ];
  process.stdout.write(found.length === 0 ? 'there was nothing of ours on this node\n' : `${found.join('\n')}\n`);
}
