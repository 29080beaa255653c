/** Options of commands that call a part, and what its errors mean for the exit code. */
import type { Command } from 'commander';
import {
  type DeniesClient,
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

export interface OperatorOptions extends TlsOptions {
  readonly controller: string;
}

export interface CollectorOptions extends TlsOptions {
  readonly collector: string;
}

export const clientTls = (command: Command, certificate: string): Command =>
  command
    .option('--tls-certificate <file>', certificate, process.env['OSG_TLS_CERTIFICATE'])
    .option('--tls-key <file>', 'its key', process.env['OSG_TLS_KEY'])
    .option('--tls-ca <file>', "authorities that sign the other side's certificate", process.env['OSG_TLS_CA']);

/** Adds the options of every command that talks to a controller. */
export const operatorOptions = (command: Command): Command =>
  clientTls(
    command.option(
      '--controller <address>',
      "the controller's operator address (OSG_OPERATOR_LISTEN)",
      process.env['OSG_OPERATOR_LISTEN'] ?? 'unix:/run/osg/operator.sock',
    ),
    'certificate with the role operator, PEM; needed beyond this machine',
  );

/** Adds the options of every command that talks to a collector. */
export const collectorOptions = (command: Command): Command =>
  clientTls(
    command.option(
      '--collector <address>',
      'unix:/path or host:port (OSG_COLLECTOR)',
      process.env['OSG_COLLECTOR'] ?? 'unix:/run/osg/collector.sock',
    ),
    'client certificate, PEM; needed beyond this machine',
  );

/** @throws CliError usage */
function whom(address: string, { tlsCertificate, tlsKey, tlsCa }: TlsOptions = {}): Whom {
  const given = [tlsCertificate, tlsKey, tlsCa].filter((file) => file !== undefined);
  if (given.length !== 0 && given.length !== 3)
    throw new CliError(EXIT.usage, '--tls-certificate, --tls-key and --tls-ca belong together');
  if (tlsCertificate === undefined || tlsKey === undefined || tlsCa === undefined) return { address };
  return { address, tls: { certificate: tlsCertificate, key: tlsKey, ca: tlsCa } };
}

export const withOperator = <T>(
  { controller, ...tls }: OperatorOptions,
  work: (client: OperatorClient) => Promise<T>,
): Promise<T> => told(using(openOperator(whom(controller, tls)), work), 'no controller answers');

export const withNode = <T>(agent: string, work: (client: NodeClient) => Promise<T>): Promise<T> =>
  told(using(openNode(whom(agent)), work), 'no agent answers');

export const withDenies = <T>(
  { collector, ...tls }: CollectorOptions,
  work: (client: DeniesClient) => Promise<T>,
): Promise<T> => told(using(openDenies(whom(collector, tls)), work), 'no collector answers');

export const EXIT_OF: Readonly<Record<RpcErrorCode, number>> = {
  ADDRESS: EXIT.usage,
  TLS: EXIT.usage,
  ARGUMENT: EXIT.usage,
  UNREACHABLE: EXIT.unreachable,
  NOT_FOUND: EXIT.negative,
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
