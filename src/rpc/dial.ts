/** Calls to a service: the channel, one call, one stream. What goes wrong is an `RpcError`. */
import { type ChannelCredentials, type ChannelOptions, Client, Metadata } from '@grpc/grpc-js';
import { isLocal, type ListenAddress, parseListenAddress, requireTls } from './address.js';
import { RpcError } from './error.js';
import { MAX_MESSAGE_BYTES, type Method } from './methods.js';
import { claimUser, type Role } from './peer.js';
import { fromStatus } from './status.js';
import { channelCredentials, type TlsIdentity } from './tls.js';

/** Whom to dial, and how. */
export interface Target {
  /** As gRPC takes it: `unix:/path` or `host:port`. */
  readonly address: string;
  /** Where the same is to be had; all of a kind with `address`. */
  readonly others?: readonly string[];
  /** Absent: none, which is enough on this machine. */
  readonly credentials?: ChannelCredentials;
  /** Name that the server's certificate must bear, if it is not in the address. */
  readonly serverName?: string;
  /** What `credentials` are made of. */
  readonly tls?: TlsIdentity;
}

export interface Expected {
  /** Of the server's certificate; absent: of any role, as of software that is not ours. */
  readonly role?: Role;
  readonly serverName?: string | undefined;
}

/** Over TCP only with mTLS; a unix socket needs none. @param text addresses between commas. @throws RpcError ADDRESS */
export function targetOf(text: string, tls: TlsIdentity | undefined, { role, serverName }: Expected): Target {
  const [address, ...others] = text.split(',').map(parseListenAddress) as [ListenAddress, ...ListenAddress[]];
  const unlike = others.find(({ kind }) => kind !== address.kind);
  if (unlike !== undefined)
    throw new RpcError('ADDRESS', unlike.text, `is of another kind than ${address.text}: sockets and hosts do not mix`);
  if (role !== undefined) for (const other of others) requireTls(other, tls !== undefined);
  // Software that is not ours may have no TLS on this machine.
  if (role !== undefined || !isLocal(address)) requireTls(address, tls !== undefined);
  return {
    address: address.text,
    ...(others.length > 0 && { others: others.map((other) => other.text) }),
    credentials: channelCredentials(address.kind === 'unix' ? undefined : tls, role),
    ...(address.kind === 'tcp' && tls !== undefined && { tls }),
    ...(serverName !== undefined && { serverName }),
  };
}

/** A channel to the target, and to nothing that the environment names as a proxy for the web. */
export const openChannel = ({ address, credentials, serverName }: Target, options: ChannelOptions = {}): Client =>
  new Client(address, credentials ?? channelCredentials(undefined), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_channelz': 0,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
    ...options,
  });

type Unary<QP, R> = Pick<Method<never, QP, R, never, 'unary'>, 'path' | 'requestSerialize' | 'responseDeserialize'>;
type ServerStream<QP, R> = Unary<QP, R>;

/** @param peer the address, for errors. @param signal ends the call early. @throws RpcError */
export function callOnce<QP, R>(
  channel: Client,
  peer: string,
  { path, requestSerialize, responseDeserialize }: Unary<QP, R>,
  request: QP,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<R> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + deadlineMs;
    const metadata = claimUser(new Metadata());
    const call = channel.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      { deadline },
      (error, reply) => {
        signal?.removeEventListener('abort', cancel);
        if (error !== null) reject(fromStatus(error, peer));
        else if (reply === undefined) reject(new RpcError('INTERNAL', peer, `an empty answer to ${path}`));
        else resolve(reply);
      },
    );
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
  });
}

/** Replies until the other end is done, or the signal says so. @throws RpcError */
export async function* callStream<QP, R>(
  channel: Client,
  peer: string,
  { path, requestSerialize, responseDeserialize }: ServerStream<QP, R>,
  request: QP,
  signal?: AbortSignal,
): AsyncGenerator<R> {
  const metadata = claimUser(new Metadata());
  const call = channel.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata);
  const cancel = (): void => call.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    for await (const reply of call) yield reply as R;
  } catch (error) {
    if (signal?.aborted) return;
    throw fromStatus(error as Error, peer);
  } finally {
    signal?.removeEventListener('abort', cancel);
    // A caller that stops early has no use for the rest.
    call.on('error', () => undefined);
    call.cancel();
  }
}
