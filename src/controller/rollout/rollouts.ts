/**
 * Brings a change of policy through its rings: begins a run, asks the gates, confirms, or takes it back. What it decides is on
 * the disk before a node hears of it; whoever opens the store again goes on from there.
 */
import type { osg } from '../../gen/proto.js';
import type { Clock } from '../../part/clock.js';
import type { Log } from '../../part/log.js';
import type { WorldChange } from '../../policy/world-change.js';
import type { PolicySet } from '../differences.js';
import type { Overlay } from '../effective.js';
import { ControllerError } from '../error.js';
import type { Fleet } from '../fleet.js';
import type { Cause } from '../operations.js';
import type { RevisionStore, Write } from '../revision-store.js';
import type { Asked } from './asked.js';
import type { Lanes } from './lanes.js';
import { frozen } from './plan.js';
import { Runs } from './runs.js';
import type { Action, Event, RingRun, Run } from './state.js';
import { currentRing, lasts, placeOf, sinceNow, step } from './state.js';

export interface RolloutParts {
  readonly store: RevisionStore;
  readonly clock: Clock;
  readonly steady: Clock;
  readonly log: Log;
  readonly fleet: Fleet;
  readonly lanes: Lanes;
  readonly asked: Asked;
  readonly release: ReleaseStep;
  /** Default 10 s. */
  readonly patienceMs?: number;
}

/** The step that gives nodes what is meant for them, as a run needs it. All but `inTurn` are to be called in turn. */
export interface ReleaseStep {
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  overlay(): Overlay;
  /** @throws ControllerError: it does not fit, or is not on the disk */
  advance(overlay: Overlay, cause: Cause, writes: readonly Write[]): Promise<void>;
  /** What waits goes its way. */
  onward(): Promise<void>;
  /** Gives these nodes, or all, what is meant for them now. */
  aim(nodes?: Iterable<string>): void;
  /** Of whoever changed what waits behind the run. */
  waiting(): Cause;
  changed(run: Run | undefined): void;
}

const TICK_MS = 500;
/** Between two questions to the gates, before they decide. */
const ASK_MS = 2_000;
/** What cannot be judged when it counts has so long to become clear: nodes connect again, reports come. */
const PATIENCE_MS = 10_000;

export class Rollouts {
  readonly #parts: RolloutParts;
  readonly kept: Runs;
  #cancel: (() => void) | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #patientFrom = 0;
  #busy = false;
  #closed = false;
  /** Why the next ring does not begin yet. */
  #waits = '';

  constructor(parts: RolloutParts) {
    this.#parts = parts;
    this.kept = new Runs(parts.store, parts.clock);
  }

  get run(): Run | undefined {
    return this.#parts.lanes.run;
  }

  /** What the wall clock shows beyond what a run waits by. */
  get aheadMs(): number {
    return Math.round(this.#parts.clock.now() - this.#parts.steady.now());
  }

  get waits(): string {
    return this.#waits;
  }

  /** How many nodes of a ring the candidate gives another view. */
  concerned(ring: number): number {
    return this.#parts.lanes.nodesOf(ring).length;
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  /** A node reports of its trial. A flow on which the two differ may be what a gate waits for. */
  told({ id, deniedFlows, allowedFlows }: osg.v1.TrialStatus.$Properties): void {
    if (id !== this.run?.id || !(deniedFlows || allowedFlows)) return;
    if (this.#now() - this.#askedAt >= TICK_MS) this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#later(0);
  }

  /** It is on the disk, or was. */
  begun(run: Run, before: PolicySet, declared: WorldChange, { emergencies }: Overlay): void {
    const { lanes, log } = this.#parts;
    lanes.begin(sinceNow(run, this.#now()), before, declared, emergencies);
    this.kept.begun(run);
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#patientFrom = this.#now();
    log.info({ rollout: run.id, revision: run.revision, predecessor: run.predecessor }, 'a rollout is on its way');
    this.#parts.release.changed(run);
    this.#later(0);
  }

  /** An emergency has made a revision for each side. */
  numbered(backRevision: number): readonly Write[] {
    const { run } = this;
    if (run === undefined) return [];
    const next = { ...run, backRevision };
    return [{ keep: 'rollout', id: run.id, value: next }];
  }

  /** An operator's rollback takes its place: what is to be written with it. */
  supersede(who: string, reason: string): readonly Write[] {
    const { run } = this;
    if (run === undefined) return [];
    const ended = step(run, { kind: 'abort', who, reason: `a rollback: ${reason}`, nowMs: this.#now() });
    return [...this.kept.written(ended), { set: 'held', value: 0 }];
  }

  /** It is on the disk. @returns whether there was a run */
  superseded(): boolean {
    const { lanes, fleet, release } = this.#parts;
    const { run } = this;
    if (run === undefined) return false;
    for (const node of this.#out(run)) fleet.decide(node, { id: run.id, confirm: false });
    lanes.end();
    release.changed(undefined);
    return true;
  }

  /** A person's word. @param may rejects where it does not count. @throws ControllerError REQUEST */
  decide(kind: Action, who: string, reason: string, may = async (_: Run): Promise<void> => undefined): Promise<Run> {
    return this.#parts.release.inTurn(async () => {
      const { run } = this;
      if (run === undefined) throw new ControllerError('REQUEST', 'rollout', 'none is on its way');
      await may(run);
      const next = step(run, { kind, who, reason, nowMs: this.#now() });
      if (next === run)
        throw new ControllerError(
          'REQUEST',
          'rollout',
          kind === 'resume' ? `${run.id} is not paused` : `${run.id}: no ring has anything to ${kind} yet`,
        );
      await this.#to(run, next, who);
      return next;
    });
  }

  /** In turn: a change came meanwhile, and it is not to wait. */
  async fold(who: string): Promise<void> {
    const { run } = this;
    if (run === undefined) return;
    await this.#to(
      run,
      step(run, { kind: 'abort', who, reason: 'folded into the next change', nowMs: this.#now() }),
      who,
      false,
    );
  }

  #now(): number {
    return Math.round(this.#parts.steady.now());
  }

  #later(ms: number): void {
    this.#cancel?.();
    if (!this.#closed) this.#cancel = this.#parts.clock.after(ms, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    try {
      if (this.run !== undefined) await this.#look(this.run);
    } catch (error) {
      // The disk, mostly: nothing was sent, and it is tried again.
      this.#parts.log.error({ error: (error as Error).message }, 'the rollout does not go on');
    } finally {
      this.#busy = false;
      if (this.run !== undefined) this.#later(TICK_MS);
    }
  }

  /** What is to be seen of a run leads it on. */
  async #look(run: Run): Promise<void> {
    const { asked, lanes } = this.#parts;
    const at = currentRing(run);
    if (at === undefined) return;
    const ring = run.rings[at] as RingRun;
    const nowMs = this.#now();
    const nodes = lanes.nodesOf(at);
    if (ring.state === 'pending') {
      if (run.state === 'paused') return;
      this.#waits = nodes.length === 0 ? '' : (frozen(run.policy, this.#parts.clock.now()) ?? '');
      if (this.#waits !== '') return;
      if (nodes.length === 0) return this.#event(run, { kind: 'nothing', ring: at, nowMs });
      const baselines = await asked.baselines(run, at, nodes, nowMs);
      return this.#event(run, { kind: 'begin', ring: at, baselines, nowMs: this.#now() });
    }
    this.#waits = '';
    const returned = asked.returned(run, nodes);
    if (returned !== undefined) return this.#event(run, { kind: 'returned', ...returned, nowMs });
    if (ring.state === 'unconfirmed' && nowMs >= ring.confirmByMs) return this.#event(run, { kind: 'tick', nowMs });
    const plan = run.policy.rings[at];
    const decides = plan === undefined ? 0 : ring.sinceMs + lasts(plan, ring.state);
    if (nowMs < decides && nowMs - this.#askedAt < ASK_MS) return;
    this.#askedAt = nowMs;
    const { askedMs, results } = await asked.gates(run, at, nodes, decides, nowMs);
    const left = ring.state === 'unconfirmed' ? (ring.confirmByMs - decides) / 2 : Number.POSITIVE_INFINITY;
    const patience = Math.min(this.#parts.patienceMs ?? PATIENCE_MS, left);
    const final = nowMs >= Math.max(decides, this.#patientFrom) + patience;
    await this.#event(run, { kind: 'gates', ring: at, state: ring.state, askedMs, results, final, nowMs: this.#now() });
  }

  #event(seen: Run, event: Event): Promise<void> {
    return this.#parts.release.inTurn(async () => {
      const { run } = this;
      if (run === undefined || run.id !== seen.id) return;
      const next = step(run, event);
      if (next !== run) await this.#to(run, next, event.kind === 'gates' ? 'gates' : 'rollout');
    });
  }

  /** In turn: durable, then sent. */
  async #to(run: Run, next: Run, who: string, onward = true): Promise<void> {
    const { lanes, fleet, release, store } = this.#parts;
    const moved = next.state !== run.state || next.rings.some(({ state }, i) => state !== run.rings[i]?.state);
    if (!moved && next.state !== 'paused') {
      lanes.set(next);
      return;
    }
    const out = this.#out(run);
    await store.write(this.kept.written(next, who));
    lanes.set(next);
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#patientFrom = this.#now();
    release.changed(next);
    if (next.state === 'reverted') {
      for (const node of out) fleet.decide(node, { id: run.id, confirm: false });
      await this.#back(next);
      if (onward) await release.onward();
      return;
    }
    for (const [i, ring] of next.rings.entries()) {
      if (ring.state === run.rings[i]?.state) continue;
      const nodes = lanes.nodesOf(i);
      if (run.rings[i]?.state === 'unconfirmed')
        for (const node of nodes) fleet.decide(node, { id: run.id, confirm: true });
      release.aim(nodes);
    }
    if (next.state === 'confirmed') await this.#confirmed();
    else this.#later(0);
  }

  /** What the disk does not take is tried again: the nodes are back already. */
  async #back(run: Run): Promise<void> {
    const { store, lanes, release, log } = this.#parts;
    const policies = await store.content(run.predecessor);
    const pinned = { revision: run.predecessor, policies, by: 'aborted', rollout: run.id } as const;
    const cause: Cause = {
      ...release.waiting(),
      kind: 'rollback',
      who: run.by,
      reason: run.reason,
      detail: { rollout: run.id, to: run.predecessor },
    };
    log.warn({ rollout: run.id, by: run.by, reason: run.reason }, 'the rollout came back');
    await release.advance({ ...release.overlay(), pinned }, cause, []);
    lanes.end();
    release.changed(undefined);
    release.aim();
  }

  async #confirmed(): Promise<void> {
    const { lanes, release } = this.#parts;
    lanes.end();
    release.changed(undefined);
    release.aim();
    await release.onward();
  }

  /** Nodes that have something of the candidate. */
  #out(run: Run): string[] {
    return run.rings.flatMap((_, i) => (placeOf(run, i) === 'predecessor' ? [] : this.#parts.lanes.nodesOf(i)));
  }
}
