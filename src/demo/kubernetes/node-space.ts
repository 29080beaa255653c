/**
 * Where a lab's node lives: a network namespace (given), a mount namespace of its own that outlives the runtime's restarts, and a
 * folder that is the node's root: host paths of pods are below it, its bpffs too.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['sys/fs/bpf', 'etc/cni/net.d', 'opt/cni/bin', 'var/lib', 'run/osg', 'run/containerd'];

export class NodeSpace {
  readonly #holder: ChildProcess;

  private constructor(
    readonly folder: string,
    /** An address of the node, for its pods. */
    readonly address: string,
    holder: ChildProcess,
  ) {
    this.#holder = holder;
  }

  /** @param network what runs a command in the node's network namespace: `nsenter --net=…`, or nothing where we are in it */
  static async open(folder: string, network: readonly string[], address: string): Promise<NodeSpace> {
    const root = join(folder, 'root');
    for (const name of FOLDERS) mkdirSync(join(root, name), { recursive: true });
    // libcni's cache has its fixed place in /var/lib/cni.
    const script = [
      'mount --make-rprivate /',
      `mount --bind ${root}/var/lib /var/lib`,
      // Sockets of the agent, the runtime and its shims.
      `mount --bind ${root}/run /run`,
      `mount -t bpf -o mode=700 bpf ${root}/sys/fs/bpf`,
      `ip address replace ${address}/32 dev lo`,
      'ip link set lo up',
      'echo ready',
      'exec sleep infinity',
    ].join(' && ');
    const [file = '', ...args] = [...network, 'unshare', '--mount', 'sh', '-c', script];
    const holder = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [first] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')])) as [Buffer | number];
    if (!Buffer.isBuffer(first)) throw new Error(`the node's mounts cannot be made (${first})`);
    return new NodeSpace(folder, address, holder);
  }

  /** Of the node. */
  path(name: string): string {
    return join(this.folder, 'root', name);
  }

  /** What runs a command on the node. */
  get inside(): string[] {
    return ['nsenter', '-t', `${this.#holder.pid}`, '-n', '-m'];
  }

  run(command: string, ...args: string[]): string {
    const [file = '', ...rest] = [...this.inside, command, ...args];
    return execFileSync(file, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Ends whatever is left in the node's mount namespace. */
  close(): void {
    const own = mountsOf(this.#holder.pid);
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      if (own !== undefined && mountsOf(Number(pid)) === own && Number(pid) !== this.#holder.pid) kill(Number(pid));
    this.#holder.kill('SIGKILL');
  }
}

function mountsOf(pid: number | undefined): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
