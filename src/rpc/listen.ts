/** gRPC listeners: unix socket hygiene, the mTLS rule, an orderly end. */
import { chmodSync, existsSync, mkdirSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Server } from '@grpc/grpc-js';
import { type ListenAddress, parseListenAddress, requireTlsBeyondLocal } from './address.js';
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

/** @throws RpcError ADDRESS: not bindable, or beyond this machine without mTLS. */
export async function listen(text: string, services: readonly Service[], tls?: TlsIdentity): Promise<Listener> {
  const address = parseListenAddress(text);
  requireTlsBeyondLocal(address, tls !== undefined);
  if (address.kind === 'unix') await clearSocket(address);
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
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address.text, credentials, (error, bound) => {
      if (error === null) return resolve(bound);
      server.forceShutdown();
      reject(new RpcError('ADDRESS', text, error.message, { cause: error }));
    });
  });
  const connections = new Connections(server, denied);
  const forget = tls?.onRevoked(() => connections.review());
  if (address.kind === 'unix') chmodSync(address.path, 0o600);
  const close = (graceMs = 500): Promise<void> => {
    forget?.();
    return closeServer(server, address, graceMs);
  };
  return { address: boundText(address, port), close };
}

const boundText = (address: ListenAddress, port: number): string =>
  address.kind === 'unix' ? address.text : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`;

/** Makes the folder (0700) and removes a socket nobody listens on. @throws RpcError ADDRESS */
async function clearSocket(address: ListenAddress & { kind: 'unix' }): Promise<void> {
  mkdirSync(dirname(address.path), { recursive: true, mode: 0o700 });
  if (!existsSync(address.path)) return;
  const alive = await new Promise<boolean>((resolve) => {
    const socket = connect(address.path, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
  });
  if (alive) throw new RpcError('ADDRESS', address.text, 'another process listens there');
  unlinkSync(address.path);
}

async function closeServer(server: Server, address: ListenAddress, graceMs: number): Promise<void> {
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
  if (address.kind === 'unix' && existsSync(address.path)) unlinkSync(address.path);
}
