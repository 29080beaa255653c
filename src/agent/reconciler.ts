/**
 * Brings the kernel to what is desired. Guarantees: one application at a time; of what is desired meanwhile only the
 * last is applied (F40); what failed is tried again after 1 s, 2 s, … 30 s; drift is looked for every 2 s.
 */
import { Compiler, type GivenNumbers, type KeptNumbers, LIMITS, type Limits } from '../compiler/compile.js';
import type { Plan } from '../compiler/plan.js';
import type { RevisedView, ViewDelta } from '../distribution/receiver.js';
import type { Clock } from '../part/clock.js';
import { inSlices } from '../part/slices.js';
import type { ViewEndpoint } from '../policy/view.js';
import { type Compiled, changeFrom, confirmation, type Desire } from './compiled.js';
import type { Applied, Drift, EndpointState, EnforcementPort } from './enforcement.js';

export type { Desire } from './compiled.js';

import { refusalOf, type Why } from './error.js';
import type { Coming } from './last-good.js';
import { type Seated, seat } from './room.js';

export interface Realised extends Seated {
  readonly desire: Desire;
  readonly plan: Plan;
  readonly compileUs: number;
  readonly publishUs: number;
  readonly realisedUnixUs: number;
}

/** A revision that is not in force, and why. */
export interface Refusal extends Why {
  readonly desire: Desire;
}

export interface ReconcilerEvents {
  /** Compiled, and about to be put in force when this resolves. */
  preparing(desire: Desire): Promise<void>;
  realised(realised: Realised): void;
  refused(refusal: Refusal): void;
  /** After every application, also of what was in force already. */
  endpoints(states: readonly EndpointState[]): void;
  /**
   * After every inspection; empty: all is as it should be.
   * @param withinMs since the one before began, or the start: what was found is no older
   */
  drift(found: readonly Drift[], withinMs: number): void;
  /** What is in force could not be applied again or inspected; it is tried again. */
  failed(error: Error): void;
}

/** Drift is to be found within 5 s, whatever else fails. */
const INSPECT_MS = 2_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;

export class Reconciler {
  readonly #port: EnforcementPort;
  readonly #clock: Clock;
  readonly #events: ReconcilerEvents;
  readonly #limits: Limits;
  #next: Desire | undefined;
  /** Refused for a reason that may pass. */
  #retry: Desire | undefined;
  #realised: Realised | undefined;
  /** What the compiler has taken in, and made of it. */
  #compiled: Compiled | undefined;
  #compiler: Compiler;
  #again = false;
  #running: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #failures = 0;
  /** Monotonic ms: what failed is tried again then. */
  #retryAt = 0;
  /** Monotonic ms: the last inspection that ended well began then. */
  #looked: number;
  #inspecting: Promise<void> | undefined;
  #closed = false;

  constructor(port: EnforcementPort, clock: Clock, events: ReconcilerEvents) {
    this.#port = port;
    this.#clock = clock;
    this.#events = events;
    this.#looked = clock.monotonic();
    const { endpoints, slots } = port.budget;
    // 0: unknown. Slots are 0 … slots - 1.
    this.#limits = { ...LIMITS, ...(endpoints > 0 && { endpoints }), ...(slots > 1 && { slots: slots - 1 }) };
    this.#compiler = new Compiler(this.#limits);
    port.onChange(() => this.again());
    this.#schedule(INSPECT_MS);
  }

  get realised(): Realised | undefined {
    return this.#realised;
  }

  /** The newest thing that shall be in force. */
  get desired(): RevisedView | undefined {
    return this.#next?.revised ?? this.#realised?.desire.revised;
  }

  /** Of the latest compilation (what is in force, or is about to be): all numbers. */
  get numbers(): KeptNumbers {
    return this.#compiler.numbers;
  }

  /** Those that the latest compilation gave. */
  get given(): GivenNumbers {
    return this.#compiler.given;
  }

  /** Before the first view: the numbers that an earlier process gave. @throws if they cannot be read; there are none then */
  async restore(numbers: KeptNumbers): Promise<void> {
    this.#compiler = await inSlices(Compiler.from(numbers, this.#limits));
  }

  desire(desire: Desire): void {
    this.#next = desire;
    this.#retry = undefined;
    this.#run();
  }

  /** Interfaces changed: what is in force is applied anew. */
  again(): void {
    this.#again = true;
    this.#run();
  }

  /** What the node itself knows of its endpoints has changed: what is in force is compiled anew with it. */
  refresh(): void {
    this.#stale = true;
    this.again();
  }
  #stale = false;

  /** Waits for what is at work. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer?.();
    await this.#running;
    await this.#inspecting;
  }

  #run(): void {
    if (this.#running !== undefined || this.#closed) return;
    this.#running = this.#work().finally(() => {
      this.#running = undefined;
      if (this.#next !== undefined || this.#again) this.#run();
    });
  }

  async #work(): Promise<void> {
    while (!this.#closed && (this.#next !== undefined || this.#again)) {
      const desire = this.#next;
      this.#next = undefined;
      this.#again = false;
      if (desire !== undefined) await this.#realise(desire);
      else if (this.#realised !== undefined)
        await (this.#stale ? this.#renew(this.#realised) : this.#applyAgain(this.#realised));
    }
  }

  async #applyAgain({ desire, plan, endpoints }: Realised): Promise<void> {
    try {
      await this.#apply(desire, plan, endpoints);
      if (this.#retry === undefined) this.#failures = 0;
    } catch (error) {
      this.#failed(error as Error);
    }
  }

  async #renew(realised: Realised): Promise<void> {
    try {
      const { plan, endpoints, rest } = await this.#compile(realised.desire);
      this.#deny(rest);
      await this.#apply(realised.desire, plan, endpoints);
      this.#realised = { ...realised, plan, endpoints, rest };
      if (this.#retry === undefined) this.#failures = 0;
    } catch (error) {
      this.#stale = true;
      this.#failed(error as Error);
    }
  }

  #deny(rest: readonly ViewEndpoint[]): void {
    const why = `the node has room for ${this.#limits.endpoints} endpoints (see endpoints in docs/operations.md)`;
    this.#port.deny(rest, why);
  }

  async #realise(desire: Desire): Promise<void> {
    const { revised } = desire;
    const stale = this.#stale;
    try {
      const compiled = await this.#compile(desire);
      await this.#events.preparing(desire);
      this.#deny(compiled.rest);
      const applied = await this.#apply(desire, compiled.plan, compiled.endpoints);
      this.#failures = 0;
      this.#retry = undefined;
      this.#realised = {
        desire,
        endpoints: compiled.endpoints,
        rest: compiled.rest,
        plan: compiled.plan,
        compileUs: compiled.us,
        publishUs: applied.publishUs,
        realisedUnixUs: Math.round(this.#clock.now() * 1000),
      };
      this.#events.realised(this.#realised);
    } catch (error) {
      this.#stale ||= stale;
      const refusal: Refusal = { desire, ...refusalOf(error) };
      this.#denyNew(revised, refusal.reason);
      this.#events.refused(refusal);
      if (refusal.code !== 'INTERNAL') return;
      this.#retry = desire;
      this.#failed(error as Error);
    }
  }

  /** What a refused view brought is not open until another one comes. */
  #denyNew({ view }: RevisedView, why: string): void {
    const { endpoints = [], rest = [] } = this.#realised ?? {};
    const known = new Set([...endpoints, ...rest].map(({ id }) => id));
    const states = this.#port.deny([...rest, ...[...view.endpoints].filter(({ id }) => !known.has(id))], why);
    if (this.#realised === undefined) this.#events.endpoints(states);
    else this.#again = true;
  }

  async #compile(desire: Desire): Promise<Compiled> {
    const { revised } = desire;
    if (this.#compiled?.revised === revised && !this.#stale) return this.#compiled;
    this.#stale = false;
    const began = this.#clock.monotonic();
    const before = this.#compiled;
    this.#compiled = undefined;
    if (!this.#compiler.sound) this.#compiler = this.#compiler.fork();
    const compiler = this.#compiler;
    const whole = revised.view.endpoints.toArray();
    const endpoints = whole.map((endpoint) => this.#port.localised?.(endpoint) ?? endpoint);
    const local = endpoints.some((endpoint, i) => endpoint !== whole[i]);
    const seated = seat(endpoints, this.#limits.endpoints, (id) => compiler.isPlaced(id));
    const change = changeFrom(before, desire, { ...seated, local });
    const plan = await inSlices(compiler.update(change));
    this.#compiled = { ...seated, local, revised, plan, us: Math.round((this.#clock.monotonic() - began) * 1000) };
    return this.#compiled;
  }

  async #apply(desire: Desire, plan: Plan, endpoints: readonly ViewEndpoint[]): Promise<Applied> {
    const { epoch, revision, source, digest, view } = desire.revised;
    const applied = await this.#port.apply({
      epoch,
      revision,
      sourceVersion: source.id,
      digest,
      plan,
      endpoints,
      services: view.services,
      ...confirmation(desire, this.#clock.monotonic()),
    });
    this.#events.endpoints(applied.endpoints);
    return applied;
  }

  #failed(error: Error): void {
    this.#events.failed(error);
    const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)] ?? 30_000;
    this.#retryAt = this.#clock.monotonic() + wait;
    this.#schedule(Math.min(wait, INSPECT_MS));
  }

  #schedule(ms: number): void {
    this.#cancelTimer?.();
    if (this.#closed) return;
    this.#cancelTimer = this.#clock.after(ms, () => {
      this.#inspecting = this.#inspect();
    });
  }

  async #inspect(): Promise<void> {
    const began = this.#clock.monotonic();
    try {
      const found = await this.#port.inspect();
      this.#events.drift(found, this.#clock.monotonic() - this.#looked);
      this.#looked = began;
      if (found.some(({ lasting }) => !lasting)) this.again();
    } catch (error) {
      this.#events.failed(error as Error);
    }
    if (this.#failures > 0 && this.#clock.monotonic() >= this.#retryAt) {
      if (this.#retry !== undefined) this.desire(this.#retry);
      else this.again();
    }
    this.#schedule(INSPECT_MS);
  }
}

/** A view that the latest compilation was of, for the disk. */
export const comingOf = (reconciler: Reconciler, revised: RevisedView, delta?: ViewDelta): Coming => ({
  revised,
  ...(delta !== undefined && { delta }),
  numbers: () => reconciler.numbers,
  given: () => reconciler.given,
});
