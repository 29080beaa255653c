/** The collector of bench/stream.ts, a process of its own. */
import { Collector } from '../../src/collector/index.js';
import { listen } from '../../src/control/server.js';

const [database, address] = process.argv.slice(2) as [string, string];
const collector = new Collector({ database, onError: (error) => console.error(error) });
await listen(address, collector.services);
let peak = 0;
const cpu = (): number => process.cpuUsage().user + process.cpuUsage().system;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 100);
process.on('message', () => {
  const accounts = collector.status().accounts;
  const sum = (get: (row: (typeof accounts)[number]) => number | null | undefined): number =>
    accounts.reduce((total, row) => total + (get(row) ?? 0), 0);
  process.send?.({
    events: sum((row) => row.storedEvents),
    packets: sum((row) => row.storedPackets),
    peak,
    cpuUs: cpu(),
  });
});
process.on('disconnect', () => process.exit());
process.send?.({ events: 0, packets: 0, peak, cpuUs: cpu() });
