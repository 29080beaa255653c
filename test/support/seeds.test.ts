import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { assertAndKeep, tryKept } from './seeds.js';

const FILE = fileURLToPath(new URL('../fuzz/seeds/self-test.json', import.meta.url));
beforeEach(() => writeFileSync(FILE, '[]'));
afterEach(() => rmSync(FILE));

it('keeps the shrunk counterexample of a failure, and tries it again', async () => {
  const seen: number[] = [];
  const property = fc.asyncProperty(fc.nat(), async (n) => {
    seen.push(n);
    expect(n).toBeLessThan(1000);
  });
  await expect(assertAndKeep('self-test', property, { seed: 7 })).rejects.toThrow(/Counterexample: \[1000\]/);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual([expect.objectContaining({ seed: 7 })]);
  seen.length = 0;
  await expect(tryKept('self-test', property)).rejects.toThrow();
  expect(seen[0]).toBe(1000);
});
