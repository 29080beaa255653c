/** A thousand agents at the protocol: they take what they get at once and say so. They enforce nothing. */
import { credentials } from '@grpc/grpc-js';
import { DistributionClient } from '../../src/control/client.js';
import type { RevisedView } from '../../src/control/receiver.js';

export interface Acked {
  readonly node: string;
  readonly revision: number;
  readonly atMs: number;
}

export class SimulatedFleet {
  readonly views = new Map<string, RevisedView>();
  readonly #clients = new Map<string, DistributionClient>();
  connected = 0;
  dials = 0;
  #onAck: (acked: Acked) => void = () => undefined;

  constructor(nodes: readonly string[], address: string) {
    for (const node of nodes) {
      const client = new DistributionClient({
        address,
        credentials: credentials.createInsecure(),
        node,
        hello: () => {
          this.dials++;
          const held = this.views.get(node);
          return {
            hello: {
              agentVersion: 'bench',
              ...(held && { realisedRevision: held.revision, realisedEpoch: held.epoch, realisedDigest: held.digest }),
            },
            realised: held,
          };
        },
        connected: () => this.connected++,
        received: (received) => {
          if (received.kind === 'refused') throw received.error;
          if (received.kind !== 'view') return;
          const { revised, nonce } = received;
          this.views.set(node, revised);
          const now = Date.now();
          client.send({ ack: { nonce, revision: revised.revision, realisedUnixUs: now * 1000 } });
          this.#onAck({ node, revision: revised.revision, atMs: performance.now() });
        },
        times: { keepaliveMs: 30_000 },
      });
      this.#clients.set(node, client);
    }
  }

  /** A hundred each second. @returns when each node's client was started */
  async start(): Promise<ReadonlyMap<string, number>> {
    const started = new Map<string, number>();
    for (const [node, client] of this.#clients) {
      started.set(node, performance.now());
      client.start();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return started;
  }

  get live(): number {
    return [...this.#clients.values()].filter((client) => client.connected).length;
  }

  /** Resolves with the time of each node's answer when `count` nodes have taken a view. */
  answers(count: number, timeoutMs = 240_000): Promise<ReadonlyMap<string, number>> {
    const seen = new Map<string, number>();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`only ${seen.size} of ${count} nodes answered within ${timeoutMs / 1000} s`)),
        timeoutMs,
      );
      this.#onAck = ({ node, atMs }) => {
        if (seen.has(node)) return;
        seen.set(node, atMs);
        if (seen.size < count) return;
        clearTimeout(timer);
        resolve(seen);
      };
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}
