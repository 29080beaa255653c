/** The controller of the bench, in a process of its own so that its CPU and memory are its own. Commanded over IPC. */
import { startController } from '../../src/controller/start.js';

export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

const [policies, stateDir, socket] = process.argv.slice(2) as [string, string, string];
const running = await startController({ policies, stateDir, listen: `unix:${socket}` });

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() } satisfies Usage);
});
process.on('disconnect', () => void running.close().then(() => process.exit(0)));
process.send?.('ready');
