/**
 * For whom an installation is made: this machine's architecture, or another one. For another the addon is compiled by clang with
 * Debian's packages of that architecture (sysroot.sh), and Node.js and addons of packages are what npm has for it. BPF objects and
 * JavaScript are the same everywhere (little-endian machines).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { CACHE, ROOT } from '../setup/paths.mjs';

/** By the name that Debian and container images have for it. @type {Record<string, { triple: string, node: string }>} */
const ARCHITECTURES = {
  amd64: { triple: 'x86_64-linux-gnu', node: 'x64' },
  arm64: { triple: 'aarch64-linux-gnu', node: 'arm64' },
};
/** Newest first, as bpf/Makefile has it. */
const LLVM = [19, 20, 21, 18, 17, 16, 15];

/**
 * @typedef {object} Target
 * @property {string} arch `amd64`, `arm64`
 * @property {string} cpu as npm has it
 * @property {string} addon folder of addon and CNI plugin, below the project's
 * @property {string[]} make more words for native/Makefile
 * @property {string} node Node.js of that architecture
 * @property {string} strip
 * @property {string} root below which libraries are looked for
 * @property {readonly string[]} libraries folders of them
 * @property {(path: string) => string} npm where an npm package lies, by its path in the lock file
 * @property {(file: string) => { name: string, version: string }} owner Debian's package that a library is of
 */

export const OWN = Object.entries(ARCHITECTURES).find(([, { node }]) => node === process.arch)?.[0] ?? process.arch;

/** @param {string} [arch] default: this machine's @returns {Target} */
export function target(arch = OWN) {
  const known = ARCHITECTURES[arch];
  if (known === undefined)
    throw new Error(`architecture ${arch}: one of ${Object.keys(ARCHITECTURES).join(', ')} is expected`);
  const { triple, node: cpu } = known;
  const libraries = ['lib', 'usr/lib'].flatMap((folder) => [`/${folder}/${triple}`, `/${folder}`]).concat('/lib64');
  if (arch === OWN)
    return {
      ...{ arch, cpu, libraries, addon: 'native/build', make: [], root: '/', strip: 'strip', owner: ownerHere },
      node: realpathSync(process.execPath),
      npm: (path) => join(ROOT, path),
    };
  const folder = join(process.env['OSG_CROSS'] ?? join(CACHE, 'cross'), arch);
  execFileSync('bash', [join(ROOT, 'deploy/package/sysroot.sh'), arch, folder], { stdio: ['ignore', 2, 2] });
  const root = join(folder, 'sysroot');
  const clang = tool('clang++');
  return {
    ...{ arch, cpu, libraries, root },
    addon: `native/build/${arch}`,
    make: [
      `BUILD=build/${arch}`,
      `CXX=${clang} -Wno-unused-command-line-argument --target=${triple} --sysroot=${root} --ld-path=${tool('ld.lld', join(folder, 'tools'))}`,
    ],
    strip: tool('llvm-strip', join(folder, 'tools')),
    node: join(fetched(folder, `node-linux-${cpu}`, process.versions.node), 'bin/node'),
    npm: (path) => (forAnother(path) ? fetchedAs(folder, path) : join(ROOT, path)),
    owner: (file) => ownerThere(join(folder, 'files'), file),
  };
}

/** @returns {Record<string, { version: string, integrity: string, cpu?: string[] }>} */
const locked = () => JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

/** @param {string} path */
const forAnother = (path) => locked()[path]?.cpu !== undefined;

/** An npm package as the lock file has it. @param {string} folder @param {string} path */
function fetchedAs(folder, path) {
  const { version, integrity } = /** @type {{ version: string, integrity: string }} */ (locked()[path]);
  return fetched(folder, path.replace(/^.*node_modules\//, ''), version, integrity);
}

/**
 * An npm package, unpacked.
 * @param {string} folder
 * @param {string} name
 * @param {string} version
 * @param {string} [integrity]
 */
function fetched(folder, name, version, integrity) {
  const to = join(folder, 'npm', `${name}-${version}`);
  if (existsSync(to)) return to;
  mkdirSync(dirname(to), { recursive: true });
  const work = mkdtempSync(join(folder, 'npm-'));
  try {
    const packed = execFileSync('npm', ['pack', '--silent', '--prefer-offline', `${name}@${version}`], { cwd: work });
    const file = join(work, packed.toString().trim());
    const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (integrity !== undefined && found !== integrity)
      throw new Error(`${name}@${version} is ${found}, the lock file says ${integrity}`);
    execFileSync('tar', ['-xzf', file, '-C', work]);
    renameSync(join(work, 'package'), to);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return to;
}

/** A program of LLVM, of this machine or else of what was unpacked. @param {string} name @param {string} [unpacked] */
function tool(name, unpacked) {
  const folders = (process.env['PATH'] ?? '').split(':');
  for (const version of LLVM) {
    const found = [
      ...folders.map((folder) => join(folder, `${name}-${version}`)),
      ...(unpacked === undefined ? [] : [join(unpacked, `usr/lib/llvm-${version}/bin`, name)]),
    ].find(existsSync);
    if (found !== undefined) return found;
  }
  return name;
}

/** @param {...string} args */
const query = (...args) => execFileSync('dpkg-query', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** On a merged /usr a file may be known by either path. @param {string} file */
function ownerHere(file) {
  const real = realpathSync(file);
  for (const path of new Set([real, real.replace(/^\/usr/, ''), `/usr${real}`, file])) {
    try {
      const [full = ''] = query('-S', path).split('\n')[0]?.split(': ') ?? [];
      const [, version = ''] = query('-W', full).trim().split('\t');
      return { name: full.split(':')[0] ?? full, version };
    } catch {
      // Not by this name.
    }
  }
  throw new Error(`${file} belongs to no package`);
}

/** @param {string} list @param {string} file */
function ownerThere(list, file) {
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const [path, name = '', version = ''] = line.split(' ');
    if (path === file) return { name, version };
  }
  throw new Error(`${file} belongs to no package of ${list}`);
}
