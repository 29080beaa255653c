/** The collector's end of the controller's enrichment service: the inventory as it changes, and explanations. */
import type { ChannelCredentials, ServiceError } from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { ControlError } from '../rpc/error.js';
import { ENRICHMENT } from '../rpc/methods.js';
import { Redial, type RedialTimes } from '../rpc/redial.js';

/** An explanation that takes longer is given up. */
const EXPLAIN_MS = 20_000;

export interface EnrichmentOptions {
  /** gRPC target: `unix:/path` or `host:port`. */
  readonly address: string;
  readonly credentials: ChannelCredentials;
  /** What is here already; asked at every connect. */
  position(): osg.v1.InventoryRequest.$Properties;
  /** In order. What it throws ends the stream, and the next one begins at `position` again. */
  received(message: osg.v1.InventoryMessage.$Properties): void;
  connected?(): void;
  /** The stream ended or the dial failed; `retryMs` until the next attempt. */
  disconnected?(error: ControlError, retryMs: number): void;
  readonly times?: Partial<RedialTimes>;
  readonly clock?: Clock;
}

export class EnrichmentClient {
  readonly #redial: Redial;
  readonly #address: string;

  constructor(options: EnrichmentOptions) {
    this.#address = options.address;
    const { path, requestSerialize, responseDeserialize } = ENRICHMENT.Watch;
    this.#redial = new Redial({
      ...options,
      open: (channel, attempt) => {
        const call = channel.makeServerStreamRequest(path, requestSerialize, responseDeserialize, options.position());
        let over = false;
        call.on('metadata', () => {
          if (over) return;
          attempt.answered();
          options.connected?.();
        });
        call.on('data', (message: osg.v1.InventoryMessage) => {
          if (over) return;
          try {
            options.received(message);
          } catch (error) {
            attempt.ended(error instanceof Error ? error : new Error(String(error)));
          }
        });
        call.on('error', attempt.ended);
        call.on('end', () =>
          attempt.ended(new ControlError('UNREACHABLE', options.address, 'the controller ended the stream')),
        );
        return () => {
          over = true;
          call.cancel();
        };
      },
    });
  }

  get connected(): boolean {
    return this.#redial.channel !== undefined;
  }

  start(): void {
    this.#redial.start();
  }

  close(): void {
    this.#redial.close();
  }

  /** @throws ControlError UNREACHABLE: there is no connection; or what the controller answered */
  explain(request: osg.v1.ExplainRequest.$Properties): Promise<osg.v1.Explanation.$Properties> {
    const { channel } = this.#redial;
    if (channel === undefined)
      return Promise.reject(new ControlError('UNREACHABLE', this.#address, 'the controller does not answer'));
    const { path, requestSerialize, responseDeserialize } = ENRICHMENT.Explain;
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, reply?: osg.v1.Explanation.$Properties): void => {
        if (reply !== undefined && error === null) resolve(reply);
        else
          reject(new ControlError('UNREACHABLE', this.#address, error?.details ?? 'an empty answer', { cause: error }));
      };
      const deadline = Date.now() + EXPLAIN_MS;
      channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, { deadline }, done);
    });
  }
}
