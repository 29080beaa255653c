/**
 * Another architecture than this machine's: the addon by the cross build, the image by its Dockerfile, every file of that machine,
 * and as much of it run as an emulator of user programs (qemu-user) can: not bpf(2), so nothing of the kernel side.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const TOOLS = process.env['OSG_IMAGE_TOOLS'] ?? join(PROJECT, '.cache/image-tools');
const QEMU = join(PROJECT, '.cache/cross/qemu');
const SHOP = join(PROJECT, 'deploy/examples/shop');
const HOME = 'usr/lib/osg';

let work: string;
let root: string;

/** Debian's, unpacked and not installed. */
function emulator(): string {
  const program = join(QEMU, 'usr/bin/qemu-aarch64-static');
  if (existsSync(program)) return program;
  mkdirSync(QEMU, { recursive: true });
  execFileSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', '-qq', 'qemu-user-static'], { cwd: QEMU });
  for (const deb of readdirSync(QEMU).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg', ['-x', deb, '.'], { cwd: QEMU });
  return program;
}

/** A program of the image, emulated. */
function run(program: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; input?: string } = {}) {
  const argv = ['-L', root, join(root, program), ...args];
  const { status, stdout, stderr } = spawnSync(emulator(), argv, { encoding: 'utf8', cwd: PROJECT, ...options });
  return { status, stdout, stderr };
}
const node = (...args: string[]) => run('usr/local/bin/node', args);
const osg = (...args: string[]) => node(join(root, HOME, 'dist/cli/main.js'), ...args);

/** Programs and libraries below a folder. */
function binaries(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).subarray(0, 4).toString('latin1') === '\x7fELF');
}

describe.skipIf(process.arch !== 'x64')('for arm64, on amd64', () => {
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'osg-arm64-'));
    root = join(work, 'root');
    for (const args of [
      ['deploy/setup/run.mjs', 'build', 'arm64'],
      ['deploy/package/root.mjs', root, 'arm64'],
    ])
      execFileSync(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'inherit', 'inherit'] });
    emulator();
  }, 1_800_000);
  afterAll(() => {
    if (work !== undefined) rmSync(work, { recursive: true, force: true });
  });

  it('every program and library is of that machine, BPF objects aside', () => {
    const machines = binaries(root).map((path) => {
      const [, machine = ''] = /Machine: +(.+)/.exec(execFileSync('readelf', ['-h', path], { encoding: 'utf8' })) ?? [];
      return `${path.slice(root.length)} ${machine}`;
    });
    const native = machines.filter((line) => !line.includes('.bpf.o '));
    expect(native.filter((line) => !line.endsWith(' AArch64'))).toEqual([]);
    for (const name of ['osg_native.node', 'osg-cni', 'local/bin/node', 'libbpf.so.1', 'ld-linux-aarch64.so.1'])
      expect(
        native.some((line) => line.includes(`/${name} `)),
        name,
      ).toBe(true);
  });

  it('the list of what is in it names that architecture', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'usr/share/osg/sbom.spdx.json'), 'utf8'));
    const names = packages.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['libc6', 'libbpf1', 'libelf1', '@libsql/linux-arm64-gnu']));
    const purls = JSON.stringify(packages);
    expect(purls).toContain('arch=arm64');
    expect(purls).not.toContain('arch=amd64');
  });

  it('the addon loads, reads BTF and clocks, and fails with our own error where the kernel is asked', () => {
    const script = `
      import * as ebpf from '${root}/${HOME}/dist/ebpf/binding.js';
      const btf = ebpf.readBtf('${root}/${HOME}/bpf/build/endpoint.bpf.o');
      let code;
      try { ebpf.BpfMap.create({ type: ebpf.MapType.Hash, keySize: 4, valueSize: 4, maxEntries: 1, name: 'x' }); }
      catch (error) { code = error.name; }
      console.log(JSON.stringify({ arch: process.arch, structs: btf.structs.some(({ name }) => name === 'osg_ct_entry'), code }));`;
    const { stdout, stderr } = node('--input-type=module', '-e', script);
    expect(JSON.parse(stdout || 'null'), stderr).toEqual({ arch: 'arm64', structs: true, code: 'BpfError' });
  }, 120_000);

  it('osg runs: version, policies of the shop, and the database of the collector', () => {
    expect(osg('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    const { status, stdout, stderr } = osg('policy', 'validate', SHOP);
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: expect.any(String) });
    const script = `
      import Database from '${root}/${HOME}/node_modules/libsql/index.js';
      const db = new Database(':memory:');
      console.log(db.prepare('select 40 + 2 as sum').get().sum);`;
    expect(node('--input-type=module', '-e', script)).toMatchObject({ status: 0, stdout: '42\n' });
  }, 240_000);

  it('the CNI plugin answers, and refuses a pod where no agent listens', () => {
    const plugin = (command: string, input: object) =>
      run(`${HOME}/native/build/osg-cni`, [], {
        env: { CNI_COMMAND: command, CNI_CONTAINERID: 'c', CNI_NETNS: '/x', CNI_IFNAME: 'eth0' },
        input: JSON.stringify(input),
      });
    expect(JSON.parse(plugin('VERSION', { cniVersion: '1.0.0' }).stdout).supportedVersions).toContain('1.0.0');
    const socket = join(work, 'none.sock');
    const config = {
      cniVersion: '1.0.0',
      name: 'k',
      type: 'osg-cni',
      agentSocket: socket,
      timeoutSeconds: 1,
      prevResult: {},
    };
    const refused = plugin('ADD', config);
    expect(refused.status).not.toBe(0);
    expect(JSON.parse(refused.stdout).msg).toContain('the agent of this node did not take the pod under policy');
  });

  it('the image, by its Dockerfile: of that architecture, and the same files', () => {
    const layout = join(work, 'oci');
    const image = (name: string): string => join(PROJECT, 'test/kubernetes/image', name);
    execFileSync(image('tools.sh'), [TOOLS], { stdio: ['ignore', 'inherit', 'inherit'] });
    execFileSync(image('build.sh'), [TOOLS, layout, 'arm64'], { stdio: ['ignore', 'inherit', 'inherit'] });
    const blob = (digest: string): string => join(layout, 'blobs', digest.replace(':', '/'));
    const read = (digest: string) => JSON.parse(readFileSync(blob(digest), 'utf8'));
    const manifest = read(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')).manifests[0].digest);
    expect(read(manifest.config.digest)).toMatchObject({ architecture: 'arm64', os: 'linux' });
    const files = join(work, 'image');
    mkdirSync(files);
    let bytes = 0;
    for (const { digest } of manifest.layers) {
      bytes += statSync(blob(digest)).size;
      execFileSync('tar', ['-xzf', blob(digest), '-C', files]);
    }
    process.stderr.write(`image for arm64: ${(bytes / 2 ** 20).toFixed(1)} MiB compressed\n`);
    const names = (folder: string): string[] =>
      binaries(folder)
        .map((path) => path.slice(folder.length))
        .sort();
    expect(names(files)).toEqual(names(root));
    root = files;
    expect(osg('--version')).toMatchObject({ status: 0 });
  }, 3_600_000);
});
