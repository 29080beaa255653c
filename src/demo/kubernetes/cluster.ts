/** A whole cluster of one node: API server, containerd with a CNI plugin, kubelet and the rest of the control plane, and kubectl. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiServer } from './api-server.js';
import { Containerd } from './containerd.js';
import { podImage } from './images.js';
import { Kubelet } from './kubelet.js';
import { type LabFiles, labFiles, ofProject } from './lab-files.js';
import { NodeSpace } from './node-space.js';
import type { Pod } from './objects.js';
import { Prober } from './prober.js';
import { Relay } from './relay.js';
import { reconcile } from './workloads.js';

export const NODE = 'n1';
const ADDRESS = '10.99.0.1';
const API_PORT = 6443;
const TICK_MS = 150;
export const TAINT = { key: 'openscg.dev/agent-not-ready', effect: 'NoSchedule' } as const;

export interface LabOptions {
  /** A folder of its own; paths of sockets in it are short enough up to 40 characters. */
  readonly folder: string;
  /** What runs a command in the node's network namespace. */
  readonly network: readonly string[];
  /** Primary CNI plugin. */
  readonly primary?: 'ptp' | 'bridge';
  /** Debian's suite that containerd comes from; default this machine's own. */
  readonly suite?: string;
  /** Further programs of the pods' image: name → C source. */
  readonly programs?: Readonly<Record<string, string>>;
}

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Lab {
  readonly #bin: string;
  #ticking: Promise<void> | undefined;
  #closed = false;
  #hosts = '';
  /** Why the last look at the cluster failed. */
  problem = '';

  private constructor(
    readonly files: LabFiles,
    readonly server: ApiServer,
    readonly space: NodeSpace,
    readonly runtime: Containerd,
    readonly kubelet: Kubelet,
    readonly closing: (() => void)[],
    bin: string,
  ) {
    this.#bin = bin;
  }

  static async start({ folder, network, primary = 'ptp', suite = '', programs }: LabOptions): Promise<Lab> {
    const files = await labFiles(suite);
    const server = await ApiServer.start({ names: [ADDRESS, 'kubernetes.default.svc'] });
    const closing: (() => void)[] = [];
    try {
      const space = await NodeSpace.open(folder, network, ADDRESS);
      closing.push(() => space.close());
      const relay = await Relay.open(
        space.inside,
        join(folder, 'api.sock'),
        { host: ADDRESS, port: API_PORT },
        server.port,
      );
      closing.push(() => relay.close());
      const prober = new Prober(space.inside);
      closing.push(() => prober.close());
      writeFileSync(space.path('etc/cni/net.d/10-lab.conflist'), conflist(primary, join(folder, 'ipam')));
      const runtime = await Containerd.start(space, files);
      runtime.load(await podImage(join(folder, 'pod-image'), programs));
      const lab: Lab = new Lab(
        files,
        server,
        space,
        runtime,
        new Kubelet({
          node: NODE,
          address: ADDRESS,
          folder: join(folder, 'p'),
          api: server.api,
          runtime,
          prober,
          environment: { KUBERNETES_SERVICE_HOST: ADDRESS, KUBERNETES_SERVICE_PORT: `${API_PORT}` },
          hosts: () => lab.#hosts,
          sources: {
            authority: server.authority,
            hostPath: (path) => space.path(path.slice(1)),
            data: async (kind, namespace, name) => {
              const object = await server.api.request('GET', `/api/v1/namespaces/${namespace}/${kind}/${name}`);
              return (object as { data?: Record<string, string> }).data ?? {};
            },
            token: tokenOf,
          },
        }),
        closing,
        join(folder, 'bin'),
      );
      await lab.#begin();
      return lab;
    } catch (error) {
      for (const close of closing.reverse()) close();
      await server.stop();
      throw error;
    }
  }

  async #begin(): Promise<void> {
    mkdirSync(this.#bin);
    symlinkSync(this.files.kubectl, join(this.#bin, 'kubectl'));
    symlinkSync(ofProject('dist/cli/main.js'), join(this.#bin, 'kubectl-osg'));
    for (const name of ['default', 'kube-system'])
      await this.server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
    await this.register();
    this.#ticking = this.#tick();
  }

  /** As kubelet does with `--register-with-taints`: nothing that does not tolerate it comes before the agent. */
  async register(): Promise<void> {
    const { api } = this.server;
    await api.request('POST', '/api/v1/nodes', {
      body: { metadata: { name: NODE, labels: { 'kubernetes.io/os': 'linux' } }, spec: { taints: [TAINT] } },
    });
    await api.request('PATCH', `/api/v1/nodes/${NODE}/status`, {
      body: { status: { addresses: [{ type: 'InternalIP', address: ADDRESS }] } },
      contentType: 'application/merge-patch+json',
    });
  }

  async #tick(): Promise<void> {
    while (!this.#closed) {
      try {
        const { pods, hosts } = await reconcile(this.server.api, NODE);
        this.#hosts = hosts;
        await this.kubelet.sync(pods);
        this.problem = '';
      } catch (error) {
        this.problem = String(error);
      }
      await sleep(TICK_MS);
    }
  }

  /** Its environment has kubectl, `kubectl osg` and the cluster. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${this.#bin}:${process.env['PATH']}`, KUBECONFIG: this.server.kubeconfig };
  }

  /** @param input its standard input: objects to apply */
  kubectl(args: readonly string[], input?: string): Promise<Said> {
    return new Promise((resolve) => {
      const child = execFile(
        join(this.#bin, 'kubectl'),
        args,
        { env: this.environment, encoding: 'utf8', maxBuffer: 64 << 20 },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input ?? '');
    });
  }

  /** @throws with what kubectl says */
  async apply(objects: string | readonly object[]): Promise<void> {
    const text = typeof objects === 'string' ? objects : objects.map((it) => JSON.stringify(it)).join('\n---\n');
    const { code, stderr } = await this.kubectl(['apply', '-f', '-'], text);
    if (code !== 0) throw new Error(`kubectl apply: ${stderr}`);
  }

  /** Why a pod is not ready; empty: it is. */
  waitsFor(id: string): string {
    const held = this.kubelet.get(id);
    if (held === undefined) return `${id} is not there`;
    if (held.problem !== '') return held.problem;
    const late = held.containers.find(({ ready }) => !ready);
    if (held.containers.length > 0 && late === undefined) return '';
    return `${id}: ${late?.spec.name ?? 'its containers'} not ready`;
  }

  /** A file or socket in a volume of a pod, as seen from here. */
  volume(id: string, name: string, file: string): string {
    return join(this.kubelet.get(id)?.volumes.get(name) ?? '/nowhere', file);
  }

  /** The node reboots: what ran, what was in memory and in the kernel is gone; disks are as they were. */
  async reboot(): Promise<void> {
    this.#closed = true;
    await this.#ticking;
    await this.kubelet.reboot();
    await this.runtime.stop();
    const { space } = this;
    space.run('sh', '-c', `rm -rf /run/osg/* /var/lib/cni/results/* ${space.path('sys/fs/bpf/osg')}`);
    await this.runtime.run();
    this.#closed = false;
    this.#ticking = this.#tick();
  }

  /** To every process of a container. */
  signal(containerId: string, name: NodeJS.Signals): void {
    for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
      if (groupsOf(pid).includes(containerId)) process.kill(Number(pid), name);
  }

  /** Runs a command in the first container of a pod (`namespace/name`). */
  async exec(pod: string, ...command: string[]): Promise<{ readonly code: number; readonly output: string }> {
    const container = this.kubelet.get(pod)?.containers[0];
    if (container === undefined) throw new Error(`${pod} does not run`);
    return this.runtime.exec(container.id, ...command);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#ticking;
    try {
      await this.runtime.close();
    } finally {
      for (const close of this.closing.reverse()) close();
      await this.server.stop();
    }
  }
}

function groupsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  } catch {
    return '';
  }
}

/** As the API server of a lab reads them (deploy/lab/apiserver/access.go). @param audience empty: the API server's own */
const tokenOf = ({ metadata, spec }: Pod, audience: string): string =>
  ['pod', metadata.namespace, spec.serviceAccountName ?? 'default', NODE, metadata.name, audience]
    .map((part) => part.replaceAll(':', '%3A'))
    .join(':');

function conflist(primary: 'ptp' | 'bridge', dataDir: string): string {
  const ipam = {
    type: 'host-local',
    dataDir,
    ranges: [[{ subnet: '10.89.0.0/20' }], [{ subnet: 'fd89::/64' }]],
    routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
  };
  const entry =
    primary === 'ptp'
      ? { type: 'ptp', ipMasq: false, mtu: 1400, ipam }
      : { type: 'bridge', bridge: 'cni0', isGateway: true, hairpinMode: true, mtu: 1400, ipam };
  return JSON.stringify({ cniVersion: '1.0.0', name: 'k8s', plugins: [entry] }, null, 2);
}
