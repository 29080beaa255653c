/** The commands of run.mjs, composed from steps. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { check } from './check.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { Interrupted, Lacking, paint, SetupError, say } from './progress.mjs';
import { alone } from './stamp.mjs';
import {
  addon,
  addonFor,
  bpfObjects,
  checkMachine,
  executable,
  npmPackages,
  systemPackages,
  typescript,
} from './steps.mjs';

/** Where the test run leaves its last line. */
const SUMMARY = join(CACHE, 'test-summary');

/**
 * Side by side: none of them needs another. All are tried before the failures are told.
 * @param {(() => Promise<unknown>)[]} parts
 */
async function together(...parts) {
  const failures = (await Promise.allSettled(parts.map((part) => part()))).flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  const other = failures.find((error) => error instanceof Interrupted || !(error instanceof SetupError));
  if (other !== undefined) throw other;
  if (failures.length > 0) throw new SetupError(failures.map(({ message }) => message).join('\n\n'));
}

/** Everything that is compiled; needs the system packages. The packages come meanwhile, for those that need them. */
async function build() {
  await together(npmPackages, bpfObjects);
  await together(addon, typescript);
  executable();
}

/** @param {{ tests: boolean }} options */
async function prepare({ tests }) {
  const began = performance.now();
  checkMachine();
  await alone(async () => {
    await systemPackages({ tests });
    await build();
  });
  say(`${paint('green', '✓')} set-up ${paint('dim', `${((performance.now() - began) / 1000).toFixed(1)} s`)}`);
}

/**
 * Before minutes are spent. @param {string[]} args of the demo
 * @throws {Lacking} what the demo would refuse to begin without
 */
async function tellMissing(args) {
  if (args.some((arg) => ['--fetch', '--help', '-h'].includes(arg))) return;
  const { missing } = await import('../lab/parts.mjs');
  const lacks = missing();
  if (lacks.length > 0)
    throw new Lacking(
      `The cluster needs what is not here yet:\n${lacks.map((what) => `  ${what}`).join('\n')}\n` +
        'npm start -- --kubernetes --fetch   fetches it, into .cache, installing nothing',
    );
}

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const COMMANDS = {
  async start(args) {
    const rest = args.filter((arg) => arg !== '--kubernetes');
    const demo = rest.length < args.length ? ['demo', 'kubernetes'] : ['demo'];
    if (demo.length > 1) await tellMissing(rest);
    await prepare({ tests: false });
    return node([join('dist', 'cli', 'main.js'), ...demo, ...rest]);
  },
  async test(args) {
    await prepare({ tests: true });
    rmSync(SUMMARY, { force: true });
    const code = await node([join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
      OSG_SKIP_BUILD: '1',
      OSG_TEST_SUMMARY: SUMMARY,
    });
    // The last line of all, after whatever the runner still says on its way out.
    const line = existsSync(SUMMARY) ? readFileSync(SUMMARY, 'utf8') : '0 passed, 1 failed, 0 skipped\n';
    process.stdout.write(line);
    return code === 0 && !/ 0 failed,/.test(line) ? 1 : code;
  },
  async setup(args) {
    await prepare({ tests: args.includes('--tests') });
    return 0;
  },
  /** For this machine, and for the architectures that are named: `arm64`. */
  async build(args) {
    await alone(async () => {
      await build();
      for (const arch of args) await addonFor(arch);
    });
    return 0;
  },
  async check() {
    await alone(npmPackages);
    return check();
  },
  async gen(args) {
    await alone(npmPackages);
    return node([join('deploy', 'setup', 'gen', 'run.mjs'), ...args]);
  },
};

/**
 * Runs a Node.js program in our place: it has the terminal, gets the signals, and its end is ours.
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 * @returns {Promise<number>} exit code
 */
function node(args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    // The terminal sends Ctrl-C to the whole process group; a signal sent to us alone is handed on.
    process.on('SIGINT', () => {});
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0)));
  });
}

/**
 * @param {string[]} argv command, then its arguments
 * @returns {Promise<number>} exit code
 */
export async function main([name = '', ...args]) {
  const command = COMMANDS[name];
  if (command === undefined) {
    say(`usage: node deploy/setup/run.mjs ${Object.keys(COMMANDS).join('|')} [ARGS]`);
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\n${paint('red', error.message)}`);
    return error.exitCode;
  }
}
