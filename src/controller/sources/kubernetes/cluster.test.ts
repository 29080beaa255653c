/** A whole controller over a cluster: what nodes get, and what the cluster is told. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubernetesServer, kubeconfigOf } from '../../../../test/support/kubernetes-server.js';
import { DIVERGENCE_CAUSES, IN_FORCE } from '../../../distribution/words.js';
import { SILENT } from '../../../part/log.js';
import { type RunningController, startController } from '../../start.js';
import { Cluster } from './cluster.js';
import { POLICY_RESOURCES, type Resource } from './resources.js';

const GROUPS = '/apis/openscg.dev/v1alpha1/securitygroups';
const OURS = POLICY_RESOURCES.find(({ kind }) => kind === 'SecurityGroup') as Resource;

describe('a controller over a cluster', () => {
  let server: KubernetesServer;
  let folder: string;
  let running: RunningController | undefined;

  const start = async (more: object = {}, kubernetes: object = {}): Promise<RunningController> => {
    running = await startController({
      stateDir: join(folder, 'state'),
      listen: `unix:${folder}/c.sock`,
      kubernetes: { take: 'both', maxShrink: 0.5, kubeconfig: join(folder, 'kubeconfig'), ...kubernetes },
      ...more,
    });
    return running;
  };
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1500 && !holds(); i++) await sleep(10);
    expect(holds()).toBe(true);
  };
  const pod = (name: string, ip: string, labels: object) =>
    server.put('/api/v1/pods', {
      metadata: { name, namespace: 'shop', labels },
      spec: { nodeName: 'n1', containers: [{ name: 'c' }] },
      status: { phase: 'Running', podIPs: [{ ip }] },
    });
  const group = (port: number) =>
    server.put(GROUPS, {
      metadata: { name: 'web', namespace: 'shop' },
      spec: { members: { podSelector: { matchLabels: { app: 'web' } } }, ingress: [{ id: 'a', ports: [{ port }] }] },
    });
  const condition = (type: string) =>
    (
      server.get(GROUPS, 'web', 'shop')?.['status'] as {
        conditions?: { type: string; status: string; message: string }[];
      }
    )?.conditions?.find((c) => c.type === type);
  const endpoints = (): string[] =>
    [...(running?.controller.fleet.target('n1')?.view.endpoints ?? [])].map(({ id }) => id);

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    folder = mkdtempSync(join(tmpdir(), 'osg-cluster-'));
    writeFileSync(join(folder, 'kubeconfig'), kubeconfigOf(server.url));
    server.put('/api/v1/namespaces', { metadata: { name: 'shop', labels: {} } });
    server.put('/api/v1/nodes', {
      metadata: { name: 'n1' },
      status: { addresses: [{ type: 'InternalIP', address: '10.1.0.1' }] },
    });
    pod('web', '10.0.0.1', { app: 'web' });
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives nodes their views and says on objects what became of them', async () => {
    group(80);
    await start();
    expect(endpoints()).toEqual(['shop/web']);
    await until(() => condition('Accepted')?.status === 'True');
    await until(() => condition('Realised')?.message === 'on 0 of 1 nodes; not yet: n1');
    expect(server.get(GROUPS, 'web', 'shop')?.['status']).toMatchObject({ members: 1, nodes: '0/1' });
    // An event that brings no other specification, as that of this very status, takes nothing of it back.
    const { metadata, spec: same } = server.get(GROUPS, 'web', 'shop') as unknown as { metadata: object; spec: object };
    server.put(GROUPS, { ...{ metadata, spec: same }, status: server.get(GROUPS, 'web', 'shop')?.['status'] });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(condition('Realised')).toBeDefined();
    // What an admission policy of deploy/ asks before it lets anybody delete.
    const references = () =>
      (server.get(GROUPS, 'web', 'shop')?.['status'] as { references?: number } | undefined)?.references;
    expect(references()).toBe(0);
    const spec = { members: { podSelector: {} }, ingress: [{ id: 'a', from: [{ group: 'web' }] }] };
    server.put(GROUPS, { metadata: { name: 'db', namespace: 'shop' }, spec });
    await until(() => references() === 1);
    server.delete(GROUPS, 'db', 'shop');
    await until(() => references() === 0);
    pod('api', '10.0.0.2', { app: 'api' });
    await until(() => endpoints().includes('shop/api'));
  });

  it('says nothing of who enforces an object that no view is made of yet', async () => {
    const cluster = new Cluster({ take: 'both', maxShrink: 0.5, kubeconfig: join(folder, 'kubeconfig') }, SILENT);
    const source = cluster.source(() => ({ policies: [], addressGroups: [] }) as never);
    const status = () => server.get(GROUPS, 'web', 'shop')?.['status'];
    const seen: unknown[] = [];
    try {
      void source.start({ changed: () => undefined, failed: () => undefined } as never);
      cluster.follow({
        fleet: () => [],
        recorded: () => '',
        settled: async () => {
          seen.push(status());
          if (seen.length > 1) return;
          group(80);
          await until(() => source.behind.length === 0 && [...source.objects(OURS)].length === 1);
          await sleep(100);
        },
      });
      await until(() => seen.length > 1);
      expect(seen[1]).toBeUndefined();
      await until(() => condition('Realised')?.status === 'True');
    } finally {
      source.close();
      await cluster.close();
    }
  });

  it('F137 refuses a bad object with its field, on the object and as an Event; the last good one survives a restart', async () => {
    group(80);
    await start();
    group(70_000);
    await until(() => condition('Accepted')?.status === 'False');
    expect(condition('Accepted')?.message).toContain('spec.ingress[0].ports[0].port');
    const otherwise = () => running?.controller.status().declaredOtherwise;
    expect(otherwise()).toEqual([
      { object: 'SecurityGroup/shop/web', why: DIVERGENCE_CAUSES.value.refused, inForce: IN_FORCE.value['last-good'] },
    ]);
    expect(server.requests.some((request) => request.startsWith('POST /api/v1/namespaces/shop/events'))).toBe(true);
    await running?.close();
    await start();
    const [policy] = [...(running?.controller.fleet.target('n1')?.view.policies ?? [])];
    expect(policy?.rules).toHaveLength(1);
    expect(policy?.rules.at(0)?.id).toContain('ingress/a');
    await until(() => otherwise()?.[0]?.inForce === IN_FORCE.value['last-good']);
    // A new object that never was good is in force as far as it can be read.
    server.put(GROUPS, {
      metadata: { name: 'new', namespace: 'shop' },
      spec: { members: { podSelector: {} }, ingress: [{ id: 'a', ports: [{ port: 70_001 }] }] },
    });
    await until(
      () => otherwise()?.find(({ object }) => object === 'SecurityGroup/shop/new')?.inForce === IN_FORCE.value.closed,
    );
    group(81);
    server.delete(GROUPS, 'new', 'shop');
    await until(() => otherwise()?.length === 0);
  });

  it('F152 an object beyond its cluster’s authority says so, and who could; it stays as it was', async () => {
    const authority = join(folder, 'authority.yaml');
    writeFileSync(
      authority,
      `apiVersion: openscg.dev/v1alpha1
kind: AuthorityPolicy
metadata: {name: who-may}
spec:
  people: [{name: ann, identities: ['certificate:ann'], groups: [platform]}]
  grants:
  - {name: platform, who: ['group:platform'], tiers: ['*'], namespaces: ['*']}
  - {name: cluster, who: ['source:cluster'], namespaces: [shop], kinds: [SecurityGroup]}
`,
    );
    group(80);
    await start({ authority });
    await until(() => condition('Accepted')?.status === 'True');
    const spec = { podSelector: {}, policyTypes: ['Ingress'] };
    server.put('/apis/networking.k8s.io/v1/networkpolicies', { metadata: { name: 'all', namespace: 'shop' }, spec });
    server.put(GROUPS, {
      metadata: { name: 'guard', namespace: 'other' },
      spec: { members: { podSelector: {} }, ingress: [] },
    });
    const guard = () =>
      (
        server.get(GROUPS, 'guard', 'other')?.['status'] as { conditions?: { type: string; message: string }[] }
      )?.conditions?.find(({ type }) => type === 'Accepted');
    await until(() => guard() !== undefined);
    expect(guard()).toMatchObject({
      ...{ status: 'False', reason: 'NotAdmitted' },
      message: expect.stringMatching(/guard .*source:cluster may not add it; who could: group:platform \(ann\)/),
    });
    const told = () => server.requests.filter((one) => one.startsWith('POST /api/v1/namespaces/shop/events'));
    await until(() => told().length > 0);
    expect(endpoints()).toEqual(['shop/web']);
    expect([...(running?.controller.fleet.target('n1')?.view.policies ?? [])].map(({ key }) => key)).toEqual([
      'SecurityGroup/shop/web',
    ]);
  });

  it('takes policies from files and the inventory from the cluster', async () => {
    mkdirSync(join(folder, 'policies'));
    writeFileSync(
      join(folder, 'policies/web.yaml'),
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {} }\n',
    );
    group(80); // Not asked for.
    await start({ policies: join(folder, 'policies') }, { take: 'inventory' });
    expect([...(running?.controller.fleet.target('n1')?.view.policies ?? [])].map(({ key }) => key)).toEqual([
      'NetworkPolicy/shop/deny',
    ]);
    expect(endpoints()).toEqual(['shop/web']);
  });

  it('F139 of two replicas the second waits for the Lease, and runs when the first has ended', async () => {
    const deposed: string[] = [];
    const first = await start({ deposed: (why: string) => deposed.push(why) }, { lease: 'osg-system/osg-controller' });
    let second: RunningController | undefined;
    const waiting = startController({
      stateDir: join(folder, 'other'),
      listen: `unix:${folder}/d.sock`,
      kubernetes: {
        take: 'both',
        maxShrink: 0.5,
        kubeconfig: join(folder, 'kubeconfig'),
        lease: 'osg-system/osg-controller',
      },
    }).then((it) => {
      second = it;
    });
    await sleep(300);
    expect(second).toBeUndefined();
    await first.close();
    // An orderly end gives the Lease back: nobody was deposed, and the process ends by itself.
    expect(deposed).toEqual([]);
    running = undefined;
    await waiting;
    expect(second).toBeDefined();
    running = second;
  });

  const heldBy = (holder: string): void => {
    server.put('/apis/coordination.k8s.io/v1/leases', {
      metadata: { name: 'osg-controller', namespace: 'osg-system' },
      spec: { holderIdentity: holder, renewTime: '2026-01-01T00:00:00.000000Z' },
    });
  };
  const lists = (): number => server.requests.filter((r) => r.startsWith('GET /api/v1/pods?')).length;

  it('F139 a replica that waits has read the cluster: it serves as soon as the Lease is its own', async () => {
    heldBy('one that was killed');
    const leaseTimes = { renewEvery: 100, giveUpAfter: 1000, takeOverAfter: 1500 };
    const waiting = start({}, { lease: 'osg-system/osg-controller', leaseTimes });
    await until(() => server.watches > 5);
    expect(running).toBeUndefined();
    const before = lists();
    pod('late', '10.0.0.3', { app: 'web' });
    await waiting;
    expect(endpoints()).toEqual(['shop/late', 'shop/web']);
    expect(lists()).toBe(before);
  });

  it('F139 a replica whose store is empty serves the same, in a later epoch: no volume is needed', async () => {
    group(80);
    const first = await start();
    const before = first.controller.fleet.target('n1');
    await first.close();
    const { controller } = await start({ stateDir: join(folder, 'empty') });
    const after = controller.fleet.target('n1');
    expect(after?.digest).toBe(before?.digest);
    expect(after?.epoch).toBeGreaterThan(before?.epoch ?? 0);
  });

  it('F121 ends at once when it is told to while it waits for the Lease', async () => {
    heldBy('another');
    const stop = new AbortController();
    const starting = start({ stopping: stop.signal }, { lease: 'osg-system/osg-controller' });
    await until(() => server.requests.some((r) => r.includes('/leases/')));
    stop.abort();
    await expect(starting).rejects.toBe(stop.signal.reason);
    expect(
      server.get('/apis/coordination.k8s.io/v1/leases', 'osg-controller', 'osg-system')?.['spec'] as object,
    ).toMatchObject({
      holderIdentity: 'another',
    });
    await until(() => server.watches === 0);
  });

  it('says what is missing when nothing is a source', async () => {
    await expect(startController({ stateDir: folder, listen: `unix:${folder}/c.sock` })).rejects.toThrow(
      'has no source: name policies, kubernetes, or both',
    );
  });
});
