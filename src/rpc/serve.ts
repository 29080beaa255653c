/** Answers of a service: what a handler throws becomes a status, in this one place. Who may call is checked by `guard`, before. */
import {
  type handleUnaryCall,
  Metadata,
  type ServerDuplexStream,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Rule } from './guard.js';
import type { Method } from './methods.js';
import { type Access, type PeerIdentity, peerIdentity, whoOf } from './peer.js';
import { toStatus } from './status.js';

/** A service and who answers it, for a listener. */
export interface Service {
  readonly methods: object;
  readonly implementation: UntypedServiceImplementation;
  /** By path: what a listener checks at the headers of a call. */
  readonly rules: ReadonlyMap<string, Rule>;
}

export interface Caller {
  /** Undefined on a listener without TLS: whoever may open it counts as every role. */
  readonly peer: PeerIdentity | undefined;
  /** For the audit log. */
  readonly who: string;
  /** Whether nobody waits for the answer any more. */
  over(): boolean;
  /** Aborted when that comes to be so. */
  readonly gone: AbortSignal;
}

/** A stream ends when its handler's promise is fulfilled, or with what it threw. */
type Handler<M> =
  M extends Method<infer Q, infer _QP, infer _R, infer RP, infer S>
    ? S extends 'unary'
      ? (request: Q, caller: Caller) => RP | Promise<RP>
      : S extends 'server'
        ? (stream: ServerWritableStream<Q, RP>, caller: Caller) => Promise<void>
        : (stream: ServerDuplexStream<Q, RP>, caller: Caller) => Promise<void>
    : never;

export type Handlers<T> = { readonly [K in keyof T]: Handler<T[K]> };

type AnyMethod = Method<unknown, never, unknown, never>;
type Call = Parameters<typeof peerIdentity>[0] & { readonly metadata: Metadata; readonly cancelled: boolean } & Pick<
    NodeJS.EventEmitter,
    'on'
  >;
type AnyStream = ServerWritableStream<unknown, unknown>;

/** @param access who may call, for all methods or by method */
export function serve<T extends Readonly<Record<string, AnyMethod>>>(
  methods: T,
  access: Access | { readonly [K in keyof T]: Access },
  handlers: Handlers<T>,
): Service {
  const implementation: UntypedServiceImplementation = {};
  const rules = new Map<string, Rule>();
  for (const [name, { path, streams, maxRequestBytes: maxBytes }] of Object.entries(methods)) {
    const allowed =
      typeof access === 'string' || Array.isArray(access)
        ? (access as Access)
        : (access as Record<string, Access>)[name];
    rules.set(path, { access: allowed ?? [], maxBytes });
    const admit = (call: Call): Caller => {
      const peer = peerIdentity(call);
      const gone = new AbortController();
      call.on('cancelled', () => gone.abort());
      return { peer, who: whoOf(peer, call.metadata), over: () => call.cancelled, gone: gone.signal };
    };
    const handler = handlers[name] as (subject: unknown, caller: Caller) => unknown;
    implementation[name] = (streams === 'unary' ? unary(admit, handler) : streaming(admit, handler)) as never;
  }
  return { methods, implementation, rules };
}

function unary(
  admit: (call: Call) => Caller,
  handler: (request: unknown, caller: Caller) => unknown,
): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    const run = async (): Promise<unknown> => handler(call.request, admit(call));
    run().then(
      (reply) => callback(null, reply),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

function streaming(admit: (call: Call) => Caller, handler: (stream: unknown, caller: Caller) => unknown) {
  return (stream: AnyStream): void => {
    const run = async (): Promise<unknown> => handler(stream, admit(stream));
    run().then(
      () => {
        if (!stream.destroyed && !stream.writableEnded) stream.end();
      },
      (error: unknown) => void stream.emit('error', toStatus(error)),
    );
  };
}

/** Tells the caller that its stream is served, before there is anything to say. */
export const begin = (stream: Pick<AnyStream, 'sendMetadata'>): void => stream.sendMetadata(new Metadata());

const OVER = ['cancelled', 'close', 'error'] as const;
/** What both kinds of streams are, as far as waiting goes. */
interface Over {
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

/** Resolves when the stream is over, whoever ended it, or at that event. */
export const overOr = (stream: Over, event?: 'drain' | 'end'): Promise<void> =>
  new Promise((resolve) => {
    const names = event === undefined ? OVER : [event, ...OVER];
    const done = (): void => {
      for (const name of names) stream.off(name, done);
      resolve();
    };
    for (const name of names) stream.once(name, done);
  });

/** Writes, and waits while the reader is behind. False: it is gone. */
export async function send<R>(
  stream: Pick<ServerWritableStream<unknown, R>, 'write' | 'cancelled'> & Over,
  reply: R,
): Promise<boolean> {
  if (stream.cancelled) return false;
  if (!stream.write(reply)) await overOr(stream, 'drain');
  return !stream.cancelled;
}
