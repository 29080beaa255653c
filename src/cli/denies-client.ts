/** Calls to the collector's Denies service. */
import { Client, type ServiceError, status } from '@grpc/grpc-js';
import type { Command } from 'commander';
import { DENIES } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { parseListenAddress, requireTlsBeyondLocal } from '../rpc/address.js';
import { channelCredentials, TlsIdentity } from '../rpc/tls.js';
import { CliError, EXIT } from './output.js';

export const DEFAULT_COLLECTOR = 'unix:/run/osg/collector.sock';
const DIAL_MS = 5000;

export interface CollectorOptions {
  readonly collector: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

export function collectorOptions(command: Command): Command {
  return command
    .option(
      '--collector <address>',
      'unix:/path or host:port (OSG_COLLECTOR)',
      process.env['OSG_COLLECTOR'] ?? DEFAULT_COLLECTOR,
    )
    .option(
      '--tls-certificate <file>',
      'client certificate, PEM; needed beyond this machine',
      process.env['OSG_TLS_CERTIFICATE'],
    )
    .option('--tls-key <file>', 'its key', process.env['OSG_TLS_KEY'])
    .option('--tls-ca <file>', 'authority of the collector’s certificate', process.env['OSG_TLS_CA']);
}

/** @throws CliError `usage` */
async function targetOf({ collector, tlsCertificate, tlsKey, tlsCa }: CollectorOptions) {
  const given = [tlsCertificate, tlsKey, tlsCa].filter((file) => file !== undefined);
  if (given.length !== 0 && given.length !== 3)
    throw new CliError(EXIT.usage, '--tls-certificate, --tls-key and --tls-ca belong together');
  try {
    const address = parseListenAddress(collector);
    requireTlsBeyondLocal(address, given.length === 3);
    const files =
      tlsCertificate && tlsKey && tlsCa ? { certificate: tlsCertificate, key: tlsKey, ca: tlsCa } : undefined;
    return { address, identity: files && (await TlsIdentity.open(files)) };
  } catch (cause) {
    throw new CliError(EXIT.usage, (cause as Error).message, { cause });
  }
}

/** Of gRPC's words, those about the connection. */
const plain = (details: string): string =>
  details
    .replace(/^No connection established\. Last error: /, '')
    .replace(/\s*Resolution note:\s*$/, '')
    .replace(/^Error: /, '')
    .replace(/\.$/, '');

/** One connection to a collector. */
export class DeniesClient {
  readonly #client: Client;
  readonly #address: string;
  readonly #identity: TlsIdentity | undefined;

  private constructor(address: string, client: Client, identity: TlsIdentity | undefined) {
    this.#address = address;
    this.#client = client;
    this.#identity = identity;
  }

  /** @throws CliError if the options cannot be used, or nothing answers within five seconds */
  static async open(options: CollectorOptions): Promise<DeniesClient> {
    const { address, identity } = await targetOf(options);
    const credentials = channelCredentials(address.kind === 'unix' ? undefined : identity);
    const client = new Client(address.text, credentials, {
      'grpc.keepalive_time_ms': 10_000,
      'grpc.max_reconnect_backoff_ms': 5_000,
      'grpc.enable_http_proxy': 0,
      'grpc.max_receive_message_length': 32 << 20,
    });
    const opened = new DeniesClient(address.text, client, identity);
    try {
      await new Promise<void>((resolve, reject) => {
        client.waitForReady(Date.now() + DIAL_MS, (error) => (error ? reject(error) : resolve()));
      });
    } catch (cause) {
      const why = await opened.#whyAway();
      opened.close();
      throw new CliError(
        EXIT.unreachable,
        `no collector answers at ${address.text}: ${why}; is it running${identity === undefined ? '' : ', and are these the certificates'}? (--collector, OSG_COLLECTOR)`,
        { cause },
      );
    }
    return opened;
  }

  /** Replies of Query or Tail; ends when the collector does, or the signal says so. */
  async *stream(
    name: 'query' | 'tail',
    query: osg.v1.DenyQuery.$Properties,
    signal?: AbortSignal,
  ): AsyncGenerator<osg.v1.DenyReply> {
    const { path, requestSerialize, responseDeserialize } = DENIES[name];
    const call = this.#client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, query);
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      for await (const reply of call) yield reply as osg.v1.DenyReply;
    } catch (error) {
      if (signal?.aborted) return;
      throw this.#explain(error as ServiceError);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  top(request: osg.v1.TopRequest.$Properties): Promise<osg.v1.TopReply> {
    return this.#unary(DENIES.top, request);
  }

  acknowledge(request: osg.v1.AcknowledgeRequest.$Properties): Promise<osg.v1.AcknowledgeReply> {
    return this.#unary(DENIES.acknowledge, request);
  }

  accounts(): Promise<osg.v1.AccountsReply> {
    return this.#unary(DENIES.accounts, {});
  }

  /** @throws CliError `negative`: there is no such event */
  explain(id: number): Promise<osg.v1.Explanation> {
    return this.#unary(DENIES.explain, { id });
  }

  /** What went wrong with the connection: only a call tells. */
  #whyAway(): Promise<string> {
    const { path, requestSerialize, responseDeserialize } = DENIES.accounts;
    return new Promise((resolve) => {
      const deadline = { deadline: Date.now() + 1000 };
      const told = (error: ServiceError | null): void => resolve(error === null ? 'it was slow' : plain(error.details));
      this.#client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, deadline, told);
    });
  }

  close(): void {
    this.#client.close();
    this.#identity?.close();
  }

  #unary<Q, R>(
    method: {
      readonly path: string;
      readonly requestSerialize: (message: Q) => Buffer;
      readonly responseDeserialize: (data: Buffer) => R;
    },
    request: Q,
  ): Promise<R> {
    return new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = method;
      const deadline = Date.now() + 60_000;
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline },
        (error, reply) => {
          if (error !== null) reject(this.#explain(error));
          else if (reply === undefined) reject(new CliError(EXIT.failed, `${this.#address}: an empty answer`));
          else resolve(reply);
        },
      );
    });
  }

  #explain(error: ServiceError): CliError {
    const code = {
      [status.UNAVAILABLE]: EXIT.unreachable,
      // Not by this side, which then wants no explanation.
      [status.CANCELLED]: EXIT.unreachable,
      [status.DEADLINE_EXCEEDED]: EXIT.unreachable,
      [status.PERMISSION_DENIED]: EXIT.refused,
      [status.FAILED_PRECONDITION]: EXIT.refused,
      [status.NOT_FOUND]: EXIT.negative,
      [status.RESOURCE_EXHAUSTED]: EXIT.refused,
      [status.INVALID_ARGUMENT]: EXIT.usage,
    }[error.code as number];
    return new CliError(code ?? EXIT.failed, `collector ${this.#address}: ${error.details || error.message}`, {
      cause: error,
    });
  }
}
