/** Files that are made to cost, not to mean (F171): each is read in bounded time, or refused with its place. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { damaged, seeds } from '../../test/support/broken-bytes.js';
import { groupYaml } from '../../test/support/shop-files.js';
import { hasErrors } from './diagnostics.js';
import { parseSources } from './load.js';

const read = (text: string) => parseSources([{ path: 'x.yaml', text }]);

const laughs = (wide: number, deep: number): string =>
  [
    `a0: &a0 [${Array(wide).fill('lol').join(', ')}]`,
    ...Array.from({ length: deep }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(wide).fill(`*a${i}`).join(', ')}]`),
  ].join('\n');

/** What once was an exception, or took minutes. */
const SEEDS = new URL('../../test/fuzz/seeds/yaml/', import.meta.url);
const kept = readdirSync(SEEDS).map((name) => [name, readFileSync(new URL(name, SEEDS), 'utf8')] as const);

describe('F171 a YAML bomb', () => {
  it.each<readonly [string, string]>([
    ...kept,
    ['a billion laughs', laughs(10, 9)],
    [
      'laughs by merges',
      `a: &a {x: 1}\n${Array.from({ length: 1000 }, (_, i) => `b${i}: {<<: *a, y: ${i}}`).join('\n')}`,
    ],
    ['an alias of nothing', 'a: *nobody'],
    ['deep lists', '['.repeat(5_000)],
    ['deep lists that end', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['deep maps', '{a: '.repeat(5_000)],
    ['deep blocks', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['deep dashes', '- '.repeat(5_000)],
    ['question marks', '? '.repeat(5_000)],
    ['many documents', '---\n'.repeat(5_000)],
    ['many tags', '!!str '.repeat(5_000)],
    ['many anchors', Array.from({ length: 20_000 }, (_, i) => `&a${i}`).join(' ')],
    ['one long key', `${'k'.repeat(1 << 20)}: 1`],
    ['a number without end', `a: ${'9'.repeat(1 << 20)}`],
    ['a quoted string without end', `a: "${'\\u0041'.repeat(100_000)}`],
    ['prototypes', '__proto__: {kind: SecurityGroup}\nconstructor: {prototype: {x: 1}}'],
    ['NUL and surrogates', 'a: \0\ud800\n\udfff: b'],
    ['a list of lists', `kind: List\napiVersion: v1\nitems: [${'{kind: List, apiVersion: v1, items: ['.repeat(3_000)}`],
  ])('%s', (_what, text) => {
    const began = process.cpuUsage();
    const { world, diagnostics } = read(text);
    const { user } = process.cpuUsage(began);
    expect(world.policies).toEqual([]);
    for (const { file, line } of diagnostics) expect([file, line > 0]).toEqual(['x.yaml', true]);
    // Processor time, not the clock: some of these once took minutes.
    expect(user / 1e6).toBeLessThan(10);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('any damage to a file is an error with its place, or another policy; never an exception', {
    timeout: 12 * 3_600_000,
  }, () => {
    const whole = Buffer.from(groupYaml('api', 'web', 8080));
    for (const seed of seeds(100)) {
      const text = damaged(whole, seed).toString();
      const { world, diagnostics } = read(text);
      if (!hasErrors(diagnostics)) expect(world.policies.length, `seed ${seed}`).toBeLessThanOrEqual(2);
    }
  });
});
