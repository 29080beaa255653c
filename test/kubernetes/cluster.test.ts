/**
 * Everything together on a cluster of one node: a real API server, containerd with a CNI plugin, the manifests as operators apply
 * them (certificates by `osg pki cluster`, the agents' by their tokens), the image, our plugin installed by its container, pods by
 * CRI, policies by kubectl. OSG_SUITES: Debian suites whose containerd it is run with (own: this machine's), by commas, `:bridge` behind one
 * whose pods are on a bridge instead of links of their own.
 * OSG_LAB_IMAGE: the image as docker-archive, e.g. one that buildah made of the Dockerfile.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, NODE, TAINT } from '../../src/demo/kubernetes/cluster.js';
import { osgImage, POD_IMAGE } from '../../src/demo/kubernetes/images.js';
import { Sandbox } from '../support/netns.js';
import { SLOW } from '../support/slow.js';

const SUITES = (process.env['OSG_SUITES'] ?? 'own,trixie:bridge,sid')
  .split(',')
  .map((word) => word.split(':') as [string, 'ptp' | 'bridge' | undefined]);
const DEPLOY = fileURLToPath(new URL('../../deploy/kubernetes', import.meta.url));
const LONG = { timeout: 90_000 * SLOW, interval: 100 };

describe.each(SUITES.map(([suite, primary = 'ptp']) => ({ suite, primary })))(
  'a cluster, with the containerd of $suite and pods by $primary',
  ({ suite, primary }) => {
    const box = new Sandbox();
    let lab: Lab;
    const agent = 'osg-system/osg-agent';

    const run = (name: string, serves: readonly string[] = []) =>
      lab.apply([
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace: 'shop', labels: { app: name } },
          spec: { containers: [{ name: 'c', image: POD_IMAGE, command: ['/pod', ...serves] }] },
        },
      ]);
    const ready = (id: string) => expect.poll(() => lab.waitsFor(id), LONG).toBe('');
    const reaches = async (from: string, to: string, port: number, family = 0): Promise<boolean> => {
      const address = lab.kubelet.get(to)?.addresses[family] ?? '';
      return (await lab.exec(from, '/pod', 'try', '700', `tcp/${address}/${port}`)).code === 0;
    };
    const taints = async (): Promise<string> =>
      (await lab.kubectl(['get', 'node', NODE, '-o', 'jsonpath={.spec.taints[*].key}'])).stdout;
    const signal = (name: NodeJS.Signals): void =>
      lab.signal(lab.kubelet.get(agent)?.containers[0]?.id ?? 'none', name);

    beforeAll(async () => {
      const netns = box.netns('node', { forwarding: true });
      lab = await Lab.start({
        folder: box.dir,
        network: ['nsenter', `--net=${netns.path}`],
        suite: suite === 'own' ? '' : suite,
        primary,
      });
      process.stderr.write(`containerd ${await lab.runtime.version()}\n`);
      lab.runtime.load(process.env['OSG_LAB_IMAGE'] ?? (await osgImage(join(box.dir, 'image'), 'osg:0.1.0')));
      const { code, stderr } = await lab.kubectl(['apply', '-k', DEPLOY]);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      await lab.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    }, 900_000 * SLOW);
    afterAll(async () => {
      await lab?.close();
      box.close();
    }, 120_000 * SLOW);

    it(
      'comes up by the manifests alone: certificates, first certificate by token, plugin chained, startup taint off',
      async () => {
        await run('early');
        for (const id of ['osg-system/osg-controller', 'osg-system/osg-collector', agent]) await ready(id);
        await expect.poll(taints, LONG).not.toContain(TAINT.key);
        // What tolerated no taint came after the agent, and by the plugin.
        await ready('shop/early');
        const { plugins } = JSON.parse(textOf(lab.space.path('etc/cni/net.d/10-lab.conflist')));
        expect(plugins.at(-1).type).toBe('osg-cni');
        const [first] = lab.kubelet.get(agent)?.containers ?? [];
        expect(first?.restarts, lab.kubelet.log(lab.kubelet.get(agent) as never)).toBe(0);
        expect(agentSays()).toContain('shop/early');
      },
      300_000 * SLOW,
    );
    const agentSays = (): string => lab.kubelet.log(lab.kubelet.get(agent) as never);

    it(
      'enforces what kubectl applies, says so in kubectl get, and tells each deny',
      async () => {
        await run('web', ['serve', 'tcp:80']);
        await run('api', ['serve', 'tcp:8080', 'tcp:9090']);
        for (const id of ['shop/web', 'shop/api']) await ready(id);
        expect(await reaches('shop/early', 'shop/api', 8080)).toBe(true);
        await lab.apply([
          {
            apiVersion: 'openscg.dev/v1alpha1',
            kind: 'SecurityGroup',
            metadata: { name: 'api', namespace: 'shop' },
            spec: {
              owner: 'team-shop',
              members: { podSelector: { matchLabels: { app: 'api' } } },
              ingress: [
                {
                  id: 'from-web',
                  from: [{ podSelector: { matchLabels: { app: 'web' } } }],
                  ports: [{ protocol: 'TCP', port: 8080 }],
                },
              ],
            },
          },
        ]);
        await expect
          .poll(
            async () =>
              (
                await lab.kubectl([
                  ...['-n', 'shop', 'get', 'securitygroups', 'api'],
                  ...['-o', 'jsonpath={.status.conditions[?(@.type=="Realised")].status} {.status.nodes}'],
                ])
              ).stdout,
            LONG,
          )
          .toBe('True 1/1');
        for (const family of [0, 1]) {
          expect(await reaches('shop/web', 'shop/api', 8080, family)).toBe(true);
          expect(await reaches('shop/web', 'shop/api', 9090, family)).toBe(false);
          expect(await reaches('shop/early', 'shop/api', 8080, family)).toBe(false);
        }
        const socket = lab.volume('osg-system/osg-collector', 'run', 'collector.sock');
        await expect
          .poll(
            async () => (await lab.kubectl(['osg', 'denies', '-n', 'shop', '--collector', `unix:${socket}`])).stdout,
            LONG,
          )
          .toMatch(/shop\/early.*shop\/api.*8080/);
      },
      240_000 * SLOW,
    );

    it(
      'F131 with the agent hanging, then killed, policy stays, no pod starts, and all is well by itself after',
      async () => {
        signal('SIGSTOP');
        try {
          await run('late');
          await expect.poll(() => lab.waitsFor('shop/late'), LONG).toMatch(/agent/);
          expect(lab.kubelet.get('shop/late')?.containers).toEqual([]);
          expect(await reaches('shop/early', 'shop/api', 8080)).toBe(false);
          expect(await reaches('shop/web', 'shop/api', 8080)).toBe(true);
        } finally {
          signal('SIGCONT');
        }
        await ready('shop/late');
        signal('SIGKILL');
        expect(await reaches('shop/early', 'shop/api', 8080)).toBe(false);
        expect(await reaches('shop/web', 'shop/api', 8080)).toBe(true);
        await run('later');
        await ready('shop/later');
        await expect.poll(() => lab.kubelet.get(agent)?.containers[0]?.restarts, LONG).toBe(1);
        await ready(agent);
        expect(agentSays()).toContain('enforcement taken over');
        expect(await reaches('shop/later', 'shop/api', 8080)).toBe(false);
      },
      300_000 * SLOW,
    );

    it(
      'goes on over a restart of containerd, and takes a taint off that reappears',
      async () => {
        await lab.runtime.stop();
        await lab.runtime.run();
        await run('after');
        await ready('shop/after');
        expect(await reaches('shop/web', 'shop/api', 8080)).toBe(true);
        expect(await reaches('shop/after', 'shop/api', 8080)).toBe(false);
        await lab.kubectl(['taint', 'node', NODE, `${TAINT.key}=:${TAINT.effect}`]);
        await expect.poll(taints, LONG).not.toContain(TAINT.key);
      },
      240_000 * SLOW,
    );

    it(
      'F133 the plugin is back in a chain that the primary CNI rewrote, and its binary where somebody deleted it',
      async () => {
        const chain = lab.space.path('etc/cni/net.d/10-lab.conflist');
        const { plugins, ...rest } = JSON.parse(textOf(chain));
        writeFileSync(chain, JSON.stringify({ ...rest, plugins: plugins.slice(0, -1) }));
        rmSync(lab.space.path('opt/cni/bin/osg-cni'));
        await expect.poll(() => textOf(chain), LONG).toContain('osg-cni');
        await expect.poll(() => existsSync(lab.space.path('opt/cni/bin/osg-cni')), LONG).toBe(true);
        await run('rewritten');
        await ready('shop/rewritten');
        expect(agentSays()).toMatch(/shop\/rewritten.*pod under policy/);
        expect(await reaches('shop/rewritten', 'shop/api', 8080)).toBe(false);
      },
      240_000 * SLOW,
    );

    it(
      'F132 comes back from a reboot with the plugin in the chain and its controller a pod of its own',
      async () => {
        await lab.reboot();
        for (const id of [
          agent,
          'osg-system/osg-controller',
          'osg-system/osg-collector',
          'shop/web',
          'shop/api',
          'shop/early',
        ])
          await ready(id);
        await expect.poll(() => reaches('shop/web', 'shop/api', 8080), LONG).toBe(true);
        expect(await reaches('shop/early', 'shop/api', 8080)).toBe(false);
      },
      400_000 * SLOW,
    );

    it(
      'is taken off by the component uninstall: no plugin in the chain, nothing pinned, pods open',
      async () => {
        const { code, stderr } = await lab.kubectl(['apply', '-k', join(DEPLOY, '../../test/kubernetes/uninstall')]);
        expect(stderr).toBe('');
        expect(code).toBe(0);
        await expect
          .poll(() => textOf(lab.space.path('etc/cni/net.d/10-lab.conflist')).includes('osg-cni'), LONG)
          .toBe(false);
        await expect.poll(() => lab.space.run('ls', lab.space.path('sys/fs/bpf')), LONG).not.toMatch(/^osg$/m);
        expect(existsSync(lab.space.path('opt/cni/bin/osg-cni'))).toBe(false);
        expect(await reaches('shop/early', 'shop/api', 8080)).toBe(true);
      },
      240_000 * SLOW,
    );
  },
);

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
