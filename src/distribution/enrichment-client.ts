/** The collector's end of the controller's enrichment service: the inventory as it changes, and explanations. */
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { callOnce, type Target } from '../rpc/dial.js';
import { RpcError } from '../rpc/error.js';
import { ENRICHMENT, type Method } from '../rpc/methods.js';
import { Redial, type RedialTimes } from '../rpc/redial.js';

/** An explanation that takes longer is given up. */
const EXPLAIN_MS = 20_000;

export interface EnrichmentOptions extends Target {
  /** What is here already; asked at every connect. */
  position(): osg.v1.InventoryRequest.$Properties;
  /** One after the other. What it rejects with ends the stream, and the next one begins at `position` again. */
  received(message: osg.v1.InventoryMessage.$Properties): Promise<void>;
  connected?(): void;
  /** The stream ended or the dial failed; `retryMs` until the next attempt. */
  disconnected?(error: RpcError, retryMs: number): void;
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
        call.on('data', async (message: osg.v1.InventoryMessage) => {
          if (over) return;
          call.pause();
          try {
            await options.received(message);
            call.resume();
          } catch (error) {
            attempt.ended(error instanceof Error ? error : new Error(String(error)));
          }
        });
        call.on('error', attempt.ended);
        call.on('end', () =>
          attempt.ended(new RpcError('UNREACHABLE', options.address, 'the controller ended the stream')),
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

  /** @throws RpcError UNREACHABLE: there is no connection; or what the controller answered */
  explain(request: osg.v1.ExplainRequest.$Properties, signal?: AbortSignal): Promise<osg.v1.Explanation.$Properties> {
    return this.#ask(ENRICHMENT.Explain, request, signal);
  }

  /** As `explain`. */
  blame(request: osg.v1.ExplainRequest.$Properties, signal?: AbortSignal): Promise<osg.v1.BlameReply.$Properties> {
    return this.#ask(ENRICHMENT.Blame, request, signal);
  }

  async #ask<Q, QP, R, RP>(method: Method<Q, QP, R, RP, 'unary'>, request: QP, signal?: AbortSignal): Promise<R> {
    const { channel } = this.#redial;
    if (channel === undefined) throw new RpcError('UNREACHABLE', this.#address, 'the controller does not answer');
    return callOnce(channel, this.#address, method, request, EXPLAIN_MS, signal);
  }
}
