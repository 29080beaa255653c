/** What a long-running part needs of its process: logs, health, an orderly end. */
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import pino, { type Logger } from 'pino';
import { Counter, Gauge, Registry } from 'prom-client';
import { LineSink } from '../part/sink.js';
import { serveHealth } from './health.js';
import { EXIT } from './output.js';
import { VERSION } from './version.js';

export interface Part {
  readonly name: string;
  readonly metrics: Registry;
  notReady(): string | undefined;
  /** What a person should know although it is ready. */
  warnings?(): readonly string[];
  close(): Promise<void>;
}

/** One JSON object a line. @param out anything that takes lines without waiting */
export const logger = (name: string, level: string, out: pino.DestinationStream): Logger =>
  pino(
    {
      name: `osg-${name}`,
      level,
      redact: ['key', '*.key', 'privateKey', '*.privateKey'],
      base: { pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    out,
  );

/** Build and process figures, which every part has. */
function processMetrics(name: string, started: number, sink: LineSink): Registry {
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
  const counter = (metric: string, help: string, value: () => number): void => {
    new Counter({
      name: metric,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  };
  counter('osg_cpu_seconds_total', 'Processor time of the process, user and system', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  counter('osg_log_dropped_lines_total', 'Log lines that nobody read in time', () => sink.dropped);
  return registry;
}

const STOP: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A part that starts when it is told to stop may take so long to have started. */
const START_MS = 10_000;
/** What a part has left open keeps its process no longer. */
const LINGER_MS = 1_000;

export interface RunOptions {
  readonly name: string;
  readonly logLevel: string;
  readonly health?: string | undefined;
}

/**
 * Runs until a signal; a second one ends at once. Health listens first: a part that starts is alive and not ready.
 * @returns the exit code @throws what kept it from starting; everything is closed then, and the process ends soon
 */
export async function runPart(start: (log: Logger) => Promise<Part>, options: RunOptions): Promise<number> {
  const sink = new LineSink(2, {
    dropped: (lines) =>
      `${JSON.stringify({ level: 'warn', time: new Date(), dropped: lines, msg: 'log lines dropped' })}\n`,
  });
  const log = logger(options.name, options.logLevel, sink);
  // What it has to say comes as errors too, and logs are JSON lines.
  setLogVerbosity(logVerbosity.NONE);
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ error: error.message, stack: error.stack, origin }, 'a defect: the process ends');
    sink.close();
    process.exit(EXIT.failed);
  });
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of STOP) process.once(signal, () => resolve(signal));
  });
  try {
    return await live(start, options, log, sink, stopped);
  } finally {
    for (const signal of STOP) process.removeAllListeners(signal);
    await sink.flush();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}

async function live(
  start: (log: Logger) => Promise<Part>,
  { name, health: listen }: RunOptions,
  log: Logger,
  sink: LineSink,
  stopped: Promise<NodeJS.Signals>,
): Promise<number> {
  let part: Part | undefined;
  const own = processMetrics(name, Date.now(), sink);
  const health =
    listen === undefined
      ? undefined
      : await serveHealth({
          listen,
          metrics: () => (part === undefined ? [own] : [own, part.metrics]),
          notReady: () => (part === undefined ? 'starting' : part.notReady()),
          warnings: () => part?.warnings?.() ?? [],
        });
  try {
    if (health !== undefined) log.info({ address: health.address }, 'health listens');
    const starting = start(log);
    const tooLong = stopped.then(() => new Promise<never>((_, no) => setTimeout(no, START_MS, late(name)).unref()));
    part = await Promise.race([starting, tooLong]);
    const signal = await stopped;
    log.info({ signal }, 'stopping');
    for (const again of STOP) process.once(again, () => process.exit(130));
    await part.close();
    log.info({}, 'stopped');
    return EXIT.ok;
  } finally {
    await health?.close();
  }
}

const late = (name: string): Error =>
  new Error(`the ${name} had not started ${START_MS / 1000} s after it was told to stop`);
