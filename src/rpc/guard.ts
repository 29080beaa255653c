/**
 * What stands before every service of a listener. At the headers of a call, before any of its messages is read: who calls, and
 * how many calls they have. Then how large a message of that method may be, and that it is not compressed. And at the
 * connection: how many one identity has, and how long one may take to show a certificate.
 */
import type { Server as HttpServer, Socket } from 'node:net';
import type { Server, ServerInterceptor, ServerOptions } from '@grpc/grpc-js';
import { ServerInterceptingCall, ServerListenerBuilder } from '@grpc/grpc-js';
import { RpcError } from './error.js';
import { type Access, checkAccess, type PeerIdentity, peerIdentity } from './peer.js';
import { Quota } from './quota.js';
import { toStatus } from './status.js';

/** Of one method. */
export interface Rule {
  readonly access: Access;
  /** Largest message that a caller may send. */
  readonly maxBytes: number;
}

/** Calls of one identity at the same time on one listener: an agent has one or two, a reader's tails and queries are counted too. */
const CALLS_EACH = 32;
const CALLS = 16_384;
/** What the unfinished messages of one identity's calls of one method may hold: of a method with long messages there are fewer. */
const BYTES_EACH = 16 << 20;
const CONNECTIONS_EACH = 16;
/** On one connection. */
const STREAMS = 128;
const HANDSHAKE_MS = 10_000;
/** Connections of one address that have shown no certificate yet. */
const STRANGERS_EACH = 256;

/** For grpc-js. */
export const GUARDED: Partial<ServerOptions> & Record<string, unknown> = {
  'grpc.max_concurrent_streams': STREAMS,
  // Megabytes of one connection that are neither read nor written; Node's default, which grpc-js lifts.
  'grpc-node.max_session_memory': 10,
};

/** What of a call grpc-js keeps to itself: its limits are those of a listener only. */
interface Insides {
  maxReceiveMessageSize: number;
  readonly decoder: { maxReadMessageLength: number };
  readonly incomingEncoding: string;
}

/** Whether the caller is one that shall be refused, whatever its role: @returns why */
export type Denied = (peer: PeerIdentity) => string | undefined;

/** @param rules by path */
export function guard(rules: ReadonlyMap<string, Rule>, denied: Denied): ServerInterceptor {
  const places = { total: CALLS, reserve: CALLS / 8 };
  const calls = new Quota('calls', { ...places, each: CALLS_EACH });
  const ofMethod = new Map<string, Quota>();
  for (const [path, { maxBytes }] of rules) {
    const each = Math.max(1, Math.floor(BYTES_EACH / maxBytes));
    if (each < CALLS_EACH) ofMethod.set(path, new Quota(`calls of ${path}`, { ...places, each }));
  }
  return (method, call) => {
    const insides = call as unknown as Insides;
    const admit = (): (() => void) => {
      const rule = rules.get(method.path);
      if (rule === undefined) throw new RpcError('PROTOCOL', method.path, 'is not served here');
      if (insides.incomingEncoding !== 'identity')
        throw new RpcError(
          'ARGUMENT',
          'grpc-encoding',
          `messages compressed by ${insides.incomingEncoding} are not read`,
        );
      const peer = peerIdentity(call);
      const why = peer && denied(peer);
      if (why !== undefined) throw new RpcError('IDENTITY', peer?.names[0] ?? 'certificate', why);
      checkAccess(peer, rule.access);
      insides.maxReceiveMessageSize = rule.maxBytes;
      insides.decoder.maxReadMessageLength = rule.maxBytes;
      if (peer === undefined) return () => undefined;
      const asker = { name: peer.names[0] ?? '', operator: peer.role === 'operator' };
      const release = calls.take(asker);
      try {
        const more = ofMethod.get(method.path)?.take(asker);
        return () => {
          release();
          more?.();
        };
      } catch (error) {
        release();
        throw error;
      }
    };
    return new ServerInterceptingCall(call, {
      start: (next) => {
        try {
          const release = admit();
          next(new ServerListenerBuilder().withOnCancel(release).build());
        } catch (error) {
          call.sendStatus(toStatus(error));
        }
      },
    });
  };
}

interface Session {
  readonly socket: { getPeerCertificate?(): { raw?: Buffer }; remoteAddress?: string; remotePort?: number };
  on(event: 'close', listener: () => void): unknown;
  destroy(): void;
}

/** Connections that are open, by who opened them. */
export class Connections {
  readonly #open = new Map<Session, PeerIdentity>();
  readonly #denied: Denied;

  /** @param server that listens already. @throws Error: grpc-js is another one than this was written for */
  constructor(server: Server, denied: Denied) {
    this.#denied = denied;
    const { http2Servers } = server as unknown as { http2Servers?: ReadonlyMap<HttpServer, unknown> };
    if (http2Servers === undefined || http2Servers.size === 0) throw new Error('grpc-js shows no listener to guard');
    for (const listener of http2Servers.keys()) this.#watch(listener);
  }

  /** Ends those of whom it is denied by now. */
  review(): void {
    for (const [session, peer] of this.#open) if (this.#denied(peer) !== undefined) session.destroy();
  }

  #watch(listener: HttpServer): void {
    const shaking = new Map<string, NodeJS.Timeout>();
    const keyOf = ({ remoteAddress, remotePort }: Session['socket']): string => `${remoteAddress} ${remotePort}`;
    listener.on('connection', (socket: Socket) => {
      if (socket.remotePort === undefined) return;
      const key = keyOf(socket as Session['socket']);
      const strangers = [...shaking.keys()].filter((known) => known.startsWith(`${socket.remoteAddress} `)).length;
      if (strangers >= STRANGERS_EACH) {
        socket.destroy();
        return;
      }
      const timer = setTimeout(() => socket.destroy(), HANDSHAKE_MS).unref();
      shaking.set(key, timer);
      socket.once('close', () => {
        clearTimeout(timer);
        if (shaking.get(key) === timer) shaking.delete(key);
      });
    });
    listener.on('session', (session: Session) => {
      clearTimeout(shaking.get(keyOf(session.socket)));
      const raw = session.socket.getPeerCertificate?.().raw;
      if (raw === undefined) return;
      const peer = peerIdentity({ getAuthContext: () => ({ sslPeerCertificate: { raw } }) });
      if (peer === undefined) return;
      const same = [...this.#open.values()].filter(({ names }) => names[0] === peer.names[0]).length;
      if (same >= CONNECTIONS_EACH || this.#denied(peer) !== undefined) {
        session.destroy();
        return;
      }
      this.#open.set(session, peer);
      session.on('close', () => this.#open.delete(session));
    });
  }
}
