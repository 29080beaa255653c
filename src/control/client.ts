/** The agent's end of the distribution stream: dial, keep alive, reconnect; what is received goes through `ViewReceiver`. */
import { randomUUID } from 'node:crypto';
import { type ChannelCredentials, Client, type ClientDuplexStream, type ServiceError, status } from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import { type Clock, systemClock } from './clock.js';
import { ControlError } from './error.js';
import { type Received, type RevisedView, ViewReceiver } from './receiver.js';
import { DISTRIBUTION } from './service.js';

export interface ClientTimes {
  /** From the start of a dial to the controller's first sign of life on the stream (F63). */
  readonly dialMs: number;
  /** Between keepalive pings, and the wait for each answer (F61: noticed within the sum). */
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
  /** Full jitter: a wait is uniform in [0, min(cap, base × 2^attempt)) (F66). */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
}

export const CLIENT_TIMES: ClientTimes = {
  dialMs: 10_000,
  keepaliveMs: 5_000,
  keepaliveTimeoutMs: 5_000,
  backoffBaseMs: 500,
  backoffCapMs: 15_000,
};

/** The longest time between pings that a server's "too many pings" leads to. */
const SLOWEST_KEEPALIVE_MS = 300_000;

export interface ClientOptions {
  /** gRPC target: `unix:/path` or `host:port`. */
  readonly address: string;
  readonly credentials: ChannelCredentials;
  readonly node: string;
  /** What the agent says of itself now; asked at every connect. `realised`: deltas may build on it. */
  hello(): { readonly hello: osg.v1.Hello.$Properties; readonly realised: RevisedView | undefined };
  /** A view, or a refusal that the client has answered already. In order; must not throw. */
  received(received: Received): void;
  connected?(): void;
  /** The stream ended or the dial failed; `retryMs` until the next attempt. */
  disconnected?(error: ControlError, retryMs: number): void;
  readonly times?: Partial<ClientTimes>;
  readonly clock?: Clock;
}

type Stream = ClientDuplexStream<osg.v1.AgentMessage.$Properties, osg.v1.ControllerMessage.$Properties>;

export class DistributionClient {
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  readonly #times: ClientTimes;
  #keepaliveMs: number;
  #attempt = 0;
  #stream: Stream | undefined;
  #receiver: ViewReceiver | undefined;
  #live = false;
  #cancelRetry: (() => void) | undefined;
  #endAttempt: ((error: ControlError) => void) | undefined;
  #closed = false;
  #lastContact = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#times = { ...CLIENT_TIMES, ...options.times };
    this.#keepaliveMs = this.#times.keepaliveMs;
  }

  get connected(): boolean {
    return this.#live;
  }

  /** Between pings; longer after a server asked for that. */
  get keepaliveMs(): number {
    return this.#keepaliveMs;
  }

  /** Unix milliseconds; 0: never. */
  get lastContact(): number {
    return this.#lastContact;
  }

  start(): void {
    this.#dial();
  }

  /** False where no stream is open: a new one begins with a fresh Hello anyway. */
  send(message: osg.v1.AgentMessage.$Properties): boolean {
    if (!this.#live || this.#stream === undefined) return false;
    this.#stream.write(message);
    return true;
  }

  /** The agent refused the last view; the next delta builds on `current`. */
  revert(current: RevisedView | undefined): void {
    this.#receiver?.revert(current);
  }

  /** Ends this stream and dials anew. */
  reconnect(reason: string): void {
    this.#endAttempt?.(new ControlError('UNREACHABLE', this.#options.address, reason));
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry?.();
    this.#endAttempt?.(new ControlError('UNREACHABLE', this.#options.address, 'closed'));
  }

  #dial(): void {
    const { address, credentials, node } = this.#options;
    const channel = new Client(address, credentials, {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.enable_retries': 0,
      // A proxy for the web, named by the environment, is not meant for this.
      'grpc.enable_http_proxy': 0,
      'grpc.keepalive_time_ms': this.#keepaliveMs,
      'grpc.keepalive_timeout_ms': this.#times.keepaliveTimeoutMs,
      'grpc.keepalive_permit_without_calls': 1,
      // This class alone decides when to dial again.
      'grpc.initial_reconnect_backoff_ms': 3_600_000,
      'grpc.max_reconnect_backoff_ms': 3_600_000,
      'grpc.max_receive_message_length': 16 << 20,
    });
    let ended = false;
    const end = (error: ControlError): void => {
      if (ended) return;
      ended = true;
      cancelDeadline();
      this.#endAttempt = undefined;
      this.#live = false;
      this.#stream?.cancel();
      this.#stream = undefined;
      channel.close();
      this.#retry(error);
    };
    this.#endAttempt = end;
    const cancelDeadline = this.#clock.after(this.#times.dialMs, () =>
      end(new ControlError('UNREACHABLE', address, `no answer within ${this.#times.dialMs / 1000} s`)),
    );
    const { path, requestSerialize, responseDeserialize } = DISTRIBUTION.Stream;
    const stream = channel.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    this.#stream = stream;
    const { hello, realised } = this.#options.hello();
    this.#receiver = new ViewReceiver(node, realised);
    stream.on('metadata', () => {
      if (ended) return;
      cancelDeadline();
      this.#attempt = 0;
      this.#live = true;
      this.#lastContact = this.#clock.now();
      this.#options.connected?.();
    });
    stream.on('data', (message: osg.v1.ControllerMessage.$Properties) => {
      if (!ended) this.#take(message);
    });
    stream.on('error', (error: ServiceError) => {
      this.#slowDownIfAsked(error);
      end(
        new ControlError(
          error.code === status.PERMISSION_DENIED ? 'IDENTITY' : 'UNREACHABLE',
          address,
          error.details || error.message,
          { cause: error },
        ),
      );
    });
    stream.on('end', () => end(new ControlError('UNREACHABLE', address, 'the controller ended the stream')));
    stream.write({ hello: { ...hello, node, protocolVersion: 1, session: randomUUID() } });
  }

  #take(message: osg.v1.ControllerMessage.$Properties): void {
    this.#lastContact = this.#clock.now();
    const received = this.#receiver?.receive(message);
    if (received === undefined) return;
    if (received.kind === 'refused') this.send({ nack: nackOf(received.nonce, received.revision, received.error) });
    this.#options.received(received);
  }

  /** F62: a server that finds pings too frequent ends the connection with ENHANCE_YOUR_CALM, which grpc-js words like this. */
  #slowDownIfAsked(error: ServiceError): void {
    if (error.code !== status.RESOURCE_EXHAUSTED || !/^Bandwidth exhausted|too_many_pings/.test(error.details)) return;
    this.#keepaliveMs = Math.min(this.#keepaliveMs * 2, SLOWEST_KEEPALIVE_MS);
  }

  #retry(error: ControlError): void {
    if (this.#closed) return;
    const ceiling = Math.min(this.#times.backoffCapMs, this.#times.backoffBaseMs * 2 ** this.#attempt++);
    const wait = this.#clock.random() * ceiling;
    this.#options.disconnected?.(error, wait);
    this.#cancelRetry = this.#clock.after(wait, () => this.#dial());
  }
}

const NACK_CODE = {
  MALFORMED: 'INVALID',
  PROTOCOL: 'INVALID',
  STALE_BASE: 'STALE_BASE',
  EMPTY: 'EMPTY',
  DIGEST: 'DIGEST',
  IDENTITY: 'INVALID',
  ADDRESS: 'INTERNAL',
  TLS: 'INTERNAL',
  UNREACHABLE: 'INTERNAL',
} as const;

function nackOf(nonce: number, revision: number, error: ControlError): osg.v1.Nack.$Properties {
  return {
    nonce,
    revision,
    code: NACK_CODE[error.code],
    object: error.operation,
    field: error.field ?? '',
    reason: error.message,
  };
}
