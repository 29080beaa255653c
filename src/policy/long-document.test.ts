import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from './diagnostics.js';
import { readObjects } from './document.js';
import type { Path } from './path.js';

/** All that can be asked of a text, read piece by piece of so many characters, or as one tree. */
function everything(text: string, piece?: number) {
  const diagnostics: Diagnostic[] = [];
  const long = piece === undefined ? { characters: Number.POSITIVE_INFINITY, piece: 0 } : { characters: 0, piece };
  const objects = readObjects({ path: 'f.yaml', text, linesBefore: 7 }, (d) => diagnostics.push(d), long);
  const places: unknown[] = [];
  const look = (value: unknown, path: Path, { locate, trapAt }: (typeof objects)[number]): void => {
    places.push([path.join('.'), locate(path), locate(path, 'key'), trapAt?.(path), trapAt?.(path, 'key')]);
    if (value === null || typeof value !== 'object') return;
    for (const [key, item] of Object.entries(value))
      look(item, [...path, Array.isArray(value) ? Number(key) : key], { locate, trapAt } as (typeof objects)[number]);
  };
  for (const object of objects) {
    look(object.value, [], object);
    places.push(object.locate(['spec', 'absent']), object.locate(['spec', 'ingress', 3, 'absent']));
  }
  return { diagnostics, values: objects.map(({ value }) => value), places };
}

const group = (rules: string): string =>
  `apiVersion: openscg.dev/v1alpha1\nkind: SecurityGroup\nmetadata: {name: a, namespace: b}\nspec:\n  ingress:\n${rules}  egress: []\n`;
const rule = (i: number): string =>
  `  - id: r-${i} # why\n    from:\n    - cidr: 10.0.0.${i}/32\n    -   {addressGroup: x}\n    # ahead\n    ports: [{protocol: TCP, port: ${i}}]\n`;
const rules = Array.from({ length: 12 }, (_, i) => rule(i));

const TEXTS: Readonly<Record<string, string>> = {
  'a group': group(rules.join('')),
  'a list of groups': `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: 5 }, () =>
    group(rules.join('')).replace(/^/gm, '  ').replace(/^ {2}/, '- ').replace(/ +$/, ''),
  ).join('')}`,
  'sequences at the indentation of their key, of scalars, in each other':
    `kind: X\nspec:\n  ingress:\n  - a\n  - 0100\n  - yes\n  -\n  - - 1\n    - - 2\n      - 3\n      - 4\n      - 5\n    - 6\n    - 7\n  - |\n    - no item\n    - either\n  - "q: [\\"\n  - 'it''s'\n  -\n    k: v\n  - last\n`.replace(
      '"q: [\\"',
      '"q: [ "',
    ),
  'two documents, with directives': `%YAML 1.2\n---\n${group(rules.join(''))}...\n---\n${group(rules.slice(0, 5).join(''))}`,
  'errors in items': group(`${rules.slice(0, 6).join('')}  - id: x\n    id: y\n${rules.slice(6).join('')}`),
  'a syntax error': group(`${rules.slice(0, 6).join('')}  - id: [x\n${rules.slice(6).join('')}`),
  'a forbidden key': group(`${rules.slice(0, 6).join('')}  - __proto__: x\n${rules.slice(6).join('')}`),
  'octal numbers': group(rules.join('').replaceAll('port: 1', 'port: 01')),
};

describe('long documents', () => {
  it.each(Object.entries(TEXTS))('%s says the same, at the same places, piece by piece', (_, text) => {
    for (const piece of [1, 40, 300]) expect(everything(text, piece)).toEqual(everything(text));
  });

  it('F80 of 2 MiB that are refused fit a small heap, and the error names line and field', () => {
    const script = `
      import { parseSources } from ${JSON.stringify(new URL('./load.ts', import.meta.url).href)};
      const rules = Array.from({ length: 18_000 }, (_, i) =>
        '  - id: r-' + i + '\\n    from:\\n    - cidr: 10.0.' + (i >> 8 & 255) + '.' + (i & 255) + '/32\\n    ports:\\n    - {protocol: TCP, port: 80}\\n');
      const text = 'apiVersion: openscg.dev/v1alpha1\\nkind: SecurityGroup\\nmetadata: {name: big, namespace: shop}\\n' +
        'spec:\\n  members: {podSelector: {}}\\n  ingress:\\n' + rules.join('') + '  egres: []\\n';
      rules.length = 0;
      const { diagnostics } = parseSources([{ path: 'big.yaml', text }]);
      console.log(JSON.stringify(diagnostics.map(({ file, line, field, code }) => [file, line, field, code])));`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--max-old-space-size=100',
        `--import=${new URL('../../deploy/setup/typescript.mjs', import.meta.url).href}`,
        '--input-type=module',
        '-e',
        script,
      ],
      { encoding: 'utf8', cwd: fileURLToPath(new URL('../..', import.meta.url)) },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      ['big.yaml', 7, 'spec.ingress', 'limit'],
      ['big.yaml', 90_007, 'spec.egres', 'unknown-field'],
    ]);
  });
});
