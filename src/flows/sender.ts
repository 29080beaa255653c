import {
  type ChannelCredentials,
  Client,
  type ClientDuplexStream,
  credentials as grpcCredentials,
} from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import type { Batch } from './frame.js';
import { type EncodedBatch, MAX_MESSAGE_BYTES, REPORTING } from './wire.js';

export interface SenderOptions {
  /** `host:port`, or `unix:/path`. */
  readonly address: string;
  readonly credentials?: ChannelCredentials;
  /** Name that the collector's certificate must bear, if it is not in the address. */
  readonly serverName?: string;
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

const IDLE_MS = 1000;

/**
 * Keeps one Report stream to the collector, for ever: dials, greets, sends in order within a window, starts again with
 * jitter. At least once: after a reconnection it begins behind what the greeting's ack says.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #source: SenderSource;
  #closed = false;
  #stop: () => void = () => undefined;
  #running: Promise<void> | undefined;

  constructor(options: SenderOptions, source: SenderSource) {
    this.#options = options;
    this.#source = source;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the stream. What is not acked stays with the source. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { first, most } = this.#options.backoffMs ?? { first: 200, most: 15_000 };
    let delay = first;
    while (!this.#closed) {
      let greeted = false;
      try {
        await this.#session(() => {
          greeted = true;
          this.#options.onState?.(true);
        });
      } catch (error) {
        if (!this.#closed) this.#options.onState?.(false, error);
      }
      if (this.#closed) break;
      delay = greeted ? first : Math.min(most, delay * 2);
      await this.#sleep(delay * (0.5 + Math.random()));
    }
    this.#options.onState?.(false);
  }

  async #session(onGreeted: () => void): Promise<void> {
    const { address, serverName, windowBatches = 32, timeoutMs = 5000 } = this.#options;
    const client = new Client(address, this.#options.credentials ?? grpcCredentials.createInsecure(), {
      'grpc.keepalive_time_ms': 10_000,
      'grpc.enable_http_proxy': 0,
      'grpc.keepalive_timeout_ms': 5000,
      'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
      'grpc.use_local_subchannel_pool': 1,
      ...(serverName === undefined ? {} : { 'grpc.ssl_target_name_override': serverName }),
    });
    const { path, requestSerialize, responseDeserialize } = REPORTING.report;
    const call: ClientDuplexStream<EncodedBatch, osg.v1.ReportAck> = client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
    );
    try {
      await this.#converse(call, onGreeted, windowBatches, timeoutMs);
    } finally {
      this.#stop = () => undefined;
      call.cancel();
      client.close();
    }
  }

  /** Rejects when the stream is over, for whatever reason. */
  async #converse(
    call: ClientDuplexStream<EncodedBatch, osg.v1.ReportAck>,
    onGreeted: () => void,
    window: number,
    timeoutMs: number,
  ): Promise<void> {
    const inFlight: number[] = [];
    let sent: number | undefined;
    let over: unknown;
    let changed: () => void = () => undefined;
    /** Since when something that was sent has no answer. */
    let waitingSince: number | undefined;
    const expectAnswer = (): void => {
      waitingSince ??= Date.now();
    };
    const end = (error: unknown): void => {
      over ??= error ?? new Error('the stream ended');
      changed();
    };
    this.#stop = () => end(new Error('closed'));
    call.on('error', end);
    call.on('end', () => end(undefined));
    call.on('drain', () => changed());
    call.on('data', (ack: osg.v1.ReportAck) => {
      while (inFlight.length > 0 && (inFlight[0] as number) <= ack.sequence) inFlight.shift();
      waitingSince = inFlight.length > 0 ? Date.now() : undefined;
      this.#source.acked(ack, sent === undefined);
      if (sent === undefined) {
        sent = ack.sequence;
        onGreeted();
      }
      changed();
    });
    const watchdog = setInterval(
      () => {
        if (waitingSince !== undefined && Date.now() - waitingSince > timeoutMs)
          end(new Error(`no ack within ${timeoutMs} ms`));
      },
      Math.max(50, timeoutMs / 5),
    );
    const change = (): Promise<void> => new Promise((resolve) => (changed = resolve));
    try {
      expectAnswer();
      call.write(this.#source.greeting());
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
        if (over === undefined && Date.now() - lastGreeting > IDLE_MS) {
          lastGreeting = Date.now();
          expectAnswer();
          call.write(this.#source.greeting());
        }
      }
      throw over;
    } finally {
      clearInterval(watchdog);
    }
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#stop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#stop = () => undefined;
  }
}
