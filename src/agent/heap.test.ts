import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const LOADER = new URL('../../deploy/setup/typescript.mjs', import.meta.url).href;
const HEAP = new URL('heap.ts', import.meta.url).href;

/** Sizes of the young generation: after much has outlived it in a small heap, and in a large one. */
const SCRIPT = `
  import { fitYoungGeneration } from ${JSON.stringify(HEAP)};
  import { getHeapSpaceStatistics } from 'node:v8';
  const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  const outlive = () => {
    for (let round = 0; round < 12; round++) Array.from({ length: 100_000 }, (_, n) => ({ n }));
  };
  fitYoungGeneration();
  outlive();
  const sizes = [size()];
  outlive();
  sizes.push(size());
  const held = Array.from({ length: 4 }, () => new Array(1e7).fill(0));
  fitYoungGeneration();
  outlive();
  sizes.push(size());
  console.log(JSON.stringify([...sizes, held.length]));
`;

it('a small heap keeps its young generation small, a large one lets it grow', async () => {
  const args = ['--import', LOADER, '--input-type=module', '--eval', SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  const [before, small, large] = JSON.parse(stdout) as [number, number, number];
  expect(small).toBe(before);
  expect(large).toBeGreaterThan(small);
});
