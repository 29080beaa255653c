import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessTo, KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import { formatPrefix, parsePrefix } from '../../../net/prefix.js';
import type { Policy, ServiceCidr } from '../../../policy/model.js';
import type { Batch, Problem, SourceObject } from '../../source.js';
import { KubernetesApi } from './api.js';
import { KubernetesSource, type KubernetesSourceOptions } from './source.js';

const PODS = '/api/v1/pods';
const NAMESPACES = '/api/v1/namespaces';
const POLICIES = '/apis/networking.k8s.io/v1/networkpolicies';
const GROUPS = '/apis/openscg.dev/v1alpha1/securitygroups';
const CLUSTER_GROUPS = '/apis/openscg.dev/v1alpha1/clustersecuritygroups';

describe('a cluster as source', () => {
  let server: KubernetesServer;
  let source: KubernetesSource | undefined;
  let batches: Batch[];
  let problems: (readonly Problem[])[];
  let objects: Map<string, SourceObject>;

  const start = (more: Partial<KubernetesSourceOptions> = {}): Promise<void> => {
    source = new KubernetesSource({
      api: new KubernetesApi(accessTo(server.url)),
      take: 'both',
      maxShrink: 0.5,
      firstWait: 10,
      longestWait: 50,
      absentWait: 50,
      patience: 60_000,
      ...more,
    });
    return source.start({
      changed: (batch) => {
        batches.push(batch);
        for (const key of batch.deletes) objects.delete(key);
        for (const object of batch.upserts) objects.set(object.key, object);
      },
      failed: (found) => problems.push(found),
    });
  };
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !holds(); i++) await sleep(10);
    expect(holds()).toBe(true);
  };
  const pod = (name: string, ip: string, labels = {}) =>
    server.put(PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', labels },
      spec: { nodeName: 'n1', containers: [{ name: 'c' }] },
      status: { phase: 'Running', podIPs: [{ ip }] },
    });
  const group = (name: string, spec: object) =>
    server.put(GROUPS, {
      apiVersion: 'openscg.dev/v1alpha1',
      kind: 'SecurityGroup',
      metadata: { name, namespace: 'shop' },
      spec,
    });
  const policyOf = (key: string): Policy => objects.get(key)?.items[0] as Policy;

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    batches = [];
    problems = [];
    objects = new Map();
    server.put(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'a' } } });
    pod('web', '10.0.0.1');
    server.put(POLICIES, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny', namespace: 'shop' },
      spec: { podSelector: {} },
    });
  });
  afterEach(async () => {
    source?.close();
    await server.close();
  });

  it('says the whole cluster first, as one batch, then what changes', async () => {
    await start();
    expect(batches).toHaveLength(1);
    expect([...objects.keys()].sort()).toEqual(['Namespace//shop', 'NetworkPolicy/shop/deny', 'Pod/shop/web']);
    expect(batches[0]).toMatchObject({ admission: 'each', who: 'kubernetes' });
    expect(objects.get('Pod/shop/web')?.provenance).toMatchObject({ uid: expect.any(String) });
    pod('api', '10.0.0.2');
    server.delete(PODS, 'web', 'shop');
    await until(() => objects.has('Pod/shop/api') && !objects.has('Pod/shop/web'));
    expect(problems).toEqual([]);
  });

  it('takes policies alone, or inventory alone', async () => {
    await start({ take: 'policies' });
    expect([...objects.keys()]).toEqual(['NetworkPolicy/shop/deny']);
    source?.close();
    objects.clear();
    await start({ take: 'inventory' });
    expect([...objects.keys()].sort()).toEqual(['Namespace//shop', 'Pod/shop/web']);
  });

  it('knows of which ranges Services take their addresses: by the settings, and by the cluster once it says', async () => {
    await start({ serviceCidrs: [parsePrefix('10.96.0.0/12')] });
    const ranges = () =>
      [...objects.values()].flatMap(({ list, items }) =>
        list === 'serviceCidrs' ? items.flatMap((item) => (item as ServiceCidr).prefixes.map(formatPrefix)) : [],
      );
    expect(ranges()).toEqual(['10.96.0.0/12']);
    server.put('/apis/networking.k8s.io/v1/servicecidrs', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: { name: 'kubernetes' },
      spec: { cidrs: ['10.100.0.0/16', 'fd00:96::/112'] },
    });
    await until(() => ranges().length === 3);
    expect(ranges()).toEqual(['10.96.0.0/12', '10.100.0.0/16', 'fd00:96::/112']);
    server.delete('/apis/networking.k8s.io/v1/servicecidrs', 'kubernetes');
    await until(() => ranges().length === 1);
  });

  it('F137 a bad object keeps its last good version and holds nobody up', async () => {
    group('web', { members: { podSelector: {} }, ingress: [{ id: 'a', ports: [{ port: 80 }] }] });
    await start();
    expect(policyOf('SecurityGroup/shop/web').rules).toHaveLength(1);
    group('web', { members: { podSelector: {} }, ingress: [{ id: 'a', ports: [{ port: 70_000 }] }] });
    pod('next', '10.0.0.3');
    await until(() => objects.has('Pod/shop/next') && problems.length > 0);
    expect(policyOf('SecurityGroup/shop/web').rules[0]?.ports).toEqual([
      { protocol: 6, ports: { first: 80, last: 80 } },
    ]);
    expect(problems.at(-1)?.[0]).toMatchObject({
      file: 'cluster SecurityGroup/shop/web',
      field: expect.stringContaining('spec.ingress[0].ports[0].port'),
    });
    group('web', { members: { podSelector: {} }, ingress: [{ id: 'a', ports: [{ port: 81 }] }] });
    await until(() => JSON.stringify(policyOf('SecurityGroup/shop/web').rules[0]?.ports).includes('81'));
  });

  it('F137 what never was good fails closed: unknown accepts match nobody, unreadable denies deny', async () => {
    group('future', {
      members: { podSelector: {} },
      ingress: [
        { id: 'a', from: [{ planet: 'mars' }] },
        { id: 'b', ports: [{ port: 80 }] },
      ],
    });
    server.put(CLUSTER_GROUPS, {
      apiVersion: 'openscg.dev/v1alpha1',
      kind: 'ClusterSecurityGroup',
      metadata: { name: 'stop' },
      spec: {
        tier: 'admin',
        priority: 1,
        members: { namespaceSelector: {} },
        ingress: [{ id: 'x', action: 'deny', from: [{ planet: 'mars' }] }],
      },
    });
    await start();
    const future = policyOf('SecurityGroup/shop/future');
    expect(future.rules.map(({ id }) => id)).toEqual(['SecurityGroup/shop/future/ingress/b']);
    expect(future.isolates.ingress).toBe(true);
    expect(policyOf('ClusterSecurityGroup//stop').rules).toMatchObject([{ action: 'deny', peers: 'any' }]);
    expect(
      problems
        .at(-1)
        ?.map(({ file }) => file)
        .sort(),
    ).toEqual(['cluster ClusterSecurityGroup//stop', 'cluster SecurityGroup/shop/future']);
  });

  it('F137 the last good version is known over a restart', async () => {
    group('web', { members: { podSelector: {} }, ingress: [{ id: 'a', ports: [{ port: 70_000 }] }] });
    const good: SourceObject = {
      key: 'SecurityGroup/shop/web',
      list: 'policies',
      items: [],
      provenance: { uid: '', resourceVersion: '' },
    };
    await start({ lastGood: (key) => (key === good.key ? good : undefined) });
    expect(objects.get('SecurityGroup/shop/web')).toBe(good);
  });

  it('F136 a list that is suddenly empty is not believed, and said', async () => {
    for (let i = 0; i < 50; i++) pod(`p${i}`, `10.0.1.${i}`);
    await start();
    const { port } = server;
    server.wipe();
    await server.close();
    await server.listen(port);
    await until(() => problems.flat().some(({ message }) => message.includes('not believed')));
    expect(problems.flat().find(({ message }) => message.includes('not believed'))?.message).toContain(
      '--max-shrink 1',
    );
    expect(objects.has('Pod/shop/p7')).toBe(true);
    pod('new', '10.0.2.1');
    await until(() => objects.has('Pod/shop/new'));
    await until(() => source?.behind.map(({ kind }) => kind).join() === 'Pod');
  });

  it('F135 a server that is away at the start is told, and its picture comes later', async () => {
    const { port } = server;
    await server.close();
    await start({ patience: 50 });
    expect(batches).toEqual([]);
    await until(() => problems.flat().some(({ message }) => message.includes('ECONNREFUSED')));
    await server.listen(port);
    await until(() => batches.length > 0);
  });
});
