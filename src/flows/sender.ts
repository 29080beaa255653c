import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import type { Target } from '../rpc/dial.js';
import { type EncodedBatch, REPORTING } from '../rpc/methods.js';
import { type Attempt, Redial } from '../rpc/redial.js';
import type { Batch } from './frame.js';

export interface SenderOptions extends Target {
  /** From dialling to the first ack; and between a batch and its ack. grpc-js has no deadline of its own for either. */
  readonly timeoutMs?: number;
  /** Bounds of what is sent and not acked. */
  readonly windowBatches?: number;
  readonly backoffMs?: { readonly first: number; readonly most: number };
  readonly onState?: (connected: boolean, error?: unknown) => void;
}

/** Where the sender takes batches from. */
export interface SenderSource {
  next(after: number): Promise<Batch | undefined>;
  waitForMore(ms: number): Promise<void>;
  /** A batch without events that carries the accounting. */
  greeting(): EncodedBatch;
  /** Called as a batch goes out. False: it is gone by now. */
  sending(sequence: number): boolean;
  /** `greeting`: the answer to the greeting that began a stream. */
  acked(ack: osg.v1.ReportAck, greeting: boolean): void;
}

type Call = ClientDuplexStream<EncodedBatch, osg.v1.ReportAck>;

/** Sums that have changed are told after so long, also without a batch; and those that have not, now and then. */
const IDLE_MS = 1000;
const QUIET_MS = 10_000;

const DEFAULTS = { timeoutMs: 5_000, windowBatches: 32, backoffMs: { first: 200, most: 15_000 } };

/**
 * Keeps one Report stream to the collector, for ever: greets, sends in order within a window, comes again when it ends. At
 * least once: after a reconnection it begins behind what the greeting's ack says.
 */
export class Sender {
  readonly #options: SenderOptions & typeof DEFAULTS;
  readonly #source: SenderSource;
  readonly #redial: Redial;
  #closed = false;
  #session: Promise<void> = Promise.resolve();

  constructor(options: SenderOptions, source: SenderSource) {
    this.#options = { ...DEFAULTS, ...options };
    this.#source = source;
    const { backoffMs, timeoutMs, onState } = this.#options;
    this.#redial = new Redial({
      ...options,
      open: (channel, attempt) => this.#open(channel, attempt),
      disconnected: (error) => onState?.(false, error),
      times: {
        dialMs: timeoutMs,
        keepaliveMs: 10_000,
        backoffBaseMs: backoffMs.first,
        backoffCapMs: backoffMs.most,
      },
    });
  }

  start(): void {
    this.#redial.start();
  }

  /** Ends the stream. What is not acked stays with the source. */
  async close(): Promise<void> {
    if (this.#closed) return this.#session;
    this.#closed = true;
    this.#redial.close();
    await this.#session;
    this.#options.onState?.(false);
  }

  #open(channel: Client, attempt: Attempt): () => void {
    const { path, requestSerialize, responseDeserialize } = REPORTING.Report;
    const call: Call = channel.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    const stop = new AbortController();
    const before = this.#session;
    this.#session = this.#converse(call, stop.signal, attempt)
      .catch((error: unknown) => {
        call.cancel();
        attempt.ended(error instanceof Error ? error : new Error(String(error)));
      })
      .then(() => before);
    return () => stop.abort(new Error('closed'));
  }

  /** Rejects when the stream is over, for whatever reason. */
  async #converse(call: Call, stop: AbortSignal, attempt: Attempt): Promise<void> {
    const { timeoutMs, windowBatches: window } = this.#options;
    const inFlight: number[] = [];
    let sent: number | undefined;
    let over: unknown;
    let changed: () => void = () => undefined;
    /** There while something that was sent has no answer. */
    let overdue: NodeJS.Timeout | undefined;
    const expectAnswer = (): void => {
      overdue ??= setTimeout(() => end(new Error(`no ack within ${timeoutMs} ms`)), timeoutMs);
    };
    const end = (error: unknown): void => {
      over ??= error ?? new Error('the stream ended');
      changed();
    };
    stop.addEventListener('abort', () => end(stop.reason), { once: true });
    call.on('error', end);
    call.on('end', () => end(undefined));
    call.on('drain', () => changed());
    call.on('data', (ack: osg.v1.ReportAck) => {
      while (inFlight.length > 0 && (inFlight[0] as number) <= ack.sequence) inFlight.shift();
      clearTimeout(overdue);
      overdue = undefined;
      if (inFlight.length > 0) expectAnswer();
      this.#source.acked(ack, sent === undefined);
      if (sent === undefined) {
        sent = ack.sequence;
        attempt.answered();
        this.#options.onState?.(true);
      }
      changed();
    });
    const change = (): Promise<void> => new Promise((resolve) => (changed = resolve));
    try {
      expectAnswer();
      let told = this.#source.greeting();
      call.write(told);
      let lastGreeting = Date.now();
      while (over === undefined) {
        if (sent === undefined || inFlight.length >= window || call.writableNeedDrain) {
          await change();
          continue;
        }
        const batch = await this.#source.next(sent);
        if (over !== undefined) break;
        if (batch === undefined) {
          await Promise.race([this.#source.waitForMore(IDLE_MS), change()]);
        } else if (this.#source.sending(batch.sequence)) {
          expectAnswer();
          inFlight.push(batch.sequence);
          sent = batch.sequence;
          call.write(batch.body);
        }
        const quietMs = Date.now() - lastGreeting;
        if (over !== undefined || quietMs < IDLE_MS) continue;
        const greeting = this.#source.greeting();
        if (quietMs < QUIET_MS && greeting.equals(told)) continue;
        told = greeting;
        lastGreeting = Date.now();
        expectAnswer();
        call.write(greeting);
      }
      throw over;
    } finally {
      clearTimeout(overdue);
    }
  }
}
