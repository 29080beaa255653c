/** gRPC listeners: addresses, unix socket hygiene, mTLS rule; and the controller's end of the distribution stream. */
import { chmodSync, existsSync, mkdirSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import {
  type handleBidiStreamingCall,
  Metadata,
  Server,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import { type ListenAddress, parseListenAddress, requireTlsBeyondLocal } from '../rpc/address.js';
import { ControlError } from '../rpc/error.js';
import { asService, DISTRIBUTION } from '../rpc/methods.js';
import { type PeerIdentity, peerIdentity, serverCredentials, type TlsIdentity } from '../rpc/tls.js';

export interface Service {
  /** `DISTRIBUTION`, `OPERATOR`, … */
  readonly methods: object;
  readonly implementation: UntypedServiceImplementation;
}

export interface Listener {
  /** As bound: port 0 became a number. */
  readonly address: string;
  close(graceMs?: number): Promise<void>;
}

/** @throws ControlError ADDRESS: not bindable, or beyond this machine without mTLS. */
export async function listen(text: string, services: readonly Service[], tls?: TlsIdentity): Promise<Listener> {
  const address = parseListenAddress(text);
  requireTlsBeyondLocal(address, tls !== undefined);
  if (address.kind === 'unix') await clearSocket(address);
  const server = new Server({
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
    'grpc.max_receive_message_length': 4 << 20,
  });
  for (const { methods, implementation } of services) server.addService(asService(methods), implementation);
  const credentials = serverCredentials(address.kind === 'unix' ? undefined : tls);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address.text, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(new ControlError('ADDRESS', text, error.message, { cause: error }));
    });
  });
  if (address.kind === 'unix') chmodSync(address.path, 0o600);
  return { address: boundText(address, port), close: (graceMs = 500) => closeServer(server, address, graceMs) };
}

const boundText = (address: ListenAddress, port: number): string =>
  address.kind === 'unix' ? address.text : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`;

/** Makes the folder (0700) and removes a socket nobody listens on. @throws ControlError ADDRESS */
async function clearSocket(address: ListenAddress & { kind: 'unix' }): Promise<void> {
  mkdirSync(dirname(address.path), { recursive: true, mode: 0o700 });
  if (!existsSync(address.path)) return;
  const alive = await new Promise<boolean>((resolve) => {
    const socket = connect(address.path, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
  });
  if (alive) throw new ControlError('ADDRESS', address.text, 'another process listens there');
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

export type WriteToNode = (message: osg.v1.ControllerMessage.$Properties) => void;

/** One connected agent. */
export interface NodeConnection {
  message(message: osg.v1.AgentMessage.$Properties): void;
  closed(): void;
}

export interface StreamHandle {
  readonly write: WriteToNode;
  /** Ends the stream, e.g. since the node connected again. */
  end(code: status, why: string): void;
}

/** Called with a checked Hello. @throws ControlError to refuse the node. */
export type Connect = (hello: osg.v1.Hello.$Properties, stream: StreamHandle) => NodeConnection;

/** Only a node may speak for itself: its name must be in its certificate (F91). @throws ControlError IDENTITY */
export function checkNode(node: string, peer: PeerIdentity | undefined): void {
  if (peer === undefined) return;
  if (peer.role !== 'node')
    throw new ControlError(
      'IDENTITY',
      `node ${node}`,
      `the certificate has the role ${peer.role ?? 'none'}, node is needed`,
      { field: 'node' },
    );
  if (peer.names.includes(node)) return;
  throw new ControlError('IDENTITY', `node ${node}`, `the certificate is for ${peer.names.join(', ') || 'nobody'}`, {
    field: 'node',
  });
}

export function distributionService(connectNode: Connect): Service {
  const stream: handleBidiStreamingCall<osg.v1.AgentMessage.$Properties, osg.v1.ControllerMessage.$Properties> = (
    call,
  ) => {
    let connection: NodeConnection | undefined;
    let over = false;
    const finish = (): void => {
      if (over) return;
      over = true;
      connection?.closed();
    };
    const end = (code: status, details: string): void => {
      if (over) return;
      call.emit('error', {
        name: 'StreamEnd',
        message: details,
        code,
        details,
        metadata: new Metadata(),
      } satisfies ServiceError);
      finish();
    };
    const begin = (message: osg.v1.AgentMessage.$Properties): void => {
      const { hello } = message;
      if (hello == null)
        throw new ControlError('PROTOCOL', 'stream', 'the first message must be Hello', { field: 'hello' });
      if (!hello.node) throw new ControlError('PROTOCOL', 'hello', 'node is missing', { field: 'node' });
      if (hello.protocolVersion !== 1)
        throw new ControlError(
          'PROTOCOL',
          'hello',
          `protocol version ${hello.protocolVersion ?? 0} is not spoken here, 1 is`,
          { field: 'protocol_version' },
        );
      checkNode(hello.node, peerIdentity(call.getAuthContext()));
      call.sendMetadata(new Metadata());
      connection = connectNode(hello, { write: (reply) => void (over || call.write(reply)), end });
    };
    call.on('data', (message: osg.v1.AgentMessage.$Properties) => {
      if (over) return;
      try {
        if (connection === undefined) begin(message);
        else if (message.hello != null)
          throw new ControlError('PROTOCOL', 'stream', 'Hello comes only once', { field: 'hello' });
        else connection.message(message);
      } catch (error) {
        end(statusOf(error), error instanceof Error ? error.message : String(error));
      }
    });
    call.on('end', () => {
      if (!over) call.end();
      finish();
    });
    call.on('cancelled', finish);
    call.on('error', finish);
    call.on('close', finish);
  };
  return { methods: DISTRIBUTION, implementation: { Stream: stream as UntypedServiceImplementation[string] } };
}

/** How an error is told over gRPC. */
export function statusOf(error: unknown): status {
  if (!(error instanceof ControlError)) return status.INTERNAL;
  if (error.code === 'IDENTITY') return status.PERMISSION_DENIED;
  return error.code === 'UNREACHABLE' ? status.UNAVAILABLE : status.INVALID_ARGUMENT;
}
