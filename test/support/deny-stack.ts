/** Collector and reporter over a real gRPC listener and real kernel maps, in temporary folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { Collector, type CollectorOptions } from '../../src/collector/collector.js';
import { Store } from '../../src/collector/sqlite/store.js';
import { checkSums, DenyReporter, type ReporterOptions, type StageSum } from '../../src/flows/index.js';
import type { osg } from '../../src/gen/proto.js';
import { type Listener, listen } from '../../src/rpc/listen.js';
import { DENIES } from '../../src/rpc/methods.js';
import { type DenyFeed, feedNames } from './deny-feed.js';

export class DenyStack {
  readonly folder = mkdtempSync(join(tmpdir(), 'osg-deny-'));
  readonly address = `unix:${this.folder}/collector.sock`;
  collector: Collector | undefined;
  #listener: Listener | undefined;
  #clients: Client[] = [];
  readonly #reporters: DenyReporter[] = [];

  get database(): string {
    return join(this.folder, 'denies.db');
  }

  async startCollector(options: Partial<CollectorOptions> = {}): Promise<Collector> {
    this.collector = await Collector.open({
      stores: new Store({ path: this.database }),
      commitMs: 5,
      onError: (error) => console.log('collector:', String(error)),
      ...options,
    });
    this.#listener = await listen(this.address, this.collector.services);
    return this.collector;
  }

  async stopCollector(): Promise<void> {
    await this.#listener?.close(50);
    await this.collector?.close();
    this.collector = undefined;
    this.#listener = undefined;
  }

  async startReporter(feed: DenyFeed, options: Partial<ReporterOptions> = {}): Promise<DenyReporter> {
    const reporter = await DenyReporter.start({
      node: 'node-1',
      kernel: feed.parts,
      epoch: feed.epoch,
      names: feedNames(16),
      collector: { address: this.address, backoffMs: { first: 20, most: 100 }, timeoutMs: 1000 },
      spool: { directory: join(this.folder, 'spool'), maxBytes: 64 << 20 },
      sweepMs: 50,
      pollMs: 10,
      onError: (error) => console.log('reporter:', String(error)),
      ...options,
    });
    this.#reporters.push(reporter);
    return reporter;
  }

  /** Waits until everything that was sent is stored, and returns the sums of every stage. */
  async settle(reporter: DenyReporter, timeoutMs = 20_000): Promise<StageSum[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      reporter.flush();
      const { accounting } = reporter.status();
      const sums = await this.sums(reporter);
      const done =
        reporter.status().connected &&
        accounting.pending === 0 &&
        accounting.waiting === 0 &&
        sums.every(({ closed }) => closed);
      if (done || Date.now() > deadline) return sums;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async sums(reporter: DenyReporter): Promise<StageSum[]> {
    const { accounting } = reporter.status();
    const row = (await this.collector?.store.accounts())?.at(-1);
    return checkSums(accounting, row?.storedPackets ?? undefined);
  }

  query(query: osg.v1.FlowQuery.$Properties): Promise<osg.v1.FlowRecord[]> {
    return new Promise((resolve, reject) => {
      const events: osg.v1.FlowRecord[] = [];
      const { path, requestSerialize, responseDeserialize } = DENIES.Query;
      const call = this.client().makeServerStreamRequest(path, requestSerialize, responseDeserialize, query);
      call.on('data', (reply: osg.v1.FlowReply) => events.push(...(reply.records as osg.v1.FlowRecord[])));
      call.on('end', () => resolve(events));
      call.on('error', reject);
    });
  }

  client(): Client {
    const client = new Client(this.address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const reporter of this.#reporters) await reporter.close();
    for (const client of this.#clients) client.close();
    await this.stopCollector();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function printSums(title: string, sums: readonly StageSum[]): void {
  console.log([title, ...sums.map(({ text }) => `  ${text}`)].join('\n'));
}
