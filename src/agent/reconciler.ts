/**
 * Brings the kernel to what is desired. Guarantees: one application at a time; of what is desired meanwhile only the
 * last is applied (F40); what failed is tried again after 1 s, 2 s, … 30 s; drift is looked for every 2 s.
 */
import {
  CompileError,
  type CompileState,
  compileSteps,
  LIMITS,
  type Limits,
  numbersOf,
  type PlanNumbers,
  stateFrom,
} from '../compiler/compile.js';
import type { Plan } from '../compiler/plan.js';
import { inSlices } from '../datapath/slices.js';
import type { RevisedView } from '../distribution/receiver.js';
import type { Clock } from '../part/clock.js';
import type { NodeView } from '../policy/view.js';
import type { Applied, Drift, EndpointState, EnforcementPort } from './enforcement.js';
import { type Fitted, seat } from './room.js';

/** A view to put in force, and whoever waits for the answer. */
export interface Desire {
  readonly revised: RevisedView;
  /** Of the message that brought it; absent for what was on disk. */
  readonly nonce?: number;
  readonly receivedUnixUs: number;
}

export interface Realised extends Fitted {
  readonly desire: Desire;
  readonly plan: Plan;
  readonly compileUs: number;
  readonly publishUs: number;
  readonly realisedUnixUs: number;
}

interface Compiled extends Fitted {
  readonly revised: RevisedView;
  readonly plan: Plan;
  readonly us: number;
}

/** Why a revision is not in force. */
export interface Refusal {
  readonly desire: Desire;
  readonly code: 'BUDGET' | 'INVALID' | 'INTERNAL';
  readonly object: string;
  readonly field: string;
  readonly reason: string;
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
  #compiled: Compiled | undefined;
  #state: CompileState | undefined;
  #again = false;
  #running: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #failures = 0;
  /** Monotonic ms: what failed is tried again then. */
  #retryAt = 0;
  /** Monotonic ms: the last inspection that ended well began then. */
  #looked: number;
  #closed = false;

  constructor(port: EnforcementPort, clock: Clock, events: ReconcilerEvents) {
    this.#port = port;
    this.#clock = clock;
    this.#events = events;
    this.#looked = clock.monotonic();
    const { endpoints, slots } = port.budget;
    // 0: unknown. Slots are 0 … slots - 1.
    this.#limits = { ...LIMITS, ...(endpoints > 0 && { endpoints }), ...(slots > 1 && { slots: slots - 1 }) };
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

  /** Of the latest compilation: what is in force, or what is about to be. */
  get numbers(): PlanNumbers | undefined {
    return this.#state && numbersOf(this.#state);
  }

  /** Before the first view: the numbers that an earlier process gave. */
  restore(numbers: PlanNumbers): void {
    this.#state = stateFrom(numbers, this.#limits);
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

  /** Waits for what is at work. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer?.();
    await this.#running;
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
      else if (this.#realised !== undefined) await this.#applyAgain(this.#realised);
    }
  }

  async #applyAgain({ desire, plan, view }: Realised): Promise<void> {
    try {
      await this.#apply(desire.revised, plan, view);
      if (this.#retry === undefined) this.#failures = 0;
    } catch (error) {
      this.#failed(error as Error);
    }
  }

  async #realise(desire: Desire): Promise<void> {
    const { revised } = desire;
    try {
      const compiled = await this.#compile(revised);
      await this.#events.preparing(desire);
      this.#port.deny(
        compiled.rest,
        `the node has room for ${this.#limits.endpoints} endpoints (see endpoints in docs/operations.md)`,
      );
      const applied = await this.#apply(revised, compiled.plan, compiled.view);
      this.#failures = 0;
      this.#retry = undefined;
      this.#realised = {
        desire,
        view: compiled.view,
        rest: compiled.rest,
        plan: compiled.plan,
        compileUs: compiled.us,
        publishUs: applied.publishUs,
        realisedUnixUs: Math.round(this.#clock.now() * 1000),
      };
      this.#events.realised(this.#realised);
    } catch (error) {
      const refusal: Refusal = { desire, ...describe(error) };
      this.#denyNew(revised, refusal.reason);
      this.#events.refused(refusal);
      if (refusal.code !== 'INTERNAL') return;
      this.#retry = desire;
      this.#failed(error as Error);
    }
  }

  /** What a refused view brought is not open until another one comes. */
  #denyNew({ view }: RevisedView, why: string): void {
    const { view: inForce, rest = [] } = this.#realised ?? {};
    const known = new Set([...(inForce?.endpoints ?? []), ...rest].map(({ id }) => id));
    const states = this.#port.deny([...rest, ...[...view.endpoints].filter(({ id }) => !known.has(id))], why);
    if (this.#realised === undefined) this.#events.endpoints(states);
    else this.#again = true;
  }

  async #compile(revised: RevisedView): Promise<Compiled> {
    if (this.#compiled?.revised === revised) return this.#compiled;
    const began = this.#clock.monotonic();
    const placed = new Set(this.numbers?.endpoints.map(([id]) => id));
    const fitted = seat(revised.view.whole(), this.#limits.endpoints, placed);
    const { plan, state } = await inSlices(compileSteps(fitted.view, this.#state, this.#limits));
    this.#state = state;
    this.#compiled = { ...fitted, revised, plan, us: Math.round((this.#clock.monotonic() - began) * 1000) };
    return this.#compiled;
  }

  async #apply(
    { epoch, revision, source, digest }: RevisedView,
    plan: Plan,
    { endpoints }: NodeView,
  ): Promise<Applied> {
    const applied = await this.#port.apply({
      epoch,
      revision,
      sourceVersion: source.id,
      digest,
      plan,
      endpoints,
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
    this.#cancelTimer = this.#clock.after(ms, () => void this.#inspect());
  }

  async #inspect(): Promise<void> {
    const began = this.#clock.monotonic();
    try {
      const found = await this.#port.inspect();
      this.#events.drift(found, this.#clock.monotonic() - this.#looked);
      this.#looked = began;
      if (found.length > 0) this.again();
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

function describe(error: unknown): Pick<Refusal, 'code' | 'object' | 'field' | 'reason'> {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof CompileError)
    return {
      code: error.code === 'CAPACITY' ? 'BUDGET' : 'INVALID',
      object: error.field,
      field: error.code.toLowerCase(),
      reason,
    };
  const code = (error as { code?: unknown }).code;
  if (code === 'CAPACITY' || code === 'DEPTH')
    return { code: 'BUDGET', object: 'tables', field: String(code).toLowerCase(), reason };
  return { code: 'INTERNAL', object: 'datapath', field: '', reason };
}
