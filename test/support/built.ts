import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Vitest global set-up: brings BPF objects, addon and dist up to date; a moment when they are. */
export default function setup(): void {
  if (process.env['OSG_SKIP_BUILD'] !== undefined) return;
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  execFileSync(process.execPath, ['deploy/setup/run.mjs', 'build'], { cwd: root, stdio: 'inherit' });
}
