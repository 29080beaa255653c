/** The metrics of all parts: one style, honest types, words that say what is counted, and all there at the first scrape. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { afterAll, expect, it } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import { agentMetrics, countPods, denyFigures, figureMetrics } from '../agent/metrics.js';
import { CollectorMetrics } from '../collector/metrics.js';
import { controllerMetrics } from '../controller/metrics.js';
import { FIGURE_NAMES } from '../distribution/figures.js';
import { DenyMetrics, type ReporterStatus, WorkloadDrops, workloadMetric } from '../flows/index.js';
import { loadConfig } from '../part/config.js';
import { certificateMetric, processMetrics, renewalMetric } from '../part/metrics.js';
import { agentConfig } from './agent.js';

const folder = folderWith();
afterAll(() => folder.remove());

const ACCOUNTING: ReporterStatus['accounting'] = {
  ...{ counted: 0, reported: 0, suppressed: 0, lost: 0, pending: 0, received: 0, gap: 0, queued: 0, droppedQueue: 0 },
  ...{ batched: 0, waiting: 0, droppedSpool: 0, acked: 0, tornRecords: 0, torn: 0 },
};

/** All that a node tells of itself, as docs/protocol.md lists them. */
const FIGURES = Object.fromEntries(FIGURE_NAMES.map((name) => [name, 0]));

function agentRegistry(): Registry {
  const { registry } = agentMetrics();
  figureMetrics(registry, () => FIGURES);
  countPods(registry, { counts: { added: 0 } });
  new DenyMetrics(() => undefined, registry);
  workloadMetric(registry, new WorkloadDrops(10, () => []));
  certificateMetric(registry, { notAfter: new Date(), failing: undefined });
  renewalMetric(registry, { counts: { renewed: 0, failed: 0 } });
  return registry;
}

const collectorRegistry = (): Registry =>
  new CollectorMetrics(
    () => ({ tails: 0, tailsDropped: 0, waitingBytes: 0, expiredEvents: 0, addresses: 0, namesSyncedUs: 0 }),
    async () => 0,
  ).registry;

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly string[];
}

/** Of Prometheus text. */
function metricsOf(text: string): Metric[] {
  return text.split('# HELP ').flatMap((block) => {
    const [head = '', type = '', ...samples] = block.trimEnd().split('\n');
    const space = head.indexOf(' ');
    if (space < 0) return [];
    return [{ name: head.slice(0, space), help: head.slice(space + 1), type: type.split(' ').at(-1) ?? '', samples }];
  });
}

/** Labelled by what happens alone: no word is known before. */
const EMPTY: ReadonlySet<string> = new Set([
  'osg_denied_event_packets_total',
  'osg_collector_denied_packets_total',
  'osg_controller_emergency_expires_seconds',
  'osg_controller_rollout_reverted',
  'osg_controller_rollout_ring',
  'osg_agent_trial',
]);

const REGISTRIES: [string, () => Registry][] = [
  ['every part', () => processMetrics('agent', 0, () => 0)],
  ['agent', agentRegistry],
  ['controller', () => controllerMetrics().registry],
  ['collector', collectorRegistry],
];

it.each(REGISTRIES)('%s: every metric has its line in a page', async (_part, make) => {
  const folder = new URL('../../docs/', import.meta.url);
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const text = pages.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const told = ({ name }: Metric): boolean =>
    new RegExp(`\\b(${name}|${name.replace(/^osg_agent_/, '')})\\b`).test(text);
  expect(
    metricsOf(await make().metrics())
      .filter((metric) => !told(metric))
      .map(({ name }) => name),
  ).toEqual([]);
});

it.each(REGISTRIES)(
  '%s: names of one style, counters are counters, HELP says what, all there at once',
  async (_part, make) => {
    const metrics = metricsOf(await make().metrics());
    expect(metrics.length).toBeGreaterThan(3);
    for (const { name, type, help, samples } of metrics) {
      expect(name).toMatch(/^osg(_[a-z][a-z0-9]*)+$/);
      expect(type, name).toMatch(/^(counter|gauge|histogram)$/);
      expect(name.endsWith('_total'), `${name} is a ${type}`).toBe(type === 'counter');
      expect(help, name).toMatch(/^[A-Z1].{4,}/);
      expect(help, `${name} is explained elsewhere`).not.toContain('docs/');
      if (!EMPTY.has(name)) expect(samples, `${name} has no sample yet`).not.toEqual([]);
    }
  },
);

it('a figure that falls again is no counter', () => {
  const spool = { bytes: 0, maxBytes: 0, batches: 0 };
  const names = Object.keys(denyFigures({ accounting: ACCOUNTING, connected: false, spool }));
  const now = ['collector_connected', 'spool_bytes', 'denies_pending', 'denies_queued', 'denies_waiting'];
  expect(names.filter((name) => !name.endsWith('_total')).sort()).toEqual(now.sort());
});

const load = (text: string, env: Record<string, string> = {}) => {
  const file = join(folder.path, 'agent.yaml');
  writeFileSync(file, text);
  return loadConfig(agentConfig, { file, env, flags: {}, fields: ['metrics.workloadSeries'] }).metrics;
};

it('drops by workload are off until they are asked for', () => {
  expect(load('node: n1\n')).toEqual({ workloadSeries: 0 });
  expect(load('metrics: { workloadSeries: 500 }\n')).toEqual({ workloadSeries: 500 });
  expect(load('node: n1\n', { OSG_METRICS_WORKLOAD_SERIES: '7' })).toEqual({ workloadSeries: 7 });
  expect(() => load('metrics: { workloadSeries: -1 }\n')).toThrow(
    'agent.yaml:1:12: error: metrics.workloadSeries: Too small: expected number to be >=0 (found -1)',
  );
  expect(() => load('metrics: { workloads: 100 }\n')).toThrow('unknown field; known are workloadSeries');
});
