/** Agent to store: events made by the kernel program at a given rate, reported over gRPC to a collector in its own process. */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { checkSums, DenyReporter, type StageSum } from '../src/events/index.js';
import { DenyFeed, feedNames } from '../test/support/deny-feed.js';
import { row as asRow } from './row/row.js';

export const summary = 'deny events a second from the kernel to the store, over gRPC: sustained, and beyond';

const ENDPOINTS = 16;

interface Row {
  readonly offered: number;
  readonly stored: number;
  readonly seconds: number;
  readonly agentMiB: number;
  readonly collectorMiB: number;
  readonly sums: readonly StageSum[];
  readonly lost: number;
  readonly backlogMiB: number;
  /** Processor time for an event, in microseconds: what does not depend on who else uses the machine. */
  readonly agentUs: number;
  readonly collectorUs: number;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string' }, rates: { type: 'string' } },
  });
  const seconds = Number(values.seconds ?? 10);
  const rates = (values.rates ?? '50000,100000,200000,1000000').split(',').map(Number);
  const results: unknown[] = [];
  for (const rate of rates) {
    const row = await once(rate, seconds);
    const perSecond = row.stored / row.seconds;
    const losses = row.lost === 0 ? 'nothing lost' : `${row.lost.toLocaleString('en')} packets lost, counted`;
    console.log(
      `offered ${rate.toLocaleString('en')}/s: ${Math.round(perSecond).toLocaleString('en')} events/s stored while offered, ${losses}, backlog at the end ${row.backlogMiB} MiB, memory agent ${row.agentMiB} MiB, collector ${row.collectorMiB} MiB, processor time for an event ${row.agentUs.toFixed(1)} µs and ${row.collectorUs.toFixed(1)} µs`,
    );
    for (const { text } of row.sums) console.log(`  ${text}`);
    if (row.sums.some(({ closed }) => !closed)) throw new Error('a sum does not close');
    const params = { offered: rate, seconds };
    results.push(
      asRow('stream', 'stored', params, 'events/s', [perSecond]),
      asRow('stream', 'agent-memory', params, 'MiB', [row.agentMiB]),
      asRow('stream', 'collector-memory', params, 'MiB', [row.collectorMiB]),
      asRow('stream', 'lost', params, 'packets', [row.lost]),
    );
  }
  return results;
}

async function once(rate: number, seconds: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'osg-stream-'));
  const address = `unix:${folder}/c.sock`;
  const collector = fork(new URL('./stream/collector.ts', import.meta.url), [join(folder, 'denies.db'), address], {
    execArgv: process.execArgv,
  });
  const feed = new DenyFeed({ maxRecords: 1024 });
  let reporter: DenyReporter | undefined;
  try {
    await message(collector);
    reporter = await DenyReporter.start({
      node: 'node-1',
      kernel: feed.parts,
      epoch: feed.epoch,
      names: feedNames(ENDPOINTS),
      collector: { address },
      spool: { directory: join(folder, 'spool'), maxBytes: 256 << 20 },
      rate: { eventsPerSecond: 1e9, burst: 1e6 },
    });
    while (!reporter.status().connected) await sleep(20);
    feed.prepare({ flows: 0xffffff, endpoints: ENDPOINTS });
    const cpuBefore = { agent: mainThreadUs(), collector: (await ask(collector)).cpuUs };
    let agentPeak = 0;
    const memory = setInterval(() => {
      agentPeak = Math.max(agentPeak, process.memoryUsage.rss());
    }, 100);
    const worker = new Worker(new URL('./stream/sender.ts', import.meta.url), {
      workerData: { program: feed.program.info.id, rate, seconds },
    });
    const done = new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    const took = await done;
    const during = await ask(collector);
    const backlog = reporter.status();
    await settle(reporter, 120_000);
    clearInterval(memory);
    const { accounting } = reporter.status();
    const after = await ask(collector);
    const sums = checkSums(accounting, after.packets);
    const { suppressed, lost, droppedQueue, droppedSpool } = accounting;
    const events = Math.max(1, after.events);
    return {
      offered: rate,
      agentUs: (mainThreadUs() - cpuBefore.agent) / events,
      collectorUs: (after.cpuUs - cpuBefore.collector) / events,
      stored: during.events,
      seconds: took,
      agentMiB: Math.round(agentPeak / 1048576),
      collectorMiB: Math.round(after.peak / 1048576),
      sums,
      lost: suppressed + lost + droppedQueue + droppedSpool,
      backlogMiB: Math.round((backlog.memoryBytes + backlog.spool.bytes) / 1048576),
    };
  } finally {
    await reporter?.close();
    feed.close();
    collector.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

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

interface Answer {
  readonly events: number;
  readonly packets: number;
  readonly peak: number;
  readonly cpuUs: number;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const message = (child: ReturnType<typeof fork>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as Answer));
    child.once('exit', (code) => reject(new Error(`the collector ended with ${code}`)));
  });

function ask(child: ReturnType<typeof fork>): Promise<Answer> {
  const answer = message(child);
  child.send('figures');
  return answer;
}
