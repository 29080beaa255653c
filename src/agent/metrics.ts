/** The agent's metrics, each declared once; docs/operations.md lists them. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ENDPOINT_STATES } from './enforcement.js';

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
  for (const state of ENDPOINT_STATES) metrics.endpoints.set({ state }, 0);
  for (const kind of ['map', 'link', 'place', 'bpffs', 'tables']) metrics.drift.inc({ kind }, 0);
  return metrics;
}

export type AgentMetrics = ReturnType<typeof agentMetrics>;

/**
 * The figures of AgentStatus as metrics `osg_agent_<name>`, read at every scrape; docs/protocol.md lists them. Names that
 * end in `_total` are counters.
 */
export function figureMetrics(registry: Registry, figures: () => Readonly<Record<string, number>>): void {
  const gauges = new Map<string, Gauge | Counter>();
  const set = (name: string, value: number): void => {
    const help = 'See docs/protocol.md, figures of AgentStatus';
    const config = { name: `osg_agent_${name}`, help, registers: [registry] };
    let metric = gauges.get(name);
    metric ??= name.endsWith('_total') ? new Counter(config) : new Gauge(config);
    gauges.set(name, metric);
    if (metric instanceof Gauge) metric.set(value);
    else {
      metric.reset();
      metric.inc(value);
    }
  };
  const refresh = (): void => {
    for (const [name, value] of Object.entries(figures())) set(name, value);
  };
  refresh();
  new Gauge({
    name: 'osg_agent_figures',
    help: 'How many figures there are',
    registers: [registry],
    collect() {
      refresh();
      this.set(gauges.size);
    },
  });
}
