/** The settings inside the manifests are settings that the parts know. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { agentConfig } from '../../src/cli/agent.js';
import { collectorConfig } from '../../src/cli/collector.js';
import { controllerConfig } from '../../src/cli/controller.js';

const PARTS = { agent: agentConfig, collector: collectorConfig, controller: controllerConfig };

describe('manifests', () => {
  it.each(Object.entries(PARTS))('configure the %s with what it knows', (name, schema) => {
    const text = readFileSync(new URL(`base/${name}.yaml`, import.meta.url), 'utf8');
    const [map] = parseAllDocuments(text).map((document) => document.toJS());
    expect(map).toMatchObject({ kind: 'ConfigMap', metadata: { name: `osg-${name}` } });
    expect(schema.safeParse(parse(map.data[`${name}.yaml`]))).toMatchObject({ success: true });
  });

  /** Published figures (docs/benchmarks.md, footprint): MiB, or per cent of a core. */
  const figures: { case: string; unit: string; median: number }[] = JSON.parse(
    readFileSync(new URL('../../bench/results/footprint.json', import.meta.url), 'utf8'),
  );
  const figure = (name: string, unit = 'MiB'): number =>
    figures.find((it) => it.case === name && it.unit === unit)?.median ?? Number.NaN;
  /** `1Gi`, `50m` in MiB and thousandths of a core. */
  const amount = (text: string): number => Number.parseInt(text, 10) * (text.endsWith('Gi') ? 1024 : 1);

  it.each(Object.keys(PARTS))(
    'request for the %s what it takes at rest, and limit it to what many rules take twice',
    (name) => {
      const text = readFileSync(new URL(`base/${name}.yaml`, import.meta.url), 'utf8');
      const documents = parseAllDocuments(text).map((document) => document.toJS());
      const { spec } = documents.find(({ kind }) => kind === 'DaemonSet' || kind === 'Deployment');
      const { requests, limits } = spec.template.spec.containers[0].resources;
      // The kernel charges maps to whoever made them.
      const maps = name === 'agent' ? figure("idle, kernel's maps") : 0;
      const [least, many] = [figure(`idle, ${name}`) + maps, figure(`10,000 rules on one endpoint, ${name}`) + maps];
      expect(amount(requests.memory)).toBeGreaterThan(least);
      expect(amount(requests.memory)).toBeLessThan(3 * least);
      expect(amount(limits.memory)).toBeGreaterThan(2 * many);
      expect(amount(requests.cpu)).toBeGreaterThan(10 * figure(`idle, ${name}`, '%'));
    },
  );
});
