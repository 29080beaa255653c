/**
 * The whole file system of the image: `node deploy/package/root.mjs DIR [ARCH]`. The installation, Node.js, the libraries that
 * both load, and the SBOM. No shell, no package manager: what is not there needs no update and runs for nobody.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { HOME, stage } from './files.mjs';
import { sbom } from './sbom.mjs';
import { target } from './target.mjs';

/** Who runs where nothing else is said: controller and collector. */
const USER = 65532;
const NODE = '/usr/local/bin/node';

/** @type {Record<string, string>} */
const FILES = {
  'etc/passwd': `root:x:0:0:root:/:/sbin/nologin\nosg:x:${USER}:${USER}:osg:/:/sbin/nologin\n`,
  'etc/group': `root:x:0:\nosg:x:${USER}:\n`,
  'etc/nsswitch.conf': 'hosts: files dns\n',
  'etc/os-release': readFileSync('/etc/os-release', 'utf8'),
};

/**
 * Shared objects that programs and addons load, the dynamic linker among them, as absolute paths of the target.
 * @param {readonly string[]} files
 * @param {import('./target.mjs').Target} of
 */
function libraries(files, { root, libraries: folders }) {
  /** @type {Set<string>} */
  const found = new Set();
  const left = [...files];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    const text = execFileSync('readelf', ['-W', '-d', '-l', file], { encoding: 'utf8' });
    const names = [...text.matchAll(/\(NEEDED\).*\[(.+)\]|program interpreter: (.+)\]/g)];
    for (const [, name, interpreter] of names) {
      const path = interpreter ?? folders.map((folder) => `${folder}/${name}`).find((at) => existsSync(join(root, at)));
      if (path === undefined) throw new Error(`${file} lacks a library: ${name}`);
      if (found.has(path)) continue;
      found.add(path);
      left.push(join(root, path));
    }
  }
  return [...found].sort();
}

/**
 * @param {string} root
 * @param {import('./target.mjs').Target} of
 */
function compose(root, of) {
  stage(root, of);
  const home = join(root, HOME);
  const addons = execFileSync('find', [home, '-name', '*.node'], { encoding: 'utf8' }).trim().split('\n');
  const needed = libraries([of.node, ...addons], of);
  for (const path of needed) put(join(of.root, path), join(root, path));
  put(of.node, join(root, NODE));
  execFileSync(of.strip, ['--strip-unneeded', join(root, NODE)]);
  // There is no env(1) that finds it.
  const main = join(home, 'dist/cli/main.js');
  writeFileSync(main, readFileSync(main, 'utf8').replace(/^#!.*/, `#!${NODE}`));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const [path, mode] of /** @type {const} */ ([
    ['tmp', 0o1777],
    ['run/osg', 0o755],
    ['var/lib/osg', 0o755],
  ])) {
    mkdirSync(join(root, path), { recursive: true });
    chmodSync(join(root, path), mode);
  }
  mkdirSync(join(root, 'usr/share/osg'), { recursive: true });
  writeFileSync(join(root, 'usr/share/osg/sbom.spdx.json'), sbom(home, needed, of));
}

/**
 * @param {string} from
 * @param {string} to
 */
function put(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(from), to);
}

const [, , root, arch] = process.argv;
if (root === undefined) {
  process.stderr.write('usage: node deploy/package/root.mjs DIR [ARCH]\n');
  process.exitCode = 2;
} else compose(root, target(arch));
