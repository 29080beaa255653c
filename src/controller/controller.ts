/** The controller: one source in, one view for each node out, everything that matters in the store. */
import type { Clock } from '../control/clock.js';
import { viewDigest } from '../control/digest.js';
import type { SourceVersion } from '../control/receiver.js';
import type { osg } from '../gen/proto.js';
import { Admission, type Budget } from './admission.js';
import { policyChanges } from './changes.js';
import { compose, type Desired, desire, type Inputs, type Problem, parseInput, type WorldOptions } from './desired.js';
import { checkEmergency, type Emergency, type EmergencyRequest, summary } from './emergency.js';
import { ControllerError } from './error.js';
import { Fleet } from './fleet.js';
import { type ControllerMetrics, controllerMetrics } from './metrics.js';
import type { PolicySource, SourceInput } from './source.js';
import type { RevisionKind, Store, StoredFile } from './store.js';

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

interface Cause {
  readonly kind: RevisionKind | 'source';
  readonly who: string;
  readonly version: SourceVersion;
  readonly detail?: object;
}

export class Controller {
  readonly fleet: Fleet;
  readonly metrics: ControllerMetrics = controllerMetrics();
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
    await this.#parts.source.start({
      changed: (input) => this.#input(input),
      failed: (error) => this.#fail([{ file: '', line: 0, field: '', message: error.message }]),
    });
    this.#gauges = setInterval(() => this.#countNodes(), 1000).unref();
  }

  close(): void {
    this.#cancelExpiry?.();
    clearInterval(this.#gauges);
    this.#parts.source.close();
    this.#parts.store.close();
  }

  /** Why it is not ready, or undefined. */
  notReady(): string | undefined {
    return this.#desired === undefined ? `no valid policy yet${this.#problems[0] === undefined ? '' : `: ${this.#problems[0].message}`}` : undefined;
  }

  #input(input: SourceInput): void {
    const began = performance.now();
    const { log, world } = this.#parts;
    const parsed = parseInput(input.files, this.#inputs?.files, world);
    if ('problems' in parsed) return this.#fail(parsed.problems);
    const inputs: Inputs = this.#inputs ?? { files: [], declared: parsed.declared, ...this.#restored() };
    const refused = this.#apply({ ...inputs, files: input.files, declared: parsed.declared }, { kind: 'source', who: input.who, version: input.version });
    if (refused !== undefined) return this.#fail(refused);
    this.#problems = [];
    this.metrics.problems.set(0);
    this.metrics.compute.observe((performance.now() - began) / 1000);
    log.info({ source: input.version.id, files: input.files.length, revision: this.#revision }, 'input taken');
  }

  #fail(problems: readonly Omit<Problem, 'sinceMs'>[]): void {
    const now = this.#parts.clock.now();
    this.#problems = problems.map((problem) => ({ ...problem, sinceMs: now }));
    this.metrics.problems.set(problems.length);
    for (const problem of problems.slice(0, 10)) this.#parts.log.error({ ...problem }, 'input refused, the last good state stays');
    this.#parts.store.audit('refused', 'source', { problems: problems.slice(0, 20) }, now);
  }

  /** What the store knows of rollback and emergencies. */
  #restored(): Pick<Inputs, 'pinned' | 'emergencies'> {
    const { store, clock } = this.#parts;
    const emergencies = store.emergencies(clock.now()).map(({ request, ...rest }): Emergency => ({ ...rest, request: JSON.parse(request) as EmergencyRequest }));
    const pinned = Number(store.meta('pinned') ?? 0);
    return { emergencies, pinned: pinned === 0 ? undefined : { revision: pinned, policies: this.#policiesOf(store.files(pinned), pinned) } };
  }

  #policiesOf(files: readonly StoredFile[], revision: number) {
    const parsed = parseInput(files, undefined, this.#parts.world);
    if ('problems' in parsed) throw new ControllerError('REQUEST', `revision ${revision}`, parsed.problems[0]?.message ?? 'cannot be read', { field: 'revision' });
    return parsed.declared;
  }

  /** Makes a revision of the inputs, or says why not: nothing has changed then. */
  #apply(inputs: Inputs, cause: Cause): Omit<Problem, 'sinceMs'>[] | undefined {
    const { store, clock } = this.#parts;
    const before = this.#desired;
    const desired = desire(inputs, before);
    const unfit = desired.changed.flatMap((node) => this.#admission.check(desired.views.get(node)!, this.#budgets.get(node)));
    if (unfit.length > 0) return unfit.map((message) => ({ file: '', line: 0, field: 'budget', message }));
    const known = new Map(before === undefined ? store.nodes().map((n) => [n.node, n]) : []);
    const moved = desired.changed.filter((node) => known.get(node)?.digest !== viewDigest(desired.views.get(node)!));
    const isNew = moved.length > 0 || (before !== undefined && desired.policiesChanged) || this.#revision === 0;
    const now = clock.now();
    if (isNew) {
      const revision = this.#revision + 1;
      const kind: RevisionKind = cause.kind !== 'source' ? cause.kind : desired.policiesChanged ? 'policy' : 'inventory';
      store.transaction(() => {
        store.addRevision({ revision, kind, who: cause.who, timeMs: Math.round(now), source: cause.version, changes: desired.changes.slice(0, 1000), nodes: moved.length }, inputs.files);
        store.putNodes(moved.map((node) => ({ node, digest: viewDigest(desired.views.get(node)!), revision })));
        store.audit('revision', cause.who, { revision, kind, source: cause.version.id, changes: desired.changes.slice(0, 100), nodes: moved.length, ...cause.detail }, now);
      });
      this.#revision = revision;
      this.metrics.revision.set(revision);
      this.metrics.revisions.inc({ kind });
    }
    this.#inputs = inputs;
    this.#desired = desired;
    this.#version = cause.version;
    this.fleet.retain(new Set(desired.views.keys()));
    for (const node of desired.changed) this.#target(node, moved.includes(node) ? this.#revision : (known.get(node)?.revision ?? this.#revision));
    this.#scheduleExpiry(inputs.emergencies);
    return undefined;
  }

  #target(node: string, revision: number): void {
    const view = this.#desired?.views.get(node);
    if (view === undefined) return;
    const explicitEmpty = this.#desired?.world.nodes.some((n) => n.name === node) ?? false;
    this.fleet.set(node, { epoch: this.#epoch, revision, source: this.#version, digest: viewDigest(view), view, explicitEmpty });
  }

  #scheduleExpiry(emergencies: readonly Emergency[]): void {
    this.#cancelExpiry?.();
    this.metrics.emergencies.set(emergencies.length);
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
    if (left.length === inputs.emergencies.length) return this.#scheduleExpiry(left);
    for (const e of inputs.emergencies) if (e.expiresMs <= now) this.#parts.store.audit('emergency-expired', 'clock', { id: e.id }, now);
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
    const refusal = { code: nack.code ?? '', object: nack.object ?? '', field: nack.field ?? '', reason: nack.reason ?? '' };
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
    this.#revision = Math.max(this.#revision, revision) + 1;
    store.raiseFloor(this.#revision);
    const view = this.#desired?.views.get(node);
    if (view !== undefined) store.putNodes([{ node, digest: viewDigest(view), revision: this.#revision }]);
    store.audit('store-behind', node, { epoch, revision }, this.#parts.clock.now());
    log.warn({ node, epoch, revision }, 'a node holds a newer revision than this store: numbering continues above it');
    this.#target(node, this.#revision);
  }

  // What operators ask for. Each throws ControllerError REQUEST when it cannot be done.

  rollback(revision: number, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const inputs = this.#ready();
    const policies = this.#policiesOf(this.#parts.store.files(revision), revision);
    return this.#change({ ...inputs, pinned: { revision, policies } }, { kind: 'rollback', who, version: this.#version, detail: { to: revision, reason } }, () =>
      this.#parts.store.setMeta('pinned', String(revision)),
    );
  }

  resume(who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const inputs = this.#ready();
    if (inputs.pinned === undefined) throw new ControllerError('REQUEST', 'resume', 'no rollback is in force');
    return this.#change({ ...inputs, pinned: undefined }, { kind: 'resume', who, version: this.#version, detail: { reason } }, () =>
      this.#parts.store.setMeta('pinned', '0'),
    );
  }

  emergency(request: EmergencyRequest, forMs: number, who: string): osg.v1.RevisionReply.$Properties {
    const inputs = this.#ready();
    const { store, clock } = this.#parts;
    checkEmergency(request, forMs, compose(inputs));
    const id = `e-${Number(store.meta('emergencies') ?? 0) + 1}`;
    const emergency: Emergency = { id, expiresMs: Math.round(clock.now() + forMs), request, who, revision: this.#revision + 1 };
    const detail = { id, summary: summary(request), expires: new Date(emergency.expiresMs).toISOString(), reason: request.reason, ticket: request.ticket };
    const reply = this.#change({ ...inputs, emergencies: [...inputs.emergencies, emergency] }, { kind: 'emergency', who, version: this.#version, detail }, () => {
      store.setMeta('emergencies', id.slice(2));
      store.putEmergency({ ...emergency, request: JSON.stringify(request) });
    });
    return { ...reply, id };
  }

  endEmergency(id: string, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const inputs = this.#ready();
    const left = inputs.emergencies.filter((e) => e.id !== id);
    if (left.length === inputs.emergencies.length) throw new ControllerError('REQUEST', 'emergency', `${id} is not in force`, { field: 'id' });
    return this.#change({ ...inputs, emergencies: left }, { kind: 'emergency', who, version: this.#version, detail: { ended: id, reason } }, () =>
      this.#parts.store.removeEmergency(id),
    );
  }

  #ready(): Inputs {
    if (this.#inputs === undefined) throw new ControllerError('REQUEST', 'controller', 'has no valid policy yet');
    return this.#inputs;
  }

  #change(inputs: Inputs, cause: Cause, remember: () => void): osg.v1.RevisionReply.$Properties {
    const refused = this.#apply(inputs, cause);
    if (refused !== undefined) throw new ControllerError('REQUEST', cause.kind, refused.map((p) => p.message).join('; '));
    remember();
    return { revision: this.#revision, nodes: this.#desired?.changed.length ?? 0 };
  }

  diff(from: number, to: number): string[] {
    const { store } = this.#parts;
    return policyChanges(this.#policiesOf(store.files(from), from), this.#policiesOf(store.files(to), to));
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

  #countNodes(): void {
    const count = { realised: 0, pending: 0, refused: 0, away: 0 };
    for (const row of this.fleet.rows()) {
      if (row.connected !== true) count.away++;
      else if (row.refusal != null) count.refused++;
      else if (row.desiredRevision === row.realisedRevision) count.realised++;
      else count.pending++;
    }
    for (const [state, nodes] of Object.entries(count)) this.metrics.nodes.set({ state }, nodes);
  }
}
