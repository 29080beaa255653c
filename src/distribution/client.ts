/** The agent's end of the distribution stream: dial, keep alive, reconnect; what is received goes through `ViewReceiver`. */
import { randomUUID } from 'node:crypto';
import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import { type Clock, systemClock } from '../part/clock.js';
import { inSlices } from '../part/slices.js';
import type { Target } from '../rpc/dial.js';
import { RpcError } from '../rpc/error.js';
import { DISTRIBUTION } from '../rpc/methods.js';
import { type Attempt, Redial, type RedialTimes } from '../rpc/redial.js';
import type { DistributionError } from './error.js';
import { fitting, fittingDrift, shortened } from './fit.js';
import { type Received, type RevisedView, ViewReceiver } from './receiver.js';
import { NACK_CODES } from './words.js';

export type { RedialTimes as ClientTimes } from '../rpc/redial.js';

export interface ClientOptions extends Target {
  readonly node: string;
  /** What the agent says of itself now; asked at every connect. `realised`: deltas may build on it. */
  hello(): { readonly hello: osg.v1.Hello.$Properties; readonly realised: RevisedView | undefined };
  /** A view, or a refusal that the client has answered already. In order; must not throw. */
  received(received: Received): void;
  connected?(): void;
  /** The controller has written down what was reported of drift. */
  driftTaken?(taken: osg.v1.DriftTaken.$Properties): void;
  /** The controller asks who talks to whom; parts of the answer go back by `send`. */
  asked?(question: osg.v1.EvidenceQuestion.$Properties): void;
  /** What becomes of the trial that the node has. */
  decided?(decision: osg.v1.TrialDecision.$Properties): void;
  /** The stream ended or the dial failed; `retryMs` until the next attempt. */
  disconnected?(error: RpcError, retryMs: number): void;
  readonly times?: Partial<RedialTimes>;
  readonly clock?: Clock;
}

type Stream = ClientDuplexStream<osg.v1.AgentMessage.$Properties, osg.v1.ControllerMessage.$Properties>;

export class DistributionClient {
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  readonly #redial: Redial;
  #stream: Stream | undefined;
  #receiver: ViewReceiver | undefined;
  #lastContact = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#redial = new Redial({ ...options, open: (channel, attempt) => this.#open(channel, attempt) });
  }

  get connected(): boolean {
    return this.#redial.channel !== undefined;
  }

  /** Between pings; longer after a server asked for that. */
  get keepaliveMs(): number {
    return this.#redial.keepaliveMs;
  }

  /**
   * Unix milliseconds; 0: never. A stream that is open has had its pings answered, within the sum of their times: a
   * controller that has nothing to say is heard all the same.
   */
  get lastContact(): number {
    if (this.connected) this.#lastContact = this.#clock.now();
    return this.#lastContact;
  }

  start(): void {
    this.#redial.start();
  }

  /** False where no stream is open: a new one begins with a fresh Hello anyway. */
  send(message: osg.v1.AgentMessage.$Properties): boolean {
    if (!this.connected || this.#stream === undefined) return false;
    const { status, drift } = message;
    this.#stream.write({
      ...message,
      ...(status != null && { status: fitting(status) }),
      ...(drift != null && { drift: fittingDrift(drift) }),
    });
    return true;
  }

  /** The agent refused the last view; the next delta builds on `current`. */
  revert(current: RevisedView | undefined): void {
    this.#receiver?.revert(current);
  }

  /** Ends this stream and dials anew. */
  reconnect(reason: string): void {
    this.#redial.again(reason);
  }

  close(): void {
    this.#redial.close();
  }

  #open(channel: Client, attempt: Attempt): () => void {
    const { address, node } = this.#options;
    const { path, requestSerialize, responseDeserialize } = DISTRIBUTION.Stream;
    const stream: Stream = channel.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    let over = false;
    this.#stream = stream;
    const { hello, realised } = this.#options.hello();
    const receiver = new ViewReceiver(node, realised);
    this.#receiver = receiver;
    /** A long view is taken in in slices; what comes behind it waits on the wire. */
    const take = async (message: osg.v1.ControllerMessage.$Properties): Promise<void> => {
      stream.pause();
      const received = await inSlices(receiver.receiveSteps(message));
      if (over) return;
      this.#receive(received);
      stream.resume();
    };
    stream.on('metadata', () => {
      if (over) return;
      attempt.answered();
      this.#lastContact = this.#clock.now();
      this.#options.connected?.();
    });
    stream.on('data', (message: osg.v1.ControllerMessage.$Properties) => {
      if (!over && !this.#answer(message)) void take(message);
    });
    stream.on('error', attempt.ended);
    stream.on('end', () => attempt.ended(new RpcError('UNREACHABLE', address, 'the controller ended the stream')));
    stream.write({ hello: { ...hello, node, protocolVersion: 2, session: randomUUID() } });
    return () => {
      over = true;
      this.#stream = undefined;
      stream.cancel();
    };
  }

  /** @returns whether it is about something else than views, and done */
  #answer(message: osg.v1.ControllerMessage.$Properties): boolean {
    this.#lastContact = this.#clock.now();
    if (message.driftTaken != null) {
      this.#options.driftTaken?.(message.driftTaken);
      return true;
    }
    if (message.evidence != null) {
      this.#options.asked?.(message.evidence);
      return true;
    }
    if (message.trial != null) {
      this.#options.decided?.(message.trial);
      return true;
    }
    return false;
  }

  #receive(received: Received): void {
    if (received.kind === 'refused') this.send({ nack: nackOf(received.nonce, received.revision, received.error) });
    this.#options.received(received);
  }
}

const NACK_CODE = {
  MALFORMED: 'INVALID',
  PROTOCOL: 'INVALID',
  STALE_BASE: 'STALE_BASE',
  EMPTY: 'EMPTY',
  DIGEST: 'DIGEST',
  IDENTITY: 'INVALID',
} as const;

function nackOf(nonce: number, revision: number, error: DistributionError): osg.v1.Nack.$Properties {
  return {
    nonce,
    revision,
    code: NACK_CODES.value[NACK_CODE[error.code]],
    object: shortened(error.operation),
    field: shortened(error.field),
    reason: shortened(error.message),
  };
}
