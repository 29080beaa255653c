/** Options of commands that call a part, and what its errors mean for the exit code. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  type DeniesClient,
  type Forwarded,
  forward,
  type NodeClient,
  type OperatorClient,
  openDenies,
  openNode,
  openOperator,
  using,
  type Whom,
} from '../client/index.js';
import { RpcError, type RpcErrorCode } from '../rpc/error.js';
import { CliError, EXIT } from './output.js';

interface TlsOptions {
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

/** Where a part is in a cluster. */
interface ClusterOptions extends TlsOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly osgNamespace: string;
}

export interface OperatorOptions extends ClusterOptions {
  readonly controller: string;
}

export interface CollectorOptions extends ClusterOptions {
  readonly collector: string;
}

const clientTls = (command: Command, certificate: string): Command =>
  command
    .option('--tls-certificate <file>', certificate, process.env['OSG_TLS_CERTIFICATE'])
    .option('--tls-key <file>', 'its key', process.env['OSG_TLS_KEY'])
    .option('--tls-ca <file>', "authorities that sign the other side's certificate", process.env['OSG_TLS_CA']);

/** Stands for the part's Service in the cluster, reached by kubectl. */
const CLUSTER = 'cluster';
/** `kubectl osg status`: what is meant is the cluster. */
const isPlugin = basename(process.argv[1] ?? '').startsWith('kubectl-osg');

const throughCluster = (command: Command): Command =>
  command
    .option('--context <name>', 'reach it in the cluster of this context of the kubeconfig, through kubectl')
    .option('--kubeconfig <file>', 'reach it in the cluster of this kubeconfig')
    .option(
      '--osg-namespace <name>',
      'where it lives in the cluster (OSG_NAMESPACE)',
      process.env['OSG_NAMESPACE'] ?? 'osg-system',
    );

const controllerAddress = (command: Command, about = "the controller's operator address"): Command =>
  command.option(
    '--controller <address>',
    `${about} (OSG_OPERATOR_LISTEN), or ${CLUSTER}`,
    process.env['OSG_OPERATOR_LISTEN'] ?? (isPlugin ? CLUSTER : 'unix:/run/osg/operator.sock'),
  );

const collectorAddress = (command: Command, about = 'unix:/path, host:port'): Command =>
  command.option(
    '--collector <address>',
    `${about} (OSG_COLLECTOR), or ${CLUSTER}`,
    process.env['OSG_COLLECTOR'] ?? (isPlugin ? CLUSTER : 'unix:/run/osg/collector.sock'),
  );

/** Adds the options of every command that talks to a controller. */
export const operatorOptions = (command: Command): Command =>
  clientTls(
    throughCluster(controllerAddress(command)),
    'certificate with the role operator, PEM; needed beyond this machine',
  );

/** Adds the options of every command that talks to a collector. */
export const collectorOptions = (command: Command): Command =>
  clientTls(throughCluster(collectorAddress(command)), 'client certificate, PEM; needed beyond this machine');

/** Adds the options of a command that asks both. */
export const bothOptions = (
  command: Command,
  { controller, collector, certificate }: { controller?: string; collector?: string; certificate: string },
): Command =>
  clientTls(throughCluster(collectorAddress(controllerAddress(command, controller), collector)), certificate);

/** @throws CliError usage */
function whom(address: string, { tlsCertificate, tlsKey, tlsCa }: TlsOptions = {}): Whom {
  const given = [tlsCertificate, tlsKey, tlsCa].filter((file) => file !== undefined);
  if (given.length !== 0 && given.length !== 3)
    throw new CliError(EXIT.usage, '--tls-certificate, --tls-key and --tls-ca belong together');
  if (tlsCertificate === undefined || tlsKey === undefined || tlsCa === undefined) return { address };
  return { address, tls: { certificate: tlsCertificate, key: tlsKey, ca: tlsCa } };
}

/** As they listen in the manifests. */
const SERVICES = {
  controller: { name: 'osg-controller', port: 9470 },
  collector: { name: 'osg-collector', port: 9473 },
} as const;

/** The address as given, or a port that is forwarded into the cluster. */
async function reach(
  address: string,
  part: keyof typeof SERVICES,
  { context, kubeconfig, osgNamespace, ...files }: ClusterOptions,
): Promise<Forwarded> {
  const direct = whom(address, files);
  if (address !== CLUSTER && context === undefined && kubeconfig === undefined)
    return { whom: direct, close: () => undefined };
  const { name, port } = SERVICES[part];
  const cluster = {
    namespace: osgNamespace,
    ...(context !== undefined && { context }),
    ...(kubeconfig !== undefined && { kubeconfig }),
  };
  return forward(cluster, name, port, direct.tls);
}

async function through<C extends { close(): void }, T>(
  reaching: Promise<Forwarded>,
  open: (whom: Whom) => Promise<C>,
  work: (client: C) => Promise<T>,
): Promise<T> {
  const forwarded = await reaching;
  try {
    return await using(open(forwarded.whom), work);
  } finally {
    forwarded.close();
  }
}

export const withOperator = <T>(options: OperatorOptions, work: (client: OperatorClient) => Promise<T>): Promise<T> =>
  told(through(reach(options.controller, 'controller', options), openOperator, work), 'no controller answers');

export const withNode = <T>(agent: string, work: (client: NodeClient) => Promise<T>): Promise<T> =>
  told(using(openNode(whom(agent)), work), 'no agent answers');

export const withDenies = <T>(options: CollectorOptions, work: (client: DeniesClient) => Promise<T>): Promise<T> =>
  told(through(reach(options.collector, 'collector', options), openDenies, work), 'no collector answers');

export const EXIT_OF: Readonly<Record<RpcErrorCode, number>> = {
  ADDRESS: EXIT.usage,
  TLS: EXIT.usage,
  ARGUMENT: EXIT.usage,
  UNREACHABLE: EXIT.unreachable,
  NOT_FOUND: EXIT.usage,
  REPLACED: EXIT.refused,
  IDENTITY: EXIT.refused,
  PROTOCOL: EXIT.refused,
  STATE: EXIT.refused,
  BUSY: EXIT.refused,
  INTERNAL: EXIT.failed,
};

/** @param away for the message where there is nobody */
async function told<T>(work: Promise<T>, away: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const message = error.code === 'UNREACHABLE' ? `${away}: ${error.message}; is it running?` : error.message;
    throw new CliError(EXIT_OF[error.code], message, { cause: error });
  }
}
