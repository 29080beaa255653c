/** An agent as far as views go: takes what it is given, acknowledges it, keeps it. */
import { DistributionClient } from '../../src/distribution/client.js';
import type { Received, RevisedView } from '../../src/distribution/receiver.js';

export class ViewNode {
  held: RevisedView | undefined;
  readonly places: string[] = [];
  readonly refused: string[] = [];
  readonly #client: DistributionClient;

  /** @param addresses one after the other */
  constructor(addresses: readonly string[], held?: RevisedView) {
    this.held = held;
    const [address = '', ...others] = addresses;
    this.#client = new DistributionClient({
      ...{ address, others, node: 'n1', times: { backoffBaseMs: 20, backoffCapMs: 100 } },
      hello: () => ({
        hello: {
          realisedEpoch: this.held?.epoch ?? 0,
          realisedRevision: this.held?.revision ?? 0,
          realisedVersion: this.held?.version ?? 0,
          realisedDigest: this.held?.digest ?? '',
        },
        realised: this.held,
      }),
      received: (received) => this.#take(received),
      disconnected: ({ message }) => this.refused.push(message),
    });
    this.#client.start();
  }

  #take(received: Received): void {
    if (received.kind === 'refused') this.refused.push(received.error.message);
    if (received.kind !== 'view') return;
    this.held = received.revised;
    const { epoch, revision } = received.revised;
    this.places.push(`${epoch}/${revision}`);
    this.#client.send({ ack: { nonce: received.nonce, revision, realisedUnixUs: 1 } });
  }

  get endpoints(): string[] {
    return [...(this.held?.view.endpoints ?? [])].map(({ id }) => id).sort();
  }

  close(): void {
    this.#client.close();
  }
}
