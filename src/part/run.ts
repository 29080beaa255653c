/** The life of a part's process: start, until a signal, an orderly end. */
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import {
  type HealthAddress,
  type HttpListener,
  type MetricsListener,
  serveHealth,
  serveMetrics,
  serveProbes,
} from './health.js';
import { logger } from './log.js';
import { processMetrics } from './metrics.js';
import { LineSink } from './sink.js';

/** A part that was started; every part's `start.ts` gives one. */
export interface Running {
  readonly metrics: Registry;
  /** Why it is not ready, or undefined. */
  notReady(): string | undefined;
  /** What a person should know although it is ready. */
  warnings?(): readonly string[];
  /** Everything it opened, last in, first out; twice is fine. */
  close(): Promise<void>;
}

export interface RunOptions {
  readonly name: string;
  readonly logLevel: string;
  readonly health?: HealthAddress | undefined;
  /** Beyond this machine: alive or not, ready or not, for a kubelet that comes from elsewhere. */
  readonly probes?: HealthAddress | undefined;
  /** A second listener, for metrics alone. */
  readonly metrics?: MetricsApart | undefined;
}

export interface MetricsApart {
  readonly at: HealthAddress;
  /** Beyond this machine. Asked, and listened with, when the part has started: its first certificate may come only then. */
  readonly tls?: () => Promise<NonNullable<MetricsListener['tls']>>;
}

/** `stopping` is aborted when the process is told to stop before the part has started: who rejects with its reason then has ended in order. */
export type StartPart = (log: Logger, stopping: AbortSignal) => Promise<Running>;

/** Exit code of a defect, or of a machine that lacks something. */
const FAILED = 5;
const STOP: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A part that starts when it is told to stop may take so long to have started. */
const START_MS = 10_000;
/** What a part has left open keeps its process no longer. */
const LINGER_MS = 1_000;

/**
 * Runs until a signal; a second one ends at once. Health listens first: a part that starts is alive and not ready.
 * @returns the exit code @throws what kept it from starting; everything is closed then, and the process ends soon
 */
export async function runPart(start: StartPart, options: RunOptions): Promise<number> {
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
    process.exit(FAILED);
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
  start: StartPart,
  { name, health: at, probes: beyond, metrics: apart }: RunOptions,
  log: Logger,
  sink: LineSink,
  stopped: Promise<NodeJS.Signals>,
): Promise<number> {
  let part: Running | undefined;
  const own = processMetrics(name, Date.now(), () => sink.dropped);
  const metrics = (): Registry[] => (part === undefined ? [own] : [own, part.metrics]);
  const notReady = (): string | undefined => (part === undefined ? 'starting' : part.notReady());
  const health =
    at === undefined
      ? undefined
      : await serveHealth({
          at,
          metrics,
          notReady,
          warnings: () => part?.warnings?.() ?? [],
        });
  let scraped: HttpListener | undefined;
  let probed: HttpListener | undefined;
  try {
    if (beyond !== undefined) probed = await serveProbes({ at: beyond, notReady });
    if (apart !== undefined && apart.tls === undefined) {
      scraped = await serveMetrics({ at: apart.at, metrics });
      log.info({ address: scraped.address, tls: false }, 'metrics listens');
    }
    if (health !== undefined) log.info({ address: health.address }, 'health listens');
    const stopping = new AbortController();
    void stopped.then(() => stopping.abort());
    const starting = start(log, stopping.signal);
    const tooLong = stopped.then(() => new Promise<never>((_, no) => setTimeout(no, START_MS, late(name)).unref()));
    part = await Promise.race([starting, tooLong]).catch((error: unknown) => {
      if (stopping.signal.aborted && error === stopping.signal.reason) return undefined;
      throw error;
    });
    if (part !== undefined && apart?.tls !== undefined) {
      scraped = await serveMetrics({ at: apart.at, tls: await apart.tls(), metrics });
      log.info({ address: scraped.address, tls: true }, 'metrics listens');
    }
    const signal = await stopped;
    log.info({ signal }, 'stopping');
    for (const again of STOP) process.once(again, () => process.exit(130));
    await part?.close();
    log.info({}, 'stopped');
    return 0;
  } catch (error) {
    await part?.close();
    throw error;
  } finally {
    await scraped?.close();
    await probed?.close();
    await health?.close();
  }
}

const late = (name: string): Error =>
  new Error(`the ${name} had not started ${START_MS / 1000} s after it was told to stop`);
