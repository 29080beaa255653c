/** The agent's life: last good first, then the controller's word; answers, reports, and what is kept on disk. */

import { type ClientTimes, DistributionClient } from '../distribution/client.js';
import type { Figures } from '../distribution/figures.js';
import type { Received, RevisedView } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import { sameAddress } from '../net/address.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { closeAll } from '../part/resources.js';
import type { Target } from '../rpc/dial.js';
import { Answers } from './answers.js';
import { DriftEvents } from './drift-events.js';
import type { Drift, EnforcementPort } from './enforcement.js';
import { LastGood } from './last-good.js';
import type { Sandbox } from './locate/sandboxes.js';
import { type AgentMetrics, agentMetrics, figureMetrics } from './metrics.js';
import { PodNews } from './pods.js';
import { comingOf, type Realised, Reconciler, type Refusal } from './reconciler.js';
import { Reports } from './reports.js';
import { Saving } from './saving.js';
import { ServiceWatch } from './service-watch.js';
import { Standing } from './standing.js';
import { takeOver } from './take-over.js';
import { TrialReports } from './trial-reports.js';
import { declaredBy, type Held } from './verify.js';
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
  readonly #reports: Reports;
  readonly #answers: Answers;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.pods = new PodNews(parts.clock);
    this.#driftEvents = new DriftEvents(parts.clock);
    this.#lastGood = new LastGood(parts.stateDir, parts.node);
    this.#saving = new Saving(this.#lastGood, this.metrics.unsaved, parts.log);
    this.#reports = new Reports({
      ...parts,
      pods: this.pods,
      driftEvents: this.#driftEvents,
      standing: () => this.#standing,
      client: () => this.#client,
      often: () => {
        const { realised } = this;
        if (realised !== undefined) this.#saving.again(() => comingOf(this.#reconciler, realised.desire.revised));
      },
    });
    this.#answers = new Answers({ log: parts.log, metrics: this.metrics, client: () => this.#client });
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
        if (changed) this.#reports.status();
      },
      drift: (found, withinMs) => this.#drift(found, withinMs),
      failed: (error) => this.#failed(error),
    });
    this.#trialReports = new TrialReports({
      ...parts,
      trials: parts.port.trials,
      metric: this.metrics.trial,
      figures: () => this.#standing.figures(),
      changed: () => this.#reports.status(),
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
      hello: () => {
        const realised = this.realised?.desire.revised;
        return { hello: this.#reports.hello(realised), realised };
      },
      received: (received) => this.#received(received),
      connected: () => this.#connected(),
      decided: ({ id, confirm }) => this.#trialReports.decide(id ?? '', confirm === true),
      asked: (question) => void this.#witness.answer(question, () => this.held()),
      driftTaken: (taken) => this.#reports.driftTaken(taken),
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
    this.#reports.start();
  }

  #firstDone: (() => void) | undefined;

  /** Enforcement stays. */
  async close(): Promise<void> {
    this.#reports.close();
    this.#trialReports.close();
    this.#client.close();
    await closeAll([this.#reconciler, this.#saving, this.#lastGood, this.#parts.port]);
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
    this.#reports.pod(sandbox, gone);
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
    return { plan, view: () => declaredBy(desire.revised.view, endpoints) };
  }

  /** What is in force. */
  get realised(): Realised | undefined {
    return this.#reconciler.realised;
  }

  #connected(): void {
    this.#standing.connected();
    this.#parts.log.info({ controller: this.#parts.controller.address }, 'connected to the controller');
    this.#reports.connected();
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

  #realised(realised: Realised): void {
    const { revision, version } = realised.desire.revised;
    this.#standing.realised(revision, version);
    if (this.#answers.realised(realised)) this.#saving.commit();
    this.pods.look();
    this.#trialReports.look();
    this.#services.look();
    this.#reports.status();
    this.#parts.changed?.();
    this.#firstDone?.();
  }

  #refused(refusal: Refusal): void {
    this.#standing.lastError = `revision ${refusal.desire.revised.revision}: ${refusal.reason}`;
    this.#answers.refused(refusal, this.realised?.desire.revised);
    this.#saving.discard();
    this.#reports.status();
    this.#firstDone?.();
  }

  #drift(found: readonly Drift[], withinMs: number): void {
    this.#services.look();
    const changed = this.#standing.drift(found);
    if (this.#driftEvents.looked(found, withinMs)) this.#reports.drift();
    // What has not changed is told every five seconds anyhow.
    if (changed) this.#reports.status();
  }

  #failed(error: Error): void {
    this.#standing.lastError = error.message;
    this.#parts.log.error({ error: error.message }, 'enforcement needs another try');
  }
}
