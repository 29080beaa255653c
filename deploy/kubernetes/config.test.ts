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
});
