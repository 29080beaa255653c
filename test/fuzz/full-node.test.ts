/** F100, in full only by `npm run test:fuzz`: the largest node that is promised, on the real kernel. Minutes, and 4 GiB of memory. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ENDPOINTS = 250;
const RULES = 10_000;
/** JavaScript heap of view, compiler and encoder together. */
const HEAP_MIB = 4096;
/** docs/classifier.md, Memory. */
const TABLE_MIB = 98;

interface Figures {
  readonly rules: number;
  readonly tableMiB: number;
  readonly heapMiB: number;
  readonly changeFastestMs: number;
  readonly compared: number;
}

describe('a full node', () => {
  it(`F100: ${ENDPOINTS} endpoints with ${RULES} rules each fit, and are judged right`, {
    timeout: 3_600_000,
  }, async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        `--max-old-space-size=${HEAP_MIB}`,
        '--import',
        './deploy/setup/typescript.mjs',
        'test/support/full-node.ts',
        String(ENDPOINTS),
        String(RULES),
      ],
      { cwd: fileURLToPath(new URL('../../', import.meta.url)) },
    );
    console.log(stdout);
    const figures: Figures = JSON.parse(stdout);
    expect(figures.rules).toBe(ENDPOINTS * RULES);
    expect(figures.compared).toBeGreaterThan(1000);
    expect(figures.tableMiB).toBeLessThan(TABLE_MIB);
    expect(figures.heapMiB).toBeLessThan(HEAP_MIB);
    expect(figures.changeFastestMs).toBeLessThan(100);
  });
});
