/** The steps from a fresh clone to something that runs; each does nothing when its result is up to date. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { installMissing } from './apt.mjs';
import { distribution, machineProblems } from './machine.mjs';
import { ROOT } from './paths.mjs';
import { run, SetupError, step } from './progress.mjs';
import { RUNTIME, TEST_ONLY } from './requirements.mjs';
import { filesBelow, stamped } from './stamp.mjs';

/** As many compilers as processors. */
const JOBS = `-j${availableParallelism()}`;

/** Throws one message with everything that the machine lacks. */
export function checkMachine() {
  const problems = machineProblems();
  if (problems.length === 0) return;
  const lines = problems.map(({ what, remedy }) => `  • ${what}\n    → ${remedy}`);
  throw new SetupError(`Open Security Groups cannot run here (${distribution().name}):\n${lines.join('\n')}`);
}

/** @param {{ tests: boolean }} options */
export const systemPackages = ({ tests }) => installMissing(tests ? [...RUNTIME, ...TEST_ONLY] : RUNTIME);

/** npm packages, exactly those of the lock file. */
export async function npmPackages() {
  const why = staleNpm();
  if (why === undefined) return;
  await step('npm ci', why, (note) => run('npm', ['ci', '--no-progress'], { log: 'npm-ci', note }));
}

/** Why node_modules is not what the lock file says; undefined when it is. */
function staleNpm() {
  const installedPath = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(installedPath)) return 'packages of the lock file';
  /** @type {Record<string, { version?: string, integrity?: string, optional?: boolean }>} */
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  /** @type {typeof wanted} */
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined ? entry.optional !== true : found.integrity !== entry.integrity) {
      return `${path} is not what the lock file says`;
    }
  }
  return undefined;
}

export const bpfObjects = () =>
  stamped({
    name: 'BPF objects',
    why: 'programs for the kernel, by clang',
    inputs: filesBelow('bpf', (path) => !path.startsWith('bpf/build/')),
    facts: [process.env['CLANG'] ?? '', process.env['EXTRA_CFLAGS'] ?? ''],
    outputs: ['bpf/build'],
    work: (note) => run('make', [JOBS, '-C', 'bpf'], { log: 'bpf', note }),
  });

/** The addon, the CNI plugin, and the small BPF objects that the addon's own tests load. */
export const addon = () =>
  stamped({
    name: 'native addon',
    why: 'eBPF bindings over libbpf, by g++',
    inputs: [...filesBelow('native', (path) => !path.startsWith('native/build/')), ...filesBelow('test/native/bpf')],
    facts: [process.arch],
    outputs: ['native/build/osg_native.node', 'native/build/osg-cni'],
    work: (note) => run('make', [JOBS, '-C', 'native', 'all', 'test-objs'], { log: 'addon', note }),
  });

/** Addon and CNI plugin for another architecture; nothing for this machine's. @param {string} arch as container images have it */
export async function addonFor(arch) {
  const { OWN, target } = await import('../package/target.mjs');
  if (arch === OWN) return;
  const { addon: folder, make } = target(arch);
  await stamped({
    name: `native addon for ${arch}`,
    why: 'the same, by clang',
    inputs: filesBelow('native', (path) => !path.startsWith('native/build/')),
    facts: [arch],
    outputs: [`${folder}/osg_native.node`, `${folder}/osg-cni`],
    work: (note) => run('make', [JOBS, '-C', 'native', ...make, 'all'], { log: `addon-${arch}`, note }),
  });
}

const SCRIPTS = /(?<!\.d)\.ts$|\.js$/;

export const typescript = () =>
  stamped({
    name: 'TypeScript',
    why: 'src to dist',
    inputs: [
      ...filesBelow('src', (path) => !path.endsWith('.test.ts')),
      'tsconfig.json',
      'tsconfig.build.json',
      'package-lock.json',
    ],
    outputs: ['dist'],
    work: async (note) => {
      copyGenerated();
      await run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
        log: 'typescript',
        note,
      });
      prune();
    },
  });

/** So that `npx osg` works in this folder, as it will where the package is installed. */
export function executable() {
  const link = join(ROOT, 'node_modules', '.bin', 'osg');
  rmSync(link, { force: true });
  symlinkSync('../../dist/cli/main.js', link);
  chmodSync(join(ROOT, 'dist', 'cli', 'main.js'), 0o755);
}

/** Generated modules are JavaScript with declarations: the compiler does not carry them over. */
function copyGenerated() {
  for (const path of filesBelow('src', (file) => file.endsWith('.js'))) {
    const target = join(ROOT, path.replace(/^src/, 'dist'));
    mkdirSync(join(target, '..'), { recursive: true });
    cpSync(join(ROOT, path), target);
  }
}

/** Removes modules of dist whose source is gone. */
function prune() {
  const sources = new Set(
    filesBelow('src', (path) => SCRIPTS.test(path)).map((path) => path.replace(/^src|\.[jt]s$/g, '')),
  );
  for (const path of filesBelow('dist', (file) => /\.js(\.map)?$/.test(file))) {
    if (!sources.has(path.replace(/^dist|\.js(\.map)?$/g, ''))) rmSync(join(ROOT, path));
  }
}
