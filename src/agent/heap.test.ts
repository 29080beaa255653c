import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const LOADER = new URL('../../deploy/setup/typescript.mjs', import.meta.url).href;
const HEAP = new URL('heap.ts', import.meta.url).href;

/** What a script prints as JSON, in a process of its own. */
async function printed<T>(script: string): Promise<T> {
  const args = ['--import', LOADER, '--expose-gc', '--input-type=module', '--eval', script];
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
  return JSON.parse(stdout) as T;
}

/** Sizes of the young generation: after much has outlived it in a small heap, and in a large one. */
const YOUNG = `
  import { fitHeap } from ${JSON.stringify(HEAP)};
  import { getHeapSpaceStatistics } from 'node:v8';
  const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  const outlive = () => {
    for (let round = 0; round < 12; round++) Array.from({ length: 100_000 }, (_, n) => ({ n }));
  };
  fitHeap();
  outlive();
  const sizes = [size()];
  outlive();
  sizes.push(size());
  const held = Array.from({ length: 4 }, () => new Array(1e7).fill(0));
  fitHeap();
  outlive();
  sizes.push(size());
  console.log(JSON.stringify([...sizes, held.length]));
`;

/** Collections of the old generation while a heap of 300 MiB doubles: as it grows when it is small, and as a large one. */
const OLD = `
  import { fitHeap } from ${JSON.stringify(HEAP)};
  import { constants, PerformanceObserver } from 'node:perf_hooks';
  let collections = 0;
  new PerformanceObserver((list) => {
    for (const { detail } of list.getEntries()) if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) collections++;
  }).observe({ entryTypes: ['gc'] });
  const held = [];
  const hold = async (mib, pause) => {
    for (; held.length < mib / 4; ) {
      held.push(new Array(2 ** 19).fill(0));
      if (pause) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const doubled = async (fit) => {
    held.length = 0;
    gc();
    await hold(300);
    if (fit) fitHeap();
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = collections;
    await hold(600, true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return collections - before;
  };
  console.log(JSON.stringify([await doubled(false), await doubled(true)]));
`;

it('a small heap keeps its young generation small, a large one lets it grow', async () => {
  const [before, small, large] = await printed<[number, number, number]>(YOUNG);
  expect(small).toBe(before);
  expect(large).toBeGreaterThan(small);
});

it('a large heap is collected less often while it grows', async () => {
  const [small, large] = await printed<[number, number]>(OLD);
  expect(large).toBeGreaterThan(0);
  expect(large).toBeLessThan(small);
});
