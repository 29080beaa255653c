/** The controller: one source in, one view for each node out, everything that matters in the store. */

import { digestOf, sumOfView, viewDigest } from '../distribution/digest.js';
import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { HeldView } from '../policy/held-view.js';
import type { World } from '../policy/model.js';
import { Answers } from './answers.js';
import { type Desired, desire, type Inputs, type Problem, parseInput, type WorldOptions } from './desired.js';
import { DriftLog } from './drift.js';
import { type Emergency, summary } from './emergency.js';
import { ControllerError } from './error.js';
import { Explainer } from './explain.js';
import { Fleet } from './fleet.js';
import { InventoryHistory } from './inventory-history.js';
import { type ControllerMetrics, controllerMetrics, countNodes } from './metrics.js';
import { Numbering, type Place } from './numbering.js';
import { type Cause, type Host, Operations } from './operations.js';
import { Recorder, type Said } from './recorder.js';
import type { PolicySource, SourceInput } from './source.js';
import type { Store } from './store.js';

export interface ControllerParts {
  readonly store: Store;
  readonly source: PolicySource;
  readonly world: WorldOptions;
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
}

const RETRY_MS = 1_000;

export class Controller {
  readonly fleet: Fleet;
  readonly metrics: ControllerMetrics = controllerMetrics();
  readonly operations: Operations;
  readonly explainer: Explainer;
  readonly inventory: InventoryHistory;
  readonly #parts: ControllerParts;
  readonly #answers: Answers;
  readonly #recorder: Recorder;
  readonly #drift: DriftLog;
  readonly #started: number;
  readonly #numbering: Numbering;
  #inputs: Inputs | undefined;
  #desired: Desired | undefined;
  #version: SourceVersion = { id: '', author: '', subject: '', timeUnixUs: 0 };
  #seenUs = 0;
  #problems: readonly Problem[] = [];
  #cancelExpiry: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #gauges: NodeJS.Timeout | undefined;
  #later: NodeJS.Immediate | undefined;

  constructor(parts: ControllerParts) {
    this.#parts = { ...parts, world: { ...parts.world, memory: parts.store.parts } };
    const { store, log, clock } = parts;
    const { metrics } = this;
    this.#started = clock.now();
    this.#numbering = new Numbering(store, clock);
    this.#answers = new Answers({ store, metrics, log, clock });
    this.#drift = new DriftLog({ store, metrics, log, clock });
    this.#recorder = new Recorder({ store, metrics, clock, remembered: () => this.#remembered() });
    const host = this.#host();
    this.operations = new Operations(host);
    this.explainer = new Explainer(host, this.#parts.world);
    this.inventory = new InventoryHistory(store, clock, (error) =>
      log.error({ error: String(error) }, 'the history of the inventory has a gap'),
    );
    this.fleet = new Fleet(clock, {
      acked: (node, target, ack, atOnce) => this.#answers.acked(node, target, ack, atOnce),
      refused: (node, target, nack) => this.#answers.refused(node, target, nack),
      ahead: (node, held) => this.#ahead(node, held),
      connected: (node, session) => log.info({ node, session }, 'node connected'),
      disconnected: (node) => log.info({ node }, 'node disconnected'),
      drift: (node, report, taken) => this.#drift.report(node, report, taken),
    });
  }

  async start(): Promise<void> {
    for (const { node, revision, timeMs } of this.#parts.store.revisions.realised())
      this.fleet.remember(node, { epoch: this.#numbering.epoch, revision, unixUs: timeMs * 1000 });
    await this.#parts.source.start({
      changed: (input) => this.#input(input),
      failed: (error) => this.#fail([{ file: '', line: 0, field: '', message: error.message }]),
      warned: (error) => this.#parts.log.warn({ error: error.message }, 'source'),
    });
    this.#gauges = setInterval(() => countNodes(this.metrics, this.fleet), 1000).unref();
  }

  close(): void {
    this.#cancelExpiry?.();
    this.#cancelRetry?.();
    clearImmediate(this.#later);
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

  /** What a person should know although it is ready: the last good state stays. */
  warnings(): readonly string[] {
    const [first] = this.#problems;
    if (first === undefined || this.#desired === undefined) return [];
    const where = first.file === '' ? '' : `${first.file}:${first.line}: `;
    const since = new Date(first.sinceMs).toISOString();
    return [`input refused since ${since}: ${where}${first.message} (${this.#problems.length} in all)`];
  }

  /** What the disk does not take is tried again until something newer comes. */
  #input(input: SourceInput): void {
    const { clock } = this.#parts;
    this.#cancelRetry?.();
    try {
      this.#take(input);
    } catch (error) {
      this.#fail([{ file: '', line: 0, field: '', message: (error as Error).message }]);
      this.#cancelRetry = clock.after(RETRY_MS, () => this.#input(input));
    }
  }

  #take(input: SourceInput): void {
    const began = performance.now();
    const { log, world, store } = this.#parts;
    const parsed = parseInput(input.files, this.#inputs?.files, world);
    if ('problems' in parsed) {
      this.#fail(parsed.problems);
      return;
    }
    const inputs: Inputs = this.#inputs ?? { files: [], declared: parsed.declared, ...this.#restored() };
    this.#apply(
      { ...inputs, files: input.files, declared: parsed.declared },
      { kind: 'source', who: input.who, version: input.version },
    );
    this.#problems = [];
    this.metrics.problems.set(0);
    this.metrics.compute.observe((performance.now() - began) / 1000);
    log.info(
      { source: input.version.id, files: input.files.length, revision: this.#numbering.revision },
      'input taken',
    );
    // After the agents have theirs: nobody waits for it.
    store.soon(() => store.parts.save(input.files));
  }

  #fail(problems: readonly Omit<Problem, 'sinceMs'>[]): void {
    const now = this.#parts.clock.now();
    this.#problems = problems.map((problem) => ({ ...problem, sinceMs: now }));
    this.metrics.problems.set(problems.length);
    for (const problem of problems.slice(0, 10))
      this.#parts.log.error({ ...problem }, 'input refused, the last good state stays');
    const { store } = this.#parts;
    store.soon(() => store.audit('refused', 'source', { problems: problems.slice(0, 20) }, now));
  }

  /** What the store knows of rollback and emergencies. */
  #restored(): Pick<Inputs, 'pinned' | 'emergencies'> {
    const { store } = this.#parts;
    const emergencies = this.#unexpired(store.emergencies());
    const pinned = Number(store.meta('pinned') ?? 0);
    return {
      emergencies,
      pinned: pinned === 0 ? undefined : { revision: pinned, policies: this.#worldOf(pinned) },
    };
  }

  /** The newest revision of an earlier life; undefined if there is none that can be read. */
  #remembered(): Said | undefined {
    const { revisions } = this.#parts.store;
    if (revisions.last() === 0) return undefined;
    try {
      const { revision, pinnedTo, emergencies } = revisions.get(revisions.last());
      const inventory = this.#worldOf(revision);
      return { inventory, content: { policies: pinnedTo === 0 ? inventory : this.#worldOf(pinnedTo), emergencies } };
    } catch (error) {
      this.#parts.log.warn(
        { error: (error as Error).message },
        'what has changed since the last revision is not known',
      );
      return undefined;
    }
  }

  /** @throws ControllerError REQUEST */
  #worldOf(revision: number): World {
    const parsed = parseInput(this.#parts.store.revisions.files(revision), undefined, this.#parts.world);
    if ('declared' in parsed) return parsed.declared;
    const why = parsed.problems[0]?.message ?? 'cannot be read';
    throw new ControllerError('REQUEST', `revision ${revision}`, why, { field: 'revision' });
  }

  /**
   * Makes a revision of the inputs. Whether a node has room for it, the node says: it is for that node alone.
   * @param remember writes what belongs to it, in the same transaction
   */
  #apply(inputs: Inputs, cause: Cause, remember: () => void = () => undefined): void {
    const { store } = this.#parts;
    const before = this.#desired;
    const desired = desire(inputs, before);
    const known = new Map(before === undefined ? store.nodes().map((n) => [n.node, n]) : []);
    const moved = new Set(
      desired.changed.filter((node) => known.get(node)?.digest !== viewDigest(desired.views.get(node)!)),
    );
    const draft = this.#recorder.draft(this.#inputs, inputs, desired, moved, cause);
    store.flush();
    store.transaction(() => {
      if (draft !== undefined) this.#recorder.write(this.#numbering.revision + 1, draft);
      remember();
    });
    store.revisions.committed(inputs.files);
    if (draft !== undefined) this.#numbering.issued();
    this.metrics.revision.set(this.#numbering.revision);
    this.#inputs = inputs;
    this.#desired = desired;
    this.#version = cause.version;
    // What an operator does is seen now, whenever the files were.
    this.#seenUs = cause.kind === 'source' ? cause.version.timeUnixUs : this.#parts.clock.now() * 1000;
    this.fleet.retain(new Set(desired.views.keys()));
    for (const node of desired.changed)
      this.#target(
        node,
        moved.has(node) ? this.#numbering.revision : (known.get(node)?.revision ?? this.#numbering.revision),
      );
    this.#scheduleExpiry(inputs.emergencies);
    // When the agents have theirs.
    this.#later = setImmediate(() => this.inventory.update(desired.world));
  }

  #target(node: string, revision: number): void {
    const view = this.#desired?.views.get(node);
    if (view === undefined) return;
    const explicitEmpty = this.#desired?.declaredNodes.has(node) ?? false;
    const held = HeldView.of(view);
    const sum = sumOfView(held);
    this.fleet.set(node, {
      epoch: this.#numbering.epoch,
      revision,
      source: { ...this.#version, timeUnixUs: this.#seenUs },
      digest: digestOf(held, sum),
      sum,
      view: held,
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
    const left = this.#unexpired(inputs.emergencies);
    if (left.length === inputs.emergencies.length) this.#scheduleExpiry(left);
    else this.#apply({ ...inputs, emergencies: left }, { kind: 'emergency', who: 'expiry', version: this.#version });
  }

  /** Those that go on; of the others the audit log says that they are over. */
  #unexpired(emergencies: readonly Emergency[]): Emergency[] {
    const { store, clock } = this.#parts;
    const now = clock.now();
    store.transaction(() => {
      for (const { id, expiresMs, request, who } of emergencies) {
        if (expiresMs > now) continue;
        const expired = new Date(expiresMs).toISOString();
        store.audit('emergency-expired', 'clock', { id, summary: summary(request), expired, madeBy: who }, now);
        store.removeEmergency(id);
      }
    });
    return emergencies.filter(({ expiresMs }) => expiresMs > now);
  }

  /** @returns why the node's claim moves nothing, or undefined */
  #ahead(node: string, held: Place): string | undefined {
    const { store, log, clock } = this.#parts;
    const { refused, told } = this.#numbering.above(node, held);
    const detail = { ...held, ...(refused !== undefined && { refused }) };
    if (told) {
      store.soon(() =>
        store.audit(refused === undefined ? 'store-behind' : 'claim-refused', node, detail, clock.now()),
      );
      log.warn({ node, ...detail }, 'a node claims what this store has not issued');
    }
    if (refused !== undefined) return refused;
    const { revision } = this.#numbering;
    this.inventory.renew();
    const view = this.#desired?.views.get(node);
    if (view !== undefined) store.putNodes([{ node, digest: viewDigest(view), revision }]);
    this.#target(node, revision);
    return undefined;
  }

  #host(): Host {
    const { store, clock } = this.#parts;
    const newest = (): { revision: number; version: SourceVersion } => ({
      revision: this.#numbering.revision,
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
      policiesOf: (revision) => this.#worldOf(revision),
      change: (inputs, cause, remember) => {
        this.#apply(inputs, cause, remember);
        return { revision: this.#numbering.revision, nodes: this.#desired?.changed.length ?? 0 };
      },
    };
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
