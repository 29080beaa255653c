import type { Batch } from './frame.js';
import type { Spool } from './spool.js';

export interface OutboxOptions {
  /** Bound of the batches in memory. */
  readonly memoryBytes: number;
  /** Absent: memory only. */
  readonly spool?: Spool;
  /** After a failed write. */
  readonly retryMs?: number;
  readonly onWriteError?: (error: unknown) => void;
}

/**
 * Batches that no collector has acked. While the collector keeps up they stay in memory; else they go to the spool. What
 * neither takes is refused, and the caller counts it. Order of sequence: `#memory`, then the spool, then `#unwritten`.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #memory: Batch[] = [];
  /** On their way to the spool; `#writing` is in a write now. */
  #unwritten: Batch[] = [];
  #writing: readonly Batch[] = [];
  /** Acked while in a write: for the next `ack` to return. */
  #released: Batch[] = [];
  #acked = 0;
  #bytes = 0;
  #connected = false;
  /** `#memory` is being written to the spool: nothing joins it. */
  #spilling = false;
  #writer: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Packets of everything that waits, from that sequence on. */
  packetsFrom(sequence: number): number {
    let sum = this.#options.spool?.packetsFrom(sequence) ?? 0;
    for (const batch of [...this.#released, ...this.#memory, ...this.#writing, ...this.#unwritten]) {
      if (batch.sequence >= sequence) sum += batch.packets;
    }
    return sum;
  }

  /** False: over the bound, not taken. */
  push(batch: Batch): boolean {
    const { spool, memoryBytes } = this.#options;
    const toDisk =
      spool !== undefined &&
      (!this.#connected || !spool.empty || this.#spilling || this.#backlog || this.#bytes >= memoryBytes / 2);
    if (this.#bytes + batch.body.length > memoryBytes) return false;
    this.#bytes += batch.body.length;
    if (toDisk) {
      this.#unwritten.push(batch);
      this.#write();
    } else {
      this.#memory.push(batch);
    }
    this.#wake?.();
    return true;
  }

  /** The first batch after that sequence, wherever it lies, or undefined: none is ever passed over. */
  async next(after: number): Promise<Batch | undefined> {
    for (;;) {
      const waiting = [this.#memory, this.#writing, this.#unwritten].map((list) =>
        list.find(({ sequence }) => sequence > after),
      );
      const first = waiting.reduce(
        (least, batch) => (batch && batch.sequence < (least?.sequence ?? Infinity) ? batch : least),
        undefined,
      );
      const spooled = this.#options.spool?.firstAfter(after);
      if (spooled === undefined || (first !== undefined && first.sequence <= spooled)) return first;
      const batch = await this.#options.spool?.read(spooled);
      // It may have been acked, dropped or found damaged in the meantime: look again.
      if (batch !== undefined) return batch;
    }
  }

  /** Whether the batch still waits: neither acked nor dropped. */
  has(sequence: number): boolean {
    const lists = [this.#memory, this.#writing, this.#unwritten];
    return (
      lists.some((list) => list.some((batch) => batch.sequence === sequence)) ||
      this.#options.spool?.firstAfter(sequence - 1) === sequence
    );
  }

  /** Resolves when a batch was pushed, after the time, or when somebody waits anew: the earlier one has given up. */
  waitForMore(ms: number): Promise<void> {
    this.#wake?.();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        if (this.#wake === wake) this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wake = wake;
    });
  }

  /**
   * The collector has everything up to the sequence. Returns what that was, each batch once; what is in a write now is
   * returned by a later call.
   */
  ack(sequence: number): readonly { readonly sequence: number; readonly packets: number; readonly events: number }[] {
    this.#acked = Math.max(this.#acked, sequence);
    const released = this.#released;
    this.#released = [];
    const memory = this.#take(this.#memory, sequence);
    this.#memory = memory.keep;
    const unwritten = this.#take(this.#unwritten, sequence);
    this.#unwritten = unwritten.keep;
    return [...released, ...memory.acked, ...(this.#options.spool?.ack(sequence) ?? []), ...unwritten.acked];
  }

  /** While the collector is away new batches go to the spool, and so do those in memory. */
  setConnected(connected: boolean): void {
    this.#connected = connected;
    if (!connected) this.#spill();
  }

  /** Writes what is in memory to the spool. What cannot be written is returned: it is lost with the process. */
  async close(): Promise<readonly Batch[]> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#wake?.();
    this.#spill();
    this.#write();
    await this.#writer;
    return [...this.#memory, ...this.#unwritten];
  }

  get #backlog(): boolean {
    return this.#unwritten.length > 0 || this.#writing.length > 0;
  }

  #spill(): void {
    const { spool } = this.#options;
    if (spool === undefined || this.#spilling || this.#memory.length === 0) return;
    this.#spilling = true;
    this.#writer = this.#writer.then(async () => {
      const batches = this.#memory;
      try {
        // They stay readable in #memory during the write, and may be acked, and counted, there.
        await spool.prepend(batches);
        const left = new Set(this.#memory);
        for (const batch of left) this.#bytes -= batch.body.length;
        this.#memory = [];
        spool.forget(batches.filter((batch) => !left.has(batch)).map(({ sequence }) => sequence));
      } catch (error) {
        this.#options.onWriteError?.(error);
      }
      this.#spilling = false;
    });
  }

  #write(): void {
    const { spool } = this.#options;
    if (spool === undefined || this.#retry !== undefined) return;
    this.#writer = this.#writer.then(async () => {
      // What was acked during an earlier write that failed needs no other.
      const { acked, keep } = this.#take(this.#unwritten, this.#acked);
      this.#released.push(...acked);
      this.#unwritten = keep;
      if (keep.length === 0) return;
      this.#writing = keep;
      this.#unwritten = [];
      try {
        await spool.append(this.#writing);
        for (const batch of this.#writing) this.#bytes -= batch.body.length;
      } catch (error) {
        this.#options.onWriteError?.(error);
        this.#unwritten = [...this.#writing, ...this.#unwritten];
        if (!this.#closed) {
          this.#retry = setTimeout(() => {
            this.#retry = undefined;
            this.#write();
          }, this.#options.retryMs ?? 1000);
        }
      }
      this.#writing = [];
    });
  }

  #take(list: Batch[], sequence: number): { acked: Batch[]; keep: Batch[] } {
    const acked = list.filter((batch) => batch.sequence <= sequence);
    for (const batch of acked) this.#bytes -= batch.body.length;
    return { acked, keep: acked.length === 0 ? list : list.slice(acked.length) };
  }
}
