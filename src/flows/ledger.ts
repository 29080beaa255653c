import type { Accounting } from './accounts.js';
import { type KernelTotals, newSpoolId, type SpoolState } from './state.js';

/** Sequences are reserved on disk in such steps: a crash skips the rest. */
const RESERVE = 4096;

/** What the ledger must know when it begins. */
export interface LedgerStart {
  readonly epoch: string;
  /** What an earlier process left, if it had the same epoch or another. */
  readonly state: SpoolState | undefined;
  /** Highest sequence in the spool. */
  readonly lastSpooled: number;
  /** The kernel's totals now; `reported` without the packets that still lie in the ring. */
  readonly kernel: KernelTotals;
}

interface Sized {
  readonly sequence: number;
  readonly packets: number;
}

/**
 * Counts what passes each stage of the agent, since the spool id began. A new spool id begins with a new spool or new kernel
 * maps. After a crash of the agent, what the kernel had reported to it and nobody has is the gap: it is set once, from
 * the first ack, when it is known what the store has.
 */
export class Ledger {
  readonly spoolId: string;
  readonly firstSequence: number;
  /** Lower sequences are an earlier process's. */
  readonly ownSequence: number;
  readonly #epoch: string;
  readonly #base: KernelTotals;
  readonly #start: LedgerStart;
  #next: number;
  #reserved: number;
  #received = 0;
  #batched = 0;
  #acked = 0;
  #droppedQueue = 0;
  #droppedSpool = 0;
  #torn = 0;
  #tornRecords = 0;
  #gap = 0;
  #resumed: boolean;
  /** Higher sequences have not been sent since the collector last said what it has. */
  #sent: number;
  /** Dropped from the spool after they were sent: the next answer tells whether they were stored. */
  #doubtful: Sized[] = [];

  constructor(start: LedgerStart) {
    const same = start.state?.epoch === start.epoch ? start.state : undefined;
    this.#start = start;
    this.#epoch = start.epoch;
    this.#resumed = same !== undefined;
    this.#next = Math.max(start.state?.reserved ?? 0, start.lastSpooled) + 1;
    this.#reserved = this.#next + RESERVE;
    this.ownSequence = this.#next;
    this.#sent = this.#next - 1;
    this.spoolId = same?.spoolId ?? newSpoolId();
    this.firstSequence = same?.firstSequence ?? this.#next;
    this.#base = same?.base ?? start.kernel;
    if (same === undefined) return;
    this.#acked = same.acked;
    this.#droppedQueue = same.droppedQueue;
    this.#droppedSpool = same.droppedSpool;
    this.#torn = same.torn;
    this.#tornRecords = same.tornRecords;
    this.#gap = same.gap;
  }

  /** Whether `settle` is still to come. */
  get unsettled(): boolean {
    return this.#resumed;
  }

  /**
   * The first contact with the collector after a restart within one spool id. `stored`: the packets that it has of it;
   * `waiting`: those that lay in the spool when we began.
   */
  settle(stored: number, waiting: number): void {
    if (!this.#resumed) return;
    this.#resumed = false;
    this.#acked = Math.max(this.#acked, stored);
    const before = this.#acked + waiting + this.#droppedSpool + this.#torn;
    this.#batched += before;
    this.#received += before + this.#droppedQueue;
    this.#gap = this.#start.kernel.reported - this.#base.reported - before - this.#droppedQueue;
  }

  /** The next batch's sequence. `save`: the state is to be saved, long before the sequences that it reserves are used. */
  takeSequence(): { readonly sequence: number; readonly save: boolean } {
    const sequence = this.#next++;
    const save = this.#reserved - sequence < RESERVE / 2;
    if (save) this.#reserved += RESERVE;
    return { sequence, save };
  }

  received(packets: number): void {
    this.#received += packets;
  }

  batched(packets: number): void {
    this.#batched += packets;
  }

  droppedQueue(packets: number): void {
    this.#droppedQueue += packets;
  }

  sending(sequence: number): void {
    this.#sent = Math.max(this.#sent, sequence);
  }

  /** The collector has everything up to the sequence that was sent. `greeting`: as it said when the stream began. */
  answered(sequence: number, greeting: boolean): void {
    const doubtful = this.#doubtful;
    this.#doubtful = [];
    if (greeting) this.#sent = sequence;
    for (const batch of doubtful) {
      if (batch.sequence <= sequence) this.acked(batch);
      else this.droppedSpool(batch);
    }
  }

  acked(batch: Sized): void {
    // Before settling, an earlier process's batch is in the store's own figure.
    if (this.#resumed && batch.sequence < this.ownSequence) return;
    if (batch.sequence >= this.firstSequence) this.#acked += batch.packets;
  }

  droppedSpool(batch: Sized): void {
    if (batch.sequence < this.firstSequence) return;
    if (batch.sequence <= this.#sent) this.#doubtful.push(batch);
    else this.#droppedSpool += batch.packets;
  }

  torn(packets: number): void {
    this.#torn += packets;
    this.#tornRecords++;
  }

  /** `kernel`: the totals now; `pending`: packets in its signatures. */
  accounting(kernel: KernelTotals, pending: number, queued: number, waiting: number): Accounting {
    return {
      counted: kernel.counted - this.#base.counted,
      reported: kernel.reported - this.#base.reported,
      suppressed: kernel.suppressed - this.#base.suppressed,
      lost: kernel.lost - this.#base.lost,
      pending,
      received: this.#received,
      gap: this.#gap,
      queued,
      droppedQueue: this.#droppedQueue,
      batched: this.#batched,
      waiting: this.#doubtful.reduce((sum, { packets }) => sum + packets, waiting),
      droppedSpool: this.#droppedSpool,
      acked: this.#acked,
      tornRecords: this.#tornRecords,
      torn: this.#torn,
    };
  }

  /** `used`: give back the sequences that were reserved and not used, at an orderly end. */
  state(used: boolean): SpoolState {
    return {
      epoch: this.#epoch,
      spoolId: this.spoolId,
      firstSequence: this.firstSequence,
      reserved: used ? this.#next - 1 : this.#reserved,
      base: this.#base,
      acked: this.#acked,
      droppedQueue: this.#droppedQueue,
      droppedSpool: this.#droppedSpool,
      torn: this.#torn,
      tornRecords: this.#tornRecords,
      gap: this.#gap,
    };
  }
}
