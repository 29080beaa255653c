/**
 * The window between a pod's first instruction and its policy, measured with frames: pods made by real CNI plugins that flood as
 * soon as the chain is done, and are knocked at by another pod meanwhile, ten at a time. OSG_PODS: how many (default 100).
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { AgentOptions } from '../../src/agent/start.js';
import { type Pod, PodNode, type Primary } from '../support/pod-node.js';
import { SLOW } from '../support/slow.js';
import { bridge, ptp } from './cni-plugins.js';

const SOURCE = fileURLToPath(new URL('../support/frames.c', import.meta.url));
const PODS = Number(process.env['OSG_PODS'] ?? 100);
/** Of these: they live for seconds. */
const WITHOUT = Math.max(5, Math.round(PODS / 20));
/** A pod lives so long. */
const LIFE_MS = 100;
/** In one batch, between two counts. */
const BATCH = 20;
/** Of these run, or are being made, at once. */
const AT_ONCE = 4;
const [IN, OUT] = [7001, 7002];

interface Life {
  readonly sent: number;
  readonly received: number;
}

class Lab {
  readonly frames: string;
  /** Of every pod that the runtime made, from ADD to answer, ms. */
  readonly added: number[] = [];

  private constructor(
    readonly node: PodNode,
    readonly victim: Pod,
    readonly attacker: Pod,
  ) {
    this.frames = node.path('frames');
    execFileSync('cc', ['-O2', '-o', this.frames, SOURCE]);
  }

  /** Two pods that may do anything; all others may talk to nobody, and nobody to them. */
  static async open(primary: Primary, pods: AgentOptions['pods']): Promise<Lab> {
    const node = await PodNode.create(primary);
    node.server.put('/apis/networking.k8s.io/v1/networkpolicies', {
      metadata: { name: 'closed', namespace: 'shop' },
      spec: {
        podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['victim', 'attacker'] }] },
        policyTypes: ['Ingress', 'Egress'],
      },
    });
    await node.startController();
    await node.startAgent(pods);
    const [victim, attacker] = [await node.run('victim'), await node.run('attacker')];
    // On a bridge it asks for its neighbours: every 10 ms, not every second.
    const neighbours = 'net/ipv4/neigh/eth0';
    node.box.sysctl(attacker.netns, `${neighbours}/retrans_time_ms=10`, `${neighbours}/mcast_solicit=1000000`);
    return new Lab(node, victim, attacker);
  }

  /** What a pod did and saw from its first instruction on. */
  async live(pod: Pod, ms = LIFE_MS): Promise<Life> {
    const { box } = this.node;
    const child = box.spawn(pod.netns, this.frames, ['run', `${ms}`, `${IN}`, `${OUT}`, ...this.victim.addresses]);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(child, 'close');
    const [, sent, received] = /sent (\d+) received (\d+)/.exec(Buffer.concat(chunks).toString()) ?? [];
    return { sent: Number(sent), received: Number(received) };
  }

  /** How many frames of pods the victim got while `work` ran, during which the attacker knocks at the addresses given. */
  async count(targets: readonly string[], work: () => Promise<void>): Promise<number> {
    const { box } = this.node;
    const counter = box.spawn(this.victim.netns, this.frames, ['count', `${OUT}`]);
    const chunks: Buffer[] = [];
    counter.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (counter.stdout !== null) await once(counter.stdout, 'data');
    const knocking = box.spawn(this.attacker.netns, this.frames, ['knock', `${IN}`, ...targets], 'ignore');
    try {
      await work();
    } finally {
      knocking.kill('SIGKILL');
    }
    counter.stdin?.end();
    await once(counter, 'close');
    return Number(/received (\d+)/.exec(Buffer.concat(chunks).toString())?.[1]);
  }
}

/** IPv4 as a number. */
const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Those that host-local gives next. */
const upcoming = (last: number, many: number): string[] =>
  Array.from({ length: many }, (_, i) => [24, 16, 8, 0].map((shift) => ((last + 1 + i) >> shift) & 255).join('.'));

/** Pods in batches, each some at a time, gone after they were measured. @returns frames that the victim got, and the pods' lives */
async function batches(
  lab: Lab,
  many: number,
  live: (pod: Pod) => Promise<Life>,
): Promise<{ readonly passed: number; readonly sent: number; readonly received: number }> {
  const sum = { passed: 0, sent: 0, received: 0 };
  let last = numberOf(lab.attacker.addresses[0] as string);
  for (let made = 0; made < many; made += BATCH) {
    // Namespaces are made and removed before and after: agent and controller share this process, and wait meanwhile.
    const pods = Array.from({ length: Math.min(BATCH, many - made) }, (_, i) => {
      lab.node.show(`p${made + i}`);
      return lab.node.sandbox(`p${made + i}`);
    });
    const left = [...pods];
    const worker = async (): Promise<void> => {
      for (let pod = left.pop(); pod !== undefined; pod = left.pop()) {
        await lab.node.make(pod);
        const { sent, received } = await live(pod);
        sum.sent += sent;
        sum.received += received;
        await lab.node.end(pod);
        lab.node.server.delete('/api/v1/pods', pod.name, 'shop');
      }
    };
    sum.passed += await lab.count(upcoming(last, pods.length), async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    });
    last = Math.max(...pods.map(({ addresses }) => numberOf(addresses[0] as string)));
    for (const { netns } of pods) lab.node.box.remove(netns);
  }
  return sum;
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((x, y) => x - y)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;

describe.each([
  ['ptp', ptp],
  ['bridge', bridge],
] as const)('a pod that floods from its first instruction, made by %s', (name, primary) => {
  let lab: Lab | undefined;
  afterEach(async () => {
    await lab?.node.close();
    lab = undefined;
  });

  it(
    `F130 with the plugin: no frame passes that policy denies, in or out, of ${PODS} pods`,
    async () => {
      const opened = await Lab.open(primary(), { policyWaitMs: 5_000 * SLOW });
      lab = opened;
      const { node, added } = opened;
      const began = performance.now();
      const { passed, sent, received } = await batches(opened, PODS, async (pod) => {
        const { code, ms } = await node.add(pod);
        expect(code).toBe(0);
        added.push(ms);
        return opened.live(pod);
      });
      process.stdout.write(
        `${name}: ${PODS} pods in ${((performance.now() - began) / 1000).toFixed(0)} s sent ${sent} frames, ${passed} passed; ` +
          `${received} came in; ADD p50 ${quantile(added, 0.5).toFixed(0)} ms, p99 ${quantile(added, 0.99).toFixed(0)} ms\n`,
      );
      expect(sent).toBeGreaterThan(PODS * 100);
      expect({ passed, received }).toEqual({ passed: 0, received: 0 });
    },
    (60_000 + PODS * 3_000) * SLOW,
  );

  it.each([
    ['neither plugin nor cache, the API shows the address 1.7 s later', { cniSocket: undefined, cniCache: undefined }],
    ["libcni's cache alone", { cniSocket: undefined }],
    ['interfaces denied by their names', { cniSocket: undefined, cniCache: undefined, interfaces: ['veth*'] }],
  ])(
    'without the plugin: %s',
    async (how, pods) => {
      const opened = await Lab.open(primary(), {});
      lab = opened;
      const { node, victim, attacker } = opened;
      await node.stopAgent();
      await node.startAgent(pods);
      for (const pod of [victim, attacker]) node.show(pod.name, {}, pod.addresses);
      const { passed, received } = await batches(opened, WITHOUT, async (pod) => {
        node.cache(pod);
        void sleep(1_700).then(() => node.show(pod.name, {}, pod.addresses));
        return opened.live(pod, 3_000);
      });
      process.stdout.write(`${name}, ${how}: of ${WITHOUT} pods ${passed} frames passed, ${received} came in\n`);
      if ('interfaces' in pods) expect({ passed, received }).toEqual({ passed: 0, received: 0 });
      // What the other zeros are worth.
      else if ('cniCache' in pods) expect(Math.min(passed, received)).toBeGreaterThan(0);
    },
    (60_000 + WITHOUT * 5_000) * SLOW,
  );
});
