/** A container runtime on a lab's node: containerd and runc as unpacked, with state and images of its own; spoken to by CRI. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
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
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { openChannel } from '../../rpc/dial.js';
import { POD_IMAGE } from './images.js';
import { LAB, type LabFiles } from './lab-files.js';
import type { NodeSpace } from './node-space.js';

const CALL_MS = 120_000;
const READY_MS = 60_000;

export interface Said {
  readonly code: number;
  readonly output: string;
}

export class Containerd {
  readonly #space: NodeSpace;
  readonly #files: LabFiles;
  readonly #folder: string;
  readonly #types = protobuf.loadSync(join(LAB, 'cri.proto'));
  /** Of every pod of this runtime. */
  readonly cgroup: string;
  #child: ChildProcess | undefined;
  #client: Client | undefined;

  private constructor(space: NodeSpace, files: LabFiles) {
    this.#space = space;
    this.#files = files;
    this.#folder = join(space.folder, 'containerd');
    this.cgroup = groupOf(space.folder);
  }

  static async start(space: NodeSpace, files: LabFiles): Promise<Containerd> {
    const runtime = new Containerd(space, files);
    runtime.#prepare();
    await runtime.run();
    return runtime;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #prepare(): void {
    for (const name of ['state', 'path']) mkdirSync(this.#path(name), { recursive: true });
    const plugins = join(this.#files.usr, 'lib/cni');
    for (const name of readdirSync(plugins)) symlinkSync(join(plugins, name), this.#space.path(`opt/cni/bin/${name}`));
    const programs = join(this.#files.usr, 'bin');
    for (const name of readdirSync(programs)) symlinkSync(join(programs, name), this.#path(`path/${name}`));
    writeFileSync(
      this.#path('config.toml'),
      `version = 2
root = "${this.#path('root')}"
state = "${this.#path('state')}"
[grpc]
  address = "${this.#path('sock')}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${POD_IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${this.#space.path('opt/cni/bin')}"
    conf_dir = "${this.#space.path('etc/cni/net.d')}"
`,
    );
  }

  async run(): Promise<void> {
    const log = openSync(this.#path('log'), 'a');
    const env = { ...process.env, PATH: `${this.#path('path')}:${process.env['PATH']}` };
    const [file = '', ...args] = [...this.#space.inside, 'containerd', '-c', this.#path('config.toml')];
    this.#child = spawn(file, args, { stdio: ['ignore', log, log], env });
    closeSync(log);
    this.#client = openChannel({ address: `unix:${this.#path('sock')}` });
    for (const limit = Date.now() + READY_MS; ; await sleep(100)) {
      try {
        await this.call('Version', {});
        return;
      } catch (error) {
        if (Date.now() > limit || this.#child.exitCode !== null)
          throw new Error(`containerd: ${String(error)}\n${this.log.slice(-3000)}`);
      }
    }
  }

  get log(): string {
    return readFileSync(this.#path('log'), 'utf8');
  }

  async version(): Promise<string> {
    return (await this.call<{ runtimeVersion: string }>('Version', {})).runtimeVersion;
  }

  /** @param archive a docker-archive or an OCI layout, as tar */
  load(archive: string): void {
    const ctr = [this.#path('path/ctr'), '-a', this.#path('sock'), '-n', 'k8s.io', 'images', 'import', archive];
    execFileSync(ctr[0] as string, ctr.slice(1), { stdio: 'pipe' });
  }

  /** A call of CRI's RuntimeService. */
  call<T = Record<string, unknown>>(name: string, request: object): Promise<T> {
    const method = this.#types.lookupService('runtime.v1.RuntimeService').methods[name] as protobuf.Method;
    const [input, output] = [method.requestType, method.responseType].map((type) =>
      this.#types.lookupType(`runtime.v1.${type}`),
    ) as [protobuf.Type, protobuf.Type];
    return new Promise((resolve, reject) => {
      this.#client?.makeUnaryRequest(
        `/runtime.v1.RuntimeService/${name}`,
        (message: object) => Buffer.from(input.encode(input.fromObject(message)).finish()),
        (bytes) => output.toObject(output.decode(bytes), { defaults: true, longs: Number }) as T,
        request,
        { deadline: Date.now() + CALL_MS },
        (error, answer) => (error === null ? resolve(answer as T) : reject(error)),
      );
    });
  }

  async exec(containerId: string, ...cmd: string[]): Promise<Said> {
    const said = await this.call<{ stdout: Uint8Array; stderr: Uint8Array; exitCode: number }>('ExecSync', {
      containerId,
      cmd,
      timeout: 60,
    });
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
    return { code: said.exitCode, output: text(said.stdout) + text(said.stderr) };
  }

  get #runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Pods go on. */
  async stop(): Promise<void> {
    this.#client?.close();
    const child = this.#child;
    if (child === undefined || !this.#runs) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  /** With all pods. */
  async close(): Promise<void> {
    try {
      if (!this.#runs) await this.run();
      const { items } = await this.call<{ items: { id: string }[] }>('ListPodSandbox', {});
      for (const { id } of items) {
        await this.call('StopPodSandbox', { podSandboxId: id });
        await this.call('RemovePodSandbox', { podSandboxId: id });
      }
    } finally {
      await this.stop();
      removeGroupsOf(this.#space.folder);
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }
}

/** Control groups of the lab in that folder. */
const groupOf = (folder: string): string => `osg-lab-${basename(folder)}`;

export function removeGroupsOf(folder: string): void {
  const root = '/sys/fs/cgroup';
  for (const path of [root, ...readdirSync(root).map((name) => join(root, name))])
    removeGroups(join(path, groupOf(folder)));
}

/** What is still in a group is ended: the runtime could not. */
function removeGroups(path: string): void {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroups(join(path, entry.name));
  try {
    for (const pid of readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean))
      process.kill(Number(pid), 'SIGKILL');
    rmdirSync(path);
  } catch {
    // A process is still in it: the kernel's reaper is at it.
  }
}
