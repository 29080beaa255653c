/** What every API server does to a reader and a writer, and what they make of it: one suite for the stand-in and for a real one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SourceObject } from '../../src/controller/source.js';
import type { ApiServerAccess } from '../../src/controller/sources/kubernetes/access.js';
import { KubernetesApi } from '../../src/controller/sources/kubernetes/api.js';
import type { KubernetesError } from '../../src/controller/sources/kubernetes/error.js';
import { Reflector, type ReflectorOptions } from '../../src/controller/sources/kubernetes/reflector.js';
import {
  type KubernetesObject,
  PODS,
  POLICY_RESOURCES,
  type Resource,
} from '../../src/controller/sources/kubernetes/resources.js';
import { KubernetesSource } from '../../src/controller/sources/kubernetes/source.js';
import { StatusWriter } from '../../src/controller/sources/kubernetes/status.js';
import type { Policy } from '../../src/policy/model.js';
import { Tapped, Wire } from './kubernetes-wire.js';

export interface SuiteServer {
  readonly access: ApiServerAccess;
  readonly port: number;
  kill(): Promise<void>;
  /** The same storage. */
  start(): Promise<void>;
  /** Whoever watches from before it from now on is told 410. */
  forget(): Promise<void>;
  /** Killed, its storage thrown away, started. */
  wipe(): Promise<void>;
  /** Bookmarks come by themselves, or now. */
  bookmark(): void;
  /** Serves our kinds from now on. */
  define(): Promise<void>;
  close(): Promise<void>;
}

const NAMESPACE = '/api/v1/namespaces/shop/pods';
const GROUPS = '/apis/openscg.dev/v1alpha1/namespaces/shop/securitygroups';
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies';
const GROUP = POLICY_RESOURCES.find(({ kind }) => kind === 'SecurityGroup') as Resource;
const MERGE = 'application/merge-patch+json';
const TIMES = { firstWait: 20, longestWait: 200, absentWait: 50 };

/** In the order of the story: one server for all of it. */
export function kubernetesSuite(made: () => Promise<SuiteServer>, startMs: number): void {
  let server: SuiteServer;
  let wire: Wire;
  /** Straight to the server. */
  let api: KubernetesApi;
  let tapped: Tapped;
  let reflector: Reflector | undefined;
  let source: KubernetesSource | undefined;
  let objects = new Map<string, KubernetesObject>();
  let whole = 0;
  let errors: (KubernetesError | undefined)[] = [];

  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 120_000;
    let held = await holds();
    for (; !held && Date.now() < deadline; held = await holds()) await sleep(20);
    expect(held).toBe(true);
  };
  const post = (path: string, name: string, more: object = {}): Promise<unknown> =>
    api.request('POST', path, { body: { metadata: { name, labels: { app: name } }, ...more } });
  const pod = (name: string): Promise<unknown> =>
    post(NAMESPACE, name, {
      spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }] },
    });
  const label = (name: string, app: string): Promise<unknown> =>
    api.request('PATCH', `${NAMESPACE}/${name}`, { body: { metadata: { labels: { app } } }, contentType: MERGE });
  const remove = (path: string): Promise<unknown> => api.request('DELETE', path, { query: { gracePeriodSeconds: 0 } });
  const follow = (resource: Resource = PODS, more: Partial<ReflectorOptions> = {}): Promise<void> => {
    objects = new Map();
    [whole, errors, tapped.bookmarks, tapped.watches] = [0, [], 0, 0];
    reflector = new Reflector({
      api: tapped,
      resource,
      sink: {
        replaced: (all) => {
          objects = new Map(all);
          whole += 1;
        },
        upserted: (key, object) => objects.set(key, object),
        deleted: (key) => objects.delete(key),
        failing: (error) => errors.push(error),
      },
      pageSize: 7,
      ...TIMES,
      ...more,
    });
    reflector.start();
    return until(() => whole === 1);
  };
  const listed = async (): Promise<Map<string, string>> => {
    const { items } = (await api.request('GET', '/api/v1/pods')) as { items: KubernetesObject[] };
    return new Map(items.map(({ metadata: m }) => [`${m.namespace}/${m.name}`, String(m.resourceVersion)]));
  };
  /** Object by object and version by version what the server has; and what comes next is seen. */
  const agrees = async (): Promise<void> => {
    const name = `probe-${Date.now()}`;
    await pod(name);
    const versions = (): string =>
      JSON.stringify([...objects].map(([key, { metadata: m }]) => [key, String(m.resourceVersion)]).sort());
    const theirs = JSON.stringify([...(await listed())].sort());
    expect(theirs).toContain(name);
    await until(() => versions() === theirs);
    await remove(`${NAMESPACE}/${name}`);
    await until(() => !objects.has(`shop/${name}`));
  };
  /** Changes all the time, through whatever happens to the server. */
  const churn = (): (() => Promise<void>) => {
    let [going, i] = [true, 0];
    const running = (async () => {
      for (; going; i++) {
        const [made, old] = [`churn-${i % 40}`, `churn-${(i + 20) % 40}`];
        for (const change of [() => pod(made), () => label(made, `x${i}`), () => remove(`${NAMESPACE}/${old}`)])
          await change().catch(() => sleep(5));
      }
    })();
    return async () => {
      going = false;
      await running;
      expect(i).toBeGreaterThan(10);
    };
  };

  beforeAll(async () => {
    server = await made();
    wire = await Wire.to(server.port);
    api = new KubernetesApi(server.access);
    tapped = new Tapped({ ...server.access, server: server.access.server.replace(/\d+$/, `${wire.port}`) });
    await post('/api/v1/namespaces', 'shop');
    for (let i = 0; i < 20; i++) await pod(`p${i}`);
  }, startMs);
  afterEach(async () => {
    await reflector?.close();
    source?.close();
    tapped.streamsLists = true;
  });
  afterAll(async () => {
    tapped?.close();
    api?.close();
    wire?.close();
    await server?.close();
  });

  it('streams the list, keeps what is needed, follows what is made, changed and deleted', async () => {
    await follow();
    expect(objects.size).toBe(20);
    expect(objects.get('shop/p0')).toMatchObject({
      metadata: { labels: { app: 'p0' } },
      spec: { nodeName: 'n1', containers: [{ ports: [{ containerPort: 80 }] }] },
    });
    expect(JSON.stringify(objects.get('shop/p0'))).not.toMatch(/managedFields|image/);
    await pod('late');
    await label('p1', 'other');
    await remove(`${NAMESPACE}/p2`);
    await until(() => objects.has('shop/late') && !objects.has('shop/p2'));
    await until(() => objects.get('shop/p1')?.metadata.labels?.['app'] === 'other');
    await agrees();
    expect(whole).toBe(1);
  });

  it('reads pages where lists are not streamed', async () => {
    tapped.streamsLists = false;
    await follow();
    await agrees();
    expect(whole).toBe(1);
  });

  it('F135 goes on where a connection was cut, without a new list', async () => {
    await follow();
    await wire.without(async () => {
      await remove(`${NAMESPACE}/p3`);
      await pod('meanwhile');
    });
    await agrees();
    expect([whole, errors.length > 0, errors.at(-1)]).toEqual([1, true, undefined]);
  });

  it('F135 410: a new picture, in which what went meanwhile is gone', async () => {
    await follow();
    await wire.without(async () => {
      await remove(`${NAMESPACE}/p4`);
      await server.forget();
    });
    await agrees();
    expect(whole).toBe(2);
  });

  it('F135 the picture stays while the server is away, and is followed when it is back', async () => {
    await follow();
    const before = objects.size;
    await server.kill();
    await until(() => errors.at(-1)?.code === 'UNREACHABLE');
    expect(objects.size).toBe(before);
    await server.start();
    await agrees();
    expect(errors.at(-1)).toBeUndefined();
  });

  it('F135 lost histories and a killed server under churn end in the picture of the server', async () => {
    await follow();
    const quiet = churn();
    for (let i = 0; i < 3; i++) {
      const before = whole;
      await sleep(100);
      await wire.without(async () => {
        await sleep(100);
        await server.forget();
      });
      await until(() => whole > before);
      await sleep(100);
      wire.cut();
      await server.kill();
      await sleep(50);
      await server.start();
    }
    await sleep(100);
    await quiet();
    await agrees();
  });

  it('a watch that brings nothing is opened again and again without a new list; then a change is seen', async () => {
    await follow(PODS, { silence: 150 });
    await until(() => tapped.watches >= 4);
    await agrees();
    expect([whole, errors]).toEqual([1, []]);
  });

  it('a watch goes on over bookmarks', async () => {
    await follow();
    const before = tapped.bookmarks;
    // Real ones come to a watch that has seen a change, within a minute or so.
    await pod(`marked-${Date.now()}`);
    await until(() => {
      server.bookmark();
      return tapped.bookmarks > before;
    });
    wire.cut();
    await agrees();
    expect(whole).toBe(1);
  });

  it('a kind that is not served is empty without an alarm, and read when it appears', async () => {
    await follow(GROUP);
    expect([objects.size, errors]).toEqual([0, []]);
    await server.define();
    const kind = { apiVersion: 'openscg.dev/v1alpha1', kind: 'SecurityGroup' };
    await post(GROUPS, 'web', { ...kind, spec: { members: { podSelector: {} } } });
    await until(() => objects.has('shop/web'));
    expect(objects.get('shop/web')?.metadata.generation).toBe(1);
  });

  it('status is applied over what another manager wrote; that of an object made anew is its own in the end', async () => {
    const failures: string[] = [];
    const writer = new StatusWriter({ api, quietMs: 10, failing: ({ code }) => failures.push(code) });
    type Group = { metadata: { uid: string; generation: number }; spec: object; status?: Record<string, unknown> };
    const read = async (): Promise<Group> => (await api.request('GET', `${GROUPS}/web`)) as Group;
    const said = (nodes: string) => ({
      observedGeneration: 1,
      nodes,
      conditions: [{ type: 'Accepted', status: 'True', reason: 'Accepted', message: 'in force' }] as const,
    });
    try {
      const { metadata, spec } = await read();
      const object = { resource: GROUP, namespace: 'shop', name: 'web', uid: metadata.uid };
      await api.request('PATCH', `${GROUPS}/web/status`, {
        query: { fieldManager: 'other', force: true },
        contentType: 'application/apply-patch+yaml',
        body: {
          apiVersion: 'openscg.dev/v1alpha1',
          kind: 'SecurityGroup',
          metadata: { name: 'web' },
          status: { nodes: '9/9' },
        },
      });
      writer.wish(object, said('1/2'));
      await until(async () => (await read()).status?.['nodes'] === '1/2');
      writer.wish(object, said('2/2'));
      await until(async () => (await read()).status?.['nodes'] === '2/2');
      const now = await read();
      expect([now.spec, now.metadata.generation, failures]).toEqual([spec, 1, []]);
      expect(now.status?.['conditions']).toMatchObject([{ type: 'Accepted', lastTransitionTime: expect.any(String) }]);
      await remove(`${GROUPS}/web`);
      await post(GROUPS, 'web', { apiVersion: 'openscg.dev/v1alpha1', kind: 'SecurityGroup', spec });
      writer.wish(object, said('3/3'));
      writer.wish({ ...object, uid: (await read()).metadata.uid }, said('0/1'));
      await until(() => writer.pending === 0);
      expect([failures, (await read()).status?.['nodes']]).toEqual([[], '0/1']);
    } finally {
      await writer.close();
    }
  });

  it('F137 F136 a source: everything at once, then changes; the last good version stays; a wiped storage is not believed', async () => {
    const port = (number: number) => ({
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ protocol: 'TCP', port: number }] }] },
    });
    const change = (number: number) =>
      api.request('PATCH', `${POLICIES}/web`, { body: port(number), contentType: MERGE });
    await post(POLICIES, 'web', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', ...port(80) });
    const held = new Map<string, SourceObject>();
    let batches = 0;
    const problems: string[] = [];
    const ports = (): string =>
      JSON.stringify((held.get('NetworkPolicy/shop/web')?.items[0] as Policy)?.rules[0]?.ports);
    source = new KubernetesSource({ api: tapped, take: 'both', maxShrink: 0.5, patience: 60_000, ...TIMES });
    await source.start({
      changed: ({ upserts, deletes }) => {
        batches += 1;
        for (const key of deletes) held.delete(key);
        for (const object of upserts) held.set(object.key, object);
      },
      failed: (found) => problems.push(...found.map(({ file, message }) => `${file}: ${message}`)),
    });
    expect(batches).toBe(1);
    expect([...held.keys()]).toEqual(
      expect.arrayContaining(['NetworkPolicy/shop/web', 'SecurityGroup/shop/web', 'Namespace//shop', 'Pod/shop/p7']),
    );
    await change(70_000);
    await until(() => problems.some((line) => line.startsWith('cluster NetworkPolicy/shop/web')));
    expect(ports()).toContain('80');
    await change(81);
    await until(() => ports().includes('81'));
    await remove(`${POLICIES}/web`);
    await until(() => !held.has('NetworkPolicy/shop/web'));
    await follow();
    await server.wipe();
    await until(() => post('/api/v1/namespaces', 'shop').then(Boolean, () => false));
    await pod('only');
    await until(() => objects.size === 1 && objects.has('shop/only'));
    await until(() => held.has('Pod/shop/only') && problems.some((line) => line.includes('not believed')));
    expect(held.has('Pod/shop/p7')).toBe(true);
  });
}
