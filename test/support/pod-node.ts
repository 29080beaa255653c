/**
 * A node of a cluster: an API server's stand-in, a controller over it, an agent, and pods made as a container runtime makes them:
 * a network namespace, the primary plugin (our own veth and routes, or a real one), ours last in the chain, libcni's cache.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentOptions, type RunningAgent, startAgent } from '../../src/agent/start.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import type { Agent } from './agent.js';
import { KubernetesServer } from './kubernetes-server.js';
import { type Netns, Sandbox } from './netns.js';

export const PLUGIN = fileURLToPath(new URL('../../native/build/osg-cni', import.meta.url));
const PODS = '/api/v1/pods';
const GATEWAY = ['10.88.0.1', 'fd88::1'] as const;

export interface Answer {
  readonly code: number | null;
  readonly said: { readonly msg?: string; readonly details?: string; readonly ips?: readonly { address: string }[] };
  readonly ms: number;
}

export interface PodSpec {
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  /** The API shows it before the runtime makes it, as it does; false: it does not. */
  readonly known?: boolean;
}

/** A real primary plugin: its conflist entry, and where plugins are. */
export interface Primary {
  readonly path: string;
  readonly entry: (node: PodNode) => object & { readonly type: string };
}

export class Pod {
  answer: Answer = { code: null, said: {}, ms: 0 };
  previous: { interfaces?: { name: string; mac?: string; sandbox?: string }[]; ips?: { address: string }[] } = {};

  constructor(
    readonly name: string,
    readonly namespace: string,
    readonly uid: string,
    readonly container: string,
    readonly netns: Netns,
    readonly ifName = 'eth0',
  ) {}

  /** Without prefix length; IPv4 first. */
  get addresses(): string[] {
    return (this.previous.ips ?? []).map(({ address }) => address.split('/')[0] as string);
  }

  get host(): string {
    const { interfaces = [] } = this.previous;
    return interfaces.filter(({ sandbox }) => !sandbox).at(-1)?.name ?? '';
  }
}

export class PodNode {
  readonly box = new Sandbox();
  readonly netns: Netns;
  readonly server = new KubernetesServer();
  readonly primary: Primary | undefined;
  controller: RunningController | undefined;
  agent: RunningAgent | undefined;
  #made = 0;

  private constructor(primary?: Primary) {
    this.primary = primary;
    this.netns = this.box.netns('node', { forwarding: true });
    for (const name of ['store', 'agent', 'cache', 'ipam']) mkdirSync(this.path(name));
  }

  static async create(primary?: Primary): Promise<PodNode> {
    const node = new PodNode(primary);
    await node.server.listen();
    writeFileSync(
      node.path('kubeconfig'),
      `apiVersion: v1
kind: Config
current-context: t
clusters: [{ name: t, cluster: { server: "${node.server.url}" } }]
users: [{ name: t, user: { token: t } }]
contexts: [{ name: t, context: { cluster: t, user: t } }]
`,
    );
    for (const name of ['shop', 'kube-system'])
      node.server.put('/api/v1/namespaces', { metadata: { name, labels: {} } });
    for (const [name, address] of [
      ['n1', GATEWAY[0]],
      ['n2', '10.88.1.1'],
    ] as const)
      node.server.put('/api/v1/nodes', {
        metadata: { name },
        status: { addresses: [{ type: 'InternalIP', address }] },
      });
    return node;
  }

  path(name: string): string {
    return join(this.box.dir, name);
  }

  /** Of parts as processes of their own. */
  get controllerArgs(): string[] {
    const kubernetes = ['--kubernetes', 'both', '--kubeconfig', this.path('kubeconfig')];
    return ['--state-dir', this.path('store'), '--listen', `unix:${this.path('c.sock')}`, ...kubernetes];
  }

  get agentArgs(): string[] {
    const config = {
      node: 'n1',
      controller: `unix:${this.path('c.sock')}`,
      stateDir: this.path('agent'),
      bpffsDir: join(this.box.bpffs, 'osg'),
      netns: this.netns.path,
      statusListen: `unix:${this.path('a.sock')}`,
      pods: { cniSocket: this.path('cni.sock'), cniCache: this.path('cache') },
    };
    writeFileSync(this.path('agent.yaml'), JSON.stringify(config));
    return ['--config', this.path('agent.yaml')];
  }

  async startController(): Promise<RunningController> {
    this.controller = await startController({
      stateDir: this.path('store'),
      listen: `unix:${this.path('c.sock')}`,
      kubernetes: { take: 'both', maxShrink: 1, kubeconfig: this.path('kubeconfig') },
    });
    return this.controller;
  }

  async stopController(): Promise<void> {
    await this.controller?.close();
    this.controller = undefined;
  }

  async startAgent(pods: AgentOptions['pods'] = {}, more: Partial<AgentOptions> = {}): Promise<RunningAgent> {
    this.agent = await startAgent({
      node: 'n1',
      controller: `unix:${this.path('c.sock')}`,
      stateDir: this.path('agent'),
      bpffsDir: join(this.box.bpffs, 'osg'),
      netns: this.netns.path,
      statusListen: `unix:${this.path('a.sock')}`,
      times: { backoffBaseMs: 50, backoffCapMs: 300 },
      pods: { cniSocket: this.path('cni.sock'), cniCache: this.path('cache'), ...pods },
      ...more,
    });
    return this.agent;
  }

  async stopAgent(): Promise<void> {
    await this.agent?.close();
    this.agent = undefined;
  }

  /** As the cluster shows it. @param addresses none: the runtime has not made it, or the API is behind */
  show(name: string, spec: PodSpec & { readonly node?: string } = {}, addresses: readonly string[] = []): void {
    const { uid = `uid-${name}`, labels = { app: name }, namespace = 'shop', node = 'n1' } = spec;
    const before = this.server.get(PODS, name, namespace);
    if (before !== undefined && before.metadata['uid'] !== uid) this.server.delete(PODS, name, namespace);
    this.server.put(PODS, {
      metadata: { name, namespace, uid, labels },
      spec: { nodeName: node, containers: [{ name: 'c' }] },
      status: { phase: 'Pending', ...(addresses.length > 0 && { podIPs: addresses.map((ip) => ({ ip })) }) },
    });
  }

  group(name: string, ingress: readonly object[], egress?: readonly object[]): void {
    this.server.put('/apis/openscg.dev/v1alpha1/securitygroups', {
      metadata: { name, namespace: 'shop' },
      spec: { members: { podSelector: { matchLabels: { app: name } } }, ingress, ...(egress && { egress }) },
    });
  }

  /** What a runtime does before it runs a plugin. */
  sandbox(name: string, { uid = `uid-${name}`, namespace = 'shop' }: PodSpec = {}): Pod {
    const made = ++this.#made;
    return new Pod(name, namespace, uid, `c${made}-${name}`, this.box.netns(`p${made}`));
  }

  /** The whole of it: shown, made, under policy. */
  async run(name: string, spec: PodSpec = {}): Promise<Pod & { readonly agent: Agent }> {
    if (spec.known !== false) this.show(name, spec);
    const pod = this.sandbox(name, spec);
    const agent = await this.box.agent(pod.netns);
    await this.make(pod);
    await this.add(pod);
    return Object.assign(pod, { agent });
  }

  /** A further network of a pod, as the meta plugin of one makes it before its own chain goes on: `address` on the node's side, `inside` on the pod's. */
  further(pod: Pod, ifName: string, address: string, inside: string): Pod {
    const further = new Pod(pod.name, pod.namespace, pod.uid, pod.container, pod.netns, ifName);
    const host = `veth${++this.#made}`;
    this.box.veth(
      { netns: this.netns, name: host, addresses: [`${address}/24`] },
      { netns: pod.netns, name: ifName, addresses: [`${inside}/24`] },
    );
    further.previous = {
      interfaces: [{ name: host }, { name: ifName, sandbox: pod.netns.path }],
      ips: [{ address: `${inside}/24` }],
    };
    Object.assign(further.previous, { cniVersion: '1.0.0' });
    return further;
  }

  /** The primary plugin's ADD. */
  async make(pod: Pod): Promise<void> {
    if (this.primary !== undefined) {
      const { code, said } = await this.#plugin(join(this.primary.path, this.#entry().type), 'ADD', pod, this.#entry());
      if (code !== 0) throw new Error(`the primary plugin: ${JSON.stringify(said)}`);
      pod.previous = said as Pod['previous'];
      return;
    }
    const number = this.#made;
    const host = `veth${number}`;
    const [v4, v6] = [`10.88.${number >> 8}.${(number & 255) + 10}`, `fd88::${(number + 16).toString(16)}`];
    this.box.veth({ netns: this.netns, name: host }, { netns: pod.netns, name: 'eth0' });
    this.box.ip(
      this.netns,
      `address add ${GATEWAY[0]}/32 dev ${host}`,
      `address add ${GATEWAY[1]}/128 dev ${host} nodad`,
      `route add ${v4}/32 dev ${host} src ${GATEWAY[0]}`,
      `route add ${v6}/128 dev ${host}`,
    );
    this.box.ip(
      pod.netns,
      `address add ${v4}/32 dev eth0`,
      `address add ${v6}/128 dev eth0 nodad`,
      `route add ${GATEWAY[0]}/32 dev eth0`,
      `route add default via ${GATEWAY[0]} dev eth0`,
      `route add ${GATEWAY[1]}/128 dev eth0`,
      `route add default via ${GATEWAY[1]} dev eth0`,
    );
    const mac = (netns: Netns, name: string): string =>
      (JSON.parse(this.box.exec(netns, 'ip', ['-json', 'link', 'show', 'dev', name])) as { address: string }[])[0]
        ?.address ?? '';
    pod.previous = {
      interfaces: [
        { name: host, mac: mac(this.netns, host) },
        { name: 'eth0', mac: mac(pod.netns, 'eth0'), sandbox: pod.netns.path },
      ],
      ips: [{ address: `${v4}/32` }, { address: `${v6}/128` }],
    };
    Object.assign(pod.previous, { cniVersion: '1.0.0' });
  }

  /** Our plugin's ADD, and what libcni writes when the chain is done. */
  async add(pod: Pod, more: object = {}): Promise<Answer> {
    pod.answer = await this.ours('ADD', pod, { prevResult: pod.previous, ...more });
    if (pod.answer.code === 0) this.cache(pod);
    return pod.answer;
  }

  cache(pod: Pod): void {
    writeFileSync(
      this.#cachePath(pod),
      JSON.stringify({
        kind: 'cniCacheV1',
        containerId: pod.container,
        config: 'e30=',
        ifName: pod.ifName,
        networkName: 'k8s',
        cniArgs: argsOf(pod),
        result: pod.previous,
      }),
    );
  }

  #cachePath = ({ container, ifName }: Pod): string => this.path(`cache/k8s-${container}-${ifName}`);

  /** As kubelet ends a pod: our DEL with prevResult, the primary's, and a last one that knows nothing. */
  async end(pod: Pod): Promise<void> {
    await this.ours('DEL', pod, { prevResult: pod.previous });
    if (this.primary !== undefined) {
      const entry = { ...this.#entry(), prevResult: pod.previous };
      await this.#plugin(join(this.primary.path, this.#entry().type), 'DEL', pod, entry);
    } else this.box.ip(this.netns, `link delete ${pod.host}`);
    rmSync(this.#cachePath(pod), { force: true });
    const last = await this.ours('DEL', pod, {}, '');
    if (last.code !== 0) throw new Error('DEL failed');
  }

  ours(command: string, pod: Pod, more: object, netns?: string): Promise<Answer> {
    return this.#plugin(PLUGIN, command, pod, this.configuration(more), netns);
  }

  /** What our plugin reads. */
  configuration(more: object): object {
    const agentSocket = this.path('cni.sock');
    return { cniVersion: '1.0.0', name: 'k8s', type: 'osg-cni', agentSocket, timeoutSeconds: 10, ...more };
  }

  #entry(): object & { readonly type: string } {
    const { type, ...rest } = (this.primary as Primary).entry(this);
    return { ...{ cniVersion: '1.0.0', name: 'k8s' }, ...rest, type };
  }

  /** What a plugin is told beside its configuration. */
  environment(command: string, pod: Pod, netns = pod.netns.path): Readonly<Record<string, string>> {
    return {
      PATH: process.env['PATH'] ?? '',
      CNI_PATH: this.primary?.path ?? '/nowhere',
      CNI_COMMAND: command,
      CNI_CONTAINERID: pod.container,
      CNI_NETNS: netns,
      CNI_IFNAME: pod.ifName,
      CNI_ARGS: argsOf(pod)
        .map((pair) => pair.join('='))
        .join(';'),
    };
  }

  async #plugin(path: string, command: string, pod: Pod, config: object, netns?: string): Promise<Answer> {
    const began = performance.now();
    const env = this.environment(command, pod, netns);
    const child = spawn('nsenter', [`--net=${this.netns.path}`, path], { env });
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(config));
    const text = await outputOf(child);
    const said = text.trim() === '' ? {} : (JSON.parse(text) as Answer['said']);
    return { code: child.exitCode, said, ms: performance.now() - began };
  }

  async close(): Promise<void> {
    await this.stopAgent();
    await this.stopController();
    await this.server.close();
    this.box.close();
  }
}

const argsOf = ({ namespace, name, uid, container }: Pod): [string, string][] => [
  ['IgnoreUnknown', '1'],
  ['K8S_POD_NAMESPACE', namespace],
  ['K8S_POD_NAME', name],
  ['K8S_POD_INFRA_CONTAINER_ID', container],
  ['K8S_POD_UID', uid],
];

async function outputOf(child: ChildProcess): Promise<string> {
  const out: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  return Buffer.concat(out).toString('utf8');
}

/** The whole text of a file of the node, for messages. */
export const textOf = (path: string): string => readFileSync(path, 'utf8');
