/**
 * One call that shall always be open: dials with a deadline of its own, again after a random wait when it ends. Of several
 * addresses the next one has its turn after each end; the wait grows when all of them have failed.
 */
import { type Client, type ServiceError, status } from '@grpc/grpc-js';
import { type Clock, systemClock } from '../part/clock.js';
import { openChannel, type Target } from './dial.js';
import { RpcError } from './error.js';
import { fromStatus } from './status.js';

export interface RedialTimes {
  /** From the start of a dial to the server's first sign of life (F63: grpc-js has no such deadline). */
  readonly dialMs: number;
  /** Between keepalive pings, and the wait for each answer (F61: noticed within the sum). */
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
  /**
   * Full jitter: a wait is uniform in [0, min(cap, base × 2^attempt)) (F66). Attempts count anew once a call was open for `cap`. Those
   * that another call of the same name ended are counted by themselves, until none was for a minute.
   */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
}

export const REDIAL_TIMES: RedialTimes = {
  dialMs: 10_000,
  keepaliveMs: 5_000,
  keepaliveTimeoutMs: 5_000,
  backoffBaseMs: 500,
  backoffCapMs: 15_000,
};

/** Who was not replaced for so long is alone. */
const CONTEST_MS = 60_000;

/** The longest time between pings that a server's "too many pings" leads to. */
const SLOWEST_KEEPALIVE_MS = 300_000;

/** What the caller's stream tells of itself. */
export interface Attempt {
  /** The server answered: the deadline of the dial is over. */
  answered(): void;
  /** The stream is over, or of no use. */
  ended(error: Error): void;
}

export interface RedialOptions extends Target {
  /** Opens the call; the answer cancels it. */
  open(channel: Client, attempt: Attempt): () => void;
  /** The stream ended or the dial failed; `retryMs` until the next attempt. */
  disconnected?(error: RpcError, retryMs: number): void;
  readonly times?: Partial<RedialTimes>;
  readonly clock?: Clock;
}

export class Redial {
  readonly #options: RedialOptions;
  readonly #clock: Clock;
  readonly #times: RedialTimes;
  readonly #addresses: readonly string[];
  #keepaliveMs: number;
  #attempt = 0;
  /** How often another call took this one's place, and when it did last. */
  #replaced = 0;
  #replacedAt = Number.NEGATIVE_INFINITY;
  /** Index of the address that is dialled. */
  #at = 0;
  #channel: Client | undefined;
  #cancelRetry: (() => void) | undefined;
  #end: ((error: Error) => void) | undefined;
  #closed = false;
  #forget: (() => void) | undefined;

  constructor(options: RedialOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#times = { ...REDIAL_TIMES, ...options.times };
    this.#addresses = [options.address, ...(options.others ?? [])];
    this.#keepaliveMs = this.#times.keepaliveMs;
  }

  /** The channel of the open stream, for other calls; undefined while there is none. */
  get channel(): Client | undefined {
    return this.#channel;
  }

  /** Between pings; longer after a server asked for that. */
  get keepaliveMs(): number {
    return this.#keepaliveMs;
  }

  start(): void {
    this.#forget = this.#options.tls?.onRevoked(() => this.again('more certificates are revoked: it is asked anew'));
    this.#dial();
  }

  /** That is dialled, or has the open stream. */
  get address(): string {
    return this.#addresses[this.#at] as string;
  }

  /** Ends this stream and dials anew. */
  again(reason: string): void {
    this.#end?.(new RpcError('UNREACHABLE', this.address, reason));
  }

  close(): void {
    this.#closed = true;
    this.#forget?.();
    this.#cancelRetry?.();
    this.again('closed');
  }

  #dial(): void {
    const { address } = this;
    const channel = openChannel(
      { ...this.#options, address },
      {
        'grpc.keepalive_time_ms': this.#keepaliveMs,
        'grpc.keepalive_timeout_ms': this.#times.keepaliveTimeoutMs,
        'grpc.keepalive_permit_without_calls': 1,
        // This class alone decides when to dial again.
        'grpc.initial_reconnect_backoff_ms': 3_600_000,
        'grpc.max_reconnect_backoff_ms': 3_600_000,
      },
    );
    let over = false;
    let answeredAt: number | undefined;
    let cancel = (): void => undefined;
    const ended = (error: Error): void => {
      if (over) return;
      over = true;
      // Who answers and ends each time is no better than who does not answer.
      if (answeredAt !== undefined && this.#clock.monotonic() - answeredAt >= this.#times.backoffCapMs)
        this.#attempt = 0;
      cancelDeadline();
      this.#end = undefined;
      this.#channel = undefined;
      cancel();
      channel.close();
      this.#retry(this.#explain(error));
    };
    const cancelDeadline = this.#clock.after(this.#times.dialMs, () =>
      ended(new RpcError('UNREACHABLE', address, `no answer within ${this.#times.dialMs / 1000} s`)),
    );
    this.#end = ended;
    cancel = this.#options.open(channel, {
      answered: () => {
        if (over) return;
        cancelDeadline();
        answeredAt = this.#clock.monotonic();
        this.#channel = channel;
      },
      ended,
    });
  }

  #explain(error: Error): RpcError {
    const { code, details } = error as ServiceError;
    // F62: a server that finds pings too frequent ends the connection with ENHANCE_YOUR_CALM, which grpc-js words like this.
    if (code === status.RESOURCE_EXHAUSTED && /^Bandwidth exhausted|too_many_pings/.test(details))
      this.#keepaliveMs = Math.min(this.#keepaliveMs * 2, SLOWEST_KEEPALIVE_MS);
    return fromStatus(error, this.address);
  }

  #retry(error: RpcError): void {
    if (this.#closed) return;
    const round = error.code === 'REPLACED' ? this.#taken() : Math.floor(this.#attempt++ / this.#addresses.length);
    const ceiling = Math.min(this.#times.backoffCapMs, this.#times.backoffBaseMs * 2 ** round);
    const wait = this.#clock.random() * ceiling;
    this.#options.disconnected?.(error, wait);
    this.#at = (this.#at + 1) % this.#addresses.length;
    this.#cancelRetry = this.#clock.after(wait, () => this.#dial());
  }
  /** Two agents of one name take each other's place over and over: each of them is served, and has to leave the other in peace. */
  #taken(): number {
    const now = this.#clock.monotonic();
    if (now - this.#replacedAt > CONTEST_MS) this.#replaced = 0;
    this.#replacedAt = now;
    this.#attempt = 0;
    return this.#replaced++;
  }
}
