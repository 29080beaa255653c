import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Vitest global set-up: brings BPF objects, addon and dist up to date; a moment when they are. In development a part that
 * does not compile must not keep the others from being tested: that is said, and tests that need it fail by themselves.
 * `npm test` builds before it calls vitest, and gives up when that fails.
 */
export default function setup(): void {
  if (process.env['OSG_SKIP_BUILD'] !== undefined) return;
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const { status } = spawnSync(process.execPath, ['deploy/setup/run.mjs', 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) console.error('The build failed: what is tested may be older than its source.');
}
