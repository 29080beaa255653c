/** `npm run check`: everything that needs neither root nor system packages. Runs all of it, then says what failed. */
import { join } from 'node:path';
import process from 'node:process';
import { run, SetupError, say, step } from './progress.mjs';

/** @param {string} path relative to node_modules */
const tool = (path) => join('node_modules', path);

/** @type {{ name: string, why: string, args: string[] }[]} */
const CHECKS = [
  { name: 'format and lint', why: 'biome', args: [tool('@biomejs/biome/bin/biome'), 'check', '.'] },
  { name: 'types', why: 'product, tests, benches', args: [tool('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  {
    name: 'types of the set-up',
    why: 'JavaScript with JSDoc',
    args: [tool('typescript/bin/tsc'), '-p', 'tsconfig.scripts.json'],
  },
  {
    name: 'import directions',
    why: 'dependency-cruiser',
    args: [tool('dependency-cruiser/bin/dependency-cruise.mjs'), 'src', 'test', 'bench'],
  },
  { name: 'addon boundary', why: 'one module loads it', args: ['deploy/setup/addon-boundary.mjs'] },
  { name: 'generated code', why: 'as made from proto and bpf/abi', args: ['deploy/setup/gen/run.mjs', '--check'] },
];

/** @returns {Promise<number>} exit code */
export async function check() {
  let failed = 0;
  for (const { name, why, args } of CHECKS) {
    try {
      await step(name, why, (note) => run(process.execPath, args, { log: `check-${name.replace(/\W+/g, '-')}`, note }));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failed += 1;
      say(error.message);
    }
  }
  say(failed === 0 ? 'check: all well' : `check: ${failed} of ${CHECKS.length} failed`);
  return failed === 0 ? 0 : 1;
}
