/** The agent's metrics, each declared once; docs/operations.md lists them. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { entriesOf, FIGURES, type FigureName, type Figures } from '../distribution/figures.js';
import { DRIFT_KINDS, ENDPOINT_STATES, SERVICE_MODES } from '../distribution/words.js';
import type { ReporterStatus } from '../flows/index.js';

export function agentMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const metrics = {
    registry,
    desired: new Gauge({ name: 'osg_agent_desired_revision', help: 'Newest revision received', registers }),
    realised: new Gauge({ name: 'osg_agent_realised_revision', help: 'Revision in force in the kernel', registers }),
    connected: new Gauge({
      name: 'osg_agent_controller_connected',
      help: '1 while the stream to the controller is open',
      registers,
    }),
    lastContact: new Gauge({
      name: 'osg_agent_controller_last_contact_seconds',
      help: 'Unix time of the last message from the controller',
      registers,
    }),
    nacks: new Counter({ name: 'osg_agent_nacks_total', help: 'Revisions refused', registers }),
    endpoints: new Gauge({ name: 'osg_agent_endpoints', help: 'Endpoints by state', labelNames: ['state'], registers }),
    drift: new Counter({
      name: 'osg_agent_drift_total',
      help: 'Foreign changes of what we enforce with, by kind',
      labelNames: ['kind'],
      registers,
    }),
    serviceMode: new Gauge({
      name: 'osg_agent_service_mode',
      help: '1 for how what is sent to a Service is judged here: off, deferred, together, literal',
      labelNames: ['mode'],
      registers,
    }),
    trial: new Gauge({
      name: 'osg_agent_trial',
      help: '1 for the trial that the node has, by its state: observing, unconfirmed, confirmed, reverted',
      labelNames: ['trial', 'state'],
      registers,
    }),
    unsaved: new Gauge({
      name: 'osg_agent_last_good_unsaved',
      help: '1 while the policy in force could not be kept on disk',
      registers,
    }),
    compile: new Histogram({
      name: 'osg_agent_compile_seconds',
      help: 'From a view to a plan',
      buckets: [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    publish: new Histogram({
      name: 'osg_agent_publish_seconds',
      help: 'From a plan to its being in force in the kernel',
      buckets: [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    latency: new Histogram({
      name: 'osg_agent_programming_seconds',
      help: 'From the time the controller saw a change to its being in force here',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  };
  for (const mode of SERVICE_MODES.all) metrics.serviceMode.set({ mode }, mode === 'off' ? 1 : 0);
  for (const state of ENDPOINT_STATES.all) metrics.endpoints.set({ state }, 0);
  for (const kind of DRIFT_KINDS.all) metrics.drift.inc({ kind }, 0);
  return metrics;
}

export type AgentMetrics = ReturnType<typeof agentMetrics>;

/**
 * The figures of AgentStatus as metrics `osg_agent_<name>`, as of each scrape, the first one too; docs/protocol.md lists
 * them. Names that end in `_total` are counters.
 */
export function figureMetrics(registry: Registry, figures: () => Figures): void {
  const known = new Map<string, Gauge | Counter>();
  const set = (name: FigureName, value: number): void => {
    let metric = known.get(name);
    if (metric === undefined) {
      const config = { name: `osg_agent_${name}`, help: FIGURES[name], registers: [registry] };
      metric = name.endsWith('_total') ? new Counter(config) : new Gauge(config);
      known.set(name, metric);
    }
    if (metric instanceof Gauge) metric.set(value);
    else {
      metric.reset();
      metric.inc(value);
    }
  };
  // A metric that appears while others are collected would miss this scrape.
  const scrape = registry.metrics.bind(registry);
  registry.metrics = () => {
    for (const [name, value] of entriesOf(figures())) set(name, value);
    return scrape();
  };
}

/** Of these there are more and fewer; of all others only more. */
const NOW: ReadonlySet<string> = new Set(['pending', 'queued', 'waiting']);

/** `droppedQueue` → `denies_dropped_queue_total`. */
const denyFigure = (name: string): FigureName =>
  `denies_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}${NOW.has(name) ? '' : '_total'}` as FigureName;

/** The deny stream's part of the figures. */
export function denyFigures({
  accounting,
  connected,
  spool,
}: Pick<ReporterStatus, 'accounting' | 'connected' | 'spool'>): Figures {
  return {
    collector_connected: connected ? 1 : 0,
    spool_bytes: spool.bytes,
    ...Object.fromEntries(Object.entries(accounting).map(([name, value]) => [denyFigure(name), value])),
  };
}

/** What became of pods that the CNI plugin asked about. */
export function countPods(registry: Registry, { counts }: { readonly counts: Readonly<Record<string, number>> }): void {
  new Counter({
    name: 'osg_agent_pods_total',
    help: 'Pods of the CNI plugin by outcome: added; of these unpoliced (started with everything denied) or exempt; refused; open (failOpen); removed',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(counts)) this.inc({ outcome }, count);
    },
  });
}
