/**
 * The window between a pod's first instruction and its policy, measured with frames: pods made by real CNI plugins that flood as
 * soon as the chain is done, and are flooded by another pod meanwhile. OSG_PODS: how many (default 100).
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { AgentOptions } from '../../src/agent/start.js';
import { type Pod, PodNode, type Primary } from '../support/pod-node.js';
import { bridge, ptp } from './cni-plugins.js';

const SOURCE = fileURLToPath(new URL('../support/frames.c', import.meta.url));
const PODS = Number(process.env['OSG_PODS'] ?? 100);
const SLOW = Number(process.env['OSG_SLOW'] ?? 1);
/** A pod lives so long. */
const LIFE_MS = 150;
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
    return new Lab(node, await node.run('victim'), await node.run('attacker'));
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

  /** How many frames of pods the victim got while `work` ran, during which the attacker floods the addresses given. */
  async count(targets: () => readonly string[], work: () => Promise<void>): Promise<number> {
    const { box } = this.node;
    const counter = box.spawn(this.victim.netns, this.frames, ['count', `${OUT}`]);
    const chunks: Buffer[] = [];
    counter.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (counter.stdout !== null) await once(counter.stdout, 'data');
    const flood = box.spawn(this.attacker.netns, this.frames, ['run', '3600000', '1', `${IN}`, ...targets()], 'ignore');
    try {
      await work();
    } finally {
      flood.kill('SIGKILL');
    }
    counter.stdin?.end();
    await once(counter, 'close');
    return Number(/received (\d+)/.exec(Buffer.concat(chunks).toString())?.[1]);
  }
}

/** Those that host-local gives next. */
const upcoming = (last: string, many: number): string[] => {
  const [a, b, c = 0, d = 0] = last.split('.').map(Number);
  return Array.from({ length: many }, (_, i) => {
    const at = c * 256 + d + 1 + i;
    return `${a}.${b}.${at >> 8}.${at & 255}`;
  });
};

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
      const lives: Life[] = [];
      let reused = opened.attacker.addresses[0] as string;
      let passed = 0;
      for (let made = 0; made < PODS; made += 10)
        passed += await opened.count(
          () => upcoming(reused, 10),
          async () => {
            for (let i = made; i < made + 10; i++) {
              node.show(`p${i}`);
              const pod = node.sandbox(`p${i}`);
              await node.make(pod);
              const { code, ms } = await node.add(pod);
              expect(code).toBe(0);
              added.push(ms);
              lives.push(await opened.live(pod));
              reused = pod.addresses[0] as string;
              await node.end(pod);
              node.server.delete('/api/v1/pods', `p${i}`, 'shop');
            }
          },
        );
      const sum = (of: (life: Life) => number): number => lives.reduce((total, life) => total + of(life), 0);
      process.stdout.write(
        `${name}: ${PODS} pods sent ${sum((l) => l.sent)} frames, ${passed} passed; ${sum((l) => l.received)} came in; ` +
          `ADD p50 ${quantile(added, 0.5).toFixed(0)} ms, p99 ${quantile(added, 0.99).toFixed(0)} ms\n`,
      );
      expect(sum((life) => life.sent)).toBeGreaterThan(PODS * 100);
      expect({ passed, received: sum((life) => life.received) }).toEqual({ passed: 0, received: 0 });
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
      const lives: Life[] = [];
      let next = attacker.addresses[0] as string;
      const passed = await opened.count(
        () => upcoming(next, 5),
        async () => {
          for (let i = 0; i < 5; i++) {
            node.show(`q${i}`);
            const pod = node.sandbox(`q${i}`);
            await node.make(pod);
            node.cache(pod);
            void sleep(1_700).then(() => node.show(`q${i}`, {}, pod.addresses));
            lives.push(await opened.live(pod, 3_000));
            next = pod.addresses[0] as string;
          }
        },
      );
      const received = lives.reduce((sum, life) => sum + life.received, 0);
      process.stdout.write(`${name}, ${how}: of 5 pods ${passed} frames passed, ${received} came in\n`);
      if ('interfaces' in pods) expect({ passed, received }).toEqual({ passed: 0, received: 0 });
    },
    120_000 * SLOW,
  );
});
