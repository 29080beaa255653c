/**
 * Debian's kernels, qemu and busybox, unpacked below `.cache/kernels` and installed nowhere. apt does the fetching and checks
 * the signatures, with lists and archives of its own; a second run fetches nothing.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const KERNELS = join(ROOT, '.cache', 'kernels');
/** Of the installation, in the image. */
export const HOME = 'usr/lib/osg';
const APT = join(KERNELS, 'apt');
const TOOLS = join(KERNELS, 'tools');
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Suite of Debian → what its cloud kernel is there to show. */
export const SUITES = {
  '6.1': { suite: 'bookworm', arch: 'amd64' },
  '6.12': { suite: 'trixie', arch: 'amd64' },
  arm64: { suite: 'trixie', arch: 'arm64' },
} as const;
export type KernelName = keyof typeof SUITES;
export type Arch = (typeof SUITES)[KernelName]['arch'];

/** Of bookworm whatever the host is: one qemu, whose virtiofsd is at a known place. File that tells of them → packages. */
const PACKAGES = {
  'bin/depmod': ['qemu-system-x86', 'qemu-system-common', 'busybox-static', 'kmod'],
  'usr/bin/qemu-system-aarch64': ['qemu-system-arm'],
  // For the tests inside.
  'sbin/ipvsadm': ['ipvsadm'],
} as const;

export interface Kernel {
  readonly name: KernelName;
  readonly arch: Arch;
  /** As `uname -r` says in the guest. */
  readonly release: string;
  readonly image: string;
  /** A root folder for depmod and modprobe. */
  readonly root: string;
  /** Of its architecture, static. */
  readonly busybox: string;
  /** The guest's file system. */
  readonly files: string;
}

export interface Tools {
  readonly qemu: Readonly<Record<Arch, string>>;
  readonly virtiofsd: string;
  readonly busybox: string;
  readonly depmod: string;
  readonly modprobe: string;
  /** qemu's -L folders. */
  readonly firmware: readonly string[];
  /** For LD_LIBRARY_PATH. */
  readonly libraries: string;
}

/** Another architecture's lists and archives lie apart. */
const folder = (arch: Arch): string => (arch === 'amd64' ? APT : join(APT, arch));
const archives = (arch: Arch): string => join(folder(arch), 'cache', 'archives');

function apt(arch: Arch, tool: 'apt-get' | 'apt-cache', ...args: string[]): string {
  const options = {
    'Dir::Etc::sourcelist': join(folder(arch), 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(folder(arch), 'lists'),
    'Dir::Cache': join(folder(arch), 'cache'),
    // What is installed here is of this machine's.
    ...(arch === 'amd64'
      ? { 'APT::Default-Release': 'bookworm' }
      : { 'Dir::State::status': '/dev/null', 'APT::Architecture': arch, 'APT::Architectures::': arch }),
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
  };
  const set = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return execFileSync(tool, [...set, '-q', ...args], {
    encoding: 'utf8',
    cwd: archives(arch),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
  });
}

const updated = new Set<Arch>();

/** Lists of all suites; at most once a run, and only when something has to be fetched. */
function update(arch: Arch): void {
  if (updated.has(arch)) return;
  for (const dir of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder(arch), dir), { recursive: true });
  const suites = new Set(
    Object.values(SUITES).flatMap((of) => (of.arch === arch || arch === 'amd64' ? [of.suite] : [])),
  );
  const lines = [...suites].map((suite) => `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${suite} main\n`);
  writeFileSync(join(folder(arch), 'sources.list'), lines.join(''));
  apt(arch, 'apt-get', 'update');
  updated.add(arch);
}

/** Fetches by apt-get's words and unpacks what came; `also`: the start of a name that may have been there already. */
function unpacked(arch: Arch, target: string, words: readonly string[], also?: string): void {
  update(arch);
  const debs = (): string[] => readdirSync(archives(arch)).filter((name) => name.endsWith('.deb'));
  const before = new Set(debs());
  apt(arch, 'apt-get', ...words);
  mkdirSync(target, { recursive: true });
  for (const deb of debs().filter((name) => !before.has(name) || (also !== undefined && name.startsWith(also))))
    execFileSync('dpkg-deb', ['-x', join(archives(arch), deb), target]);
}

/** Qemu with the libraries that this machine lacks. */
export function tools(): Tools {
  const found: Tools = {
    qemu: {
      amd64: join(TOOLS, 'usr/bin/qemu-system-x86_64'),
      arm64: join(TOOLS, 'usr/bin/qemu-system-aarch64'),
    },
    virtiofsd: join(TOOLS, 'usr/lib/qemu/virtiofsd'),
    busybox: join(TOOLS, 'bin/busybox'),
    depmod: join(TOOLS, 'bin/depmod'),
    modprobe: join(TOOLS, 'bin/modprobe'),
    firmware: [join(TOOLS, 'usr/share/qemu'), join(TOOLS, 'usr/share/seabios'), join(TOOLS, 'usr/lib/ipxe/qemu')],
    libraries: ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'].map((dir) => join(TOOLS, dir)).join(':'),
  };
  for (const [file, packages] of Object.entries(PACKAGES)) {
    if (existsSync(join(TOOLS, file))) continue;
    const words = ['-y', '--no-install-recommends', '--reinstall', '--download-only', 'install'];
    unpacked('amd64', TOOLS, [...words, ...packages], `${packages.at(-1)}_`);
    // The package's own links are of /bin.
    if (!existsSync(found.depmod)) for (const name of [found.modprobe, found.depmod]) symlinkSync('kmod', name);
  }
  return found;
}

/** The newest cloud kernel of the suite at the time of the first run; another architecture's with a busybox of its own. */
export function kernel(name: KernelName, { depmod, busybox }: Tools): Kernel {
  const root = join(KERNELS, name);
  const { suite, arch } = SUITES[name];
  if (!existsSync(join(root, 'complete'))) {
    update(arch);
    const meta = `linux-image-cloud-${arch}`;
    const version = apt(arch, 'apt-cache', 'madison', meta)
      .split('\n')
      .map((line) => line.split('|').map((field) => field.trim()))
      .find((fields) => fields[2]?.includes(` ${suite}/`))?.[1];
    if (version === undefined) throw new Error(`no ${meta} in ${suite}`);
    const depends = apt(arch, 'apt-cache', 'depends', `${meta}=${version}`);
    const image = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
    if (image === undefined) throw new Error(`${meta} ${version} names no image:\n${depends}`);
    unpacked(arch, root, ['download', `${image}/${suite}`], `${image}_`);
    if (arch !== 'amd64') unpacked(arch, root, ['download', `busybox-static/${suite}`], 'busybox-static_');
    const release = image.replace('linux-image-', '');
    // Debian 13's packages have /usr/lib/modules, modprobe -d wants /lib/modules.
    if (!existsSync(join(root, 'lib'))) execFileSync('ln', ['-s', 'usr/lib', join(root, 'lib')]);
    execFileSync(depmod, ['-b', root, release]);
    writeFileSync(join(root, 'complete'), release);
  }
  const image = readdirSync(join(root, 'boot')).find((file) => file.startsWith('vmlinuz-')) as string;
  return {
    ...{ name, arch, root, release: image.replace('vmlinuz-', ''), image: join(root, 'boot', image) },
    ...(arch === 'amd64'
      ? { busybox, files: '/' }
      : { busybox: join(root, 'usr/bin/busybox'), files: installation(arch) }),
  };
}

/** All that the image has, for another architecture, and what the guest runs of this folder. */
function installation(arch: Arch): string {
  const files = join(KERNELS, `files-${arch}`);
  rmSync(files, { recursive: true, force: true });
  for (const args of [
    ['deploy/setup/run.mjs', 'build', arch],
    ['deploy/package/root.mjs', files, arch],
  ])
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  for (const path of ['bpf/build', 'test/kernels'])
    cpSync(join(ROOT, path), join(files, HOME, path), { recursive: true });
  return files;
}
