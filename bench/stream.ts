/** Agent to store: events made by the kernel program at a given rate, reported over gRPC to a collector in its own process. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { Registry } from 'prom-client';
import { type Accounting, checkSums, DenyMetrics, DenyReporter } from '../src/flows/index.js';
import { DenyFeed, feedNames } from '../test/support/deny-feed.js';
import { DenySender } from '../test/support/deny-sender.js';
import { type Row, row } from './row/row.js';
import type { CollectorFigures } from './stream/collector.js';

export const summary = 'deny events a second from the kernel to the store, over gRPC: sustained, and beyond';

const ENDPOINTS = 16;
const SPOOL_BYTES = 64 << 20;
/** Dials, first batches, compilation: not counted as sustained. */
const WARM_UP_S = 5;
const PRINTED = 12;

/** As of one second. */
interface Sample {
  readonly at: number;
  readonly stored: number;
  readonly agentMiB: number;
  readonly collectorMiB: number;
  readonly waitingMiB: number;
  readonly spoolMiB: number;
  readonly lost: Losses;
}

/** Packets, by the stage that lost them. */
type Losses = Pick<Accounting, 'suppressed' | 'lost' | 'droppedQueue' | 'droppedSpool'>;

interface Result {
  readonly offered: number;
  readonly samples: readonly Sample[];
  readonly losses: Losses;
  /** Processor time for an event, in microseconds: what does not depend on who else uses the machine. */
  readonly agentUs: number;
  readonly collectorUs: number;
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      rates: { type: 'string', default: '100000,200000,1000000' },
    },
  });
  const seconds = Number(values.seconds);
  const rows: Row[] = [];
  const overview = new Table({
    head: ['offered/s', 'stored/s', 'least', 'lost', 'agent MiB', 'collector MiB', 'agent µs', 'collector µs'],
    style: { head: [], border: [] },
  });
  for (const rate of values.rates.split(',').map(Number)) {
    console.log(`\noffered ${count(rate)} events/s for ${seconds} s`);
    const result = await once(rate, seconds);
    const made = rowsOf(rate, seconds, result);
    rows.push(...made);
    const [, stored, agent, collector] = made as [Row, Row, Row, Row];
    const lost = Object.values(result.losses).reduce((sum, packets) => sum + packets, 0);
    overview.push([
      count(result.offered),
      count(stored.median),
      count(stored.min),
      count(lost),
      String(Math.round(agent.max)),
      String(Math.round(collector.max)),
      result.agentUs.toFixed(2),
      result.collectorUs.toFixed(2),
    ]);
  }
  console.log(
    `\n${overview}\nstored/s: median and least of five seconds each, after ${WARM_UP_S} s; lost: packets, counted by stage above`,
  );
  return rows;
}

function rowsOf(rate: number, seconds: number, { offered, samples, losses, agentUs, collectorUs }: Result): Row[] {
  const params = { offered: rate, seconds };
  const make = (name: string, unit: string, figures: readonly number[]): Row =>
    row('stream', name, params, unit, figures);
  const series = (get: (sample: Sample) => number): number[] => samples.map(get);
  return [
    make('offered', 'events/s', [offered]),
    make('stored', 'events/s', storedRates(samples)),
    make(
      'agent-memory',
      'MiB',
      series((sample) => sample.agentMiB),
    ),
    make(
      'collector-memory',
      'MiB',
      series((sample) => sample.collectorMiB),
    ),
    make(
      'waiting-in-memory',
      'MiB',
      series((sample) => sample.waitingMiB),
    ),
    make(
      'waiting-on-disk',
      'MiB',
      series((sample) => sample.spoolMiB),
    ),
    ...Object.entries(losses).map(([stage, packets]) => make(`lost: ${stage}`, 'packets', [packets])),
    make('agent-cpu', 'µs/event', [agentUs]),
    make('collector-cpu', 'µs/event', [collectorUs]),
  ];
}

/** Events a second, over five seconds each. */
function storedRates(samples: readonly Sample[]): number[] {
  const steady = samples.filter(({ at }) => at >= WARM_UP_S);
  const window = Math.min(5, Math.max(1, steady.length - 1));
  const rates: number[] = [];
  for (let i = window; i < steady.length; i += window) {
    const [from, to] = [steady[i - window], steady[i]] as [Sample, Sample];
    rates.push((to.stored - from.stored) / (to.at - from.at));
  }
  if (rates.length === 0) throw new Error(`--seconds: at least ${WARM_UP_S + 3}`);
  return rates;
}

async function once(rate: number, seconds: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'osg-stream-'));
  const address = `unix:${folder}/c.sock`;
  const collector = fork(new URL('./stream/collector.ts', import.meta.url), [join(folder, 'denies.db'), address], {
    execArgv: process.execArgv,
  });
  const feed = new DenyFeed();
  let reporter: DenyReporter | undefined;
  let sender: DenySender | undefined;
  try {
    await message(collector);
    const metrics = new DenyMetrics(() => reporter?.status(), new Registry());
    reporter = await DenyReporter.start({
      node: 'node-1',
      kernel: feed.parts,
      epoch: feed.epoch,
      names: feedNames(ENDPOINTS),
      collector: { address },
      spool: { directory: join(folder, 'spool'), maxBytes: SPOOL_BYTES },
      rate: { eventsPerSecond: 1e9, burst: 1e6 },
      onEvent: metrics.onEvent,
    });
    while (!reporter.status().connected) await sleep(20);
    feed.prepare({ flows: 0xffffff, endpoints: ENDPOINTS });
    const before = { agent: mainThreadUs(), collector: (await ask(collector)).cpuUs };
    const samples: Sample[] = [];
    sender = await DenySender.ready(feed, { kind: 'steady', rate, seconds });
    let sent: number | undefined;
    const sending = sender.go().then((packets) => {
      sent = packets;
    });
    const start = performance.now();
    const take = async (): Promise<void> => {
      const { events, rssBytes } = await ask(collector);
      samples.push(sampleOf((performance.now() - start) / 1000, reporter as DenyReporter, events, rssBytes));
    };
    const every = Math.max(1, Math.round(seconds / PRINTED));
    while (sent === undefined) {
      await take();
      if ((samples.length - 1) % every === 0) console.log(sampleText(samples.at(-1) as Sample, samples.at(-1 - every)));
      await Promise.race([sleep(1000), sending]);
    }
    await settle(reporter, 120_000);
    const after = await ask(collector);
    const { accounting } = reporter.status();
    const sums = checkSums(accounting, after.packets);
    for (const { text } of sums) console.log(`  ${text}`);
    const { packets } = feed.sums();
    if (accounting.counted !== packets) throw new Error(`counted ${accounting.counted}, the sender says ${packets}`);
    if (sums.some(({ closed }) => !closed)) throw new Error('a sum does not close');
    const events = Math.max(1, after.events);
    return {
      offered: sent / seconds,
      samples,
      losses: lossesOf(accounting),
      agentUs: (mainThreadUs() - before.agent) / events,
      collectorUs: (after.cpuUs - before.collector) / events,
    };
  } finally {
    await sender?.close();
    await reporter?.close();
    feed.close();
    collector.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const MIB = 1 << 20;

function sampleOf(at: number, reporter: DenyReporter, stored: number, collectorBytes: number): Sample {
  const { memoryBytes, spool, accounting } = reporter.status();
  return {
    at,
    stored,
    agentMiB: process.memoryUsage.rss() / MIB,
    collectorMiB: collectorBytes / MIB,
    waitingMiB: memoryBytes / MIB,
    spoolMiB: spool.bytes / MIB,
    lost: lossesOf(accounting),
  };
}

const lossesOf = ({ suppressed, lost, droppedQueue, droppedSpool }: Accounting): Losses => ({
  suppressed,
  lost,
  droppedQueue,
  droppedSpool,
});

function sampleText(now: Sample, before: Sample | undefined): string {
  const rate = before === undefined ? 0 : (now.stored - before.stored) / (now.at - before.at);
  const { suppressed, lost, droppedQueue, droppedSpool } = now.lost;
  return [
    `${now.at.toFixed(0).padStart(5)} s`,
    `stored ${count(rate).padStart(9)}/s`,
    `waiting ${now.waitingMiB.toFixed(1).padStart(4)} MiB, spool ${now.spoolMiB.toFixed(1).padStart(4)} MiB`,
    `agent ${now.agentMiB.toFixed(0)} MiB, collector ${now.collectorMiB.toFixed(0)} MiB`,
    `lost: ring ${count(lost)}, rate ${count(suppressed)}, memory ${count(droppedQueue)}, spool ${count(droppedSpool)}`,
  ].join('  ');
}

const count = (figure: number): string => Math.round(figure).toLocaleString('en');

/** The sender's thread is not the agent. */
function mainThreadUs(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
}

async function settle(reporter: DenyReporter, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    reporter.flush();
    const { pending, waiting, queued } = reporter.status().accounting;
    if (pending + waiting + queued === 0) return;
    await sleep(50);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const message = (child: ChildProcess): Promise<CollectorFigures> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the collector ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as CollectorFigures);
    });
  });

function ask(child: ChildProcess): Promise<CollectorFigures> {
  const answer = message(child);
  child.send('figures');
  return answer;
}
