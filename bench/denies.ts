/** Kernel to TypeScript: how many deny records a second are read and decoded, every field checked against the sender. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { DenyKernel } from '../src/events/kernel.js';
import { type DenyRecord, decodeRecords } from '../src/events/record.js';
import { DenyFeed } from '../test/support/deny-feed.js';
import { row } from './row/row.js';

export const summary = 'deny records from the kernel into TypeScript: rate, event loop delay, memory; sums verified';

/** Records on their way at most: the sender waits, so that nothing is lost and the rate is the reader's. */
const WINDOW = 40_000;

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: { records: { type: 'string' }, rounds: { type: 'string' } },
  });
  const records = Number(values.records ?? 3_000_000);
  const rounds = Number(values.rounds ?? 5);
  const samples: number[] = [];
  const cpuSamples: number[] = [];
  const delays: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const result = await once(records);
    samples.push(result.rate);
    cpuSamples.push(result.cpuRate);
    delays.push(result.worstDelayMs);
    memory.push(result.rssGrowthMiB);
    console.log(
      `round ${round + 1}: ${Math.round(result.rate).toLocaleString('en')} records/s (${Math.round(result.cpuRate).toLocaleString('en')} for a second of the reader's processor time), event loop delay p99 ${result.p99DelayMs.toFixed(1)} ms, worst ${result.worstDelayMs.toFixed(1)} ms, memory +${result.rssGrowthMiB} MiB; packets, bytes and checksum equal the sender's`,
    );
  }
  const decoded = row('denies', 'decode', { records }, 'records/s', samples);
  console.log(
    `median ${Math.round(decoded.median).toLocaleString('en')} records/s (goal 500,000), worst event loop delay ${Math.max(...delays).toFixed(1)} ms (goal 10)`,
  );
  return [
    decoded,
    row('denies', 'decode-cpu', { records }, 'records/cpu-s', cpuSamples),
    row('denies', 'event-loop-delay', { records }, 'ms', delays),
    row('denies', 'memory', { records }, 'MiB', memory),
  ];
}

interface Result {
  readonly rate: number;
  /** For a second of the reading thread's processor time: what does not depend on who else uses the machine. */
  readonly cpuRate: number;
  readonly p99DelayMs: number;
  readonly worstDelayMs: number;
  readonly rssGrowthMiB: number;
}

async function once(records: number): Promise<Result> {
  const feed = new DenyFeed({ maxRecords: 1024 });
  const kernel = new DenyKernel(feed.parts);
  kernel.setRate(1e9, 1e6);
  feed.prepare({ flows: 0xffffff, endpoints: 64 });
  const sums = { records: 0, packets: 0, bytes: 0, low: 0, high: 0n };
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const take = (record: DenyRecord): void => {
    sums.records++;
    sums.packets += record.packets;
    sums.bytes += record.bytes;
    sums.low += sumOf(record);
  };
  const finished = deferred();
  const reader = feed.parts.openReader(
    (buffer, offsets, count) => {
      decodeRecords(buffer, offsets, count, take);
      sums.high += BigInt(sums.low);
      sums.low = 0;
      Atomics.store(shared, 0, sums.records);
      Atomics.notify(shared, 0);
      if (sums.records >= records) finished.resolve();
    },
    (error) => finished.reject(error),
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    reader.consume();
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const worker = new Worker(new URL('./denies/sender.ts', import.meta.url), {
    workerData: { program: feed.program.info.id, records, window: WINDOW, shared },
  });
  worker.on('error', (error) => finished.reject(error));
  await new Promise<void>((resolve) => worker.once('message', () => resolve()));
  delay.enable();
  const cpuBefore = mainThreadSeconds();
  const start = performance.now();
  worker.postMessage('go');
  await finished.promise;
  const seconds = (performance.now() - start) / 1000;
  const cpuSeconds = mainThreadSeconds() - cpuBefore;
  delay.disable();
  clearInterval(timer);
  await worker.terminate();
  reader.close();
  const sent = feed.sums();
  const figures = kernel.figures();
  feed.close();
  const checks: [string, number | bigint, number | bigint][] = [
    ['packets', sums.packets, sent.packets],
    ['bytes', sums.bytes, sent.bytes],
    ['checksum', sums.high, sent.checksum],
    ['counted', figures.counted, sent.packets],
    ['reported', figures.reported, sent.packets],
  ];
  for (const [what, got, want] of checks) if (got !== want) throw new Error(`${what}: ${got}, the sender says ${want}`);
  return {
    rate: sums.records / seconds,
    cpuRate: sums.records / cpuSeconds,
    p99DelayMs: Math.max(0, delay.percentile(99) / 1e6 - 1),
    worstDelayMs: Math.max(0, delay.max / 1e6 - 1),
    rssGrowthMiB: Math.round((peak - before) / 1048576),
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** The sender's thread does not count. */
function mainThreadSeconds(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
}

/** As bpf/prog/deny_feed.bpf.c sums a packet. */
export function sumOf(r: DenyRecord): number {
  return (
    words(r.source) +
    words(r.destination) +
    r.sourcePort +
    r.destinationPort +
    (r.source.length === 4 ? 4 : 6) +
    r.protocol +
    r.tcpFlags +
    r.packets +
    r.bytes +
    r.endpoint +
    r.direction +
    r.verdict +
    r.slot +
    r.revision +
    r.generation +
    r.reason +
    (r.firstSeenUs % 1_000_000_000)
  );
}

function words(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    sum +=
      (bytes[at] as number) * 16_777_216 +
      (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  }
  return sum;
}
