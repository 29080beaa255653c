/** Calls to a controller or an agent as an operator. */
import { userInfo } from 'node:os';
import { Client, Metadata, type MethodDefinition, type ServiceError, status } from '@grpc/grpc-js';
import type { Command } from 'commander';
import { USER_KEY } from '../controller/operator.js';
import { parseListenAddress, requireTlsBeyondLocal } from '../rpc/address.js';
import { channelCredentials, TlsIdentity } from '../rpc/tls.js';
import { CliError, EXIT } from './output.js';

export interface OperatorOptions {
  readonly controller: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

const DEADLINE_MS = 15_000;

/** Adds the options of every command that talks to a controller. */
export function operatorOptions(command: Command): Command {
  return command
    .option(
      '--controller <address>',
      "the controller's operator address (OSG_OPERATOR_LISTEN)",
      process.env['OSG_OPERATOR_LISTEN'] ?? 'unix:/run/osg/operator.sock',
    )
    .option('--tls-certificate <file>', 'certificate with the role operator', process.env['OSG_TLS_CERTIFICATE'])
    .option('--tls-key <file>', 'its key', process.env['OSG_TLS_KEY'])
    .option('--tls-ca <file>', 'authorities that sign the controller', process.env['OSG_TLS_CA']);
}

export class OperatorClient {
  readonly #client: Client;
  readonly #address: string;
  readonly #tls: TlsIdentity | undefined;

  private constructor(client: Client, address: string, tls: TlsIdentity | undefined) {
    this.#client = client;
    this.#address = address;
    this.#tls = tls;
  }

  static async open({ controller, tlsCertificate, tlsKey, tlsCa }: OperatorOptions): Promise<OperatorClient> {
    const address = parseListenAddress(controller);
    const given = [tlsCertificate, tlsKey, tlsCa].filter((file) => file !== undefined);
    if (given.length !== 0 && given.length !== 3)
      throw new CliError(EXIT.usage, '--tls-certificate, --tls-key and --tls-ca belong together');
    requireTlsBeyondLocal(address, given.length === 3);
    const tls =
      address.kind === 'tcp' && tlsCertificate !== undefined && tlsKey !== undefined && tlsCa !== undefined
        ? await TlsIdentity.open({ certificate: tlsCertificate, key: tlsKey, ca: tlsCa })
        : undefined;
    return new OperatorClient(
      new Client(address.text, channelCredentials(tls), { 'grpc.enable_http_proxy': 0 }),
      address.text,
      tls,
    );
  }

  call<Q, R>(method: MethodDefinition<Q, R>, request: Q): Promise<R> {
    return new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + DEADLINE_MS };
      this.#client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        this.#metadata(),
        options,
        (error, reply) => {
          if (error !== null) reject(this.#explain(error));
          else if (reply !== undefined) resolve(reply);
        },
      );
    });
  }

  async *stream<Q, R>(method: MethodDefinition<Q, R>, request: Q): AsyncGenerator<R> {
    try {
      yield* this.#client.makeServerStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        this.#metadata(),
      );
    } catch (error) {
      throw this.#explain(error as ServiceError);
    }
  }

  #metadata(): Metadata {
    const metadata = new Metadata();
    metadata.set(USER_KEY, process.env['SUDO_USER'] ?? userInfo().username);
    return metadata;
  }

  #explain(error: ServiceError): CliError {
    const away = error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED;
    const message = away
      ? `nobody answers at ${this.#address}: ${error.details.replace(/\s*Resolution note:\s*$/, '')}`
      : error.details || error.message;
    return new CliError(away ? EXIT.unreachable : EXIT.refused, message, { cause: error });
  }

  close(): void {
    this.#client.close();
    this.#tls?.close();
  }
}

/** Opens, works, closes. */
export async function withOperator<T>(
  options: OperatorOptions,
  work: (client: OperatorClient) => Promise<T>,
): Promise<T> {
  const client = await OperatorClient.open(options);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
