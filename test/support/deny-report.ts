/** Reports denies to a collector as a node does, without a kernel. */
import type { Client } from '@grpc/grpc-js';
import { addressBytes, Batcher, Reason, Verdict } from '../../src/flows/index.js';
import { REPORTING } from '../../src/rpc/methods.js';

export interface Denied {
  readonly from: string;
  readonly to: string;
  readonly timeMs: number;
  /** Default 9090. */
  readonly port?: number;
  /** Default 1. */
  readonly revision?: number;
}

const sequences = new WeakMap<Client, number>();

/** Ingress denies by default of TCP to shop/api; resolves when they are stored. A client is one boot of node n1. */
export async function reportDenied(client: Client, ...denied: readonly Denied[]): Promise<void> {
  const batcher = new Batcher({ node: 'n1', spoolId: 'b' });
  for (const { from, to, timeMs, port = 9090, revision = 1 } of denied) {
    const flow = {
      source: addressBytes(from),
      destination: addressBytes(to),
      protocol: 6,
      sourcePort: 40_000,
      destinationPort: port,
      tcpFlags: 2,
    };
    const seen = { packets: 1, bytes: 60, firstSeenUs: timeMs * 1000, durationUs: 0, kind: 0 };
    const judged = { slot: 1, generation: 1, revision, endpoint: 1, direction: 0, verdict: 0, reason: 33 };
    const names = { endpoint: 'shop/api', namespace: 'shop', workload: 'api' };
    batcher.add(
      { ...flow, ...seen, ...judged },
      {
        ...names,
        verdict: Verdict.VERDICT_DENY,
        reason: Reason.REASON_DEFAULT_DENY,
        revision,
      },
    );
  }
  const sequence = (sequences.get(client) ?? 0) + 1;
  sequences.set(client, sequence);
  const { path, requestSerialize, responseDeserialize } = REPORTING.Report;
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  call.on('error', () => undefined);
  call.write(batcher.take(sequence, {}).body);
  await new Promise((resolve) => call.once('data', resolve));
  call.cancel();
}
