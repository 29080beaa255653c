/**
 * Debian's kernels, qemu and busybox, unpacked below `.cache/kernels` and installed nowhere. apt does the fetching and checks
 * the signatures, with lists and archives of its own; a second run fetches nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const KERNELS = join(ROOT, '.cache', 'kernels');
const APT = join(KERNELS, 'apt');
const TOOLS = join(KERNELS, 'tools');
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Suite of Debian → what its cloud kernel is there to show. */
export const SUITES = {
  '6.1': 'bookworm',
  '6.12': 'trixie',
} as const;
export type KernelName = keyof typeof SUITES;

/** Of bookworm whatever the host is: one qemu, whose virtiofsd is at a known place. */
const PACKAGES = ['qemu-system-x86', 'qemu-system-common', 'busybox-static', 'kmod'];

export interface Kernel {
  readonly name: KernelName;
  /** As `uname -r` says in the guest. */
  readonly release: string;
  readonly image: string;
  /** A root folder for depmod and modprobe. */
  readonly root: string;
}

export interface Tools {
  readonly qemu: string;
  readonly virtiofsd: string;
  readonly busybox: string;
  readonly depmod: string;
  readonly modprobe: string;
  /** qemu's -L folders. */
  readonly firmware: readonly string[];
  /** For LD_LIBRARY_PATH. */
  readonly libraries: string;
}

function apt(tool: 'apt-get' | 'apt-cache', ...args: string[]): string {
  const options = {
    'Dir::Etc::sourcelist': join(APT, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(APT, 'lists'),
    'Dir::Cache': join(APT, 'cache'),
    'APT::Sandbox::User': 'root',
    'APT::Default-Release': 'bookworm',
    'Debug::NoLocking': '1',
  };
  const set = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return execFileSync(tool, [...set, '-q', ...args], {
    encoding: 'utf8',
    cwd: join(APT, 'cache', 'archives'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
  });
}

let updated = false;

/** Lists of both suites; at most once a run, and only when something has to be fetched. */
function update(): void {
  if (updated) return;
  for (const dir of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(APT, dir), { recursive: true });
  const lines = Object.values(SUITES).map(
    (suite) => `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${suite} main\n`,
  );
  writeFileSync(join(APT, 'sources.list'), lines.join(''));
  apt('apt-get', 'update');
  updated = true;
}

function unpack(archives: readonly string[], target: string): void {
  mkdirSync(target, { recursive: true });
  for (const archive of archives) execFileSync('dpkg-deb', ['-x', join(APT, 'cache', 'archives', archive), target]);
}

const debs = (): string[] => readdirSync(join(APT, 'cache', 'archives')).filter((name) => name.endsWith('.deb'));

/** Qemu with the libraries that this machine lacks. */
export function tools(): Tools {
  const found: Tools = {
    qemu: join(TOOLS, 'usr/bin/qemu-system-x86_64'),
    virtiofsd: join(TOOLS, 'usr/lib/qemu/virtiofsd'),
    busybox: join(TOOLS, 'bin/busybox'),
    depmod: join(TOOLS, 'bin/depmod'),
    modprobe: join(TOOLS, 'bin/modprobe'),
    firmware: [join(TOOLS, 'usr/share/qemu'), join(TOOLS, 'usr/share/seabios'), join(TOOLS, 'usr/lib/ipxe/qemu')],
    libraries: ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'].map((dir) => join(TOOLS, dir)).join(':'),
  };
  if (existsSync(found.modprobe)) return found;
  update();
  const before = new Set(debs());
  apt('apt-get', '-y', '--no-install-recommends', '--reinstall', '--download-only', 'install', ...PACKAGES);
  unpack(
    debs().filter((name) => !before.has(name)),
    TOOLS,
  );
  // The package's own links are of /bin. Made last: they say that all is there.
  for (const name of [found.depmod, found.modprobe]) symlinkSync('kmod', name);
  return found;
}

/** The newest cloud kernel of the suite at the time of the first run. */
export function kernel(name: KernelName, { depmod }: Tools): Kernel {
  const root = join(KERNELS, name);
  if (!existsSync(join(root, 'complete'))) {
    update();
    const suite = SUITES[name];
    const version = apt('apt-cache', 'madison', 'linux-image-cloud-amd64')
      .split('\n')
      .map((line) => line.split('|').map((field) => field.trim()))
      .find((fields) => fields[2]?.includes(` ${suite}/`))?.[1];
    if (version === undefined) throw new Error(`no linux-image-cloud-amd64 in ${suite}`);
    const depends = apt('apt-cache', 'depends', `linux-image-cloud-amd64=${version}`);
    const image = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
    if (image === undefined) throw new Error(`linux-image-cloud-amd64 ${version} names no image:\n${depends}`);
    const before = new Set(debs());
    apt('apt-get', 'download', `${image}/${suite}`);
    unpack(
      debs().filter((deb) => !before.has(deb) || deb.startsWith(`${image}_`)),
      root,
    );
    const release = image.replace('linux-image-', '');
    // Debian 13's packages have /usr/lib/modules, modprobe -d wants /lib/modules.
    if (!existsSync(join(root, 'lib'))) execFileSync('ln', ['-s', 'usr/lib', join(root, 'lib')]);
    execFileSync(depmod, ['-b', root, release]);
    writeFileSync(join(root, 'complete'), release);
  }
  const image = readdirSync(join(root, 'boot')).find((file) => file.startsWith('vmlinuz-')) as string;
  return { name, release: image.replace('vmlinuz-', ''), image: join(root, 'boot', image), root };
}
