/** The controller: sources in, one view for each node out, everything that matters in the store. */
import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { Answers } from './answers.js';
import { Blamer } from './blamer.js';
import { Claims } from './claims.js';
import { divergences } from './divergence.js';
import { DriftLog } from './drift.js';
import { NO_OVERLAY, type Overlay, type WorldOptions } from './effective.js';
import { type Emergency, emergencyRow } from './emergency.js';
import { ControllerError } from './error.js';
import { Evidence } from './evidence.js';
import { Explainer } from './explain.js';
import { Fleet, type FleetEvents } from './fleet.js';
import { InventoryHistory } from './inventory-history.js';
import { LateRecords } from './late-records.js';
import { type ControllerMetrics, controllerMetrics, countNodes } from './metrics.js';
import { Numbering } from './numbering.js';
import { Objects } from './objects.js';
import { type Cause, type Changes, Operations } from './operations.js';
import { Problems } from './problems.js';
import { type Gate, type Proposal, Views } from './proposal.js';
import { Recorder } from './recorder.js';
import type { Batch, Problem, Source } from './source.js';
import type { Store } from './store.js';
import { WorldHistory } from './world-history.js';
import type { InForce } from './world-parts.js';

export interface ControllerParts {
  readonly store: Store;
  /** Policies and inventory, from one source or several; an object belongs to the first that declares it. */
  readonly sources: readonly Source[];
  readonly world: WorldOptions;
  /** What a change must pass before it is recorded and goes out; all are asked. */
  readonly gates?: readonly Gate[];
  readonly announced?: FleetEvents['announced'];
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
}

const RETRY_MS = 1_000;

/** A change of the inputs: objects to be admitted as they are offered, and what operators put over them. */
interface Step {
  readonly keys: readonly string[];
  readonly overlay: Overlay;
  readonly cause: Cause;
  /** Writes what belongs to it, in the same transaction. */
  remember?(): void;
}

export class Controller {
  readonly fleet: Fleet;
  readonly metrics: ControllerMetrics = controllerMetrics();
  readonly operations: Operations;
  readonly claims: Claims;
  readonly explainer: Explainer;
  readonly blamer: Blamer;
  readonly evidence: Evidence;
  readonly inventory: InventoryHistory;
  readonly #parts: ControllerParts;
  readonly #answers: Answers;
  readonly #recorder: Recorder;
  readonly #drift: DriftLog;
  readonly #late: LateRecords;
  readonly #started: number;
  readonly #numbering: Numbering;
  readonly #objects = new Objects();
  readonly #views: Views;
  readonly #gates: readonly Gate[];
  #begun = false;
  #version = { id: '', author: '', subject: '', timeUnixUs: 0 } as SourceVersion;
  #seenUs = 0;
  readonly #problems: Problems;
  #cancelExpiry: (() => void) | undefined;
  readonly #retries = new Map<number, () => void>();
  #gauges: NodeJS.Timeout | undefined;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    const { store, log, clock, world } = parts;
    const { metrics } = this;
    this.#started = clock.now();
    this.#numbering = new Numbering(store, clock);
    this.#answers = new Answers({ store, metrics, log, clock });
    this.#drift = new DriftLog({ store, metrics, log, clock });
    this.#recorder = new Recorder({ store, metrics, clock });
    this.#problems = new Problems({ store, log, clock, metrics });
    this.#views = new Views(world);
    this.#gates = parts.gates ?? [];
    this.operations = new Operations(store, clock, this.#changes());
    const history = new WorldHistory(store, clock);
    this.explainer = new Explainer({
      database: store.path,
      options: world,
      now: () => clock.now(),
      ready: () => this.#settle(),
    });
    this.blamer = new Blamer({
      store,
      history,
      options: world,
      now: () => {
        this.#settle();
        return { ...this.inForce(), timeMs: clock.now() };
      },
    });
    this.inventory = new InventoryHistory(store, clock, (error) =>
      log.error({ error: String(error) }, 'the history of the inventory has a gap'),
    );
    this.#late = new LateRecords({
      history,
      inventory: this.inventory,
      metrics,
      world: () => this.#views.effective.world(),
    });
    this.claims = new Claims({
      store,
      numbering: this.#numbering,
      inventory: this.inventory,
      log,
      clock,
      retarget: (node) => this.#target(node, this.#numbering.revision),
    });
    this.evidence = new Evidence({ clock, ask: (node, question) => this.fleet.ask(node, question) });
    this.fleet = new Fleet(clock, {
      acked: (node, target, ack, atOnce) => this.#answers.acked(node, target, ack, atOnce),
      refused: (node, target, nack) => this.#answers.refused(node, target, nack),
      ahead: (node, held) => this.claims.take(node, held),
      connected: (node, session) => log.info({ node, session }, 'node connected'),
      disconnected: (node) => {
        this.evidence.gone(node);
        log.info({ node }, 'node disconnected');
      },
      evidence: (node, part) => this.evidence.take(node, part),
      announced: (node, pods) => parts.announced?.(node, pods),
      drift: (node, report, taken) => this.#drift.report(node, report, taken),
    });
  }

  async start(): Promise<void> {
    const { store, sources, log } = this.#parts;
    for (const { node, revision, timeMs } of store.revisions.realised())
      this.fleet.remember(node, { epoch: this.#numbering.epoch, revision, unixUs: timeMs * 1000 });
    for (const [index, source] of sources.entries())
      await source.start({
        changed: (batch) => this.#offered(index, batch),
        failed: (problems) => this.#problems.tell(index, 'source', problems),
        warned: (error) => log.warn({ error: error.message }, 'the source is read, but not as well as it could be'),
      });
    this.#gauges = setInterval(() => countNodes(this.metrics, this.fleet), 1000).unref();
  }

  close(): void {
    this.#cancelExpiry?.();
    for (const cancel of this.#retries.values()) cancel();
    this.#late.close();
    clearInterval(this.#gauges);
    for (const source of this.#parts.sources) source.close();
    this.inventory.close();
    this.explainer.close();
    this.#parts.store.close();
  }

  /** Why it is not ready, or undefined. */
  notReady(): string | undefined {
    if (this.#begun) return undefined;
    const [problem] = this.#problems.rows();
    return `no valid policy yet${problem === undefined ? '' : `: ${problem.message}`}`;
  }

  /** What a person should know although it is ready: the last good state stays. */
  warnings(): readonly string[] {
    return this.#begun ? this.#problems.warnings() : [];
  }

  /** Whoever reads the store finds what is known by now. @throws ControllerError REQUEST: nothing yet */
  #settle(): void {
    this.#mustHaveBegun();
    this.#late.flush();
    this.#parts.store.flush();
  }

  #mustHaveBegun(): void {
    if (!this.#begun) throw new ControllerError('REQUEST', 'controller', 'has no valid policy yet');
  }

  /** A source says something new. What the disk does not take is tried again until something newer comes. */
  #offered(source: number, batch: Batch): void {
    const { clock, log } = this.#parts;
    const began = performance.now();
    this.#retries.get(source)?.();
    const doubles = this.#objects.offer(source, batch);
    try {
      const refused = [...doubles, ...this.#admit(batch)];
      if (refused.length > 0) {
        this.#problems.tell(source, 'admission', refused);
        return;
      }
    } catch (error) {
      this.#problems.tell(source, 'admission', [{ file: '', line: 0, field: '', message: (error as Error).message }]);
      const again: Batch = { ...batch, upserts: [], deletes: [] };
      this.#retries.set(
        source,
        clock.after(RETRY_MS, () => this.#offered(source, again)),
      );
      return;
    }
    this.#problems.admitted(source, batch.admission);
    this.metrics.compute.observe((performance.now() - began) / 1000);
    const { upserts, deletes, version } = batch;
    const counts = { upserts: upserts.length, deletes: deletes.length };
    log.info({ source: version.id, ...counts, revision: this.#numbering.revision }, 'input taken');
  }

  /** Everything that is pending goes together, or object by object where the source says so. */
  #admit({ admission, who, version }: Batch): Problem[] {
    const cause: Cause = { kind: 'source', who, version };
    const overlay = this.#begun ? this.#views.effective.overlay : this.#restored();
    const pending = [...this.#objects.pending];
    const refused = this.#advance({ keys: pending, overlay, cause });
    if (refused.length === 0 || admission === 'together' || pending.length < 2) return refused;
    return pending.flatMap((key) => this.#advance({ keys: [key], overlay, cause }));
  }

  /** Propose, admit, record, release; or say why not: nothing has changed then. @throws ControllerError STORE */
  #advance({ keys, overlay, cause, remember }: Step): Problem[] {
    const before = this.#begun ? this.#views.effective.overlay : undefined;
    const proposal = this.#views.propose(this.#objects.changeOf(keys), overlay);
    try {
      const unfit = this.#gates.flatMap((gate) => gate.check(proposal));
      if (unfit.length > 0) {
        this.#views.undo(proposal, before ?? NO_OVERLAY);
        return unfit.map((message) => ({ file: '', line: 0, field: 'gate', message }));
      }
      this.#record(proposal, before, cause, remember);
    } catch (error) {
      this.#views.undo(proposal, before ?? NO_OVERLAY);
      throw error;
    }
    this.#views.keep(proposal);
    this.#objects.admit(keys, proposal.declared);
    this.#release(proposal, cause);
    return [];
  }

  /** A revision, if policy says something else now. Inventory is written behind everybody's back. */
  #record(proposal: Proposal, before: Overlay | undefined, cause: Cause, remember?: () => void): void {
    const { store } = this.#parts;
    const draft = this.#recorder.draft(proposal, this.#views.effective, before, cause);
    if (draft === undefined && remember === undefined) {
      this.#recorder.pass(proposal);
      return;
    }
    store.flush();
    const written = store.transaction(() => {
      const done = draft && this.#recorder.write(this.#numbering.revision + 1, draft);
      remember?.();
      return done;
    });
    if (written === undefined) this.#recorder.pass(proposal);
    else this.#numbering.issued();
    written?.();
  }

  #release(proposal: Proposal, cause: Cause): void {
    const { clock } = this.#parts;
    const first = !this.#begun;
    this.#begun = true;
    this.#moved = proposal.views.size;
    this.metrics.revision.set(this.#numbering.revision);
    this.#version = cause.version;
    // What an operator does is seen now, whenever the files were.
    this.#seenUs = cause.kind === 'source' ? cause.version.timeUnixUs : clock.now() * 1000;
    if (first || proposal.resolved.gone.length > 0) this.fleet.retain(new Set(this.#views.names));
    for (const node of proposal.views.keys()) this.#target(node, this.#numbering.revision);
    if (first || proposal.overlay.emergencies !== this.#scheduled) this.#scheduleExpiry(proposal.overlay.emergencies);
    const { workloads, namespaces, nodes, services } = proposal.declared;
    if (!first && workloads.length + namespaces.length + nodes.length + services.length === 0) return;
    this.#late.take(proposal.declared);
  }
  #scheduled: readonly Emergency[] | undefined;
  /** Nodes whose views the last change changed. */
  #moved = 0;

  /** What the store knows of rollback and emergencies. */
  #restored(): Overlay {
    const { store } = this.#parts;
    const emergencies = store.unexpired(store.emergencies(), this.#parts.clock.now());
    const revision = Number(store.meta('pinned') ?? 0);
    return {
      emergencies,
      pinned: revision === 0 ? undefined : { revision, policies: store.revisions.content(revision) },
    };
  }

  #target(node: string, revision: number): void {
    const desired = this.#views.get(node);
    if (desired === undefined) return;
    this.fleet.set(node, {
      ...desired,
      epoch: this.#numbering.epoch,
      revision,
      source: { ...this.#version, timeUnixUs: this.#seenUs },
      explicitEmpty: this.#views.effective.hasNode(node),
    });
  }

  #scheduleExpiry(emergencies: readonly Emergency[]): void {
    this.#cancelExpiry?.();
    this.#scheduled = emergencies;
    this.metrics.emergencies.set(emergencies.length);
    this.metrics.emergencyEnds.reset();
    for (const { id, expiresMs } of emergencies) this.metrics.emergencyEnds.set({ id }, expiresMs / 1000);
    if (emergencies.length === 0) return;
    const { clock } = this.#parts;
    const first = Math.min(...emergencies.map((e) => e.expiresMs));
    this.#cancelExpiry = clock.after(Math.max(0, Math.min(first - clock.now(), 2 ** 30)) + 50, () => this.#expire());
  }

  /** The kernel has ended them already: this tidies up. */
  #expire(): void {
    const { overlay } = this.#views.effective;
    const { store, clock } = this.#parts;
    const emergencies = store.unexpired(overlay.emergencies, clock.now());
    if (emergencies.length === overlay.emergencies.length) this.#scheduleExpiry(overlay.emergencies);
    else
      this.#advance({
        keys: [],
        overlay: { ...overlay, emergencies },
        cause: { kind: 'emergency', who: 'expiry', version: this.#version },
      });
  }

  #changes(): Changes {
    const overlay = (): Overlay => {
      this.#mustHaveBegun();
      return this.#views.effective.overlay;
    };
    const newest = (): { revision: number; version: SourceVersion } => ({
      revision: this.#numbering.revision,
      version: this.#version,
    });
    return {
      names: this.#views.effective,
      get overlay() {
        return overlay();
      },
      get revision() {
        return newest().revision;
      },
      get version() {
        return newest().version;
      },
      overlaid: (next, cause, remember) => {
        const refused = this.#advance({ keys: [], overlay: next, cause, remember });
        if (refused.length > 0)
          throw new ControllerError('REQUEST', cause.kind, refused.map((p) => p.message).join('; '));
        return { revision: this.#numbering.revision, nodes: this.#moved };
      },
    };
  }

  /** @throws ControllerError REQUEST: no policy yet */
  inForce(): InForce {
    this.#mustHaveBegun();
    const { effective } = this.#views;
    return { world: effective.world(), revision: this.#numbering.revision, overlay: effective.overlay };
  }

  get store(): Store {
    return this.#parts.store;
  }

  status(): osg.v1.StatusReply.$Properties {
    return {
      revision: this.#numbering.revision,
      source: { ...this.#version },
      nodes: this.fleet.rows().map((row) => {
        const lastDrift = this.#drift.last(row.node ?? '');
        return lastDrift === undefined ? row : { ...row, lastDrift };
      }),
      problems: this.#problems.rows(),
      emergencies: this.#views.effective.overlay.emergencies.map(emergencyRow),
      pinnedTo: this.#views.effective.overlay.pinned?.revision ?? 0,
      version: this.#parts.version,
      startedUnixUs: this.#started * 1000,
      declaredOtherwise: divergences(this.#problems.refused(), this.#views.effective),
    };
  }
}
