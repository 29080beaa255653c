/** What a long-running part needs of its process: logs, health, an orderly end. */
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import pino, { type Logger } from 'pino';
import { Gauge, Registry } from 'prom-client';
import { serveHealth } from './health.js';
import { VERSION } from './version.js';

export interface Part {
  readonly name: string;
  readonly metrics: Registry;
  notReady(): string | undefined;
  close(): Promise<void>;
}

export const logger = (name: string, level: string): Logger =>
  pino(
    { name: `osg-${name}`, level, redact: ['key', '*.key', 'privateKey', '*.privateKey'], base: { pid: process.pid } },
    pino.destination({ dest: 2, sync: true }),
  );

/** Build and process figures, which every part has. */
function processMetrics(name: string, started: number): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'osg_build_info',
    help: 'Version of this part',
    labelNames: ['part', 'version', 'node'],
    registers,
  }).set({ part: name, version: VERSION, node: process.versions.node }, 1);
  new Gauge({ name: 'osg_start_time_seconds', help: 'Unix time of the start', registers }).set(started / 1000);
  new Gauge({
    name: 'osg_resident_memory_bytes',
    help: 'Resident memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return registry;
}

const STOP: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs until a signal; a second one ends at once. Resolves with the exit code. */
export async function runPart(
  start: (log: Logger) => Promise<Part>,
  options: { readonly name: string; readonly logLevel: string; readonly health?: string | undefined },
): Promise<number> {
  const log = logger(options.name, options.logLevel);
  // What it has to say comes as errors too, and logs are JSON lines.
  setLogVerbosity(logVerbosity.NONE);
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of STOP) process.once(signal, () => resolve(signal));
  });
  const part = await start(log);
  const health =
    options.health === undefined
      ? undefined
      : await serveHealth({
          listen: options.health,
          metrics: [processMetrics(options.name, Date.now()), part.metrics],
          notReady: () => part.notReady(),
        }).catch(async (error) => {
          await part.close();
          throw error;
        });
  if (health !== undefined) log.info({ address: health.address }, 'health listens');
  const signal = await stopped;
  log.info({ signal }, 'stopping');
  for (const again of STOP) process.once(again, () => process.exit(130));
  await health?.close();
  await part.close();
  log.info({}, 'stopped');
  return 0;
}
