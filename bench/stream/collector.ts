/** The collector of bench/stream.ts, a process of its own. Answers every message with its figures. */
import { Collector } from '../../src/collector/collector.js';
import { Store } from '../../src/collector/sqlite/store.js';
import { listen } from '../../src/rpc/listen.js';

/** What the collector has stored, and what it cost. */
export interface CollectorFigures {
  readonly events: number;
  readonly packets: number;
  readonly rssBytes: number;
  readonly cpuUs: number;
}

const [database, address] = process.argv.slice(2) as [string, string];
const collector = await Collector.open({
  stores: new Store({ path: database }),
  onError: (error) => console.error(error),
});
await listen(address, collector.services);

async function figures(): Promise<CollectorFigures> {
  const accounts = await collector.store.accounts();
  const { user, system } = process.cpuUsage();
  return {
    events: accounts.reduce((sum, { storedEvents }) => sum + (storedEvents ?? 0), 0),
    packets: accounts.reduce((sum, { storedPackets }) => sum + (storedPackets ?? 0), 0),
    rssBytes: process.memoryUsage.rss(),
    cpuUs: user + system,
  };
}

process.on('message', async () => process.send?.(await figures()));
process.on('disconnect', () => process.exit());
process.send?.(await figures());
