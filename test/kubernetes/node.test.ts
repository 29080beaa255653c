/** Pods of a real container runtime (containerd, runc, CNI plugins of Debian), our plugin last in its chain. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT_STATES } from '../../src/distribution/words.js';
import { PodNode } from '../support/pod-node.js';
import { SLOW } from '../support/slow.js';
import { ptp } from './cni-plugins.js';
import { Containerd } from './containerd.js';

const PODS = Number(process.env['OSG_PODS'] ?? 20);
const [BATCH, AT_ONCE] = [20, 4];

describe('a node with containerd', () => {
  let node: PodNode;
  let runtime: Containerd;
  const states = () => node.agent?.agent.report().status?.endpoints ?? [];
  const addressOf = (id: string): string => {
    const view = node.controller?.controller.fleet.target('n1')?.view.endpoints.get(id);
    const [first] = view?.addresses ?? [];
    return first === undefined ? '' : [24n, 16n, 8n, 0n].map((shift) => (first.value >> shift) & 255n).join('.');
  };
  beforeAll(async () => {
    node = await PodNode.create(ptp());
    node.server.put('/apis/networking.k8s.io/v1/networkpolicies', {
      metadata: { name: 'closed', namespace: 'shop' },
      spec: { podSelector: { matchLabels: { app: 'closed' } }, policyTypes: ['Ingress', 'Egress'] },
    });
    await node.startController();
    await node.startAgent({ cniCache: Containerd.cache(node), policyWaitMs: 5_000 * SLOW });
    runtime = await Containerd.start(node, ptp().entry(node));
  }, 300_000 * SLOW);
  afterAll(async () => {
    await runtime?.close();
    await node?.close();
  });

  const counted = (text: string): number => Number(/received (\d+)/.exec(text)?.[1]);

  it(
    `F130 ${PODS} pods flood from their first instruction: no frame passes; an open one’s do`,
    async () => {
      node.show('watch', { labels: { app: 'open' } });
      const watch = await runtime.sandbox('watch');
      const target = addressOf('shop/watch');
      const took: number[] = [];
      /** Frames sent by pods of a batch, some at a time, and those that came. */
      const lives = async (names: readonly string[], app: string) => {
        const counter = await runtime.begin(watch, '/frames', 'count', '7002', 'told');
        await counter.says('ready');
        const left = [...names];
        let sent = 0;
        const worker = async (): Promise<void> => {
          for (let name = left.pop(); name !== undefined; name = left.pop()) {
            node.show(name, { labels: { app } });
            const began = performance.now();
            const pod = await runtime.sandbox(name);
            took.push(performance.now() - began);
            const output = await (await runtime.begin(pod, '/frames', 'run', '200', '7001', '7002', target)).ended();
            sent += Number(/sent (\d+)/.exec(output)?.[1]);
            await runtime.end(pod);
            node.server.delete('/api/v1/pods', name, 'shop');
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));
        await counter.stop();
        return { sent, passed: counted(await counter.ended()) };
      };
      const open = await lives(['open'], 'open');
      expect(open.sent).toBeGreaterThan(0);
      expect(open.passed).toBeGreaterThan(0);
      const began = performance.now();
      took.length = 0;
      let sent = 0;
      for (let i = 0; i < PODS; i += BATCH) {
        const names = Array.from({ length: Math.min(BATCH, PODS - i) }, (_, j) => `p${i + j}`);
        const life = await lives(names, 'closed');
        expect(life).toEqual({ sent: expect.any(Number), passed: 0 });
        sent += life.sent;
      }
      took.sort((a, b) => a - b);
      process.stdout.write(
        `${PODS} pods in ${((performance.now() - began) / 1000).toFixed(0)} s sent ${sent} frames, 0 passed; ` +
          `sandboxes p50 ${took[took.length >> 1]?.toFixed(0)} ms, the longest ${took.at(-1)?.toFixed(0)} ms\n`,
      );
      expect(sent).toBeGreaterThan(PODS);
      await runtime.end(watch);
    },
    (120_000 + PODS * 5_000) * SLOW,
  );

  it(
    'F131 agent away: the sandbox fails with what to do; it goes well when the agent is back, without anybody’s help',
    async () => {
      await node.stopAgent();
      runtime.conflist(ptp().entry(node), { timeoutSeconds: 1 });
      node.show('late', { labels: { app: 'closed' } });
      await expect
        .poll(() => runtime.sandbox('late').then(() => '', String), { timeout: 30_000 })
        .toContain('the agent of this node did not take the pod under policy');
      await node.startAgent({ cniCache: Containerd.cache(node), policyWaitMs: 5_000 * SLOW });
      const late = await runtime.sandbox('late', 'uid-late');
      expect(states().find(({ id }) => id === 'shop/late')?.detail).toContain('by the CNI plugin');
      // The runtime restarts, then the agent: known by libcni's cache.
      await runtime.stop();
      await runtime.run();
      await node.stopAgent();
      await node.startAgent({ cniCache: Containerd.cache(node) });
      expect(states().find(({ id }) => id === 'shop/late')?.detail).toContain('cache');
      await runtime.end(late);
      await expect
        .poll(() => states().find(({ id }) => id === 'shop/late')?.state, { timeout: 10_000 })
        .toBe(ENDPOINT_STATES.value.waiting);
    },
    180_000 * SLOW,
  );
});
