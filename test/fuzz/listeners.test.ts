/** F119 for longer: OSG_FUZZ is how many times as many seeds as test/failure/running.test.ts sends, beginning after its own. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const ROUNDS = 20_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('listeners', () => {
  it('F119 any bytes get an answer or a closed connection', { timeout: 12 * 3_600_000 }, () => {
    const rounds = ROUNDS * Number(process.env['OSG_FUZZ'] || 1);
    const seed = process.env['OSG_FUZZ_SEED'] ?? String(Date.now() >>> 0);
    console.log(`seeds from ${seed}, ${rounds} for each listener: OSG_FUZZ_SEED repeats them`);
    execFileSync('npx', ['vitest', 'run', 'test/failure/running.test.ts', '-t', 'F119', '--testTimeout', '40000000'], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, OSG_FUZZ_ROUNDS: String(rounds), OSG_FUZZ_SEED: seed, OSG_SKIP_BUILD: '1' },
    });
  });
});
