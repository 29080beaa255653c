import type { osg } from '../gen/proto.js';
import type { EncodedBatch } from '../rpc/methods.js';
import type { Accounting } from './accounts.js';
import { Batcher } from './batcher.js';
import { Intake, type IntakeOptions } from './intake.js';
import type { DenyFigures, DenyReader } from './kernel.js';
import { Ledger } from './ledger.js';
import type { DenyNames, FlowContext } from './names.js';
import { Outbox } from './outbox.js';
import type { DenyRecord } from './record.js';
import { Sender, type SenderOptions } from './sender.js';
import { Spool, type SpoolLoss } from './spool.js';
import { loadState, StateKeeper } from './state.js';

export interface ReporterOptions extends IntakeOptions {
  readonly node: string;
  /** Identity of the kernel's maps: boot id and map id. Other maps begin a new spool id. */
  readonly epoch: string;
  readonly names: DenyNames;
  readonly collector: Omit<SenderOptions, 'onState'>;
  /** Absent: memory only. */
  readonly spool?: { readonly directory: string; readonly maxBytes: number };
  /** Bound of unacked batches in memory; 16 MiB. */
  readonly memoryBytes?: number;
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

const AWAY_FLUSH_MS = 1000;

/**
 * The deny stream on a node: ring → decode → name → batch → memory or spool → collector. Nothing here waits for
 * anything that enforcement needs; what does not fit a bound is dropped and counted.
 */
export class DenyReporter {
  readonly #options: ReporterOptions;
  readonly #intake: Intake;
  readonly #outbox: Outbox;
  readonly #spool: Spool | undefined;
  readonly #ledger: Ledger;
  readonly #batcher: Batcher;
  readonly #sender: Sender;
  readonly #keeper: StateKeeper | undefined;
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
    const onError = options.onError ?? (() => undefined);
    this.#keeper = options.spool && new StateKeeper(options.spool.directory, onError);
    this.#outbox = new Outbox({
      memoryBytes: options.memoryBytes ?? 16 << 20,
      ...(spool === undefined ? {} : { spool }),
      onWriteError: onError,
    });
    this.#intake = new Intake(options, {
      take: (record) => this.#take(record),
      taken: () => this.#flushSoon(),
      swept: () => void this.#save(false),
      onError,
    });
    // What lies in the ring will be received by us: it is no gap.
    const { early, kernel } = this.#intake.settle();
    const { epoch } = options;
    this.#ledger = new Ledger({ epoch, state, lastSpooled: spool?.lastSequence ?? 0, kernel });
    this.#batcher = new Batcher({ node: options.node, spoolId: this.#ledger.spoolId });
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
    const kernel = this.#intake.look();
    return {
      connected: this.#connected,
      accounting: this.#accounting(),
      kernel,
      ring: this.#intake.ring,
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
    this.#intake.sweep(0);
    this.#readAll();
  }

  /** Reads the rest, writes what is not acked to the spool, and lets go of the kernel's maps. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#intake.stop();
    this.#readAll();
    this.#last = this.#now();
    this.#intake.close();
    await this.#sender.close();
    for (const batch of await this.#outbox.close()) this.#ledger.droppedQueue(batch.packets);
    await this.#save(true);
  }

  async #begin(): Promise<void> {
    await this.#save(false);
    this.#intake.start();
    this.#sender.start();
  }

  #take(record: DenyRecord): void {
    this.#ledger.received(record.packets);
    const context = this.#options.names.context(record);
    this.#options.onEvent?.(record, context);
    if (this.#batcher.add(record, context, this.#options.names.service(record))) this.#flushBatch();
  }

  /** Without a collector larger batches do, and spare the spool. */
  #flushSoon(): void {
    const now = Date.now();
    if (!this.#connected && now - this.#flushedAt < AWAY_FLUSH_MS) return;
    this.#flushedAt = now;
    this.#flushBatch();
  }

  #readAll(): void {
    this.#intake.readAll();
    this.#flushBatch();
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

  #accounting(): Accounting {
    const waiting = this.#outbox.packetsFrom(this.#ledger.firstSequence);
    return this.#ledger.accounting(this.#intake.figures, this.#intake.pending, this.#batcher.packets, waiting);
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
