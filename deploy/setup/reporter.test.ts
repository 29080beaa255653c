import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CACHE, ROOT } from './paths.mjs';

/** Runs vitest with our reporter on the given test files. */
function run(files: Readonly<Record<string, string>>): { readonly lines: string[]; readonly status: number | null } {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'reporter-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const reporter = join(ROOT, 'test/support/reporter.ts');
    const config = `export default { test: { reporters: ['default', ${JSON.stringify(reporter)}] } };`;
    writeFileSync(join(folder, 'vitest.config.mjs'), config);
    const { OSG_TEST_SUMMARY: _, ...env } = process.env;
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const result = spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8', env });
    return { lines: result.stdout.trimEnd().split('\n'), status: result.status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const IMPORT = "import { beforeAll, describe, expect, it } from 'vitest';\n";

describe('the summary', () => {
  it('ends with the count, after each skip and its reason', () => {
    // The skips are the subject: text of a test that the reporter is tried on.
    const { lines, status } = run({
      'a.test.js': `${IMPORT}it('a', () => {}); it('b', (ctx) => ctx.skip('no tcx')); it.skip('c', () => {}); it.todo('d');`,
    });
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 3 skipped');
    expect(lines.join('\n')).toMatch(/skipped: a\.test\.js > b\n +no tcx/);
    expect(lines.join('\n')).toMatch(/skipped: a\.test\.js > c\n +NO REASON GIVEN/);
    expect(lines.join('\n')).toMatch(/skipped: a\.test\.js > d\n +not written yet/);
    expect(status).toBe(0);
  });

  it('counts failed tests, hooks and files', () => {
    const { lines, status } = run({
      'a.test.js': `${IMPORT}it('a', () => expect(1).toBe(2));`,
      'b.test.js': `${IMPORT}describe('d', () => { beforeAll(() => { throw new Error('hook'); }); it('e', () => {}); });`,
      'c.test.js': "throw new Error('load');",
    });
    expect(lines.at(-1)).toBe('0 passed, 3 failed, 1 skipped');
    expect(lines.join('\n')).toMatch(/failed outside a test: b\.test\.js > d: hook/);
    expect(lines.join('\n')).toMatch(/skipped: b\.test\.js > d > e\n +a hook failed before it/);
    expect(status).not.toBe(0);
  });

  it('takes a run without tests for a failure', () => {
    const { lines, status } = run({});
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(status).not.toBe(0);
  });
});
