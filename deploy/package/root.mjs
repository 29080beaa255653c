/**
 * The whole file system of the image: `node deploy/package/root.mjs DIR`. The installation, Node.js, the libraries that
 * both load, and the SBOM. No shell, no package manager: what is not there needs no update and runs for nobody.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { HOME, stage } from './files.mjs';
import { sbom } from './sbom.mjs';

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
 * Shared objects that a program or addon loads, the dynamic linker among them, as absolute paths.
 * @param {string} path
 */
function libraries(path) {
  const text = execFileSync('ldd', [path], { encoding: 'utf8' });
  if (/not found/.test(text)) throw new Error(`${path} lacks a library:\n${text}`);
  return text.split('\n').flatMap((line) => /(?:=> |^\s+)(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

/** @param {string} root */
function compose(root) {
  stage(root);
  const home = join(root, HOME);
  const node = realpathSync(process.execPath);
  const addons = execFileSync('find', [home, '-name', '*.node'], { encoding: 'utf8' }).trim().split('\n');
  const needed = [...new Set([node, ...addons].flatMap(libraries))].sort();
  for (const path of needed) put(path, join(root, path));
  put(node, join(root, NODE));
  execFileSync('strip', ['--strip-unneeded', join(root, NODE)]);
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
  writeFileSync(join(root, 'usr/share/osg/sbom.spdx.json'), sbom(home, needed));
}

/**
 * @param {string} from
 * @param {string} to
 */
function put(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(from), to);
}

const [, , root] = process.argv;
if (root === undefined) {
  process.stderr.write('usage: node deploy/package/root.mjs DIR\n');
  process.exitCode = 2;
} else compose(root);
