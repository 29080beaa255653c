/** A collector's copy of the inventory's history, and its questions, in a process of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { credentials } from '@grpc/grpc-js';
import { TimedInventory } from '../../src/collector/inventory.js';
import { EnrichmentClient } from '../../src/distribution/enrichment-client.js';
import { serve } from '../distribution/child.js';

export interface CollectorStart {
  readonly address: string;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** As the collector forgets, for events of a week. */
const FORGET_MS = 60_000;
const KEPT_MS = 7 * 86_400_000;

const inventory = new TimedInventory();
let client: EnrichmentClient | undefined;

serve({
  /** Resolves when it has the whole history. */
  start: async ({ address, ca, certificate, key }: CollectorStart): Promise<void> => {
    client = new EnrichmentClient({
      address,
      credentials: credentials.createSsl(Buffer.from(ca), Buffer.from(key), Buffer.from(certificate)),
      position: () => inventory.position(),
      received: (message) => inventory.receive(message),
      disconnected: (error, retryMs) =>
        console.error(`collector: ${error.message}; again in ${Math.round(retryMs)} ms`),
    });
    client.start();
    setInterval(() => void inventory.forget((Date.now() - KEPT_MS) * 1000), FORGET_MS);
    while (inventory.syncedUs === 0) await sleep(100);
  },
  /** Addresses known. */
  size: (): number => inventory.size,
  /** Why one of its pods may not talk to another one, `agoMs` ago. */
  explain: async (agoMs: number): Promise<boolean> => {
    const explanation = await client?.explain({
      ...{ source: Buffer.from([10, 64, 0, 2]), destination: Buffer.from([10, 64, 0, 60]) },
      ...{ protocol: 6, destinationPort: 8080, timeUnixUs: (Date.now() - agoMs) * 1000, revision: 1 },
    });
    return explanation?.allowed ?? false;
  },
});
