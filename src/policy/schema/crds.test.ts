import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crdFiles } from './crd-files.js';
import { buildCrds } from './crds.js';

const FOLDER = new URL('../../../deploy/crds/', import.meta.url);

/** Every schema of a CustomResourceDefinition, with its path. */
function walk(schema: Record<string, unknown>, path = 'spec'): { path: string; schema: Record<string, unknown> }[] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>);
  const items = schema['items'] as Record<string, unknown> | undefined;
  const values = schema['additionalProperties'] as Record<string, unknown> | undefined;
  return [
    { path, schema },
    ...properties.flatMap(([key, value]) => walk(value, `${path}.${key}`)),
    ...(items ? walk(items, `${path}[]`) : []),
    ...(values ? walk(values, `${path}{}`) : []),
  ];
}

describe('custom resource definitions', () => {
  it('are committed as generated, and nothing else is there', () => {
    for (const [name, text] of Object.entries(crdFiles()))
      expect(readFileSync(new URL(name, FOLDER), 'utf8'), name).toBe(text);
    const committed = [
      ...readdirSync(FOLDER),
      ...readdirSync(new URL('schemas/', FOLDER)).map((n) => `schemas/${n}`),
    ].filter((n) => /\.(yaml|json)$/.test(n));
    expect(committed.sort()).toEqual(Object.keys(crdFiles()).sort());
  });

  it('are structural, as the API server demands', () => {
    for (const crd of Object.values(buildCrds())) {
      const { versions } = crd['spec'] as { versions: { schema: { openAPIV3Schema: Record<string, unknown> } }[] };
      const schemas = walk(versions[0]?.schema.openAPIV3Schema ?? {});
      expect(schemas.length).toBeGreaterThan(5);
      for (const { path, schema } of schemas) {
        expect(
          Object.keys(schema).filter((k) =>
            ['anyOf', 'oneOf', 'allOf', 'not', '$ref', 'const', 'propertyNames'].includes(k),
          ),
          path,
        ).toEqual([]);
        expect(schema['type'] !== undefined || schema['x-kubernetes-int-or-string'] === true, path).toBe(true);
        expect(schema['properties'] !== undefined && schema['additionalProperties'] !== undefined, path).toBe(false);
      }
    }
  });

  it('kubectl explain has a sentence for every field', () => {
    const silent = Object.entries(buildCrds()).flatMap(([name, crd]) => {
      const { versions } = crd['spec'] as { versions: { schema: { openAPIV3Schema: Record<string, unknown> } }[] };
      return walk(versions[0]?.schema.openAPIV3Schema ?? {}, name)
        .filter(({ path }) => !/(\[\]|\{\}|yaml.metadata)$/.test(path))
        .flatMap(({ path, schema }) => (String(schema['description'] ?? '').length > 3 ? [] : [path]));
    });
    expect(silent).toEqual([]);
  });
});
