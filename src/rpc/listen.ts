/** gRPC listeners: unix socket hygiene, the mTLS rule, an orderly end. */
import { chmodSync, rmSync } from 'node:fs';
import { Server } from '@grpc/grpc-js';
import { clearSocket, inodeOf, privately } from '../part/socket.js';
import { type ListenAddress, parseListenAddress, requireTls } from './address.js';
import { RpcError } from './error.js';
import { Connections, type Denied, GUARDED, guard } from './guard.js';
import { asService } from './methods.js';
import type { Service } from './serve.js';
import { serverCredentials, type TlsIdentity } from './tls.js';

export interface Listener {
  /** As bound: port 0 became a number. */
  readonly address: string;
  close(graceMs?: number): Promise<void>;
}

/** @throws RpcError ADDRESS: not bindable, or over TCP without mTLS. */
export async function listen(text: string, services: readonly Service[], tls?: TlsIdentity): Promise<Listener> {
  const address = parseListenAddress(text);
  requireTls(address, tls !== undefined);
  if (address.kind === 'unix') {
    const why = await clearSocket(address.path);
    if (why !== undefined) throw new RpcError('ADDRESS', text, why);
  }
  const denied: Denied = (peer) => tls?.denied(peer);
  const rules = new Map(services.flatMap((service) => [...service.rules]));
  const server = new Server({
    ...GUARDED,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
    'grpc.max_receive_message_length': 0,
    interceptors: [guard(rules, denied)],
  });
  for (const { methods, implementation } of services) server.addService(asService(methods), implementation);
  const credentials = serverCredentials(address.kind === 'unix' ? undefined : tls);
  const bind = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.bindAsync(address.text, credentials, (error, bound) => {
        if (error === null) return resolve(bound);
        server.forceShutdown();
        reject(new RpcError('ADDRESS', text, error.message, { cause: error }));
      });
    });
  const port = await (address.kind === 'unix' ? privately(bind) : bind());
  const connections = new Connections(server, denied);
  const forget = tls?.onRevoked(() => connections.review());
  if (address.kind === 'unix') chmodSync(address.path, 0o600);
  const own = address.kind === 'unix' ? inodeOf(address.path) : undefined;
  const close = (graceMs = 500): Promise<void> => {
    forget?.();
    return closeServer(server, address, own, graceMs);
  };
  return { address: boundText(address, port), close };
}

const boundText = (address: ListenAddress, port: number): string =>
  address.kind === 'unix' ? address.text : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`;

async function closeServer(
  server: Server,
  address: ListenAddress,
  own: string | undefined,
  graceMs: number,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
  if (address.kind === 'unix' && inodeOf(address.path) === own) rmSync(address.path, { force: true });
}
