import type { Plan } from '../compiler/plan.js';
import type { FdHandle } from '../ebpf/binding.js';
import { inSlices } from '../part/slices.js';
import {
  type Binding,
  Encoder,
  type Encoding,
  type ServiceMode,
  TableReader,
  TablesError,
  type TrialLine,
  type TrialWords,
  untilOffset,
} from '../tables/index.js';
import { adopt } from './adopt.js';
import type { Arena } from './arena.js';
import { PublishError, takeLock } from './publish-error.js';
import { Retired } from './retired.js';
import { copyLine, Shadow } from './shadow.js';

export interface PublisherOptions {
  /** The arena; the publisher closes it. */
  readonly arena: Arena;
  /** File whose lock makes us the only writer; the kernel releases it when we die. */
  readonly lock: string;
  /** Slots that the counters have room for. */
  readonly slots: number;
  /** The largest arena to grow to, in lines. Default: the arena's own size. */
  readonly maxLines?: number;
  /** Numbering goes on from here if the arena is empty. Default 0. */
  readonly revision?: bigint;
  /**
   * Makes every program use a bigger arena, which already holds the revision in force: loads the programs anew and swaps
   * them link by link. When it rejects, the old arena stays the one in use.
   */
  readonly swapArena?: (arena: Arena) => Promise<void>;
}

export interface Published {
  readonly revision: bigint;
  /** Lines in use, out of `capacity`, until the old revision's are free. */
  readonly lines: number;
  readonly capacity: number;
  readonly bytesWritten: number;
  readonly encodeMs: number;
  readonly writeMs: number;
}

/** What the tables hold by our own hand. */
export interface InForce {
  readonly revision: bigint;
  readonly plan: Plan;
  readonly bindings: ReadonlyMap<string, Binding>;
}

interface Request {
  readonly plan: Plan;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly digest: bigint;
  readonly trial: TrialLine | undefined;
  readonly done: PromiseWithResolversLike<Published>;
}

interface PromiseWithResolversLike<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Puts plans in force: writes the new lines beside the old ones, stores the root with release order, and uses old lines
 * again only after a grace period of the kernel's read-copy-update. One writer; one publication at a time, and of those
 * that wait only the last is done. Encoding and writing serve the event loop every few milliseconds.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #lock: FdHandle;
  #arena: Arena;
  readonly #encoder: Encoder;
  readonly #shadow: Shadow;
  #revision: bigint;
  #inForce: InForce | undefined;
  /** What the revision occupies that an earlier process published. */
  #adopted: ArrayLike<number> = [];
  /** The arena is taken over: nothing is written before. Rejects with TablesError LAYOUT if its lines make no sense; CLOSED. */
  readonly ready: Promise<void>;
  readonly #retired: Retired;
  #waiting: Request | undefined;
  #working: Promise<void> | undefined;
  #closed = false;

  private constructor(options: PublisherOptions, lock: FdHandle, revision: bigint) {
    this.#options = options;
    this.#lock = lock;
    this.#arena = options.arena;
    this.#encoder = new Encoder(options.arena.lines);
    this.#shadow = new Shadow(options.arena);
    this.#revision = revision;
    this.#retired = new Retired((units) => this.#encoder.release(units));
    this.ready = this.#adopt();
    // Nobody may be waiting yet; who publishes hears of it.
    this.ready.catch(() => undefined);
  }

  /**
   * Takes the arena over, with the revision in force in it, if any; `ready` when that is done.
   * @throws {PublishError} LOCKED
   * @throws {TablesError} LAYOUT if its first line makes no sense
   */
  static open(options: PublisherOptions): Publisher {
    const lock = takeLock(options.lock);
    try {
      const { arena, revision = 0n } = options;
      const found = arena.root === 0 ? revision : new TableReader(arena.words).revision;
      return new Publisher(options, lock, found ?? 0n);
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  async #adopt(): Promise<void> {
    const { memory } = this.#encoder;
    this.#adopted = await inSlices(adopt(this.#arena, this.#shadow, memory, () => this.#closed));
  }

  /** The arena in use; another one after growth. */
  get arena(): Arena {
    return this.#arena;
  }

  /** See `Encoder`. */
  set serviceMode(mode: ServiceMode) {
    this.#encoder.serviceMode = mode;
  }

  /** Of the revision in force; before the first one, the number that it comes after. */
  get revision(): bigint {
    return this.#revision;
  }

  /** Undefined until the first publication of this process. */
  get inForce(): InForce | undefined {
    return this.#inForce;
  }

  /**
   * Puts a plan in force. Of several that wait for one at work, only the last is done, and all of them resolve with it.
   * @param bindings by endpoint id; endpoints without one get no policy, which denies everything where programs are attached
   * @param digest of what the plan was made of, for the next process to read (`Arena.digest`)
   * @param trial of whose sides the plan's endpoints hold both; absent: the plan's own counts
   * @throws {TablesError} the plan cannot be encoded at all
   * @throws {PublishError} CAPACITY, with the numbers in its cause
   */
  publish(plan: Plan, bindings: ReadonlyMap<string, Binding>, digest = 0n, trial?: TrialLine): Promise<Published> {
    if (this.#closed) return Promise.reject(new PublishError('CLOSED', 'publish', 'the publisher is closed'));
    const done = this.#waiting?.done ?? withResolvers<Published>();
    this.#waiting = { plan, bindings, digest, trial, done };
    this.#working ??= this.#work();
    return done.promise;
  }

  async #work(): Promise<void> {
    try {
      for (let request = this.#take(); request !== undefined; request = this.#take()) {
        await this.#publish(request).then(request.done.resolve, request.done.reject);
      }
    } finally {
      this.#working = undefined;
    }
  }

  #take(): Request | undefined {
    const request = this.#waiting;
    this.#waiting = undefined;
    return request;
  }

  async #publish({ plan, bindings, digest, trial }: Request): Promise<Published> {
    if (plan.slots.length > this.#options.slots) {
      throw new PublishError(
        'CAPACITY',
        'publish',
        `the plan has ${plan.slots.length} rule slots, but there are counters for ${this.#options.slots}`,
      );
    }
    await this.ready;
    const began = performance.now();
    const encoding = await this.#encode(plan, bindings, trial);
    const encoded = performance.now();
    await inSlices(encoding.patch.applySteps([this.#arena.words, this.#shadow.words]));
    this.#arena.setDigest(encoding.unit, digest);
    this.#arena.setRoot(encoding.unit);
    this.#shadow.follow(this.#arena);
    const written = performance.now();
    this.#revision += 1n;
    this.#inForce = { revision: this.#revision, plan, bindings };
    this.#retired.add(await inSlices(encoding.commitSteps()), this.#adopted);
    this.#adopted = [];
    return {
      revision: this.#revision,
      lines: encoding.lines,
      capacity: this.#arena.lines,
      bytesWritten: encoding.patch.bytes,
      encodeMs: encoded - began,
      writeMs: written - encoded,
    };
  }

  /** Encodes at once if it fits; else after the old lines have become free; else in a bigger arena. */
  async #encode(plan: Plan, bindings: ReadonlyMap<string, Binding>, trial?: TrialLine): Promise<Encoding> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await inSlices(this.#encoder.encodeSteps(plan, bindings, this.#revision + 1n, trial));
      } catch (error) {
        if (!(error instanceof TablesError) || error.code !== 'CAPACITY' || error.field !== 'lines') throw error;
        if (this.#retired.grace !== undefined) await this.#retired.grace;
        else if (attempt > 64 || !(await this.#grow()))
          throw new PublishError('CAPACITY', 'publish', `revision refused, the old one stays: ${error.message}`, {
            cause: error,
          });
      }
    }
  }

  /** @returns whether the arena is bigger now */
  async #grow(): Promise<boolean> {
    const { swapArena, maxLines = 0 } = this.#options;
    const lines = Math.min(this.#arena.lines * 2, maxLines);
    if (swapArena === undefined || lines <= this.#arena.lines) return false;
    const shadow = await inSlices(this.#shadow.grown(lines));
    const bigger = await inSlices(this.#arena.grown(lines));
    const { trial } = this;
    // What `setTrialUntil` may have changed meanwhile.
    if (trial !== undefined) for (const copy of [bigger.words, shadow]) copyLine(this.#arena.words, copy, trial.unit);
    bigger.setClock();
    bigger.setRoot(this.#arena.root);
    try {
      await swapArena(bigger);
    } catch (error) {
      bigger.close();
      throw error;
    }
    this.#arena.close();
    this.#arena = bigger;
    this.#shadow.become(shadow);
    this.#encoder.memory.grow(lines);
    return true;
  }

  /** The trial in force, as the kernel has it. */
  get trial(): TrialWords | undefined {
    return this.#arena.root === 0 ? undefined : new TableReader(this.#arena.words).trial;
  }

  /** Until when the candidate counts from now on: one word, for every packet that begins to be judged after it. */
  setTrialUntil(until: bigint): void {
    const { trial } = this;
    if (trial === undefined) return;
    this.#arena.storeWord64(untilOffset(trial.unit), until);
    this.#shadow.copyLine(this.#arena, trial.unit);
  }

  /**
   * Compares the tables with what was written there and writes it again where a foreign hand changed it.
   * @returns lines that differed
   */
  async restore(): Promise<number> {
    await this.ready;
    let lines = 0;
    for (let from = 0; from < this.#arena.lines && !this.#closed; ) {
      const { differing, next } = this.#shadow.restore(this.#arena, from);
      lines += differing;
      from = next;
      if (from < this.#arena.lines) await new Promise((resolve) => setImmediate(resolve));
    }
    return lines;
  }

  /** Ends writing. The tables stay in force. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Taking over ends before its next step; the lock is not held for it.
    await this.#working;
    while (this.#retired.grace !== undefined) await this.#retired.grace;
    this.#arena.close();
    this.#lock.close();
  }
}

function withResolvers<T>(): PromiseWithResolversLike<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
