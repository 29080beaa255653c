/** The package for plain hosts, from a folder that is built: `node deploy/package/deb.mjs OUT [ARCH]` → OUT/osg_VERSION_ARCH.deb. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../setup/paths.mjs';
import { stage } from './files.mjs';
import { target } from './target.mjs';

const DEBIAN = join(ROOT, 'deploy/package/debian');

/** @param {string} out folder @param {import('./target.mjs').Target} of @returns {string} the package */
function build(out, of) {
  const tree = mkdtempSync(join(tmpdir(), 'osg-deb-'));
  try {
    chmodSync(tree, 0o755);
    stage(tree, of);
    for (const name of readdirSync(join(DEBIAN, 'units')))
      put(join(DEBIAN, 'units', name), join(tree, 'usr/lib/systemd/system', name));
    put(join(DEBIAN, 'osg.sysusers'), join(tree, 'usr/lib/sysusers.d/osg.conf'));
    put(join(DEBIAN, 'osg.tmpfiles'), join(tree, 'usr/lib/tmpfiles.d/osg.conf'));
    for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md'])
      put(join(ROOT, name), join(tree, 'usr/share/doc/osg', basename(name)));
    for (const name of ['postinst', 'prerm', 'postrm']) put(join(DEBIAN, name), join(tree, 'DEBIAN', name), 0o755);
    const { version, description } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const architecture = of.arch;
    const kilobytes = execFileSync('du', ['-sk', '--exclude=DEBIAN', tree], { encoding: 'utf8' }).split('\t')[0];
    const [summary = '', detail = ''] = description.split(': ');
    writeFileSync(
      join(tree, 'DEBIAN/control'),
      `Package: osg\nVersion: ${version}\nArchitecture: ${architecture}\nMaintainer: OSG maintainers <maintainers@openscg.dev>\n` +
        `Installed-Size: ${kilobytes}\nDepends: nodejs (>= 20.12), libbpf1, libc6, libstdc++6\nSection: net\nPriority: optional\n` +
        `Description: ${summary}\n ${detail}\n`,
    );
    mkdirSync(out, { recursive: true });
    const target = join(out, `osg_${version}_${architecture}.deb`);
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, target], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return target;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {number} [mode]
 */
function put(from, to, mode = 0o644) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
  chmodSync(to, mode);
}

const [, , out, arch] = process.argv;
if (out === undefined) {
  process.stderr.write('usage: node deploy/package/deb.mjs OUT [ARCH]\n');
  process.exitCode = 2;
} else process.stdout.write(`${build(out, target(arch))}\n`);
