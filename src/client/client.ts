/** A client from a table of methods: `client.status({})` is one call, `client.tail(query, signal)` a stream of replies. */
import { callOnce, callStream, openChannel, targetOf } from '../rpc/dial.js';
import { type Method, serverOf } from '../rpc/methods.js';
import { type TlsFiles, TlsIdentity } from '../rpc/tls.js';

/** Whom to call. */
export interface Whom {
  /** `unix:/path`, `host:port` or `[IPv6]:port`. */
  readonly address: string;
  /** Name in the other side's certificate, if the address does not say it. */
  readonly serverName?: string;
  /** Needed beyond this machine. */
  readonly tls?: TlsFiles;
}

type Caller<M> =
  M extends Method<infer _Q, infer QP, infer R, infer _RP, infer S>
    ? S extends 'unary'
      ? (request: QP) => Promise<R>
      : (request: QP, signal?: AbortSignal) => AsyncGenerator<R>
    : never;

/** Every method may throw an `RpcError`: `UNREACHABLE` where nobody answers, else what the service said. */
export type ClientOf<T> = { readonly [K in keyof T & string as Uncapitalize<K>]: Caller<T[K]> } & {
  readonly address: string;
  close(): void;
};

type AnyMethod = Method<unknown, never, unknown, never>;

/** @param deadlineMs of one call; streams have none. @throws RpcError ADDRESS, TLS */
export async function open<T extends Readonly<Record<string, AnyMethod>>>(
  methods: T,
  { address: text, serverName, tls: files }: Whom,
  deadlineMs: number,
): Promise<ClientOf<T>> {
  const tls = files && (await TlsIdentity.open(files));
  try {
    const target = targetOf(text, tls, { role: serverOf(methods), serverName });
    const { address } = target;
    const channel = openChannel(target, {
      'grpc.keepalive_time_ms': 10_000,
      'grpc.max_reconnect_backoff_ms': 5_000,
    });
    const client: Record<string, unknown> = {
      address,
      close: () => {
        channel.close();
        tls?.close();
      },
    };
    for (const [name, method] of Object.entries(methods) as [string, Method<never, never, unknown, never>][])
      client[name.charAt(0).toLowerCase() + name.slice(1)] =
        method.streams === 'unary'
          ? (request: never) => callOnce(channel, address, method, request, deadlineMs)
          : (request: never, signal?: AbortSignal) => callStream(channel, address, method, request, signal);
    return client as unknown as ClientOf<T>;
  } catch (error) {
    tls?.close();
    throw error;
  }
}

/** Opens, works, closes. */
export async function using<C extends { close(): void }, T>(
  opening: Promise<C>,
  work: (client: C) => Promise<T>,
): Promise<T> {
  const client = await opening;
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
