/** The controller: sources in, one view for each node out, everything that matters in the store. */
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { closeAll } from '../part/resources.js';
import { admission, type Step } from './admission.js';
import { Answers } from './answers.js';
import { Archive } from './archive.js';
import type { Authority } from './authority/authority.js';
import { approved } from './authority/given.js';
import type { ApprovalGiven } from './authority/pending.js';
import { Claims } from './claims.js';
import { DriftLog } from './drift.js';
import { NO_OVERLAY, type Overlay, type WorldOptions } from './effective.js';
import { EmergencyEnds } from './emergency-ends.js';
import { ControllerError } from './error.js';
import { Evidence } from './evidence.js';
import { Fleet, type FleetEvents } from './fleet.js';
import { Intake } from './intake.js';
import { type ControllerMetrics, controllerMetrics, countNodes, countReverted, countRollout } from './metrics.js';
import { Numbering } from './numbering.js';
import { Objects } from './objects.js';
import { type Cause, type Changes, Operations } from './operations.js';
import { Problems } from './problems.js';
import { type Gate, type Proposal, Views } from './proposal.js';
import { RecordedNow } from './recorded.js';
import { Recorder } from './recorder.js';
import { Released } from './released.js';
import type { RevisionStore } from './revision-store.js';
import { type Recorded, Staging } from './rollout/staging.js';
import { Sequence } from './sequence.js';
import type { Problem, Source } from './source.js';
import { statusOf } from './status.js';
import type { Stores } from './stores.js';
import type { InForce } from './world-parts.js';

export interface ControllerParts {
  readonly store: Stores;
  /** Absent: who may call may change everything. */
  readonly authority?: Authority;
  /** Default: of the store. Closed with the controller. */
  readonly revisions?: RevisionStore;
  /** Policies and inventory, from one source or several; an object belongs to the first that declares it. */
  readonly sources: readonly Source[];
  readonly world: WorldOptions;
  /** What a change must pass before it is recorded and goes out; all are asked. */
  readonly gates?: readonly Gate[];
  /** What gates of rollouts may ask over HTTP: what lies below one of these. Default: nothing. */
  readonly gateUrls?: readonly string[];
  /** How long a gate that cannot judge yet is waited for. Default 10 s. */
  readonly gatePatienceMs?: number;
  readonly announced?: FleetEvents['announced'];
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
}

export class Controller {
  readonly staging: Staging;
  readonly fleet: Fleet;
  readonly metrics: ControllerMetrics = controllerMetrics();
  readonly operations: Operations;
  readonly claims: Claims;
  readonly recorded: RecordedNow;
  readonly archive: Archive;
  readonly evidence: Evidence;
  readonly revisions: RevisionStore;
  readonly authority: Authority | undefined;
  /** Objects that did not go out though they can be read, and why not. */
  readonly notAdmitted = () => this.#problems.notAdmitted();
  /** Propose, admit, record, release: of one change after the other, and nothing reads what is half done. */
  readonly #sequence = new Sequence();
  readonly #parts: ControllerParts;
  readonly #answers: Answers;
  readonly #recorder: Recorder;
  readonly #drift: DriftLog;
  readonly #started: number;
  readonly #numbering: Numbering;
  readonly #objects = new Objects();
  readonly #views: Views;
  readonly #released = new Released();
  readonly #problems: Problems;
  readonly #ends: EmergencyEnds;
  readonly #intake: Intake;
  #gauges: NodeJS.Timeout | undefined;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.authority = parts.authority;
    const [{ log, clock, world }, { metrics }] = [parts, this];
    this.revisions = parts.revisions ?? parts.store.revisions;
    const store = this.revisions;
    this.#started = clock.now();
    this.#numbering = new Numbering(store, clock);
    this.#answers = new Answers({ store, metrics, log, clock });
    this.#drift = new DriftLog({ store, metrics, log, clock });
    this.#recorder = new Recorder({ store, metrics, clock });
    this.#problems = new Problems({ store, log, clock, metrics });
    this.#intake = new Intake({
      ...{ sources: parts.sources, log, clock, metrics },
      ...{ sequence: this.#sequence, objects: this.#objects, problems: this.#problems },
      overlay: async () =>
        this.#released.begun
          ? this.#views.effective.overlay
          : { emergencies: await this.#ends.restored(), pinned: await this.staging.restored() },
      advance: (step) => this.#advance(step),
      onward: () => this.staging.onward(),
      revision: () => this.#numbering.revision,
    });
    this.#ends = new EmergencyEnds({
      ...{ store, metrics, log, clock },
      inTurn: (work) => this.#sequence.run(work),
      inForce: () => this.#views.effective.overlay.emergencies,
      keep: (emergencies) => this.#keepEmergencies(emergencies),
    });
    this.#views = new Views(world);
    this.recorded = new RecordedNow(this.#numbering, this.#objects, world, this.#released);
    this.operations = new Operations(store, clock, this.#changes());
    const now = () => clock.now();
    const whole = () => this.#views.effective.world();
    this.archive = new Archive({
      ...{ stores: parts.store, revisions: store, options: world, clock, log, metrics, world: whole },
      settle: () => this.#settle(),
      inForce: () => this.inForce(),
    });
    this.claims = new Claims({
      ...{ store, log, clock, sequence: this.#sequence, authority: parts.authority },
      ...{ numbering: this.#numbering, inventory: this.archive.inventory },
      retarget: (node) => this.staging.target(node),
    });
    this.evidence = new Evidence({ clock, ask: (node, question) => this.fleet.ask(node, question) });
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => this.#sequence.run(work);
    const { evidence } = this;
    this.authority?.measureBy({ evidence, log, world: whole, nowMs: now, inTurn }, (source) =>
      this.#intake.again(source),
    );
    this.fleet = new Fleet(clock, {
      acked: (node, target, ack, atOnce) => this.#answers.acked(node, target, ack, atOnce),
      refused: (node, target, nack) => this.#answers.refused(node, target, nack),
      ahead: (node, held) => this.claims.take(node, held),
      connected: (node, session) => this.staging.connected(node, session),
      disconnected: (node) => {
        evidence.gone(node);
        log.info({ node }, 'node disconnected');
      },
      evidence: (node, part) => evidence.take(node, part),
      announced: (node, pods) => parts.announced?.(node, pods),
      reported: (node, report) => this.staging.reported(node, report),
      drift: (node, report, taken) => this.#drift.report(node, report, taken),
    });
    this.staging = new Staging({
      ...{ store, clock, log, world, gateUrls: parts.gateUrls ?? [], gatePatienceMs: parts.gatePatienceMs },
      ...{ fleet: this.fleet, evidence, views: this.#views, recorder: this.#recorder, numbering: this.#numbering },
      inTurn,
      advance: (overlay, cause, writes) => this.#advance({ keys: [], overlay, cause, writes }),
      version: () => this.#released.source,
      tell: (refused) => this.#problems.tell(0, 'admission', refused),
      changed: (run) => countRollout(metrics, run),
    });
  }

  async start(): Promise<void> {
    await this.archive.load();
    await this.#drift.load();
    await this.#parts.authority?.load();
    for (const { node, revision, timeMs } of await this.revisions.realised())
      this.fleet.remember(node, { epoch: this.#numbering.epoch, revision, unixUs: timeMs * 1000 });
    await this.#intake.start();
    await this.settled();
    await this.#sequence.run(() => this.staging.started());
    this.#gauges = setInterval(() => countNodes(this.metrics, this.fleet), 1000).unref();
  }

  /** What the sources have said by now is in force, or refused. */
  settled(): Promise<void> {
    return this.#sequence.settled();
  }

  async close(): Promise<void> {
    this.#ends.close();
    this.staging.rollouts.close();
    this.archive.quiet();
    clearInterval(this.#gauges);
    this.fleet.close();
    const quiet = { close: () => this.settled() };
    await closeAll([this.#intake, quiet, this.archive, this.revisions, this.#parts.store]);
  }

  /** Why it is not ready, or undefined. */
  notReady(): string | undefined {
    if (this.#released.begun) return undefined;
    const [problem] = this.#problems.rows();
    return `no valid policy yet${problem === undefined ? '' : `: ${problem.message}`}`;
  }

  /** What a person should know although it is ready: the last good state stays. */
  warnings(): readonly string[] {
    return this.#released.begun ? [...this.#problems.warnings(), ...(this.#parts.authority?.warnings ?? [])] : [];
  }

  /** Whoever reads the store finds what is known by now. @throws ControllerError REQUEST: nothing yet */
  async #settle(): Promise<void> {
    await this.settled();
    this.#released.mustHaveBegun();
    this.archive.flush();
    await Promise.all([this.#parts.store.flush(), this.revisions.flush()]);
  }

  /** What waits for a second person is admitted, if nothing else is in its way. @throws ControllerError REQUEST, STORE */
  approve(approval: ApprovalGiven): Promise<osg.v1.RevisionReply.$Properties> {
    return this.#sequence.run(async () => {
      const notes = await approved(this.authority, approval, (source) => this.#intake.again(source));
      return {
        id: approval.id,
        revision: this.#numbering.revision,
        nodes: notes.length > 0 ? 0 : this.#released.moved,
        notes,
      };
    });
  }

  /** In turn: propose, admit, record, release; or say why not: nothing has changed then. @throws ControllerError STORE */
  async #advance({ keys, overlay, cause, writes = [] }: Step): Promise<Problem[]> {
    const before = this.#released.begun ? this.#views.effective.overlay : undefined;
    const [governs] = this.#views.effective.rollouts;
    const proposal = this.#views.propose(this.#objects.changeOf(keys), overlay);
    let recorded: Recorded;
    try {
      const admitted = await admission(this.#parts, proposal, before, cause);
      if (admitted.refused.length > 0) {
        if (before !== undefined && before.pinned === undefined && overlay.pinned === undefined)
          this.authority?.look(admitted, proposal.views.keys());
        this.#views.undo(proposal, before ?? NO_OVERLAY);
        return [...admitted.refused];
      }
      recorded = await this.staging.record(proposal, before, cause, [...writes, ...admitted.writes], governs);
      admitted.written();
    } catch (error) {
      this.#views.undo(proposal, before ?? NO_OVERLAY);
      throw error;
    }
    this.#views.keep(proposal);
    this.#objects.admit(keys, proposal.declared);
    this.staging.take(proposal, recorded, cause, this.#released.source);
    this.#release(proposal, cause, recorded);
    return [];
  }

  #release(proposal: Proposal, cause: Cause, recorded: Recorded): void {
    const first = !this.#released.begun;
    const { overlay } = this.#views.effective;
    this.#released.take({ overlay, moved: proposal.views.size }, cause, this.#parts.clock.now());
    this.metrics.revision.set(this.#numbering.revision);
    countReverted(this.metrics, overlay.pinned?.rollout);
    if (first || proposal.resolved.gone.length > 0) this.fleet.retain(new Set(this.#views.names));
    this.staging.release(proposal, recorded);
    this.#ends.schedule(proposal.overlay.emergencies);
    this.archive.take(proposal.declared);
  }

  async #keepEmergencies(emergencies: Overlay['emergencies']): Promise<void> {
    const overlay = { ...this.#views.effective.overlay, emergencies };
    const { version } = this.#released;
    await this.#advance({ keys: [], overlay, cause: { kind: 'emergency', who: 'expiry', version } });
  }

  #changes(): Changes {
    return {
      names: this.#views.effective,
      now: () => ({ ...this.#released.now(), revision: this.#numbering.revision }),
      inTurn: (work) => this.#sequence.run(work),
      overlaid: async (next, cause, writes) => {
        const refused = await this.#advance({ keys: [], overlay: next, cause, writes });
        if (refused.length > 0)
          throw new ControllerError('REQUEST', cause.kind, refused.map((p) => p.message).join('; '));
        return { revision: this.#numbering.revision, nodes: this.#released.moved };
      },
    };
  }

  /** @throws ControllerError REQUEST: no policy yet */
  inForce(): Promise<InForce> {
    return this.#sequence.run(() => {
      this.#released.mustHaveBegun();
      const { effective } = this.#views;
      const { split } = this.staging;
      return { world: effective.world(), revision: this.#numbering.revision, overlay: effective.overlay, split };
    });
  }

  status(): osg.v1.StatusReply.$Properties {
    const { authority, version } = this.#parts;
    return statusOf({
      ...{ revision: this.#numbering.revision, source: this.#released.version, version, startedMs: this.#started },
      ...{ fleet: this.fleet, drift: this.#drift, problems: this.#problems, authority },
      ...{ run: this.staging.rollouts.run, overlay: this.#released.overlay, declared: this.#views.effective.declared },
    });
  }
}
