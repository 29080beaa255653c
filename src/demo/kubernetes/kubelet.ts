/**
 * What stands in for kubelet on a lab's node: pods bound to it become sandboxes and containers by CRI, as their specification says
 * (securityContext, volumes, environment), and their status goes back. Containers that end are started again; readiness is probed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from '../../controller/sources/kubernetes/api.js';
import type { Containerd } from './containerd.js';
import type { Container, Pod } from './objects.js';
import { type Held, type Running, restarts, type Status, statusOf } from './pod-status.js';
import type { Prober } from './prober.js';
import { NODE, securityOf } from './security.js';
import { makeVolumes, mountsOf, type VolumeSources } from './volumes.js';

/** CRI's number. */
const EXITED = 2;
const AGAIN_MS = 1_000;

export interface KubeletOptions {
  readonly node: string;
  readonly address: string;
  readonly folder: string;
  readonly api: KubernetesApi;
  readonly runtime: Containerd;
  readonly sources: VolumeSources;
  /** How many pods start at a time. */
  readonly parallel?: number;
  readonly prober: Prober;
  /** Environment of every container. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lines of /etc/hosts: who plays cluster DNS writes them. */
  readonly hosts: () => string;
}

export class Kubelet {
  readonly #options: KubeletOptions;
  /** By UID. */
  readonly pods = new Map<string, Held>();

  constructor(options: KubeletOptions) {
    this.#options = options;
  }

  /** Brings the node to what the API has. @param pods those bound to this node */
  async sync(pods: readonly Pod[]): Promise<void> {
    const wanted = new Set(pods.map(({ metadata }) => metadata.uid));
    for (const [uid, held] of this.pods)
      if (!wanted.has(uid)) {
        this.pods.delete(uid);
        await this.#end(held);
      }
    for (const pod of pods) {
      const held = this.pods.get(pod.metadata.uid);
      if (held !== undefined) held.pod = pod;
      else if (!['Succeeded', 'Failed'].includes(pod.status?.phase ?? ''))
        this.pods.set(pod.metadata.uid, this.#new(pod));
    }
    const queue = [...this.pods.values()];
    const { parallel = 4 } = this.#options;
    await Promise.all(
      Array.from({ length: parallel }, async () => {
        for (let held = queue.shift(); held !== undefined; held = queue.shift()) await this.#run(held);
      }),
    );
  }

  /** By namespace/name, or the beginning of it: `osg-system/osg-agent` is the DaemonSet's pod. */
  get(id: string): Held | undefined {
    const held = [...this.pods.values()];
    const name = ({ pod: { metadata } }: Held): string => `${metadata.namespace}/${metadata.name}`;
    return held.find((it) => name(it) === id) ?? held.find((it) => name(it).startsWith(`${id}-`));
  }

  /** The node reboots: nothing runs any more, and all of it is to start again. */
  async reboot(): Promise<void> {
    const held = [...this.pods.values()];
    this.pods.clear();
    for (const pod of held) await this.#end(pod);
  }

  /** What its containers have said, those that ended too. */
  log({ containers, folder }: Held): string {
    return containers
      .flatMap(({ spec, restarts }) =>
        Array.from({ length: restarts + 1 }, (_, i) => join(folder, `${spec.name}-${i}.log`)),
      )
      .map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
      .join('');
  }

  #new(pod: Pod): Held {
    const folder = join(this.#options.folder, pod.metadata.uid.slice(0, 8));
    mkdirSync(folder, { recursive: true });
    return {
      ...{ pod, folder, sandbox: '', config: {}, containers: [], addresses: [], problem: '', retryAt: 0, told: '' },
      ...{ volumes: new Map(), initialised: 0, begun: 0 },
    };
  }

  async #run(held: Held): Promise<void> {
    if (performance.now() < held.retryAt) return;
    try {
      if (held.sandbox === '') await this.#start(held);
      await this.#fill(held);
      await this.#look(held);
      held.problem = '';
    } catch (error) {
      held.problem = (error as Error).message;
      held.retryAt = performance.now() + AGAIN_MS;
    }
    await this.#tell(held);
  }

  async #start(held: Held): Promise<void> {
    const { runtime, sources, address } = this.#options;
    const { pod, folder } = held;
    const { name, namespace, uid, labels = {}, annotations = {} } = pod.metadata;
    const volumes = await makeVolumes(pod, join(folder, 'volumes'), sources);
    held.config = {
      metadata: { name, namespace, uid, attempt: 0 },
      hostname: pod.spec.hostNetwork ? '' : name,
      logDirectory: folder,
      labels: { ...labels, 'io.kubernetes.pod.name': name, 'io.kubernetes.pod.namespace': namespace },
      annotations,
      linux: {
        cgroupParent: `/${runtime.cgroup}`,
        securityContext: { namespaceOptions: { network: pod.spec.hostNetwork ? NODE : 0 } },
      },
    };
    const { podSandboxId } = await runtime.call<{ podSandboxId: string }>('RunPodSandbox', { config: held.config });
    held.sandbox = podSandboxId;
    const { status } = await runtime.call<{
      status: { network: { ip: string; additionalIps: { ip: string }[] } | null };
    }>('PodSandboxStatus', { podSandboxId });
    const { ip = '', additionalIps = [] } = status.network ?? {};
    held.addresses = pod.spec.hostNetwork ? [address] : [ip, ...additionalIps.map((more) => more.ip)].filter(Boolean);
    this.#writeHosts(held);
    held.volumes = volumes;
  }

  /** Its init containers one after the other, then all others; goes on where an earlier look came to. */
  async #fill(held: Held): Promise<void> {
    const { runtime } = this.#options;
    const { containers, initContainers = [] } = held.pod.spec;
    for (const spec of initContainers.slice(held.initialised)) {
      const { id } = await this.#begin(held, spec, held.begun);
      held.begun += 1;
      for (;;) {
        const { status } = await runtime.call<Status>('ContainerStatus', { containerId: id });
        if (status.state !== EXITED) await sleep(50);
        else if (status.exitCode === 0) break;
        else throw new Error(`init container ${spec.name} ended with ${status.exitCode}`);
      }
      held.initialised += 1;
    }
    for (const spec of containers.slice(held.containers.length)) held.containers.push(await this.#begin(held, spec, 0));
  }

  async #begin(held: Held, spec: Container, restarts: number): Promise<Running> {
    const { runtime, environment } = this.#options;
    const { containerId } = await runtime.call<{ containerId: string }>('CreateContainer', {
      podSandboxId: held.sandbox,
      config: {
        metadata: { name: spec.name, attempt: restarts },
        image: { image: spec.image },
        command: spec.command ?? [],
        args: spec.args ?? [],
        envs: Object.entries({ ...environment, ...this.#environment(held, spec) }).map(([key, value]) => ({
          key,
          value,
        })),
        mounts: [
          ...mountsOf(spec, held.volumes),
          { containerPath: '/etc/hosts', hostPath: join(held.folder, 'hosts'), readonly: false },
        ],
        logPath: `${spec.name}-${restarts}.log`,
        linux: { securityContext: securityOf(held.pod, spec) },
      },
      sandboxConfig: held.config,
    });
    await runtime.call('StartContainer', { containerId });
    return { id: containerId, spec, restarts, ready: false, ended: undefined };
  }

  #environment({ pod }: Held, { env = [] }: Container): Record<string, string> {
    const field: Readonly<Record<string, string>> = {
      'spec.nodeName': this.#options.node,
      'metadata.name': pod.metadata.name,
      'metadata.namespace': pod.metadata.namespace,
    };
    return Object.fromEntries(
      env.map(({ name, value, valueFrom }) => [name, value ?? field[valueFrom?.fieldRef.fieldPath ?? ''] ?? '']),
    );
  }

  /** Containers that ended begin anew; ready are those whose probe says so. */
  async #look(held: Held): Promise<void> {
    const { runtime, prober } = this.#options;
    this.#writeHosts(held);
    for (const [at, container] of held.containers.entries()) {
      if (container.ended !== undefined && !restarts(held, container.ended)) continue;
      const { status } = await runtime.call<Status>('ContainerStatus', { containerId: container.id });
      if (status.state === EXITED) {
        container.ended = status.exitCode;
        container.ready = false;
        if (!restarts(held, status.exitCode)) continue;
        await runtime.call('RemoveContainer', { containerId: container.id });
        const again = await this.#begin(held, container.spec, container.restarts + 1);
        held.containers[at] = again;
        held.retryAt = performance.now() + AGAIN_MS;
        continue;
      }
      const { readinessProbe: probe, ports = [] } = container.spec;
      const { host = held.addresses[0] ?? '', path = '', port = 0 } = probe?.httpGet ?? {};
      const number = typeof port === 'number' ? port : (ports.find(({ name }) => name === port)?.containerPort ?? 0);
      container.ready = probe?.httpGet === undefined || (await prober.answers(host, number, path));
    }
  }

  #writeHosts({ folder, addresses, pod }: Held): void {
    const own = addresses.map((address) => `${address} ${pod.metadata.name}\n`).join('');
    const text = `127.0.0.1 localhost\n::1 localhost\n${own}${this.#options.hosts()}`;
    const path = join(folder, 'hosts');
    try {
      if (readFileSync(path, 'utf8') === text) return;
    } catch {
      // Not there yet.
    }
    // In place: it is mounted.
    writeFileSync(path, text);
  }

  async #tell(held: Held): Promise<void> {
    const { pod } = held;
    const status = statusOf(held, this.#options.address);
    const text = JSON.stringify(status);
    if (text === held.told) return;
    const { namespace, name } = pod.metadata;
    await this.#options.api
      .request('PATCH', `/api/v1/namespaces/${namespace}/pods/${name}/status`, {
        body: { status: { message: null, ...status } },
        contentType: 'application/merge-patch+json',
      })
      .then(
        () => {
          held.told = text;
        },
        // Gone meanwhile, or no API server: the next look tells.
        () => undefined,
      );
  }

  async #end({ sandbox }: Held): Promise<void> {
    if (sandbox === '') return;
    await this.#options.runtime.call('StopPodSandbox', { podSandboxId: sandbox });
    await this.#options.runtime.call('RemovePodSandbox', { podSandboxId: sandbox });
  }
}
