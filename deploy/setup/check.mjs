/** `npm run check`: everything that needs neither root nor system packages. Runs all of it, then says what failed. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { unchecked } from './gen/abi.mjs';
import { run, SetupError, say, step } from './progress.mjs';
import { filesBelow, stamped } from './stamp.mjs';

/** @param {string} path relative to node_modules */
const tool = (path) => join('node_modules', path);

/** The slowest first. @type {{ name: string, why: string, args: string[], inputs?: () => string[], facts?: () => string[] }[]} */
const CHECKS = [
  { name: 'types', why: 'product, tests, benches', args: [tool('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  {
    name: 'generated code',
    why: 'as made from proto and bpf/abi',
    args: ['deploy/setup/gen/run.mjs', '--check'],
    // The slowest of all, and seldom touched: once it was right, only another source or result can make it wrong.
    inputs: () => [
      ...['proto', 'bpf/abi', 'src/gen', 'deploy/setup/gen'].flatMap((folder) => filesBelow(folder)),
      ...filesBelow('bpf/build', (path) => path.includes('abi')),
      'package-lock.json',
    ],
    facts: () => [unchecked() ?? ''],
  },
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
  {
    name: 'pages and wire',
    why: 'docs/errors.md as the codes say, RBAC as the code needs, proto/wire.txt as it was',
    args: ['deploy/setup/gen/run.mjs', '--check', '--pages'],
  },
  { name: 'habits', why: 'folders say what they are for, files are short', args: ['deploy/setup/habits.mjs'] },
  { name: 'format and lint', why: 'biome', args: [tool('@biomejs/biome/bin/biome'), 'check', '.'] },
];

/** At a time: none of them needs another. */
const JOBS = availableParallelism();

/** @returns {Promise<number>} exit code */
export async function check() {
  let failed = 0;
  const waiting = [...CHECKS];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) if (!(await passes(next))) failed += 1;
  };
  await Promise.all(Array.from({ length: JOBS }, work));
  say(failed === 0 ? 'check: all well' : `check: ${failed} of ${CHECKS.length} failed`);
  return failed === 0 ? 0 : 1;
}

/**
 * Says what is wrong. @param {typeof CHECKS[number]} check
 * @returns {Promise<boolean>}
 */
async function passes({ name, why, args, inputs, facts }) {
  /** @param {(note: string) => void} note */
  const work = async (note) => {
    await run(process.execPath, args, { log: `check-${name.replace(/\W+/g, '-')}`, note });
  };
  try {
    if (inputs === undefined) await step(name, why, work);
    else await stamped({ name, why, inputs: inputs(), facts: facts?.() ?? [], outputs: [], work });
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    return false;
  }
}
