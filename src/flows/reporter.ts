import { OsgEventLimits } from '../gen/abi.js';
import type { osg } from '../gen/proto.js';
import type { EncodedBatch } from '../rpc/methods.js';
import type { Accounting } from './accounts.js';
import { Batcher } from './batcher.js';
import { EventsError } from './error.js';
import { type DenyFigures, DenyKernel, type DenyKernelParts, type DenyReader } from './kernel.js';
import { Ledger } from './ledger.js';
import type { DenyNames, FlowContext } from './names.js';
import { Outbox } from './outbox.js';
import { copyRecord, type DenyRecord, decodeRecords, RECORD_SIZE } from './record.js';
import { Sender, type SenderOptions } from './sender.js';
import { Spool, type SpoolLoss } from './spool.js';
import { loadState, StateKeeper } from './state.js';

export interface ReporterOptions {
  readonly node: string;
  readonly kernel: DenyKernelParts;
  /** Identity of the kernel's maps: boot id and map id. Other maps begin a new boot id on the wire. */
  readonly epoch: string;
  readonly names: DenyNames;
  readonly collector: Omit<SenderOptions, 'onState'>;
  /** Absent: memory only. */
  readonly spool?: { readonly directory: string; readonly maxBytes: number };
  /** Bound of unacked batches in memory; 16 MiB. */
  readonly memoryBytes?: number;
  /** Events per second and endpoint, and burst; the kernel's default: 500, 1000. */
  readonly rate?: { readonly eventsPerSecond: number; readonly burst: number };
  /** Between sweeps; also the least time between two roll-ups of a flow. 1000. */
  readonly sweepMs?: number;
  /** A flow without packets for so long begins anew; 30,000. */
  readonly idleMs?: number;
  /** A deny that comes alone is seen at once; those that follow it, after so long at most: 100. */
  readonly pollMs?: number;
  /** For each event, before it is queued: local exports. Must not throw. */
  readonly onEvent?: (record: DenyRecord, context: FlowContext) => void;
  readonly onState?: (connected: boolean, error?: unknown) => void;
  readonly onError?: (error: unknown) => void;
}

/** What `status` shows. */
export interface ReporterStatus {
  readonly connected: boolean;
  readonly accounting: Accounting;
  readonly kernel: DenyFigures;
  readonly ring: DenyReader['stats'];
  readonly memoryBytes: number;
  readonly spool: { readonly bytes: number; readonly maxBytes: number; readonly batches: number };
}

const SWEEP_LIMIT = 16_384;
const MAX_ROLLUP_MS = 32_000;
const AWAY_FLUSH_MS = 1000;

/**
 * The deny stream on a node: ring → decode → name → batch → memory or spool → collector. Nothing here waits for
 * anything that enforcement needs; what does not fit a bound is dropped and counted.
 */
export class DenyReporter {
  readonly #options: ReporterOptions;
  readonly #kernel: DenyKernel;
  readonly #outbox: Outbox;
  readonly #spool: Spool | undefined;
  readonly #ledger: Ledger;
  readonly #batcher: Batcher;
  readonly #sender: Sender;
  readonly #reader: DenyReader;
  readonly #keeper: StateKeeper | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Records came just now: more are likely. */
  #soon: NodeJS.Timeout | undefined;
  #rollupMs: number;
  /** Records read before the ledger began. */
  #early: DenyRecord[] | undefined = [];
  #pending: number;
  #figures: DenyFigures;
  #connected = false;
  #flushedAt = 0;
  #closing: Promise<void> | undefined;

  /** Reads what an earlier process left, then starts. @throws {EventsError} if the spool's folder cannot be used. */
  static async start(options: ReporterOptions): Promise<DenyReporter> {
    const losses: SpoolLoss[] = [];
    let onLost = (loss: SpoolLoss): void => void losses.push(loss);
    const spool = options.spool && (await Spool.open(options.spool, (loss) => onLost(loss)));
    const state = options.spool && (await loadState(options.spool.directory));
    const reporter = new DenyReporter(options, spool, state);
    onLost = (loss) => reporter.#lost(loss);
    losses.forEach(onLost);
    try {
      await reporter.#begin();
    } catch (error) {
      await reporter.close();
      throw error;
    }
    return reporter;
  }

  private constructor(
    options: ReporterOptions,
    spool: Spool | undefined,
    state: Awaited<ReturnType<typeof loadState>>,
  ) {
    this.#options = options;
    this.#spool = spool;
    this.#rollupMs = options.sweepMs ?? 1000;
    this.#kernel = new DenyKernel(options.kernel);
    if (options.rate !== undefined) this.#kernel.setRate(options.rate.eventsPerSecond, options.rate.burst);
    const onError = options.onError ?? (() => undefined);
    this.#keeper = options.spool && new StateKeeper(options.spool.directory, onError);
    this.#outbox = new Outbox({
      memoryBytes: options.memoryBytes ?? 16 << 20,
      ...(spool === undefined ? {} : { spool }),
      onWriteError: onError,
    });
    this.#reader = options.kernel.openReader(
      (buffer, offsets, count) => this.#onBatch(buffer, offsets, count),
      onError,
    );
    // What lies in the ring will be received by us: it is no gap.
    this.#figures = this.#kernel.withoutRecords(() => this.#settleRing());
    this.#pending = this.#kernel.sweep({ rollupMs: 0, idleMs: 1e9, limit: 0 }).pending;
    const early = this.#early ?? [];
    const inRing = early.reduce((sum, { packets }) => sum + packets, 0);
    this.#ledger = new Ledger({
      epoch: options.epoch,
      state,
      lastSpooled: spool?.lastSequence ?? 0,
      kernel: {
        ...this.#figures,
        counted: this.#figures.counted - this.#pending - inRing,
        reported: this.#figures.reported - inRing,
      },
    });
    this.#batcher = new Batcher({ node: options.node, spoolId: this.#ledger.spoolId });
    this.#early = undefined;
    for (const record of early) this.#take(record);
    this.#sender = new Sender(
      { ...options.collector, onState: (connected, error) => this.#onState(connected, error) },
      {
        next: (after) => this.#outbox.next(after),
        waitForMore: (ms) => this.#outbox.waitForMore(ms),
        greeting: () => this.#greeting(),
        sending: (sequence) => this.#sending(sequence),
        acked: (ack, greeting) => this.#onAck(ack, greeting),
      },
    );
  }

  /** The sums as of now, once closed as of then; exact when traffic has stopped and a sweep has passed. */
  status(): ReporterStatus {
    return this.#last ?? this.#now();
  }
  #last: ReporterStatus | undefined;

  #now(): ReporterStatus {
    this.#figures = this.#kernel.figures();
    return {
      connected: this.#connected,
      accounting: this.#accounting(),
      kernel: this.#figures,
      ring: this.#reader.stats,
      memoryBytes: this.#outbox.bytes,
      spool: {
        bytes: this.#spool?.bytes ?? 0,
        maxBytes: this.#spool?.maxBytes ?? 0,
        batches: this.#spool?.frames ?? 0,
      },
    };
  }

  /** Rolls up and reads what there is now, without waiting for the timers. */
  flush(): void {
    this.#sweep(0);
    this.#drainAll();
  }

  /** Reads the rest, writes what is not acked to the spool, and lets go of the kernel's maps. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    this.#drainAll();
    clearTimeout(this.#soon);
    this.#last = this.#now();
    this.#reader.close();
    await this.#sender.close();
    for (const batch of await this.#outbox.close()) this.#ledger.droppedQueue(batch.packets);
    await this.#save(true);
  }

  async #begin(): Promise<void> {
    await this.#save(false);
    const { sweepMs = 1000 } = this.#options;
    this.#timer = setInterval(() => {
      this.#try(() => {
        this.#sweep(this.#rollupMs);
        this.#drain();
        void this.#save(false);
      });
    }, sweepMs);
    this.#sender.start();
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  #onBatch(buffer: Buffer, offsets: Uint32Array, count: number): void {
    const early = this.#early;
    decodeRecords(buffer, offsets, count, (record) => {
      if (early === undefined) this.#take(record);
      else early.push(copyRecord(record));
    });
    if (early !== undefined || this.#soon !== undefined) return;
    this.#reader.setLeast(OsgEventLimits.WAKE_BYTES);
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#try(() => {
        this.#reader.setLeast(0);
        this.#drain();
      });
    }, this.#options.pollMs ?? 100);
    this.#flushSoon();
  }

  /**
   * Empties the ring and gives the figures that go with it, read again until they stand still: `reported` does as soon as
   * the program runs that had begun have ended, the others only if no deny comes.
   */
  #settleRing(): DenyFigures {
    for (let attempt = 0; ; attempt++) {
      const before = this.#kernel.figures();
      this.#readWhatIsThere();
      const after = this.#kernel.figures();
      const still = after.counted === before.counted;
      if (after.reported === before.reported && (still || attempt >= 16)) return after;
      if (attempt >= 64) throw new EventsError('RING', 'settle the ring', 'records come while none may be made');
    }
  }

  #take(record: DenyRecord): void {
    this.#ledger.received(record.packets);
    const context = this.#options.names.context(record);
    this.#options.onEvent?.(record, context);
    if (this.#batcher.add(record, context, this.#options.names.service(record))) this.#flushBatch();
  }

  /** One bounded batch in one turn of the event loop. */
  #drain(): void {
    this.#reader.consume();
    if (this.#reader.stats.availableBytes > 0) setImmediate(() => this.#closing ?? this.#try(() => this.#drain()));
    this.#flushSoon();
  }

  /** Without a collector larger batches do, and spare the spool. */
  #flushSoon(): void {
    const now = Date.now();
    if (!this.#connected && now - this.#flushedAt < AWAY_FLUSH_MS) return;
    this.#flushedAt = now;
    this.#flushBatch();
  }

  #drainAll(): void {
    this.#readWhatIsThere();
    this.#flushBatch();
  }

  /** As many records as the ring can hold: a flood writes them as fast as they are read. */
  #readWhatIsThere(): void {
    for (let left = this.#reader.stats.ringBytes / RECORD_SIZE; left > 0; ) {
      const count = this.#reader.consume();
      if (count === 0) return;
      left -= count;
    }
  }

  #flushBatch(): void {
    if (this.#batcher.events === 0) return;
    const { packets } = this.#batcher;
    const { sequence, save } = this.#ledger.takeSequence();
    if (save) void this.#save(false);
    const batch = this.#batcher.take(sequence, this.#accounting());
    if (this.#outbox.push(batch)) this.#ledger.batched(packets);
    else this.#ledger.droppedQueue(packets);
  }

  /** Under pressure the interval between roll-ups of a flow doubles, so that every flow gets its turn. */
  #sweep(rollupMs: number): void {
    this.#figures = this.#kernel.figures();
    // No signature: nothing can be pending.
    if (this.#figures.flows === 0 && this.#pending === 0) return;
    const result = this.#kernel.sweep({ rollupMs, idleMs: this.#options.idleMs ?? 30_000, limit: SWEEP_LIMIT });
    this.#pending = result.pending;
    const least = this.#options.sweepMs ?? 1000;
    this.#rollupMs =
      result.deferred > 0 ? Math.min(MAX_ROLLUP_MS, this.#rollupMs * 2) : Math.max(least, this.#rollupMs / 2);
    this.#figures = this.#kernel.figures();
  }

  #accounting(): Accounting {
    const waiting = this.#outbox.packetsFrom(this.#ledger.firstSequence);
    return this.#ledger.accounting(this.#figures, this.#pending, this.#batcher.packets, waiting);
  }

  #greeting(): EncodedBatch {
    const batcher = new Batcher({ node: this.#options.node, spoolId: this.#ledger.spoolId });
    return batcher.take(0, this.#accounting()).body;
  }

  #sending(sequence: number): boolean {
    if (!this.#outbox.has(sequence)) return false;
    this.#ledger.sending(sequence);
    return true;
  }

  #onAck(ack: osg.v1.ReportAck, greeting: boolean): void {
    this.#ledger.answered(ack.sequence, greeting);
    for (const batch of this.#outbox.ack(ack.sequence)) this.#ledger.acked(batch);
    if (!this.#ledger.unsettled) return;
    const { firstSequence, ownSequence } = this.#ledger;
    this.#ledger.settle(
      ack.storedPackets,
      this.#outbox.packetsFrom(firstSequence) - this.#outbox.packetsFrom(ownSequence),
    );
  }

  #onState(connected: boolean, error?: unknown): void {
    if (connected !== this.#connected || error !== undefined) this.#options.onState?.(connected, error);
    this.#connected = connected;
    this.#outbox.setConnected(connected);
  }

  #lost(loss: SpoolLoss): void {
    if (loss.kind === 'torn') this.#ledger.torn(loss.packets);
    else this.#ledger.droppedSpool(loss);
  }

  #save(atEnd: boolean): Promise<void> {
    return this.#keeper?.save(() => this.#ledger.state(atEnd)) ?? Promise.resolve();
  }
}
