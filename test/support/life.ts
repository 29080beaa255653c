/**
 * The agent's life on a real kernel: a node with workloads, controller and collector in this process, the agent as a
 * process of its own that may be killed, starved and replaced, and conversations that notice one wrong verdict.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDenies } from '../../src/client/index.js';
import { Collector } from '../../src/collector/collector.js';
import { Store } from '../../src/collector/sqlite/store.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { BpfLink, BpfMap, bpfIds } from '../../src/ebpf/binding.js';
import type { osg } from '../../src/gen/proto.js';
import { type Listener, listen } from '../../src/rpc/listen.js';
import { holdersOf } from './holders.js';
import { httpGet } from './parts.js';
import { ShopNode } from './shop-node.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('life.py', import.meta.url));

export interface AgentStart {
  /** Commands before `node`, such as `prlimit` or `setpriv`. They must exec, so that the pid stays the agent's. */
  readonly prefix?: readonly string[];
  readonly nodeOptions?: readonly string[];
  readonly args?: readonly string[];
  /** It runs in the node's namespace, and needs not enter it. */
  readonly inside?: boolean;
  /** Another build's `main.js`. */
  readonly main?: string;
}

/** One `osg agent`. */
export class AgentProcess {
  readonly child: ChildProcess;
  readonly health: string;
  readonly exited: Promise<number | NodeJS.Signals>;
  log = '';

  constructor(args: readonly string[], health: string, { prefix = [], nodeOptions = [], main = MAIN }: AgentStart) {
    this.health = health;
    const [command, ...rest] = [
      ...prefix,
      process.execPath,
      ...nodeOptions,
      main,
      ...args,
      '--health',
      `unix:${health}`,
    ];
    this.child = spawn(command as string, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log = (this.log + text).slice(-1_000_000);
      });
    this.exited = new Promise((resolve) =>
      this.child.once('exit', (code, signal) => resolve(code ?? (signal as NodeJS.Signals))),
    );
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @throws with the log, if it is not ready in time */
  async ready(timeoutMs = 60_000): Promise<this> {
    const deadline = Date.now() + timeoutMs;
    for (let why = 'not started'; ; await pause(20)) {
      try {
        const { status, body } = await httpGet(this.health, '/readyz');
        if (status === 200) return this;
        why = body;
      } catch (error) {
        why = (error as Error).message;
      }
      if (!this.running || Date.now() > deadline)
        throw new Error(`the agent is not ready: ${why}\n${this.log.slice(-6000)}`);
    }
  }

  /** A metric's value; samples of all labels are added. */
  async metric(name: string): Promise<number> {
    const { body } = await httpGet(this.health, '/metrics');
    const lines = body.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  get descriptors(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals> {
    if (this.running) this.child.kill(signal);
    return this.exited;
  }
}

/** What the client saw; durations in seconds. */
export interface ClientScore {
  readonly sent: number;
  readonly echoed: number;
  readonly datagrams: number;
  /** Datagrams without an answer. */
  readonly missing: number;
  readonly lost?: readonly number[];
  readonly longest_silence: number;
  readonly retransmits: number;
  /** What went wrong with the connection, or empty. */
  readonly broken: string;
}

/** Attempts that the policy denies. */
export interface KnockScore {
  readonly knocks: number;
  readonly tcp_knocks: number;
  readonly opened: number;
  readonly answered: number;
}

export interface ServerScore {
  readonly echoed: number;
  readonly datagrams: number;
  /** What arrived and should not have. */
  readonly wrong: number;
  readonly wrong_from: readonly (readonly [string, string, number])[];
}

/** A life.py process. */
export class Role<Score> {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  static async start<Score>(netns: string, args: readonly string[]): Promise<Role<Score>> {
    const child = spawn('nsenter', [`--net=${netns}`, '/usr/bin/python3', '-u', SCRIPT, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const role = new Role<Score>(child);
    await role.#line();
    return role;
  }

  async #line(): Promise<Score> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('life.py ended');
    return JSON.parse(value) as Score;
  }

  ask(command: 'report' | 'stop'): Promise<Score> {
    this.#child.stdin?.write(`${command}\n`);
    return this.#line();
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await exited;
  }
}

/** Packets at each stage of the deny stream. */
export interface Sums {
  readonly counted: number;
  readonly reported: number;
  readonly suppressed: number;
  readonly lost: number;
  /** Reported by the kernel to an agent that died before it could pass them on. */
  readonly gap: number;
  readonly stored: number;
}

/** web talks to api, on 8080; everything else that web and rogue try is denied. */
export interface Traffic {
  readonly client: Role<ClientScore & KnockScore>;
  readonly server: Role<ServerScore>;
  readonly rogue: Role<KnockScore>;
}

export interface Outcome {
  readonly client: ClientScore & KnockScore;
  readonly server: ServerScore;
  readonly rogue: KnockScore;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Allows TCP and UDP 8080 from web to api; api calls nobody. `extra` changes the revision and no verdict of these. */
export const lifePolicy = (extra = 0): string => `apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: api, namespace: shop}
spec:
  owner: team-api
  members: {podSelector: {matchLabels: {app: api}}}
  ingress:
  - id: from-web
    from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{protocol: TCP, port: 8080}, {protocol: UDP, port: 8080}]
${Array.from({ length: extra }, (_, i) => `  - {id: extra-${i}, from: [{cidr: 192.0.2.${i % 256}/32}], ports: [{port: ${10_000 + i}}]}\n`).join('')}  egress: []
`;

export class LifeNode {
  readonly #agents: AgentProcess[] = [];
  readonly #roles: Role<unknown>[] = [];
  #started = 0;
  #controller: RunningController | undefined;
  #listener: Listener | undefined;
  collector!: Collector;

  private constructor(readonly shop: ShopNode) {}

  /** The node with controller and collector, and no agent yet. */
  static async create(names: readonly string[] = ['web', 'api', 'rogue'], policy = lifePolicy()): Promise<LifeNode> {
    const node = new LifeNode(await ShopNode.create(names));
    try {
      node.shop.policies.write('policy.yaml', policy);
      await node.startController();
      node.collector = await Collector.open({ stores: new Store({ path: ':memory:' }) });
      node.#listener = await listen(
        node.#socket('d'),
        node.collector.services as unknown as Parameters<typeof listen>[1],
      );
      return node;
    } catch (error) {
      await node.close();
      throw error;
    }
  }

  #socket(name: string): string {
    return `unix:${this.shop.path(`${name}.sock`)}`;
  }

  get bpffsDir(): string {
    return join(this.shop.box.bpffs, 'osg');
  }

  get stateDir(): string {
    return this.shop.path('agent');
  }

  async startController(): Promise<void> {
    this.#controller = await startController({
      policies: this.shop.policies.path,
      stateDir: this.shop.path('store'),
      listen: this.#socket('c'),
      operatorListen: this.#socket('o'),
    });
  }

  async stopController(): Promise<void> {
    await this.#controller?.close();
    this.#controller = undefined;
  }

  get controllerRuns(): boolean {
    return this.#controller !== undefined;
  }

  get controller(): RunningController {
    return this.#controller as RunningController;
  }

  /** Where operators ask the controller. */
  get operator(): string {
    return this.#socket('o');
  }

  /** What the controller knows of the node. */
  row(): osg.v1.NodeRow.$Properties {
    return this.controller.controller.status().nodes?.find((row) => row.node === 'n1') ?? {};
  }

  agent(start: AgentStart = {}): AgentProcess {
    const own = this.shop.agentArgs;
    const args = [...own, '--collector', this.#socket('d'), ...(start.args ?? [])];
    if (start.inside) args.splice(own.indexOf('--netns'), 2);
    const enter = start.inside ? ['nsenter', `--net=${this.shop.netns.path}`] : [];
    const prefix = [...enter, ...(start.prefix ?? [])];
    const agent = new AgentProcess(args, this.shop.path(`h${++this.#started}.sock`), { ...start, prefix });
    this.#agents.push(agent);
    return agent;
  }

  /** @param period seconds between two messages of each conversation */
  async traffic(period = 0.005): Promise<Traffic> {
    for (const role of this.#roles.splice(0)) await role.kill();
    const [web, api, rogue] = ['web', 'api', 'rogue'].map((name) => this.shop.pod(name));
    if (web === undefined || api === undefined || rogue === undefined) throw new Error('no pods');
    const server = await Role.start<ServerScore>(api.netns.path, ['server', api.address, web.address]);
    const client = await Role.start<ClientScore & KnockScore>(web.netns.path, [
      'client',
      web.address,
      api.address,
      String(period),
    ]);
    const knocks = await Role.start<KnockScore>(rogue.netns.path, [
      'rogue',
      rogue.address,
      api.address,
      String(period),
    ]);
    this.#roles.push(server, client, knocks);
    return { client, server, rogue: knocks };
  }

  async finish({ client, server, rogue }: Traffic): Promise<Outcome> {
    const outcome = {
      rogue: await rogue.ask('stop'),
      client: await client.ask('stop'),
      server: await server.ask('stop'),
    };
    return outcome;
  }

  /** What the collector has stored: as people see it, unless they ask for more. */
  async records(query: osg.v1.FlowQuery.$Properties = {}): Promise<osg.v1.FlowRecord.$Properties[]> {
    const client = await openDenies({ address: this.#socket('d') });
    try {
      const all: osg.v1.FlowRecord.$Properties[] = [];
      for await (const { records } of client.query(query)) all.push(...records);
      return all;
    } finally {
      client.close();
    }
  }

  /**
   * The sums of the deny stream, once traffic has stopped, from the kernel to the store. @throws if they do not close:
   * counted = reported + suppressed + lost + pending, and each later stage likewise
   */
  async settledAccounts(timeoutMs = 15_000): Promise<Sums> {
    const deadline = Date.now() + timeoutMs;
    for (let before = ''; ; await pause(500)) {
      const row = (await this.collector.store.accounts()).at(-1);
      const now = JSON.stringify(row);
      const sum = (name: 'counted' | 'reported' | 'suppressed' | 'lost' | 'pending' | 'gap'): number =>
        Number(row?.accounting?.[name] ?? 0);
      const sums = {
        counted: sum('counted'),
        reported: sum('reported'),
        suppressed: sum('suppressed'),
        lost: sum('lost'),
        gap: sum('gap'),
        stored: Number(row?.storedPackets ?? 0),
      };
      const closed =
        sums.counted === sums.reported + sums.suppressed + sums.lost + sum('pending') &&
        sums.reported === sums.stored + sums.gap;
      if (now === before && sums.counted > 0 && closed && sum('pending') === 0) return sums;
      if (Date.now() > deadline) throw new Error(`the sums do not close: ${now}`);
      before = now;
    }
  }

  /** Ids of all that is pinned in the agent's folder, with its programs. */
  objects(): { readonly links: number[]; readonly maps: number[]; readonly programs: number[] } {
    const found = { links: [] as number[], maps: [] as number[], programs: [] as number[] };
    const walk = (dir: string): void => {
      for (const name of readdirSync(dir)) {
        const path = join(dir, name);
        if (statSync(path).isDirectory()) walk(path);
        else if (dir.endsWith('/links')) {
          const link = BpfLink.openPinned(path);
          found.links.push(link.info.id);
          found.programs.push(link.info.progId);
          link.close();
        } else {
          const map = BpfMap.openPinned(path);
          found.maps.push(map.info.id);
          map.close();
        }
      }
    };
    walk(this.bpffsDir);
    return found;
  }

  /** Ends everything. @throws if the kernel still holds something of ours afterwards */
  async close(): Promise<void> {
    let held: ReturnType<LifeNode['objects']> = { links: [], maps: [], programs: [] };
    try {
      held = this.objects();
    } catch {
      // The test took bpffs away.
    }
    for (const role of this.#roles) await role.kill();
    for (const agent of this.#agents) await agent.stop('SIGKILL');
    await this.stopController();
    await this.#listener?.close();
    await this.collector?.close();
    this.shop.close();
    const left = (): string[] => [
      ...bpfIds('link')
        .filter((id) => held.links.includes(id))
        .map((id) => `link ${id}`),
      ...bpfIds('map')
        .filter((id) => held.maps.includes(id))
        .map((id) => `map ${id}`),
      ...bpfIds('program')
        .filter((id) => held.programs.includes(id))
        .map((id) => `program ${id}`),
    ];
    // Namespaces and maps go a moment after their last holder.
    for (let i = 0; left().length > 0; i++) {
      if (i === 1000)
        throw new Error(
          `left behind: ${left().join(', ')}; held by ${holdersOf('link', held.links).join(', ') || 'no process'}`,
        );
      await pause(50);
    }
  }
}

/** Makes a folder and returns it. */
export function folder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
