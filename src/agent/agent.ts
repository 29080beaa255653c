/** The agent's life: last good first, then the controller's word; answers, reports, and what is kept on disk. */

import { type ClientTimes, DistributionClient } from '../distribution/client.js';
import type { Figures } from '../distribution/figures.js';
import type { Received, RevisedView } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import { sameAddress } from '../net/address.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { Target } from '../rpc/dial.js';
import { DriftEvents } from './drift-events.js';
import type { Drift, EnforcementPort } from './enforcement.js';
import type { Why } from './error.js';
import { LastGood } from './last-good.js';
import type { Sandbox } from './locate/sandboxes.js';
import { type AgentMetrics, agentMetrics, figureMetrics } from './metrics.js';
import { PodNews } from './pods.js';
import { comingOf, type Realised, Reconciler, type Refusal } from './reconciler.js';
import { Saving } from './saving.js';
import { ServiceWatch } from './service-watch.js';
import { Standing } from './standing.js';
import { takeOver } from './take-over.js';
import { TrialReports } from './trial-reports.js';
import type { Held } from './verify.js';
import { type Questions, Witness } from './witness.js';

export interface AgentParts {
  readonly node: string;
  readonly bootId: string;
  readonly version: string;
  readonly controller: Target;
  readonly stateDir: string;
  readonly port: EnforcementPort;
  readonly log: Log;
  readonly clock: Clock;
  readonly times?: Partial<ClientTimes>;
  /** Of what the agent knows nothing itself, e.g. certificates. */
  readonly warnings?: () => readonly string[];
  /** Absent: nothing is enforced here. */
  readonly queries?: Questions;
  /** Further figures for reports, e.g. of the deny stream. */
  readonly figures?: () => Figures;
  /** A revision is in force. */
  readonly changed?: () => void;
}

const REPORT_MS = 5_000;

export class Agent {
  readonly metrics: AgentMetrics = agentMetrics();
  readonly pods: PodNews;
  readonly #parts: AgentParts;
  readonly #lastGood: LastGood;
  readonly #reconciler: Reconciler;
  readonly #client: DistributionClient;
  readonly #driftEvents: DriftEvents;
  readonly #saving: Saving;
  readonly #witness: Witness;
  readonly #trialReports: TrialReports;
  readonly #services: ServiceWatch;
  readonly #standing: Standing;
  #cancelReport: (() => void) | undefined;
  #closed = false;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.pods = new PodNews(parts.clock);
    this.#driftEvents = new DriftEvents(parts.clock);
    this.#lastGood = new LastGood(parts.stateDir, parts.node);
    this.#saving = new Saving(this.#lastGood, this.metrics.unsaved, parts.log);
    this.#reconciler = new Reconciler(parts.port, parts.clock, {
      // What was on disk needs not be written there.
      preparing: async ({ revised, delta, nonce }) => {
        if (nonce !== undefined) await this.#saving.prepare(comingOf(this.#reconciler, revised, delta));
      },
      realised: (realised) => this.#realised(realised),
      refused: (refusal) => this.#refused(refusal),
      endpoints: (states) => {
        const changed = this.#standing.endpoints(states);
        this.pods.look();
        if (changed) this.#sendReport();
      },
      drift: (found, withinMs) => this.#drift(found, withinMs),
      failed: (error) => this.#failed(error),
    });
    this.#trialReports = new TrialReports({
      ...parts,
      trials: parts.port.trials,
      metric: this.metrics.trial,
      figures: () => this.#standing.figures(),
      changed: () => this.#sendReport(),
      over: () => this.#reconciler.again(),
    });
    this.#services = new ServiceWatch(parts.port, this.metrics.serviceMode, parts.log, parts.clock);
    this.#standing = new Standing({
      ...parts,
      metrics: this.metrics,
      saving: this.#saving,
      services: this.#services,
      trials: this.#trialReports,
      driftEvents: this.#driftEvents,
      realised: () => this.realised,
      contact: () => this.#client,
    });
    this.#witness = new Witness({
      queries: parts.queries,
      send: (evidence) => this.#client.send({ evidence }),
      now: () => parts.clock.monotonic(),
    });
    this.#client = new DistributionClient({
      ...parts.controller,
      node: parts.node,
      hello: () => this.#hello(),
      received: (received) => this.#received(received),
      connected: () => this.#connected(),
      decided: ({ id, confirm }) => this.#trialReports.decide(id ?? '', confirm === true),
      asked: (question) => void this.#witness.answer(question, () => this.held()),
      driftTaken: (taken) => {
        const before = this.#driftEvents.waiting;
        this.#driftEvents.taken(taken);
        // What did not fit in the report.
        if (this.#driftEvents.waiting < before) this.#sendDrift();
      },
      disconnected: (error, retryMs) => {
        this.#standing.disconnected();
        parts.log.warn(
          { error: error.message, retryMs: Math.round(retryMs) },
          'no controller: the last good policy stays in force',
        );
      },
      ...(parts.times !== undefined && { times: parts.times }),
      clock: parts.clock,
    });
    figureMetrics(this.metrics.registry, () => this.#standing.figures());
  }

  /** Resolves when the last good view is in force (or there is none); the controller is dialled then. */
  async start(): Promise<void> {
    const revised = await takeOver(this.#lastGood, this.#reconciler, this.#parts);
    if (revised !== undefined) {
      const inForce = new Promise<void>((resolve) => {
        this.#firstDone = resolve;
      });
      this.#reconciler.desire({ revised, receivedUnixUs: Math.round(this.#parts.clock.now() * 1000) });
      await inForce;
    }
    this.#client.start();
    this.#scheduleReport();
  }

  #firstDone: (() => void) | undefined;

  /** Enforcement stays. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelReport?.();
    this.#trialReports.close();
    this.#client.close();
    await this.#reconciler.close();
    await this.#saving.close();
    await this.#lastGood.close();
    await this.#parts.port.close();
  }

  /** Why it is not ready, or undefined. */
  notReady(): string | undefined {
    return this.#standing.notReady();
  }

  /** What a person should know although it is ready. */
  warnings(): readonly string[] {
    return this.#standing.warnings();
  }

  report(): osg.v1.NodeReport.$Properties {
    return this.#standing.report();
  }

  /** Tells the controller that a pod came to this node, or left it, as its container runtime says. */
  tellPod(sandbox: Sandbox, gone: boolean): void {
    const pods = this.pods.take(sandbox, gone);
    if (pods !== undefined && this.#client.connected) this.#client.send({ pods });
  }

  /** What the container runtime said of this node's pods is compiled in. */
  podsChanged(): void {
    this.#reconciler.refresh();
  }

  /** Whether what is in force names that pod. */
  names({ id, uid }: Pick<Sandbox, 'id' | 'uid'>): boolean {
    const endpoint = this.#reconciler.realised?.endpoints.find((e) => e.id === id);
    return endpoint !== undefined && (endpoint.attach.uid ?? uid) === uid;
  }

  /**
   * Whether the controller's view has those addresses, as far as there is a controller to say so: received is enough, since others
   * are told by then. It need not be in force here.
   */
  isKnown({ id, uid, addresses }: Sandbox): boolean {
    const endpoint = this.#newest?.view.endpoints.get(id);
    if (!this.#client.connected || uid === '' || endpoint === undefined) return true;
    return addresses.every((address) => endpoint.addresses.some((held) => sameAddress(address, held)));
  }
  #newest: RevisedView | undefined;

  /** What the live tables should hold; undefined: nothing yet. */
  held(): Held | undefined {
    const { realised } = this;
    if (realised === undefined) return undefined;
    const { desire, plan, endpoints } = realised;
    return { plan, view: () => ({ ...desire.revised.view.whole(), endpoints }) };
  }

  /** What is in force. */
  get realised(): Realised | undefined {
    return this.#reconciler.realised;
  }

  #hello(): { readonly hello: osg.v1.Hello.$Properties; readonly realised: RevisedView | undefined } {
    const { port, bootId, version } = this.#parts;
    const realised = this.#reconciler.realised?.desire.revised;
    const held = realised && {
      realisedRevision: realised.revision,
      realisedEpoch: realised.epoch,
      realisedVersion: realised.version,
      realisedDigest: realised.digest,
    };
    return {
      hello: {
        bootId,
        agentVersion: version,
        capabilities: [...port.capabilities],
        budget: { ...port.budget },
        ...held,
      },
      realised,
    };
  }

  #connected(): void {
    this.#standing.connected();
    this.#parts.log.info({ controller: this.#parts.controller.address }, 'connected to the controller');
    for (const pods of this.pods.recent()) this.#client.send({ pods });
    this.#sendReport();
    this.#sendDrift();
  }

  #received(received: Received): void {
    this.metrics.lastContact.set(this.#client.lastContact / 1000);
    const { log, clock } = this.#parts;
    if (received.kind === 'ignored') log.warn({ why: received.why }, 'message ignored');
    if (received.kind === 'refused') {
      this.metrics.nacks.inc();
      this.#standing.lastError = received.error.message;
      log.error(
        { revision: received.revision, error: received.error.message },
        'message refused, the last good policy stays in force',
      );
    }
    if (received.kind !== 'view') return;
    this.#newest = received.revised;
    this.pods.look();
    this.#standing.desire(received.revised.revision, received.revised.version);
    this.metrics.desired.set(received.revised.revision);
    this.#reconciler.desire({
      revised: received.revised,
      ...(received.delta !== undefined && { delta: received.delta }),
      nonce: received.nonce,
      receivedUnixUs: Math.round(clock.now() * 1000),
      receivedMs: clock.monotonic(),
    });
  }

  #realised({ desire, compileUs, publishUs, realisedUnixUs }: Realised): void {
    const { revised, nonce } = desire;
    this.#standing.realised(revised.revision, revised.version);
    this.metrics.realised.set(revised.revision);
    this.metrics.compile.observe(compileUs / 1e6);
    this.metrics.publish.observe(publishUs / 1e6);
    if (nonce !== undefined) {
      const seconds = realisedUnixUs / 1e6 - revised.source.timeUnixUs / 1e6;
      if (seconds >= 0) this.metrics.latency.observe(seconds);
      this.#client.send({
        ack: {
          nonce,
          revision: revised.revision,
          version: revised.version,
          receivedUnixUs: desire.receivedUnixUs,
          compileUs,
          publishUs,
          realisedUnixUs,
        },
      });
      this.#saving.commit();
    }
    this.#parts.log.info(
      {
        revision: revised.revision,
        source: revised.source.id,
        compileUs,
        publishUs,
        endpoints: revised.view.endpoints.length,
      },
      'revision in force',
    );
    this.pods.look();
    this.#trialReports.look();
    this.#services.look();
    this.#sendReport();
    this.#parts.changed?.();
    this.#firstDone?.();
  }

  #refused({ desire, code, object, field, reason }: Refusal): void {
    const { revised, nonce } = desire;
    this.#standing.lastError = `revision ${revised.revision}: ${reason}`;
    this.metrics.nacks.inc();
    this.#parts.log.error(
      { revision: revised.revision, code, object, field, reason },
      'revision refused, the last good policy stays in force',
    );
    this.#client.revert(this.#reconciler.realised?.desire.revised);
    this.#saving.discard();
    if (nonce !== undefined) this.#nack(nonce, revised, { code, object, field, reason: reason.slice(0, 4_000) });
    this.#sendReport();
    this.#firstDone?.();
  }

  #nack(nonce: number, { revision, version }: RevisedView, why: Why): void {
    this.#client.send({ nack: { nonce, revision, version, ...why } });
  }

  #drift(found: readonly Drift[], withinMs: number): void {
    this.#services.look();
    const changed = this.#standing.drift(found);
    if (this.#driftEvents.looked(found, withinMs)) this.#sendDrift();
    // What has not changed is told every five seconds anyhow.
    if (changed) this.#sendReport();
  }

  #failed(error: Error): void {
    this.#standing.lastError = error.message;
    this.#parts.log.error({ error: error.message }, 'enforcement needs another try');
  }

  /** All that the controller has not confirmed: what it has already, it knows. */
  #sendDrift(): void {
    if (this.#driftEvents.waiting > 0) this.#client.send({ drift: this.#driftEvents.report() });
  }

  #sendReport(): void {
    if (!this.#closed && this.#client.connected) this.#client.send({ status: this.#standing.status() });
  }

  #scheduleReport(): void {
    if (this.#closed) return;
    this.#cancelReport = this.#parts.clock.after(REPORT_MS, () => {
      this.#sendReport();
      this.#sendDrift();
      const { realised } = this.#reconciler;
      if (realised !== undefined) this.#saving.again(() => comingOf(this.#reconciler, realised.desire.revised));
      this.#scheduleReport();
    });
  }
}
