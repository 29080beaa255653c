/**
 * A container runtime in a node's namespace: Debian's containerd and runc, unpacked into .cache and not installed, with mounts,
 * state and images of its own; pods by CRI. One image, made here: a program that sleeps, and the one that floods.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import type { PodNode } from '../support/pod-node.js';
import { cniPlugins } from './cni-plugins.js';

const CACHE = fileURLToPath(new URL('../../.cache/containerd', import.meta.url));
const PROTO = fileURLToPath(new URL('../../deploy/lab/cri.proto', import.meta.url));
const FRAMES = fileURLToPath(new URL('../support/frames.c', import.meta.url));
const OURS = fileURLToPath(new URL('../../native/build/osg-cni', import.meta.url));
export const IMAGE = 'test.local/osg-pod:1';
const PAUSE = '#include <unistd.h>\nint main(void) { for (;;) pause(); }\n';

/** @returns the folder with bin/containerd and bin/runc */
function packages(): string {
  const folder = join(CACHE, 'usr');
  if (existsSync(join(folder, 'bin/containerd')) && existsSync(join(folder, 'bin/runc'))) return folder;
  mkdirSync(CACHE, { recursive: true });
  execFileSync('apt-get', ['download', 'containerd', 'runc'], { cwd: CACHE, stdio: 'pipe' });
  for (const name of readdirSync(CACHE).filter((file) => file.endsWith('.deb')))
    execFileSync('dpkg', ['-x', name, '.'], { cwd: CACHE, stdio: 'pipe' });
  return folder;
}

/** A docker-archive: one layer with two static programs. */
function image(folder: string): string {
  const [root, out] = [join(folder, 'root'), join(folder, 'archive')];
  for (const path of [root, out, join(root, 'tmp')]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, 'pause.c'), PAUSE);
  for (const [name, source] of [
    ['pause', join(folder, 'pause.c')],
    ['frames', FRAMES],
  ] as const)
    execFileSync('cc', ['-O2', '-static', '-s', '-o', join(root, name), source]);
  const layer = join(out, 'layer.tar');
  execFileSync('tar', ['-C', root, '-cf', layer, '.']);
  const digest = createHash('sha256').update(readFileSync(layer)).digest('hex');
  const config = JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: ['/pause'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  });
  writeFileSync(join(out, 'config.json'), config);
  writeFileSync(
    join(out, 'manifest.json'),
    JSON.stringify([{ Config: 'config.json', RepoTags: [IMAGE], Layers: ['layer.tar'] }]),
  );
  const archive = join(folder, 'image.tar');
  execFileSync('tar', ['-C', out, '-cf', archive, 'manifest.json', 'config.json', 'layer.tar']);
  return archive;
}

export interface RunningPod {
  readonly sandbox: string;
  readonly config: object;
  readonly logs: string;
}

export interface RunningContainer {
  /** Resolves when it has printed that. */
  says(text: string): Promise<void>;
  stop(): Promise<void>;
  /** What it printed, when it has ended. */
  ended(): Promise<string>;
}

export class Containerd {
  readonly #node: PodNode;
  readonly #folder: string;
  readonly #cgroup = `osg-${process.pid}`;
  readonly #usr: string;
  #child: ChildProcess | undefined;
  #client: Client | undefined;
  readonly #types: protobuf.Root;

  private constructor(node: PodNode) {
    this.#node = node;
    this.#folder = node.path('containerd');
    this.#usr = packages();
    this.#types = protobuf.loadSync(PROTO);
  }

  /** @param primary the entry of the primary plugin; ours comes behind it */
  static async start(node: PodNode, primary: object, ours: object = {}): Promise<Containerd> {
    const runtime = new Containerd(node);
    runtime.#prepare();
    runtime.conflist(primary, ours);
    await runtime.run();
    const archive = image(runtime.#path('image'));
    runtime.#ctr('images', 'import', archive);
    return runtime;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  /** libcni's, as seen from outside. */
  static cache(node: PodNode): string {
    return node.path('containerd/lib/cni/results');
  }

  #prepare(): void {
    for (const name of ['conf', 'bin', 'root', 'state', 'logs', 'image', 'path', 'lib'])
      mkdirSync(this.#path(name), { recursive: true });
    for (const name of readdirSync(cniPlugins())) symlinkSync(join(cniPlugins(), name), this.#path(`bin/${name}`));
    symlinkSync(OURS, this.#path('bin/osg-cni'));
    for (const name of readdirSync(join(this.#usr, 'bin')))
      symlinkSync(join(this.#usr, 'bin', name), this.#path(`path/${name}`));
    writeFileSync(
      this.#path('config.toml'),
      `version = 2
root = "${this.#path('root')}"
state = "${this.#path('state')}"
[grpc]
  address = "${this.#path('sock')}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "native"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${this.#path('bin')}"
    conf_dir = "${this.#path('conf')}"
`,
    );
  }

  conflist(primary: object, ours: object = {}): void {
    const plugins = [
      primary,
      { type: 'osg-cni', agentSocket: this.#node.path('cni.sock'), timeoutSeconds: 10, ...ours },
    ];
    const path = this.#path('conf/10-test.conflist');
    writeFileSync(`${path}.tmp`, JSON.stringify({ cniVersion: '1.0.0', name: 'k8s', plugins }));
    execFileSync('mv', [`${path}.tmp`, path]);
  }

  async run(): Promise<void> {
    const log = openSync(this.#path('log'), 'a');
    // libcni's cache has its place in /var/lib/cni: in this mount namespace that is a folder of ours.
    const script = `mount --make-rprivate / && mount --bind ${this.#path('lib')} /var/lib && exec containerd -c ${this.#path('config.toml')}`;
    const env = { ...process.env, PATH: `${this.#path('path')}:${process.env['PATH']}` };
    this.#child = spawn('nsenter', [`--net=${this.#node.netns.path}`, 'unshare', '-m', 'sh', '-c', script], {
      stdio: ['ignore', log, log],
      env,
    });
    closeSync(log);
    this.#client = new Client(`unix:${this.#path('sock')}`, credentials.createInsecure());
    for (let i = 0; ; i++) {
      try {
        await this.call('Version', {});
        return;
      } catch (error) {
        if (i === 600 || this.#child.exitCode !== null)
          throw new Error(`containerd: ${String(error)}\n${readFileSync(this.#path('log'), 'utf8').slice(-3000)}`);
        await sleep(100);
      }
    }
  }

  #ctr(...args: string[]): void {
    const path = [this.#path('path/ctr'), '-a', this.#path('sock'), '-n', 'k8s.io', ...args];
    execFileSync(path[0] as string, path.slice(1), { stdio: 'pipe' });
  }

  call<T = Record<string, unknown>>(name: string, request: object): Promise<T> {
    const service = this.#types.lookupService('runtime.v1.RuntimeService');
    const method = service.methods[name] as protobuf.Method;
    const [input, output] = [method.requestType, method.responseType].map((type) =>
      this.#types.lookupType(`runtime.v1.${type}`),
    ) as [protobuf.Type, protobuf.Type];
    return new Promise((resolve, reject) => {
      this.#client?.makeUnaryRequest(
        `/runtime.v1.RuntimeService/${name}`,
        (message: object) => Buffer.from(input.encode(input.fromObject(message)).finish()),
        (bytes) => output.toObject(output.decode(bytes)) as T,
        request,
        { deadline: Date.now() + 120_000 },
        (error, answer) => (error === null ? resolve(answer as T) : reject(error)),
      );
    });
  }

  /** As kubelet does: a sandbox first, then its container. Rejects with the runtime's message. */
  async sandbox(name: string, uid = `uid-${name}`, namespace = 'shop'): Promise<RunningPod> {
    const logs = this.#path(`logs/${uid}`);
    mkdirSync(logs, { recursive: true });
    const config = {
      metadata: { name, uid, namespace, attempt: 0 },
      hostname: name,
      logDirectory: logs,
      linux: { cgroupParent: `/${this.#cgroup}` },
    };
    const { podSandboxId } = await this.call<{ podSandboxId: string }>('RunPodSandbox', { config });
    return { sandbox: podSandboxId, config, logs };
  }

  /** Starts a program as a container of the pod. */
  async begin({ sandbox, config, logs }: RunningPod, ...command: string[]): Promise<RunningContainer> {
    const logPath = `${command.join('-').replaceAll(/\W/g, '')}-${Date.now()}.log`;
    const { containerId } = await this.call<{ containerId: string }>('CreateContainer', {
      podSandboxId: sandbox,
      config: { metadata: { name: logPath, attempt: 0 }, image: { image: IMAGE }, command, logPath },
      sandboxConfig: config,
    });
    await this.call('StartContainer', { containerId });
    const path = join(logs, logPath);
    const output = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
    return {
      says: async (text) => {
        for (let i = 0; i < 3000 && !output().includes(text); i++) await sleep(20);
      },
      stop: async () => {
        await this.call('StopContainer', { containerId, timeout: 10 });
      },
      ended: async () => {
        for (let i = 0; i < 3000; i++) {
          const { status } = await this.call<{ status: { state: number } }>('ContainerStatus', { containerId });
          // CONTAINER_EXITED
          if (status.state === 2) break;
          await sleep(20);
        }
        return output();
      },
    };
  }

  async end({ sandbox }: RunningPod): Promise<void> {
    await this.call('StopPodSandbox', { podSandboxId: sandbox });
    await this.call('RemovePodSandbox', { podSandboxId: sandbox });
  }

  async stop(): Promise<void> {
    this.#client?.close();
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  /** Pods must have been ended: their shims live on else. */
  async close(): Promise<void> {
    await this.stop();
    for (const root of ['/sys/fs/cgroup', ...readdirSync('/sys/fs/cgroup').map((name) => `/sys/fs/cgroup/${name}`)])
      removeGroups(join(root, this.#cgroup));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function removeGroups(path: string): void {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroups(join(path, entry.name));
  try {
    rmdirSync(path);
  } catch {
    // A process is still in it: the next run of the kernel's reaper takes it.
  }
}
