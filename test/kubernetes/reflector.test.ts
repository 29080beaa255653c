/** The reflector and the Lease on a real API server; the faults that need a stand-in are beside the reflector. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesError } from '../../src/controller/sources/kubernetes/error.js';
import { Lease } from '../../src/controller/sources/kubernetes/lease.js';
import { Reflector } from '../../src/controller/sources/kubernetes/reflector.js';
import { type KubernetesObject, PODS } from '../../src/controller/sources/kubernetes/resources.js';
import { ApiServer } from '../../src/demo/kubernetes/api-server.js';

const NAMESPACE = '/api/v1/namespaces/shop/pods';
const PODS_AT_FIRST = 700;

describe('on a real API server', () => {
  let server: ApiServer;
  let reflector: Reflector;
  const objects = new Map<string, KubernetesObject>();
  let whole = 0;
  const errors: (KubernetesError | undefined)[] = [];

  const create = (name: string): Promise<unknown> =>
    server.api.request('POST', NAMESPACE, {
      body: {
        metadata: { name, labels: { app: name } },
        spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }] },
      },
    });
  const remove = (name: string): Promise<unknown> =>
    server.api.request('DELETE', `${NAMESPACE}/${name}`, { query: { gracePeriodSeconds: 0 } });
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1200 && !holds(); i++) await sleep(50);
    expect(holds()).toBe(true);
  };

  const fill = async (): Promise<void> => {
    await server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'shop' } } });
    for (let i = 0; i < PODS_AT_FIRST; i += 50)
      await Promise.all(Array.from({ length: 50 }, (_, k) => create(`p${i + k}`)));
  };

  beforeAll(async () => {
    server = await ApiServer.start();
    await fill();
    reflector = new Reflector({
      api: server.api,
      resource: PODS,
      sink: {
        replaced: (all) => {
          objects.clear();
          for (const [key, object] of all) objects.set(key, object);
          whole += 1;
        },
        upserted: (key, object) => objects.set(key, object),
        deleted: (key) => objects.delete(key),
        failing: (error) => errors.push(error),
      },
      firstWait: 100,
      longestWait: 1000,
    });
    reflector.start();
  }, 900_000);
  afterAll(async () => {
    await reflector?.close();
    await server?.stop();
  });

  it('streams the list and follows', async () => {
    await until(() => whole === 1);
    expect(objects.size).toBe(PODS_AT_FIRST);
    expect(objects.get('shop/p0')).toMatchObject({
      metadata: { labels: { app: 'p0' } },
      spec: { nodeName: 'n1', containers: [{ ports: [{ containerPort: 80 }] }] },
      status: { phase: 'Pending' },
    });
    await create('late');
    await until(() => objects.has('shop/late'));
    await remove('late');
    await until(() => !objects.has('shop/late'));
  });

  it('F135 goes on after the server was killed; nothing is missed', async () => {
    await server.killServer();
    await until(() => errors.at(-1)?.code === 'UNREACHABLE');
    expect(objects.size).toBe(PODS_AT_FIRST);
    await server.startServer();
    await remove('p1');
    await create('after');
    await until(() => objects.has('shop/after') && !objects.has('shop/p1'));
    await until(() => errors.at(-1) === undefined);
  });

  it('F135 notices storage that began anew', async () => {
    await server.killServer();
    await server.killEtcd();
    await server.startEtcd(true);
    await server.startServer();
    await server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'shop' } } });
    await create('only');
    await until(() => objects.size === 1 && objects.has('shop/only'));
  });

  it('F139 the Lease has one holder, and the next one takes over', async () => {
    await server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'osg' } } });
    const held: string[] = [];
    const replica = (identity: string): Lease =>
      new Lease({
        api: server.api,
        namespace: 'osg',
        name: 'osg-controller',
        identity,
        renewEvery: 200,
        giveUpAfter: 3000,
        takeOverAfter: 5000,
        events: { acquired: () => held.push(identity), lost: () => undefined },
      });
    const a = replica('a');
    const b = replica('b');
    a.start();
    b.start();
    await until(() => held.length === 1);
    const [first, second] = held[0] === 'a' ? [a, b] : [b, a];
    await first.close();
    await until(() => second.holding);
    await second.close();
    expect(held).toHaveLength(2);
  });
});
