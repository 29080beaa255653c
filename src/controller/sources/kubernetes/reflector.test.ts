import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessTo, KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import { KubernetesApi } from './api.js';
import type { KubernetesError } from './error.js';
import { Reflector, type ReflectorSink } from './reflector.js';
import { type KubernetesObject, PODS, type Resource } from './resources.js';

const PATH = '/api/v1/pods';

class Picture implements ReflectorSink {
  objects = new Map<string, KubernetesObject>();
  whole = 0;
  changes: string[] = [];
  errors: (KubernetesError | undefined)[] = [];

  replaced(objects: ReadonlyMap<string, KubernetesObject>): void {
    this.objects = new Map(objects);
    this.whole += 1;
  }
  upserted(key: string, object: KubernetesObject): void {
    this.objects.set(key, object);
    this.changes.push(`+${key}`);
  }
  deleted(key: string): void {
    this.objects.delete(key);
    this.changes.push(`-${key}`);
  }
  failing(error: KubernetesError | undefined): void {
    this.errors.push(error);
  }
}

const pod = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: name }, annotations: { 'other/thing': 'x'.repeat(1000) } },
  spec: {
    nodeName: 'n1',
    containers: [
      { name: 'c', image: 'i', env: [{ name: 'A', value: 'B' }], ports: [{ containerPort: 80, name: 'http' }] },
    ],
    volumes: [{ name: 'v' }],
  },
  status: { phase: 'Running', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }], conditions: [{ type: 'Ready' }] },
  ...more,
});

describe('a reflector', () => {
  let server: KubernetesServer;
  let picture: Picture;
  let reflector: Reflector | undefined;

  const start = (resource: Resource = PODS): void => {
    reflector = new Reflector({
      api: new KubernetesApi(accessTo(server.url)),
      resource,
      sink: picture,
      pageSize: 3,
      firstWait: 10,
      longestWait: 50,
      absentWait: 30,
      silence: 200,
      gathering: 200,
    });
    reflector.start();
  };
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !holds(); i++) await sleep(10);
    expect(holds()).toBe(true);
  };
  /** The picture is what the server has, and follows what comes next. */
  const follows = async (): Promise<void> => {
    const name = `probe-${picture.changes.length}-${picture.whole}`;
    server.put(PATH, pod(name));
    await until(() => picture.objects.has(`shop/${name}`));
    server.delete(PATH, name, 'shop');
    await until(() => !picture.objects.has(`shop/${name}`));
  };

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    picture = new Picture();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) server.put(PATH, pod(name));
  });
  afterEach(async () => {
    await reflector?.close();
    await server.close();
  });

  it('streams the list and follows, keeping only what is needed', async () => {
    start();
    await until(() => picture.whole === 1);
    expect([...picture.objects.keys()]).toHaveLength(7);
    expect(picture.objects.get('shop/a')).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'a',
        namespace: 'shop',
        uid: expect.any(String),
        resourceVersion: '1001',
        labels: { app: 'a' },
      },
      spec: { nodeName: 'n1', containers: [{ ports: [{ containerPort: 80, name: 'http' }] }] },
      status: { phase: 'Running', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] },
    });
    await follows();
    expect(picture.whole).toBe(1);
    expect(server.requests.filter((request) => !request.includes('watch=true'))).toEqual([]);
  });

  it.each(['noWatchList', 'ignoreWatchList'] as const)('reads pages from a server with %s', async (fault) => {
    server.faults[fault] = true;
    start();
    await until(() => picture.whole === 1);
    expect(picture.objects.size).toBe(7);
    expect(server.requests.filter((request) => request.includes('limit=3')).length).toBe(3);
    await follows();
  });

  it.each(['goneStatus', 'goneEvent'] as const)(
    'F135 410 as %s: a new picture, and what went meanwhile is gone',
    async (fault) => {
      start();
      await until(() => picture.whole === 1 && server.watches === 1);
      server.faults[fault] = 1;
      server.cutConnections();
      server.delete(PATH, 'a', 'shop');
      await until(() => picture.whole === 2);
      expect(picture.objects.has('shop/a')).toBe(false);
      await follows();
    },
  );

  it('F135 goes on from where a line was cut, without a new list', async () => {
    server.faults.cut = 1;
    start();
    await until(() => picture.whole === 1);
    await follows();
    expect(picture.whole).toBe(1);
  });

  it('F135 a stalled watch is cut and followed anew', async () => {
    start();
    await until(() => picture.whole === 1 && server.watches === 1);
    server.faults.stall = true;
    server.put(PATH, pod('late'));
    await sleep(100);
    expect(picture.objects.has('shop/late')).toBe(false);
    server.faults.stall = false;
    await until(() => picture.objects.has('shop/late'));
  });

  it('F135 storage that was put back to an older copy is noticed', async () => {
    start();
    await until(() => picture.whole === 1);
    server.wipe();
    server.put(PATH, pod('a'));
    await until(() => picture.whole === 2);
    expect([...picture.objects.keys()]).toEqual(['shop/a']);
    await follows();
  });

  it('F135 pages whose continue is too old are begun anew and told', async () => {
    server.faults.noWatchList = true;
    server.faults.expireContinue = true;
    start();
    await until(() => picture.errors.some((error) => error?.code === 'GONE'));
    expect(picture.whole).toBe(0);
    server.faults.expireContinue = false;
    await until(() => picture.whole === 1);
    expect(picture.objects.size).toBe(7);
  });

  it('waits as long as 429 says', async () => {
    server.faults.busy = 1;
    const since = performance.now();
    start();
    await until(() => picture.whole === 1);
    expect(performance.now() - since).toBeGreaterThan(990);
  });

  it('a refusal by RBAC names verb and kind', async () => {
    server.faults.forbidden = new Set(['watch pods']);
    start();
    await until(() => picture.errors.length > 0);
    expect(picture.errors[0]?.message).toContain('cannot watch resource "pods"');
    expect(picture.errors[0]?.code).toBe('FORBIDDEN');
  });

  it('a bookmark moves on where the watch goes on', async () => {
    start();
    await until(() => server.watches === 1 && picture.whole === 1);
    server.put('/api/v1/nodes', { metadata: { name: 'n1' } });
    server.bookmark();
    await sleep(50);
    server.compact();
    server.cutConnections();
    await follows();
    expect(picture.whole).toBe(1);
  });

  it('F135 versions that are no numbers are handed back as they are; a new picture is what is safe', async () => {
    server.faults.opaque = true;
    start();
    await until(() => picture.whole === 1 && server.watches === 1);
    await follows();
    server.cutConnections();
    server.delete(PATH, 'a', 'shop');
    await until(() => !picture.objects.has('shop/a'));
    await follows();
    expect(picture.objects.size).toBe(6);
  });

  it('F135 a list that brings no byte is given up and asked for again', async () => {
    server.faults.noWatchList = true;
    server.faults.stallLists = 1;
    start();
    await until(() => picture.errors.some((error) => error?.message.includes('no answer within')));
    await until(() => picture.whole === 1);
    await follows();
  });

  it.each(['watch', 'list'])('waits as long as 429 says of a %s, and loses nothing meanwhile', async (verb) => {
    start();
    await until(() => picture.whole === 1 && server.watches === 1);
    server.faults.busyVerbs = new Map([[verb, 1]]);
    const since = performance.now();
    server.cutConnections();
    server.delete(PATH, 'a', 'shop');
    await until(() => !picture.objects.has('shop/a'));
    expect(performance.now() - since).toBeGreaterThan(990);
    await follows();
  });

  it('F135 a storm of lost histories ends in the picture of the server', async () => {
    start();
    await until(() => picture.whole === 1 && server.watches === 1);
    for (let i = 0; i < 10; i++) {
      const whole = picture.whole;
      server.put(PATH, pod(`storm-${i}`));
      server.delete(PATH, `storm-${i - 1}`, 'shop');
      server.compact();
      server.faults.goneStatus = 1;
      server.cutConnections();
      await until(() => picture.whole > whole);
    }
    await until(() => picture.objects.has('shop/storm-9') && !picture.objects.has('shop/storm-8'));
    expect(picture.objects.size).toBe(8);
    await follows();
  });
});
