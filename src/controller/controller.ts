/** The controller: one source in, one view for each node out, everything that matters in the store. */
import type { Clock } from '../control/clock.js';
import { viewDigest } from '../control/digest.js';
import type { SourceVersion } from '../control/receiver.js';
import type { osg } from '../control/wire.js';
import { Admission, type Budget } from './admission.js';
import type { PolicySet } from './changes.js';
import { type Desired, desire, type Inputs, type Problem, parseInput, type WorldOptions } from './desired.js';
import { type Emergency, type EmergencyRequest, summary } from './emergency.js';
import { ControllerError } from './error.js';
import { Explainer } from './explain.js';
import { Fleet } from './fleet.js';
import { InventoryHistory } from './inventory-history.js';
import { type ControllerMetrics, controllerMetrics, countNodes } from './metrics.js';
import { type Cause, type Host, Operations } from './operations.js';
import type { PolicySource, SourceInput } from './source.js';
import type { RevisionKind, Store } from './store.js';

/** The part of pino that is used here. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

export interface ControllerParts {
  readonly store: Store;
  readonly source: PolicySource;
  readonly world: WorldOptions;
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
}

export class Controller {
  readonly fleet: Fleet;
  readonly metrics: ControllerMetrics = controllerMetrics();
  readonly operations: Operations;
  readonly explainer: Explainer;
  readonly inventory: InventoryHistory;
  readonly #parts: ControllerParts;
  readonly #budgets = new Map<string, Budget>();
  readonly #admission = new Admission();
  readonly #started: number;
  #epoch: number;
  #revision: number;
  #inputs: Inputs | undefined;
  #desired: Desired | undefined;
  #version: SourceVersion = { id: '', author: '', subject: '', timeUnixUs: 0 };
  #problems: readonly Problem[] = [];
  #cancelExpiry: (() => void) | undefined;
  #gauges: NodeJS.Timeout | undefined;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    const { store, clock } = parts;
    this.#started = clock.now();
    this.#epoch = store.epoch;
    this.#revision = store.lastRevision();
    for (const { node, budget } of store.budgets()) this.#budgets.set(node, JSON.parse(budget) as Budget);
    const host = this.#host();
    this.operations = new Operations(host);
    this.explainer = new Explainer(host, parts.world);
    this.inventory = new InventoryHistory(store, clock, (error) =>
      parts.log.error({ error: String(error) }, 'the history of the inventory has a gap'),
    );
    this.fleet = new Fleet(clock, {
      acked: (node, target, ack) => this.#acked(node, target.revision, target.source, ack),
      refused: (node, target, nack) => this.#refused(node, target.revision, nack),
      budget: (node, budget) => this.#budget(node, budget),
      ahead: (node, epoch, revision) => this.#ahead(node, epoch, revision),
      connected: (node, session) => parts.log.info({ node, session }, 'node connected'),
      disconnected: (node) => parts.log.info({ node }, 'node disconnected'),
    });
  }

  async start(): Promise<void> {
    for (const { node, revision, timeMs } of this.#parts.store.realised())
      this.fleet.remember(node, { epoch: this.#epoch, revision, unixUs: timeMs * 1000 });
    await this.#parts.source.start({
      changed: (input) => this.#input(input),
      failed: (error) => this.#fail([{ file: '', line: 0, field: '', message: error.message }]),
    });
    this.#gauges = setInterval(() => countNodes(this.metrics, this.fleet), 1000).unref();
  }

  close(): void {
    this.#cancelExpiry?.();
    clearInterval(this.#gauges);
    this.#parts.source.close();
    this.inventory.close();
    this.#parts.store.close();
  }

  /** Why it is not ready, or undefined. */
  notReady(): string | undefined {
    return this.#desired === undefined
      ? `no valid policy yet${this.#problems[0] === undefined ? '' : `: ${this.#problems[0].message}`}`
      : undefined;
  }

  #input(input: SourceInput): void {
    const began = performance.now();
    const { log, world } = this.#parts;
    const parsed = parseInput(input.files, this.#inputs?.files, world);
    if ('problems' in parsed) {
      this.#fail(parsed.problems);
      return;
    }
    const inputs: Inputs = this.#inputs ?? { files: [], declared: parsed.declared, ...this.#restored() };
    const refused = this.#apply(
      { ...inputs, files: input.files, declared: parsed.declared },
      { kind: 'source', who: input.who, version: input.version },
    );
    if (refused !== undefined) {
      this.#fail(refused);
      return;
    }
    this.#problems = [];
    this.metrics.problems.set(0);
    this.metrics.compute.observe((performance.now() - began) / 1000);
    log.info({ source: input.version.id, files: input.files.length, revision: this.#revision }, 'input taken');
  }

  #fail(problems: readonly Omit<Problem, 'sinceMs'>[]): void {
    const now = this.#parts.clock.now();
    this.#problems = problems.map((problem) => ({ ...problem, sinceMs: now }));
    this.metrics.problems.set(problems.length);
    for (const problem of problems.slice(0, 10))
      this.#parts.log.error({ ...problem }, 'input refused, the last good state stays');
    this.#parts.store.audit('refused', 'source', { problems: problems.slice(0, 20) }, now);
  }

  /** What the store knows of rollback and emergencies. */
  #restored(): Pick<Inputs, 'pinned' | 'emergencies'> {
    const { store, clock } = this.#parts;
    const emergencies = store
      .emergencies(clock.now())
      .map(({ request, ...rest }): Emergency => ({ ...rest, request: JSON.parse(request) as EmergencyRequest }));
    const pinned = Number(store.meta('pinned') ?? 0);
    return {
      emergencies,
      pinned: pinned === 0 ? undefined : { revision: pinned, policies: this.#policiesOf(pinned) },
    };
  }

  #policiesOf(revision: number): PolicySet {
    const parsed = parseInput(this.#parts.store.files(revision), undefined, this.#parts.world);
    if ('declared' in parsed) return parsed.declared;
    const why = parsed.problems[0]?.message ?? 'cannot be read';
    throw new ControllerError('REQUEST', `revision ${revision}`, why, { field: 'revision' });
  }

  /**
   * Makes a revision of the inputs, or says why not: nothing has changed then.
   * @param remember writes what belongs to it, in the same transaction
   */
  #apply(inputs: Inputs, cause: Cause, remember: () => void = () => undefined): Omit<Problem, 'sinceMs'>[] | undefined {
    const { store } = this.#parts;
    const before = this.#desired;
    const desired = desire(inputs, before);
    const unfit = desired.changed.flatMap((node) =>
      this.#admission.check(desired.views.get(node)!, this.#budgets.get(node)),
    );
    if (unfit.length > 0) return unfit.map((message) => ({ file: '', line: 0, field: 'budget', message }));
    const known = new Map(before === undefined ? store.nodes().map((n) => [n.node, n]) : []);
    const moved = new Set(
      desired.changed.filter((node) => known.get(node)?.digest !== viewDigest(desired.views.get(node)!)),
    );
    const isNew = moved.size > 0 || (before !== undefined && desired.policiesChanged) || this.#revision === 0;
    store.transaction(() => {
      if (isNew) this.#record(inputs, desired, moved, cause);
      remember();
    });
    if (isNew) this.#revision++;
    this.metrics.revision.set(this.#revision);
    this.#inputs = inputs;
    this.#desired = desired;
    this.#version = cause.version;
    this.inventory.update(desired.world);
    this.fleet.retain(new Set(desired.views.keys()));
    for (const node of desired.changed)
      this.#target(node, moved.has(node) ? this.#revision : (known.get(node)?.revision ?? this.#revision));
    this.#scheduleExpiry(inputs.emergencies);
    return undefined;
  }

  #record(inputs: Inputs, desired: Desired, moved: ReadonlySet<string>, cause: Cause): void {
    const { store, clock } = this.#parts;
    const revision = this.#revision + 1;
    const kind: RevisionKind = cause.kind !== 'source' ? cause.kind : desired.policiesChanged ? 'policy' : 'inventory';
    const { who, version: source } = cause;
    const { changes } = desired;
    const now = clock.now();
    const pinnedTo = inputs.pinned?.revision ?? 0;
    store.addRevision(
      {
        revision,
        kind,
        who,
        timeMs: Math.round(now),
        source,
        changes: changes.slice(0, 1000),
        nodes: moved.size,
        pinnedTo,
      },
      inputs.files,
    );
    store.putNodes([...moved].map((node) => ({ node, digest: viewDigest(desired.views.get(node)!), revision })));
    const detail = { revision, kind, source: source.id, changes: changes.slice(0, 100), nodes: moved.size };
    store.audit('revision', who, { ...detail, ...cause.detail }, now);
    this.metrics.revisions.inc({ kind });
  }

  #target(node: string, revision: number): void {
    const view = this.#desired?.views.get(node);
    if (view === undefined) return;
    const explicitEmpty = this.#desired?.world.nodes.some((n) => n.name === node) ?? false;
    this.fleet.set(node, {
      epoch: this.#epoch,
      revision,
      source: this.#version,
      digest: viewDigest(view),
      view,
      explicitEmpty,
    });
  }

  #scheduleExpiry(emergencies: readonly Emergency[]): void {
    this.#cancelExpiry?.();
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
    const inputs = this.#inputs;
    if (inputs === undefined) return;
    const now = this.#parts.clock.now();
    const left = inputs.emergencies.filter((e) => e.expiresMs > now);
    if (left.length === inputs.emergencies.length) {
      this.#scheduleExpiry(left);
      return;
    }
    for (const e of inputs.emergencies)
      if (e.expiresMs <= now) this.#parts.store.audit('emergency-expired', 'clock', { id: e.id }, now);
    this.#apply({ ...inputs, emergencies: left }, { kind: 'emergency', who: 'expiry', version: this.#version });
  }

  #acked(node: string, revision: number, source: SourceVersion, ack: osg.v1.Ack.$Properties): void {
    const { store, clock } = this.#parts;
    const now = clock.now();
    store.answer(revision, { node, timeMs: Math.round(now) });
    this.metrics.acks.inc();
    const seconds = ((ack.realisedUnixUs ?? 0) - source.timeUnixUs) / 1e6;
    if (source.timeUnixUs > this.#started * 1000 && seconds >= 0) this.metrics.realise.observe(seconds);
    this.#parts.log.debug({ node, revision, seconds }, 'revision realised');
  }

  #refused(node: string, revision: number, nack: osg.v1.Nack.$Properties): void {
    const { store, clock, log } = this.#parts;
    const refusal = {
      code: nack.code ?? '',
      object: nack.object ?? '',
      field: nack.field ?? '',
      reason: nack.reason ?? '',
    };
    store.answer(revision, { node, timeMs: Math.round(clock.now()), refusal });
    store.audit('nack', node, { revision, ...refusal }, clock.now());
    this.metrics.nacks.inc({ code: refusal.code });
    log.error({ node, revision, ...refusal }, 'a node refused the revision');
  }

  #budget(node: string, { arenaBytes = 0, slots = 0, endpoints = 0 }: osg.v1.TableBudget.$Properties): void {
    const budget: Budget = { arenaBytes: arenaBytes ?? 0, slots: slots ?? 0, endpoints: endpoints ?? 0 };
    const known = JSON.stringify(this.#budgets.get(node));
    if (JSON.stringify(budget) === known) return;
    this.#budgets.set(node, budget);
    this.#parts.store.putBudget(node, JSON.stringify(budget));
  }

  #ahead(node: string, epoch: number, revision: number): void {
    const { store, log } = this.#parts;
    if (epoch > this.#epoch) {
      this.#epoch = epoch;
      store.setMeta('epoch', String(epoch));
    }
    this.inventory.renew();
    this.#revision = Math.max(this.#revision, revision) + 1;
    store.raiseFloor(this.#revision);
    const view = this.#desired?.views.get(node);
    if (view !== undefined) store.putNodes([{ node, digest: viewDigest(view), revision: this.#revision }]);
    store.audit('store-behind', node, { epoch, revision }, this.#parts.clock.now());
    log.warn({ node, epoch, revision }, 'a node holds a newer revision than this store: numbering continues above it');
    this.#target(node, this.#revision);
  }

  #host(): Host {
    const { store, clock } = this.#parts;
    const newest = (): { revision: number; version: SourceVersion } => ({
      revision: this.#revision,
      version: this.#version,
    });
    return {
      store,
      clock,
      get revision() {
        return newest().revision;
      },
      get version() {
        return newest().version;
      },
      inputs: () => {
        if (this.#inputs === undefined) throw new ControllerError('REQUEST', 'controller', 'has no valid policy yet');
        return this.#inputs;
      },
      policiesOf: (revision) => this.#policiesOf(revision),
      change: (inputs, cause, remember) => {
        const refused = this.#apply(inputs, cause, remember);
        if (refused !== undefined)
          throw new ControllerError('REQUEST', cause.kind, refused.map((p) => p.message).join('; '));
        return { revision: this.#revision, nodes: this.#desired?.changed.length ?? 0 };
      },
    };
  }

  get store(): Store {
    return this.#parts.store;
  }

  status(): osg.v1.StatusReply.$Properties {
    return {
      revision: this.#revision,
      source: { ...this.#version },
      nodes: this.fleet.rows(),
      problems: this.#problems.map(({ sinceMs, ...problem }) => ({ ...problem, sinceUnixUs: sinceMs * 1000 })),
      emergencies: (this.#inputs?.emergencies ?? []).map((e) => ({
        id: e.id,
        summary: summary(e.request),
        expiresUnixUs: e.expiresMs * 1000,
        who: e.who,
        reason: e.request.reason,
        ticket: e.request.ticket,
        revision: e.revision,
      })),
      pinnedTo: this.#inputs?.pinned?.revision ?? 0,
      version: this.#parts.version,
      startedUnixUs: this.#started * 1000,
    };
  }
}
