/**
 * F171 for longer: damaged files of every part, flows of a table in foreign hands, garbage inside of TLS. OSG_FUZZ is how many
 * times as many seeds as the tests that run always take. What breaks one is kept in test/fuzz/seeds, or by its seed.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const ROUNDS = 5_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('files and tables', () => {
  it.each([
    ['src/agent/last-good.test.ts', 'F171'],
    ['src/flows/spool.test.ts', 'F171'],
    ['src/controller/parts.test.ts', 'F171'],
    ['src/policy/hostile.test.ts', 'F171'],
    ['src/datapath/conntrack-entry.test.ts', 'F171'],
    ['src/rpc/hostile.test.ts', 'inside of TLS'],
  ])('%s', { timeout: 12 * 3_600_000 }, (file, title) => {
    const rounds = ROUNDS * Number(process.env['OSG_FUZZ'] || 1);
    const seed = process.env['OSG_FUZZ_SEED'] ?? String(Date.now() >>> 0);
    console.log(`seeds from ${seed}, ${rounds}: OSG_FUZZ_SEED repeats them`);
    execFileSync('npx', ['vitest', 'run', file, '-t', title, '--testTimeout', '40000000'], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, OSG_FUZZ_ROUNDS: String(rounds), OSG_FUZZ_SEED: seed, OSG_SKIP_BUILD: '1' },
    });
  });
});
