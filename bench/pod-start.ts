/**
 * What our plugin, last in the chain, adds to a pod's start: from before its process exists to after its end, as a runtime sees it.
 * Plugins of a chain run one after the other, so with it minus without it is that time, in each pod; what comes before in the chain
 * is made beforehand. Runtime, agent and controller are processes of their own, the latter two as built; the API server's stand-in
 * is the bench's. Pods begin 100 a minute. On a busy machine `chrt -r 1 npm run bench -- pod-start` gives all of them their
 * processor at once.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { PartProcess } from '../test/support/parts.js';
import { PLUGIN, type Pod, PodNode } from '../test/support/pod-node.js';
import { LineProcess } from './peers/lines.js';
import { type Entry, entryOf } from './row/entry.js';

export const summary = 'latency that the CNI plugin adds to a pod’s start, at 100 pods a minute';

const EVERY_MS = 600;
const FOLDER = fileURLToPath(new URL('../.cache/bench/', import.meta.url));

export async function run(args: readonly string[]): Promise<Entry[]> {
  const { values } = parseArgs({ args: [...args], options: { pods: { type: 'string', default: '100' } } });
  const pods = Number(values.pods);
  const runtime = new Runtime();
  const node = await PodNode.create();
  const parts: PartProcess[] = [];
  const [added, agent, started]: [number[], number[], number[]] = [[], [], []];
  try {
    node.server.put('/apis/networking.k8s.io/v1/networkpolicies', {
      metadata: { name: 'closed', namespace: 'shop' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    for (const [name, partArgs] of [
      ['controller', node.controllerArgs],
      ['agent', node.agentArgs],
    ] as const) {
      const part = new PartProcess([name, ...partArgs], node.path(`${name}.health`));
      parts.push(part);
      await part.ready();
    }
    const answered = (): number[] =>
      [...(parts[1]?.log ?? '').matchAll(/"ms":(\d+)[^\n]*pod under policy/g)].map(([, ms]) => Number(ms));
    for (let i = 0; i < pods; i++) {
      const next = sleep(EVERY_MS);
      // The cluster has bound it a moment before: kubelet makes volumes and pulls images meanwhile.
      node.show(`p${i}`);
      const pod = node.sandbox(`p${i}`);
      await node.make(pod);
      await sleep(100);
      const { code, ms, said } = await runtime.add(node, pod);
      if (code !== 0) throw new Error(`ADD of p${i} failed: ${said}`);
      node.cache(pod);
      added.push(ms);
      started.push((await runtime.version()).ms);
      await next;
      if (answered().length !== i + 1)
        throw new Error(`shop/p${i} is not under policy:\n${parts[1]?.log.slice(-4_000)}`);
    }
    agent.push(...answered());
  } finally {
    for (const part of parts.reverse()) await part.stop('SIGKILL');
    runtime.close();
    await node.close();
  }
  const results = [
    { name: 'added to a pod’s start', unit: 'ms', samples: added },
    { name: 'of it the agent', unit: 'ms', samples: agent },
    { name: 'of it the plugin’s process alone (asked for its version)', unit: 'ms', samples: started },
  ].map((one) => entryOf('pod-start', one));
  const table = new Table({
    head: [`${pods} pods, 100 a minute`, 'p50', 'p99', 'unit'],
    style: { head: [], border: [] },
  });
  for (const { case: name, p50, p99, unit } of results) table.push([name, p50.toFixed(1), p99.toFixed(1), unit]);
  console.log(table.toString());
  return results;
}

interface Ended {
  readonly code: number;
  readonly ms: number;
  readonly said: string;
}

/** Starts plugins as a container runtime does: runtime.c. */
class Runtime {
  readonly #lines: LineProcess;

  constructor() {
    const source = fileURLToPath(new URL('pod-start/runtime.c', import.meta.url));
    const program = `${FOLDER}runtime`;
    if (!existsSync(program) || statSync(program).mtimeMs < statSync(source).mtimeMs) {
      mkdirSync(FOLDER, { recursive: true });
      execFileSync('gcc', ['-O2', '-Wall', '-Werror', '-o', program, source], { stdio: 'inherit' });
    }
    this.#lines = new LineProcess('runtime', spawn(program, [PLUGIN], { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  add(node: PodNode, pod: Pod): Promise<Ended> {
    return this.#ask(node.environment('ADD', pod), node.configuration({ prevResult: pod.previous }));
  }

  version(): Promise<Ended> {
    return this.#ask({ CNI_COMMAND: 'VERSION' }, {});
  }

  async #ask(environment: Readonly<Record<string, string>>, config: object): Promise<Ended> {
    const pairs = Object.entries(environment).map((pair) => pair.join('='));
    const line = await this.#lines.ask(`${pairs.join('\x1f')}\t${JSON.stringify(config)}`);
    const [code, us, ...said] = line.split(' ');
    return { code: Number(code), ms: Number(us) / 1000, said: said.join(' ') };
  }

  close(): void {
    this.#lines.close();
  }
}
