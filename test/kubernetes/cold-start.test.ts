/**
 * A node whose controller is a pod on that very node: nothing is reachable but through interfaces that the agent governs. First
 * on a fresh node, then after a reboot, where only what is on disk is left.
 */
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ENDPOINT_STATES } from '../../src/distribution/words.js';
import { type Pod, PodNode } from '../support/pod-node.js';
import { SLOW } from '../support/slow.js';

const RELAY = fileURLToPath(new URL('../support/relay.py', import.meta.url));
const PORT = 9470;
const CONTROLLER = { namespace: 'kube-system', labels: { app: 'controller' } };

describe('a cold start', () => {
  let node: PodNode | undefined;
  afterEach(async () => {
    await node?.close();
    node = undefined;
  });

  it(
    'F132 comes up with its controller a pod of its own, fresh and after a reboot, and governs that pod too',
    async () => {
      const made = await PodNode.create();
      node = made;
      made.group('web', []);
      made.server.put('/apis/networking.k8s.io/v1/networkpolicies', {
        metadata: { name: 'controller', namespace: 'kube-system' },
        spec: { podSelector: { matchLabels: { app: 'controller' } }, ingress: [{ ports: [{ port: PORT }] }] },
      });
      const states = () => made.agent?.agent.report().status?.endpoints ?? [];
      const state = (id: string) => ENDPOINT_STATES.text(states().find((endpoint) => endpoint.id === id)?.state);
      const relay = async (netns: Pod['netns'], from: string, to: string) => {
        const child = made.box.spawn(netns, 'python3', [RELAY, from, to]);
        if (child.stdout !== null) await once(child.stdout, 'data');
        return child;
      };
      /** What runs in the controller's pod, once the plugin has answered. */
      const serve = async (pod: Pod) => {
        rmSync(made.path('relay.sock'), { force: true });
        const [address] = pod.addresses;
        const children = [
          await relay(pod.netns, `tcp:${address}:${PORT}`, `unix:${made.path('c.sock')}`),
          await relay(made.netns, `unix:${made.path('relay.sock')}`, `tcp:${address}:${PORT}`),
        ];
        await made.startController();
        return () => {
          for (const child of children) child.kill('SIGKILL');
        };
      };
      const agent = (more: object = {}) =>
        made.startAgent(
          { exemptNamespaces: ['kube-system'], policyWaitMs: 500 * SLOW },
          { controller: `unix:${made.path('relay.sock')}`, ...more },
        );

      // A fresh node: no policy, no controller. kubelet starts pods in any order.
      await agent();
      const web = await made.run('web');
      const controller = await made.run('controller', CONTROLLER);
      expect([web.answer.code, controller.answer.code]).toEqual([0, 0]);
      const end = await serve(controller);
      await expect.poll(() => state('shop/web'), { timeout: 60_000 }).toBe('attached');
      expect(state('kube-system/controller')).toBe('attached');
      // Its policy is in force, on the connection that brought it too.
      const probe = (port: number) =>
        web.agent.succeeds('tcp_connect', { host: controller.addresses[0], port, timeout: 0.5, source_port: 0 });
      await controller.agent.tcpListen('0.0.0.0', 7000);
      expect([await probe(PORT), await probe(7000)]).toEqual([true, false]);
      expect(made.agent?.agent.report().connected).toBe(true);

      // The node reboots: interfaces, programs and processes are gone; last good and the pods' objects are left.
      end();
      await made.stopAgent();
      await made.stopController();
      for (const pod of [web, controller]) made.box.ip(made.netns, `link delete ${pod.host}`);
      rmSync(join(made.box.bpffs, 'osg'), { recursive: true, force: true });
      mkdirSync(join(made.box.bpffs, 'osg2'));
      await agent({ bpffsDir: join(made.box.bpffs, 'osg2') });
      const again = made.sandbox('controller', CONTROLLER);
      const inside = await made.box.agent(again.netns);
      await made.make(again);
      expect((await made.add(again)).code).toBe(0);
      // Not exempt any more: governed by the last good policy, at its new address.
      expect(again.addresses).not.toEqual(controller.addresses);
      expect(state('kube-system/controller')).toBe('attached');
      await inside.tcpListen('0.0.0.0', 7000);
      await serve(again);
      await expect.poll(() => made.agent?.agent.report().connected, { timeout: 60_000 }).toBe(true);
      const other = await made.run('other');
      const reaches = (port: number) =>
        other.agent.succeeds('tcp_connect', { host: again.addresses[0], port, timeout: 0.5, source_port: 0 });
      expect([await reaches(PORT), await reaches(7000)]).toEqual([true, false]);
    },
    240_000 * SLOW,
  );
});
