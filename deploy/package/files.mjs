/**
 * The files of an installation, for image and package alike: `node deploy/package/files.mjs DIR` puts them below
 * DIR/usr/lib/osg, from a folder that is built. Types, maps, tests and what only developers need stay out.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../setup/paths.mjs';
import { target } from './target.mjs';

/** Where an installation lives; `osg` on the PATH is a link into it. */
export const HOME = 'usr/lib/osg';

/** Of our own build. */
const OWN = [
  { from: 'dist', wanted: /\.js$/ },
  { from: 'bpf/build', wanted: /\.bpf\.o$/ },
];
const ADDON = /^(osg_native\.node|osg-cni)$/;
/** Of packages: what Node.js loads, and licences. */
const PACKAGE_FILES = /(\.(c?js|mjs|node|json|proto)|^licen[cs]e.*|^copying.*|^notice.*)$/i;
const PACKAGE_SKIP = /(\.(test|spec)\.|\.d\.[cm]?ts$|\.map$|tsconfig.*\.json$)/i;
/** Folders of packages that nothing loads. */
const SKIP_FOLDERS = new Set([
  'test',
  'tests',
  '__tests__',
  'benchmark',
  'benchmarks',
  'docs',
  'example',
  'examples',
  '.github',
]);

/** @typedef {{ version?: string, dev?: boolean, devOptional?: boolean, optional?: boolean, cpu?: string[], os?: string[], libc?: string[] }} Locked */

/** Paths of the packages that an installation needs, as in the lock file. @param {string} cpu as npm has it */
export function packages(cpu) {
  /** @type {Record<string, Locked>} */
  const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .filter(([path, { cpu: cpus, os, libc }]) => {
      const fits = (/** @type {string[] | undefined} */ list, /** @type {string} */ is) => list?.includes(is) ?? true;
      return fits(cpus, cpu) && fits(os, 'linux') && fits(libc, 'glibc') && !path.includes('-musl');
    })
    .map(([path]) => path);
}

/**
 * @param {string} root the tree that is made
 * @param {import('./target.mjs').Target} [of]
 */
export function stage(root, of = target()) {
  const home = join(root, HOME);
  rmSync(home, { recursive: true, force: true });
  for (const { from, wanted } of OWN) copy(join(ROOT, from), join(home, from), (name) => wanted.test(name));
  for (const name of readdirSync(join(ROOT, of.addon)).filter((name) => ADDON.test(name))) {
    mkdirSync(join(home, 'native/build'), { recursive: true });
    cpSync(join(ROOT, of.addon, name), join(home, 'native/build', name));
  }
  for (const path of packages(of.cpu))
    copy(of.npm(path), join(home, path), (name) => PACKAGE_FILES.test(name) && !PACKAGE_SKIP.test(name));
  // Debug information is of no use to who installs.
  execFileSync(of.strip, ['--strip-unneeded', join(home, 'native/build/osg_native.node')]);
  cpSync(join(ROOT, 'LICENSE'), join(home, 'LICENSE'));
  const { name, version, description, license, type, engines } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  writeFileSync(
    join(home, 'package.json'),
    `${JSON.stringify({ name, version, description, license, type, engines }, null, 2)}\n`,
  );
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  rmSync(join(root, 'usr/bin/osg'), { force: true });
  symlinkSync('../lib/osg/dist/cli/main.js', join(root, 'usr/bin/osg'));
  execFileSync('chmod', ['0755', join(home, 'dist/cli/main.js')]);
}

/**
 * Regular files below a folder, but of packages within packages, which are listed by themselves.
 * @param {string} from
 * @param {string} to
 * @param {(name: string) => boolean} wanted
 */
function copy(from, to, wanted) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !SKIP_FOLDERS.has(entry.name))
      copy(source, target, wanted);
    else if (entry.isFile() && wanted(entry.name)) {
      mkdirSync(dirname(target), { recursive: true });
      cpSync(source, target);
    }
  }
}

if (process.argv[1]?.endsWith('deploy/package/files.mjs')) {
  const [, , root] = process.argv;
  if (root === undefined) {
    process.stderr.write('usage: node deploy/package/files.mjs DIR\n');
    process.exitCode = 2;
  } else stage(root);
}
