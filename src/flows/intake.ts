/** Records from the kernel's ring, in bounded turns of the event loop, and the sweeps that roll up what made no record. */
import { OsgEventLimits } from '../gen/abi.js';
import { EventsError } from './error.js';
import { type DenyFigures, DenyKernel, type DenyKernelParts, type DenyReader } from './kernel.js';
import { copyRecord, type DenyRecord, decodeRecords, RECORD_SIZE } from './record.js';

export interface IntakeOptions {
  readonly kernel: DenyKernelParts;
  /** Events per second and endpoint, and burst; the kernel's default: 500, 1000. */
  readonly rate?: { readonly eventsPerSecond: number; readonly burst: number };
  /** Between sweeps; also the least time between two roll-ups of a flow. 1000. */
  readonly sweepMs?: number;
  /** A flow without packets for so long begins anew; 30,000. */
  readonly idleMs?: number;
  /** A deny that comes alone is seen at once; those that follow it, after so long at most: 100. */
  readonly pollMs?: number;
}

/** Who takes what is read. */
export interface Taker {
  /** The record holds until it returns. */
  readonly take: (record: DenyRecord) => void;
  /** A turn is over. */
  readonly taken: () => void;
  /** A sweep by the timer is. */
  readonly swept: () => void;
  readonly onError: (error: unknown) => void;
}

const SWEEP_MS = 1000;
const SWEEP_LIMIT = 16_384;
const MAX_ROLLUP_MS = 32_000;

export class Intake {
  readonly #options: IntakeOptions;
  readonly #taker: Taker;
  readonly #kernel: DenyKernel;
  readonly #reader: DenyReader;
  /** Between sweeps by the timer. */
  readonly #sweepMs: number;
  #rollupMs: number;
  /** Records that were read before anybody took them. */
  #early: DenyRecord[] | undefined = [];
  #figures: DenyFigures;
  #pending = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Records came just now: more are likely. */
  #soon: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: IntakeOptions, taker: Taker) {
    this.#options = options;
    this.#taker = taker;
    this.#sweepMs = options.sweepMs ?? SWEEP_MS;
    this.#rollupMs = this.#sweepMs;
    this.#kernel = new DenyKernel(options.kernel);
    if (options.rate !== undefined) this.#kernel.setRate(options.rate.eventsPerSecond, options.rate.burst);
    this.#reader = options.kernel.openReader(
      (buffer, offsets, count) => this.#onBatch(buffer, offsets, count),
      taker.onError,
    );
    this.#figures = this.#kernel.figures();
  }

  /**
   * Empties the ring, once and before anything else. Records are taken one by one from then on.
   * @returns what it held, and the kernel's figures without that and without what a sweep would tell
   * @throws {EventsError} RING; it is closed then
   */
  settle(): { readonly early: readonly DenyRecord[]; readonly kernel: DenyFigures } {
    try {
      return this.#settle();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #settle(): ReturnType<Intake['settle']> {
    this.#figures = this.#kernel.withoutRecords(() => this.#settleRing());
    this.#pending = this.#kernel.sweep({ rollupMs: 0, idleMs: 1e9, limit: 0 }).pending;
    const early = this.#early ?? [];
    this.#early = undefined;
    const inRing = early.reduce((sum, { packets }) => sum + packets, 0);
    const { counted, reported } = this.#figures;
    const kernel = { ...this.#figures, counted: counted - this.#pending - inRing, reported: reported - inRing };
    return { early, kernel };
  }

  /** Figures as they are now. */
  look(): DenyFigures {
    this.#figures = this.#kernel.figures();
    return this.#figures;
  }

  /** Figures as last looked at. */
  get figures(): DenyFigures {
    return this.#figures;
  }

  /** Packets that wait for a later sweep. */
  get pending(): number {
    return this.#pending;
  }

  get ring(): DenyReader['stats'] {
    return this.#reader.stats;
  }

  /** Sweeps and reads by itself. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#try(() => {
        this.sweep(this.#rollupMs);
        this.#drain();
        this.#taker.swept();
      });
    }, this.#sweepMs);
  }

  /** Nothing is done by itself any more. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
  }

  /** Lets go of the ring. */
  close(): void {
    this.#reader.close();
  }

  /** As many records as the ring can hold: a flood writes them as fast as they are read. */
  readAll(): void {
    for (let left = this.#reader.stats.ringBytes / RECORD_SIZE; left > 0; ) {
      const count = this.#reader.consume();
      if (count === 0) return;
      left -= count;
    }
  }

  /** Under pressure the interval between roll-ups of a flow doubles, so that every flow gets its turn. */
  sweep(rollupMs: number): void {
    // No signature: nothing can be pending.
    if (this.look().flows === 0 && this.#pending === 0) return;
    const result = this.#kernel.sweep({ rollupMs, idleMs: this.#options.idleMs ?? 30_000, limit: SWEEP_LIMIT });
    this.#pending = result.pending;
    this.#rollupMs =
      result.deferred > 0 ? Math.min(MAX_ROLLUP_MS, this.#rollupMs * 2) : Math.max(this.#sweepMs, this.#rollupMs / 2);
    this.look();
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#taker.onError(error);
    }
  }

  #onBatch(buffer: Buffer, offsets: Uint32Array, count: number): void {
    const early = this.#early;
    decodeRecords(buffer, offsets, count, (record) => {
      if (early === undefined) this.#taker.take(record);
      else early.push(copyRecord(record));
    });
    if (early !== undefined || this.#soon !== undefined || this.#stopped) return;
    this.#reader.setLeast(OsgEventLimits.WAKE_BYTES);
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#try(() => {
        this.#reader.setLeast(0);
        this.#drain();
      });
    }, this.#options.pollMs ?? 100);
    this.#taker.taken();
  }

  /**
   * Reads all and gives the figures that go with it, read again until they stand still: `reported` does as soon as
   * the program runs that had begun have ended, the others only if no deny comes.
   */
  #settleRing(): DenyFigures {
    for (let attempt = 0; ; attempt++) {
      const before = this.#kernel.figures();
      this.readAll();
      const after = this.#kernel.figures();
      const still = after.counted === before.counted;
      if (after.reported === before.reported && (still || attempt >= 16)) return after;
      if (attempt >= 64) throw new EventsError('RING', 'settle the ring', 'records come while none may be made');
    }
  }

  /** One bounded batch in one turn of the event loop. */
  #drain(): void {
    this.#reader.consume();
    if (this.#reader.stats.availableBytes > 0)
      setImmediate(() => {
        if (!this.#stopped) this.#try(() => this.#drain());
      });
    this.#taker.taken();
  }
}
