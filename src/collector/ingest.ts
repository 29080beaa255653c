import type { osg } from '../gen/proto.js';
import { namePeers, type StoredBatch } from './batch.js';
import { decodeReport } from './check.js';
import { CollectorError } from './error.js';
import type { FlowStore, Incoming } from './flow-store.js';
import type { Inventory } from './inventory.js';

/** One agent's stream, as ingestion needs it. */
export interface IngestStream {
  /** Whether the other end may report as this node. */
  allows(node: string): boolean;
  ack(ack: osg.v1.ReportAck.$Properties): void;
  /** Back-pressure: no more messages are read until resumed. */
  pause(): void;
  resume(): void;
  /** Ends the stream; the agent keeps what was not acked and comes again. */
  fail(error: unknown): void;
}

export interface IngestOptions {
  readonly store: FlowStore;
  readonly inventory: Inventory;
  /** How long batches wait to share a commit. */
  readonly commitMs: number;
  /** Bound of what waits, over all streams. */
  readonly maxWaitingBytes: number;
  readonly onStored: (stored: StoredBatch) => void;
  readonly onError: (error: unknown) => void;
  /** After each commit: why it failed, or undefined. */
  readonly committed: (failure: unknown) => void;
}

interface Waiting {
  readonly stream: IngestStream;
  readonly body: Buffer;
}

const NOTHING = { names: [], index: new Uint16Array(0), placements: new Uint8Array(0) };
/** Bytes of one transaction: what the event loop does in one go. */
const SLICE_BYTES = 512 << 10;

/** Takes encoded batches from many streams, stores them in shared transactions, then acks. Memory is bounded. */
export class Ingest {
  readonly #options: IngestOptions;
  #waiting: Waiting[] = [];
  #bytes = 0;
  /** A commit is to come or under way: there is one at a time, so that a stream's batches keep their order. */
  #scheduled = false;
  #committing: Promise<void> = Promise.resolve();
  readonly #paused = new Set<IngestStream>();
  readonly #gone = new WeakSet<IngestStream>();
  #closed = false;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  get waitingBytes(): number {
    return this.#bytes;
  }

  push(stream: IngestStream, body: Buffer): void {
    // A stream that lost a batch must lose all that follow: the store takes a higher sequence as proof of the lower ones.
    if (this.#closed || this.#gone.has(stream)) return;
    this.#waiting.push({ stream, body });
    this.#bytes += body.length;
    if (this.#bytes > this.#options.maxWaitingBytes && !this.#paused.has(stream)) {
      this.#paused.add(stream);
      stream.pause();
    }
    this.#schedule(this.#bytes > SLICE_BYTES ? 0 : this.#options.commitMs);
  }

  /** The stream is gone: what it sent and was not stored is forgotten; the agent has it. */
  forget(stream: IngestStream): void {
    this.#gone.add(stream);
    this.#paused.delete(stream);
    this.#waiting = this.#waiting.filter((one) => one.stream !== stream);
    this.#bytes = this.#waiting.reduce((sum, { body }) => sum + body.length, 0);
  }

  /** Resolves when nothing of ours is being stored. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    this.#bytes = 0;
    await this.#committing;
  }

  #schedule(ms: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const work = (): void => {
      if (this.#closed) return;
      this.#committing = this.#commit().then(() => {
        this.#scheduled = false;
        if (this.#waiting.length > 0) this.#schedule(0);
      });
    };
    if (ms === 0) setImmediate(work);
    else setTimeout(work, ms);
  }

  async #commit(): Promise<void> {
    const slice = this.#slice();
    const incoming: (Incoming & { stream: IngestStream })[] = [];
    for (const { stream, body } of slice) {
      if (this.#gone.has(stream)) continue;
      try {
        const decoded = this.#decode(body);
        if (!stream.allows(decoded.batch.node)) {
          throw new CollectorError(
            'ACCESS',
            'report',
            `the certificate does not name node ${JSON.stringify(decoded.batch.node)}`,
          );
        }
        incoming.push({ stream, ...decoded });
      } catch (error) {
        this.forget(stream);
        stream.fail(error);
        this.#options.onError(error);
      }
    }
    await this.#store(incoming);
    if (this.#bytes > this.#options.maxWaitingBytes / 2) return;
    for (const stream of this.#paused) stream.resume();
    this.#paused.clear();
  }

  async #store(incoming: readonly (Incoming & { readonly stream: IngestStream })[]): Promise<void> {
    if (incoming.length === 0) return;
    try {
      const outcomes = await this.#options.store.ingest(incoming);
      for (const [i, { ack, stored }] of outcomes.entries()) {
        const stream = incoming[i]?.stream;
        if (stream !== undefined && !this.#gone.has(stream)) stream.ack(ack);
        if (stored !== undefined) this.#options.onStored(stored);
      }
      this.#options.committed(undefined);
    } catch (error) {
      this.#options.onError(error);
      this.#options.committed(error);
      for (const stream of new Set(incoming.map((one) => one.stream))) {
        this.forget(stream);
        stream.fail(error);
      }
    }
  }

  #slice(): Waiting[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#waiting.length && (count === 0 || bytes < SLICE_BYTES)) {
      bytes += (this.#waiting[count] as Waiting).body.length;
      count++;
    }
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  #decode(body: Buffer): Incoming {
    const batch = decodeReport(body);
    return { body, batch, peers: batch.items.length === 0 ? NOTHING : namePeers(batch, this.#options.inventory) };
  }
}
