/** What the agent says of itself: ready or not and why, what a person should know, figures, the status that reports carry. */
import { encodeFigures, type Figures } from '../distribution/figures.js';
import { sourceMessage } from '../distribution/session.js';
import { ENDPOINT_STATES, SERVICE_MODES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { DriftEvents } from './drift-events.js';
import type { Drift, EndpointState, EnforcementPort } from './enforcement.js';
import type { AgentMetrics } from './metrics.js';
import { OpenDrift } from './open-drift.js';
import { quotaWarnings } from './quotas.js';
import type { Realised } from './reconciler.js';
import type { Saving } from './saving.js';
import type { ServiceWatch } from './service-watch.js';
import type { TrialReports } from './trial-reports.js';
import { Waits } from './waits.js';

export interface StandingParts {
  readonly node: string;
  readonly version: string;
  readonly port: EnforcementPort;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: AgentMetrics;
  /** Of what the agent knows nothing itself. */
  readonly warnings?: () => readonly string[];
  readonly figures?: () => Figures;
  readonly saving: Saving;
  readonly services: ServiceWatch;
  readonly trials: TrialReports;
  readonly driftEvents: DriftEvents;
  readonly realised: () => Realised | undefined;
  /** With the controller; Unix milliseconds. */
  readonly contact: () => { readonly connected: boolean; readonly lastContact: number };
}

/** More that change at once are one line. */
const LOGGED_ENDPOINTS = 3;

export class Standing {
  readonly #parts: StandingParts;
  readonly #started: number;
  readonly #openDrift = new OpenDrift();
  readonly #waits = new Waits();
  #endpoints: readonly EndpointState[] = [];
  #drifts = 0;
  #desired = { revision: 0, version: 0 };
  /** Unix milliseconds. */
  #awaySince: number | undefined;
  /** Why the newest of what was asked for is not so; empty: it is. */
  lastError = '';

  constructor(parts: StandingParts) {
    this.#parts = parts;
    this.#started = parts.clock.now();
  }

  /** The newest that there is to be put in force. */
  desire(revision: number, version: number): void {
    this.#desired = { revision, version };
  }

  /** It is in force; of what was found on disk nobody has said before that it is wanted. */
  realised(revision: number, version: number): void {
    this.lastError = '';
    this.#desired = {
      revision: Math.max(this.#desired.revision, revision),
      version: Math.max(this.#desired.version, version),
    };
  }

  connected(): void {
    this.#awaySince = undefined;
    this.#parts.metrics.connected.set(1);
  }

  disconnected(): void {
    this.#awaySince ??= this.#parts.clock.now();
    this.#parts.metrics.connected.set(0);
  }

  /** Why it is not ready, or undefined. */
  notReady(): string | undefined {
    if (this.#parts.realised() === undefined) return this.lastError || 'no policy is in force yet';
    const failed = this.#endpoints.find((endpoint) => endpoint.state === 'failed');
    if (failed !== undefined) return `endpoint ${failed.id} is not enforced: ${failed.detail}`;
    const denied = this.#endpoints.find((endpoint) => endpoint.state === 'denied');
    if (denied !== undefined) return `endpoint ${denied.id} is denied everything: ${denied.detail}`;
    const open = this.#openDrift.open[0];
    return open === undefined ? undefined : `drift that is not repaired: ${open.kind} ${open.detail}`;
  }

  /** What a person should know although it is ready: it endangers no traffic now. */
  warnings(): readonly string[] {
    const { clock, warnings, figures, port, saving, services } = this.#parts;
    const away = this.#awaySince;
    return [
      ...(away === undefined
        ? []
        : [`controller away for ${Math.round((clock.now() - away) / 1000)} s: the last good policy stays in force`]),
      ...(saving.failure === undefined ? [] : [`the policy in force is not on disk: ${saving.failure}`]),
      ...this.#waits.warnings(clock.monotonic()),
      ...quotaWarnings(port.fullest),
      ...services.warnings(),
      ...(figures?.().collector_connected === 0 ? ['collector away: denies wait'] : []),
      ...(warnings?.() ?? []),
    ];
  }

  /** @returns whether any is otherwise than before */
  endpoints(states: readonly EndpointState[]): boolean {
    const before = new Map(this.#endpoints.map((e) => [e.id, `${e.state} ${e.detail}`]));
    const changed = states.filter(({ id, state, detail }) => before.get(id) !== `${state} ${detail}`);
    this.#endpoints = states;
    this.#waits.take(states, this.#parts.clock.monotonic());
    for (const state of ENDPOINT_STATES.all) {
      this.#logEndpoints(
        state,
        changed.filter((e) => e.state === state),
      );
      this.#parts.metrics.endpoints.set({ state }, states.filter((e) => e.state === state).length);
    }
    return changed.length > 0 || states.length !== before.size;
  }

  /** A line for each, or one for many. */
  #logEndpoints(state: EndpointState['state'], endpoints: readonly EndpointState[]): void {
    const say = (fields: object, message: string): void => {
      const { log } = this.#parts;
      if (state === 'failed' || state === 'denied') log.error({ state, ...fields }, message);
      else log.info({ state, ...fields }, message);
    };
    if (endpoints.length <= LOGGED_ENDPOINTS)
      for (const { id, detail } of endpoints) say({ endpoint: id, detail }, 'endpoint');
    else {
      const [first] = endpoints;
      say({ endpoints: endpoints.length, first: first?.id, detail: first?.detail }, 'endpoints');
    }
  }

  /** After each look. @returns whether anything is otherwise than after the one before */
  drift(found: readonly Drift[]): boolean {
    const { log, metrics } = this.#parts;
    const { news, over } = this.#openDrift.look(found);
    for (const drift of over) log.info({ drift }, 'drift is over');
    this.#drifts += news.length;
    for (const { kind, detail, repaired } of news) {
      metrics.drift.inc({ kind });
      log.error({ kind, detail, repaired }, repaired ? 'drift repaired' : 'drift');
    }
    return news.length + over.length > 0;
  }

  report(): osg.v1.NodeReport.$Properties {
    const { node, version, realised, contact } = this.#parts;
    const why = this.notReady();
    const source = realised()?.desire.revised.source;
    const { connected, lastContact } = contact();
    return {
      node,
      status: this.status(),
      connected,
      lastContactUnixUs: lastContact * 1000,
      version,
      ready: why === undefined,
      notReady: why ?? '',
      ...(source !== undefined && { source: sourceMessage(source) }),
      startedUnixUs: Math.round(this.#started * 1000),
    };
  }

  status(): osg.v1.AgentStatus.$Properties {
    const { port, services, trials } = this.#parts;
    const realised = this.#parts.realised();
    const revised = realised?.desire.revised;
    return {
      desiredRevision: this.#desired.revision,
      realisedRevision: revised?.revision ?? 0,
      desiredVersion: this.#desired.version,
      realisedVersion: revised?.version ?? 0,
      realisedUnixUs: realised?.realisedUnixUs ?? 0,
      endpoints: this.#endpoints.map(({ id, state, detail }) => ({ id, state: ENDPOINT_STATES.value[state], detail })),
      figures: encodeFigures(this.figures()),
      ...(port.fullest !== undefined && { conntrackFullest: port.fullest }),
      lastError: this.lastError,
      warnings: [...this.warnings()],
      locators: [...(port.ways ?? [])],
      services: { ...services.standing, mode: SERVICE_MODES.value[services.standing.mode] },
      ...trials.status(),
    };
  }

  figures(): Figures {
    const { port, figures, realised, driftEvents } = this.#parts;
    const view = realised()?.desire.revised.view;
    return {
      services: view?.services.length ?? 0,
      service_addresses: view?.serviceAddresses.length ?? 0,
      ...port.figures(),
      ...figures?.(),
      drifts_total: this.#drifts,
      drift_open: this.#openDrift.open.length,
      drift_events_waiting: driftEvents.waiting,
      drift_events_dropped_total: driftEvents.dropped,
    };
  }
}
