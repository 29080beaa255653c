/** Kernel to TypeScript: how many deny records a second are read and decoded, every field checked against the sender. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { DenyKernel } from '../src/flows/kernel.js';
import { type DenyRecord, decodeRecords } from '../src/flows/record.js';
import { DenyFeed, sumOf } from '../test/support/deny-feed.js';
import { DenySender } from '../test/support/deny-sender.js';
import { type Row, row } from './row/row.js';

export const summary =
  'deny records from the kernel into TypeScript: rate, how long the loop is held, memory; sums verified';

/** Records on their way at most: the sender waits, so that nothing is lost and the rate is the reader's. */
const WINDOW = 40_000;

/** One round. `turn`: the longest batch, decoding included; what of it is not processor time, others had the processor. */
interface Result {
  readonly rate: number;
  /** For a second of the reading thread's processor time: what does not depend on who else uses the machine. */
  readonly cpuRate: number;
  readonly turnCpuMs: number;
  readonly turnMs: number;
  readonly p99DelayMs: number;
  readonly worstDelayMs: number;
  /** Runnable without a processor. */
  readonly waitedMs: number;
  readonly rssGrowthMiB: number;
}

/** A case of the results, with its unit and how it is printed. */
const CASES: readonly (readonly [string, string, keyof Result, number])[] = [
  ['decode', 'records/s', 'rate', 0],
  ['decode-cpu', 'records/cpu-s', 'cpuRate', 0],
  ['longest-turn-cpu', 'ms', 'turnCpuMs', 2],
  ['longest-turn', 'ms', 'turnMs', 2],
  ['event-loop-delay-p99', 'ms', 'p99DelayMs', 2],
  ['event-loop-delay', 'ms', 'worstDelayMs', 2],
  ['waited-for-processor', 'ms', 'waitedMs', 0],
  ['memory', 'MiB', 'rssGrowthMiB', 0],
];

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { records: { type: 'string', default: '3000000' }, rounds: { type: 'string', default: '5' } },
  });
  const records = Number(values.records);
  const results: Result[] = [];
  for (let round = 0; round < Number(values.rounds); round++) results.push(await once(records));

  const table = new Table({
    head: ['', 'unit', ...results.map((_, i) => `round ${i + 1}`)],
    style: { head: [], border: [] },
  });
  for (const [name, unit, key, digits] of CASES)
    table.push([name, unit, ...results.map((result) => show(result[key], digits))]);
  console.log(table.toString());
  const rows = CASES.map(([name, unit, key]) =>
    row(
      'denies',
      name,
      { records },
      unit,
      results.map((result) => result[key]),
    ),
  );
  const [decode, , turn] = rows as [Row, Row, Row];
  console.log(
    `packets, bytes and checksum equal the sender's; median ${show(decode.median, 0)} records/s (goal 500,000); the loop was held for ${show(turn.max, 2)} ms of processor time at most (goal 10)`,
  );
  return rows;
}

const show = (figure: number, digits: number): string =>
  figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

async function once(records: number): Promise<Result> {
  const feed = new DenyFeed();
  const kernel = new DenyKernel(feed.parts);
  kernel.setRate(1e9, 1e6);
  feed.prepare({ flows: 0xffffff, endpoints: 64 });
  const sender = await DenySender.ready(feed, { kind: 'in step', packets: records, window: WINDOW });
  const sums = { records: 0, packets: 0, bytes: 0, low: 0, high: 0n };
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
      sender.read(sums.records);
      if (sums.records >= records) finished.resolve();
    },
    (error) => finished.reject(error),
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const rssBefore = process.memoryUsage.rss();
  let peak = rssBefore;
  const timer = setInterval(() => {
    reader.consume();
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  delay.enable();
  const before = mainThread();
  const start = performance.now();
  await Promise.all([sender.go(), finished.promise]);
  const seconds = (performance.now() - start) / 1000;
  const after = mainThread();
  delay.disable();
  clearInterval(timer);
  await sender.close();
  const { longestNs, longestCpuNs } = reader.stats;
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
    cpuRate: sums.records / (after.ran - before.ran),
    turnCpuMs: longestCpuNs / 1e6,
    turnMs: longestNs / 1e6,
    // The monitor's own timer fires a millisecond after the last time.
    p99DelayMs: Math.max(0, delay.percentile(99) / 1e6 - 1),
    worstDelayMs: Math.max(0, delay.max / 1e6 - 1),
    waitedMs: (after.waited - before.waited) * 1000,
    rssGrowthMiB: Math.round((peak - rssBefore) / 1048576),
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

/** Seconds that this thread ran, and that it was runnable and did not run. */
function mainThread(): { readonly ran: number; readonly waited: number } {
  const [ran, waited] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return { ran: Number(ran) / 1e9, waited: Number(waited) / 1e9 };
}
