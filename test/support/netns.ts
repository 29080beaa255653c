/**
 * A sandbox for tests on the real kernel: network namespaces, veth pairs, a bpffs of its own and child processes, all
 * removed by `close()`, and also when the process exits or is interrupted. Needs root; uses iproute2 and util-linux.
 * What a killed process left behind is removed by the next sandbox that starts.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from './agent.js';

/** Every namespace of a sandbox is named `osg-<pid>-<number>-<name>`. */
const PREFIX = 'osg-';
const NETNS = '/run/netns';

let created = 0;
const open = new Set<Sandbox>();

/** One network namespace. */
export interface Netns {
  readonly name: string;
  /** `/run/netns/…`: may be opened, or given to `nsenter --net=`. */
  readonly path: string;
}

export interface VethEnd {
  readonly netns: Netns;
  /** Interface name, at most 15 characters. */
  readonly name: string;
  readonly mac?: string;
  /** Addresses with prefix length, both families. */
  readonly addresses?: readonly string[];
}

export class Sandbox {
  readonly #prefix = `${PREFIX}${process.pid}-${++created}-`;
  readonly #netns: Netns[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #agents: Agent[] = [];
  #dir: string | undefined;
  #bpffs: string | undefined;

  constructor() {
    if (process.getuid?.() !== 0) throw new Error('network namespaces need root');
    if (open.size === 0) {
      process.on('exit', closeAll);
      for (const signal of SIGNALS) process.on(signal, interrupted);
      removeStale();
    }
    open.add(this);
  }

  /** A folder of this sandbox, removed with it. */
  get dir(): string {
    this.#dir ??= mkdtempSync(join(tmpdir(), this.#prefix));
    return this.#dir;
  }

  /** The path of a bpffs mounted for this sandbox. */
  get bpffs(): string {
    if (this.#bpffs === undefined) {
      const path = join(this.dir, 'bpffs');
      mkdirSync(path);
      run('mount', ['-t', 'bpf', '-o', 'mode=0700', 'bpffs', path]);
      this.#bpffs = path;
    }
    return this.#bpffs;
  }

  /** A new namespace with loopback up, no duplicate address detection, and forwarding if asked for. */
  netns(name: string, options: { forwarding?: boolean } = {}): Netns {
    const netns: Netns = { name: this.#prefix + name, path: `${NETNS}/${this.#prefix}${name}` };
    run('ip', ['netns', 'add', netns.name]);
    this.#netns.push(netns);
    const sysctls = [
      'net/ipv6/conf/all/accept_dad=0',
      'net/ipv6/conf/default/accept_dad=0',
      'net/ipv4/ping_group_range=0 0',
      // The kernel's own packets would be counted beside those of a test.
      'net/ipv6/conf/default/router_solicitations=0',
      'net/ipv6/conf/default/mldv2_unsolicited_report_interval=1',
    ];
    if (options.forwarding) sysctls.push('net/ipv4/ip_forward=1', 'net/ipv6/conf/all/forwarding=1');
    this.sysctl(netns, ...sysctls);
    this.ip(netns, 'link set lo up');
    return netns;
  }

  /** Writes `path=value` settings below /proc/sys inside a namespace. */
  sysctl(netns: Netns, ...settings: string[]): void {
    const script = settings.map((s) => s.replace(/^([^=]+)=(.*)$/, "echo '$2' > /proc/sys/$1")).join(' && ');
    this.exec(netns, 'sh', ['-c', script]);
  }

  /** Runs `ip` commands (without the word `ip`) in one batch; throws with ip's own message. */
  ip(netns: Netns, ...commands: string[]): void {
    this.exec(netns, 'ip', ['-batch', '-'], `${commands.join('\n')}\n`);
  }

  /** Connects two namespaces by a veth pair, both ends up with their addresses. */
  veth(a: VethEnd, b: VethEnd): void {
    const mac = (end: VethEnd) => (end.mac === undefined ? '' : ` address ${end.mac}`);
    this.ip(a.netns, `link add ${a.name}${mac(a)} type veth peer name ${b.name}${mac(b)} netns ${b.netns.name}`);
    for (const end of [a, b]) this.ip(end.netns, `link set ${end.name} up`);
    // Only now: an IPv6 address added to an interface without carrier does not answer at once.
    for (const end of [a, b]) {
      const addresses = (end.addresses ?? []).map(
        (address) => `address add ${address} dev ${end.name}${address.includes(':') ? ' nodad' : ''}`,
      );
      if (addresses.length > 0) this.ip(end.netns, ...addresses);
    }
  }

  /** The interface index as seen inside the namespace. */
  ifindex(netns: Netns, name: string): number {
    const links: { ifindex: number }[] = JSON.parse(this.exec(netns, 'ip', ['-json', 'link', 'show', 'dev', name]));
    return links[0]?.ifindex ?? 0;
  }

  /** Runs a command inside a namespace and returns its output. */
  exec(netns: Netns, command: string, args: readonly string[], input?: string): string {
    return run('nsenter', [`--net=${netns.path}`, command, ...args], input);
  }

  /** Starts a process inside a namespace; it is killed with the sandbox. */
  spawn(netns: Netns, command: string, args: readonly string[], stdio: 'ignore' | 'pipe' = 'pipe'): ChildProcess {
    const child = spawn('nsenter', [`--net=${netns.path}`, command, ...args], { stdio: [stdio, stdio, 'inherit'] });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  /** Starts an agent (sockets, raw frames; see agent.ts) inside a namespace. */
  async agent(netns: Netns): Promise<Agent> {
    const agent = await Agent.start(netns.path);
    this.#agents.push(agent);
    return agent;
  }

  /** Removes one namespace before the others. */
  remove({ name }: Netns): void {
    run('ip', ['netns', 'delete', name]);
    this.#netns.splice(
      this.#netns.findIndex((netns) => netns.name === name),
      1,
    );
  }

  /** Removes everything; may be called twice. */
  close(): void {
    open.delete(this);
    for (const agent of this.#agents) agent.kill();
    for (const child of this.#children) child.kill('SIGKILL');
    for (const netns of this.#netns.splice(0)) attempt(() => run('ip', ['netns', 'delete', netns.name]));
    if (this.#bpffs !== undefined) {
      const path = this.#bpffs;
      // A mount namespace that anyone made meanwhile has a copy of the mount, which would keep what is pinned.
      for (const name of readdirSync(path)) attempt(() => rmSync(join(path, name), { recursive: true }));
      attempt(() => run('umount', ['--lazy', path]));
      this.#bpffs = undefined;
    }
    if (this.#dir !== undefined) rmSync(this.#dir, { recursive: true, force: true });
    this.#dir = undefined;
    if (open.size === 0) {
      process.off('exit', closeAll);
      for (const signal of SIGNALS) process.off(signal, interrupted);
    }
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function closeAll(): void {
  for (const sandbox of [...open]) sandbox.close();
}

function interrupted(): void {
  closeAll();
  process.exit(130);
}

/** Removes namespaces and mounts whose makers are dead. */
function removeStale(): void {
  const dead = (name: string): boolean => {
    const pid = /^osg-(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  };
  for (const name of existsSync(NETNS) ? readdirSync(NETNS).filter(dead) : [])
    attempt(() => run('ip', ['netns', 'delete', name]));
  for (const name of readdirSync(tmpdir()).filter(dead)) {
    const path = join(tmpdir(), name);
    if (existsSync(join(path, 'bpffs'))) attempt(() => run('umount', ['--lazy', join(path, 'bpffs')]));
    attempt(() => rmSync(path, { recursive: true, force: true }));
  }
}

function run(command: string, args: readonly string[], input?: string): string {
  return execFileSync(command, args, { encoding: 'utf8', input: input ?? '', stdio: ['pipe', 'pipe', 'pipe'] });
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // Another owner removed it first: that is what we wanted.
  }
}
