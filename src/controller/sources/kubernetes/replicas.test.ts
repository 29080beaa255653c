/** Two replicas over one cluster: the one that waits gives agents what the other recorded, and goes on where it ended. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubernetesServer, kubeconfigOf } from '../../../../test/support/kubernetes-server.js';
import { ViewNode } from '../../../../test/support/view-node.js';
import type { RevisedView } from '../../../distribution/receiver.js';
import { type RunningController, startController } from '../../start.js';

const GROUPS = '/apis/openscg.dev/v1alpha1/securitygroups';
const LEASES = '/apis/coordination.k8s.io/v1/leases';

describe('replicas', () => {
  let server: KubernetesServer;
  let folder: string;
  const open: { close(): unknown }[] = [];

  const at = (name: string): string => `unix:${folder}/${name}.sock`;
  const start = async (name: string, stopping?: AbortSignal): Promise<RunningController> => {
    const running = await startController({
      stateDir: join(folder, name),
      listen: at(name),
      kubernetes: {
        ...{ take: 'both', maxShrink: 0.5, kubeconfig: join(folder, 'kubeconfig'), lease: 'osg/osg' },
        leaseTimes: { renewEvery: 50, giveUpAfter: 1_500, takeOverAfter: 2_500 },
      },
      ...(stopping !== undefined && { stopping }),
    });
    open.push(running);
    return running;
  };
  const until = async (holds: () => boolean, why = (): string => ''): Promise<void> => {
    for (let i = 0; i < 2000 && !holds(); i++) await sleep(10);
    expect(holds(), why()).toBe(true);
  };
  const pod = (name: string, ip: string) =>
    server.put('/api/v1/pods', {
      metadata: { name, namespace: 'shop', labels: { app: name } },
      spec: { nodeName: 'n1', containers: [{ name: 'c' }] },
      status: { phase: 'Running', podIPs: [{ ip }] },
    });
  const group = (port: number) =>
    server.put(GROUPS, {
      metadata: { name: 'web', namespace: 'shop' },
      spec: { members: { podSelector: { matchLabels: { app: 'web' } } }, ingress: [{ id: 'a', ports: [{ port }] }] },
    });
  const recorded = () =>
    (server.get(LEASES, 'osg', 'osg')?.metadata['annotations'] as Record<string, string> | undefined)?.[
      'openscg.dev/recorded'
    ];
  const node = (addresses: readonly string[], held?: RevisedView): ViewNode => {
    const made = new ViewNode(addresses, held);
    open.push(made);
    return made;
  };

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    folder = mkdtempSync(join(tmpdir(), 'osg-replicas-'));
    writeFileSync(join(folder, 'kubeconfig'), kubeconfigOf(server.url));
    server.put('/api/v1/namespaces', { metadata: { name: 'shop', labels: {} } });
    server.put('/api/v1/nodes', {
      metadata: { name: 'n1' },
      status: { addresses: [{ type: 'InternalIP', address: '10.1.0.1' }] },
    });
    pod('web', '10.0.0.1');
    group(80);
  });
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F139 one that waits serves views under the numbers of the holder, and takes over above them without its store', async () => {
    const a = await start('a');
    const first = node([at('a')]);
    await until(() => first.endpoints.join() === 'shop/web');
    const stop = new AbortController();
    const waiting = start('b', stop.signal);
    waiting.catch(() => undefined);
    let second = node([at('b')]);
    await until(
      () => second.endpoints.join() === 'shop/web',
      () => second.refused.join('\n'),
    );
    expect(second.held?.digest).toBe(first.held?.digest);
    expect(second.places.at(-1)).toBe(first.places.at(-1));
    // Inventory goes on, through either.
    pod('api', '10.0.0.2');
    await until(() => first.endpoints.length === 2 && second.endpoints.length === 2);
    // Policy: when the holder has recorded it.
    group(81);
    await until(() => second.held?.revision === 2 && first.held?.revision === 2);
    expect(second.held?.digest).toBe(first.held?.digest);
    await until(() => server.requests.some((r) => r.startsWith('PATCH') && r.includes('/status')));
    // A rollback is the holder's alone to know: nothing goes out beside it.
    await a.controller.operations.rollback(1, 'test', 'test');
    await until(() => recorded()?.endsWith('/') === true && first.held?.revision === 3);
    second.close(); // Two of one name would end each other's streams.
    let fresh = node([at('b')]);
    const refused = (): boolean => fresh.refused.some((why) => why.includes('waits for the Lease'));
    for (;;) {
      await until(() => refused() || fresh.held !== undefined);
      if (refused()) break;
      fresh.close(); // It was faster than the look at the Lease.
      fresh = node([at('b')]);
    }
    expect(fresh.places).toEqual([]);
    await a.controller.operations.resume('test', 'test');
    await until(() => fresh.held?.revision === 4);
    fresh.close();
    second = node([at('b')], second.held);
    // The holder is gone for good, its store with it.
    await a.close();
    const b = await waiting;
    expect(b.controller.recorded.get()).toMatchObject({ revision: 5, epoch: second.held?.epoch });
    // What it was given and is still right stays what it is; the next view has the new number.
    pod('db', '10.0.0.3');
    await until(
      () => second.endpoints.length === 3 && second.held?.revision === 5,
      () => JSON.stringify([second.places, second.refused]),
    );
    expect(second.places.every((place) => place.split('/')[0] === first.places[0]?.split('/')[0])).toBe(true);
    expect(second.refused.filter((why) => why.includes('older'))).toEqual([]);
  }, 60_000);

  it('F139 an agent that holds more than was recorded gets nothing older; a bad object stays as it was', async () => {
    const a = await start('a');
    const first = node([at('a')]);
    await until(() => first.endpoints.join() === 'shop/web');
    const waiting = start('b');
    const held = first.held as RevisedView;
    const ahead = node([at('b')], { ...held, revision: held.revision + 5 });
    const behind = node([at('b')]);
    await until(() => behind.endpoints.join() === 'shop/web');
    await until(() => ahead.refused.some((why) => why.includes('nothing for this node')));
    expect(ahead.places).toEqual([]);
    group(70_000);
    pod('api', '10.0.0.2');
    await until(() => behind.endpoints.length === 2);
    await a.close();
    const b = await waiting;
    await until(() => b.controller.fleet.target('n1') !== undefined);
    const [policy] = [...(b.controller.fleet.target('n1')?.view.policies ?? [])];
    expect(policy?.rules).toHaveLength(1);
    await until(() => (ahead.held?.revision ?? 0) > held.revision + 5 || (ahead.held?.epoch ?? 0) > held.epoch);
  }, 60_000);
});
