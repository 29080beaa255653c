import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessTo, KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import { KubernetesApi } from './api.js';
import { POLICY_RESOURCES, type Resource } from './resources.js';
import { EventWriter, type ObjectReference, type ObjectStatus, StatusWriter } from './status.js';

const GROUP = POLICY_RESOURCES.find(({ kind }) => kind === 'SecurityGroup') as Resource;
const GROUPS = '/apis/openscg.dev/v1alpha1/securitygroups';

describe('what is said on objects', () => {
  let server: KubernetesServer;
  let api: KubernetesApi;
  let writer: StatusWriter;
  const failures: string[] = [];
  const put = (name: string): ObjectReference => {
    const metadata = { name, namespace: 'shop' };
    const { metadata: made } = server.put(GROUPS, { kind: 'SecurityGroup', metadata, spec: {} });
    return { resource: GROUP, ...metadata, uid: String(made['uid']) };
  };
  const status = (nodes: string, realised: 'True' | 'False' = 'False'): ObjectStatus => ({
    observedGeneration: 1,
    nodes,
    conditions: [
      { type: 'Accepted', status: 'True', reason: 'Accepted', message: 'in force' },
      { type: 'Realised', status: realised, reason: 'Nodes', message: nodes },
    ],
  });
  const stored = (name: string) => server.get(GROUPS, name, 'shop')?.['status'] as Record<string, unknown> | undefined;
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !holds(); i++) await sleep(10);
    expect(holds()).toBe(true);
  };
  const patches = (): number => server.requests.filter((request) => request.startsWith('PATCH')).length;

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    api = new KubernetesApi(accessTo(server.url));
    failures.length = 0;
    writer = new StatusWriter({ api, perSecond: 200, quietMs: 40, failing: (error) => failures.push(error.message) });
  });
  afterEach(async () => {
    await writer.close();
    await server.close();
  });

  it('writes a status once, and only the newest of many', async () => {
    const web = put('web');
    for (let i = 0; i <= 100; i++) writer.wish(web, status(`${i}/100`, i === 100 ? 'True' : 'False'));
    await until(() => stored('web')?.['nodes'] === '100/100');
    await until(() => writer.pending === 0);
    writer.wish(web, status('100/100', 'True'));
    expect(writer.pending).toBe(0);
    expect(patches()).toBeLessThanOrEqual(2);
    expect(stored('web')?.['conditions']).toEqual([
      expect.objectContaining({ type: 'Accepted', status: 'True', lastTransitionTime: expect.stringMatching(/Z$/) }),
      expect.objectContaining({ type: 'Realised', status: 'True' }),
    ]);
  });

  it('a condition keeps the time of its last change', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    await writer.close();
    writer = new StatusWriter({ api, perSecond: 200, quietMs: 0, now: () => now });
    const web = put('web');
    writer.wish(web, status('1/2'));
    await until(() => stored('web')?.['nodes'] === '1/2');
    now += 3_600_000;
    writer.wish(web, status('2/2', 'True'));
    await until(() => stored('web')?.['nodes'] === '2/2');
    expect(stored('web')?.['conditions']).toMatchObject([
      { type: 'Accepted', lastTransitionTime: '2026-01-01T00:00:00Z' },
      { type: 'Realised', lastTransitionTime: '2026-01-01T01:00:00Z' },
    ]);
  });

  it('is written after the server was busy or broken, and told what RBAC refuses', async () => {
    const web = put('web');
    server.faults.broken = 3;
    writer.wish(web, status('1/1', 'True'));
    await until(() => stored('web')?.['nodes'] === '1/1');
    expect(failures).toHaveLength(3);
    server.faults.forbidden = new Set(['patch securitygroups']);
    writer.wish(web, status('2/2', 'True'));
    await until(() => failures.length === 4);
    expect(failures.at(-1)).toContain('cannot patch resource "securitygroups"');
    await until(() => writer.pending === 0);
  });

  it('waits as long as 429 says before any status, then writes the newest alone', async () => {
    const [web, api2] = [put('web'), put('api')];
    server.faults.busyVerbs = new Map([['patch', 1]]);
    const since = performance.now();
    writer.wish(web, status('1/2'));
    await until(() => failures.length === 1);
    expect(failures[0]).toContain('too many requests');
    writer.wish(web, status('2/2', 'True'));
    writer.wish(api2, status('1/1', 'True'));
    expect(patches()).toBe(1);
    await until(() => stored('web')?.['nodes'] === '2/2' && stored('api')?.['nodes'] === '1/1');
    expect(performance.now() - since).toBeGreaterThan(990);
    await until(() => writer.pending === 0);
    expect([patches(), failures.length]).toEqual([3, 1]);
  });

  it('an object that is gone is nobody’s fault', async () => {
    const web = put('web');
    server.delete(GROUPS, 'web', 'shop');
    writer.wish(web, status('1/1'));
    await until(() => writer.pending === 0);
    await sleep(20);
    expect(failures).toEqual([]);
  });

  it('events are counted up when they repeat, and bounded', async () => {
    const web = put('web');
    const events = new EventWriter({ api, perMinute: 3 });
    await events.write(web, 'Warning', 'Refused', 'spec.ingress[0]: unknown group');
    await events.write(web, 'Warning', 'Refused', 'spec.ingress[0]: unknown group');
    await events.write(web, 'Warning', 'Refused', 'another');
    await events.write(web, 'Warning', 'Refused', 'too many');
    expect(events.dropped).toBe(1);
    const listed = (await api.request('GET', '/api/v1/namespaces/shop/events')) as { items: Record<string, unknown>[] };
    expect(listed.items.map((event) => [event['message'], event['count']])).toEqual([
      ['spec.ingress[0]: unknown group', 2],
      ['another', 1],
    ]);
    expect(listed.items[0]?.['involvedObject']).toMatchObject({
      kind: 'SecurityGroup',
      name: 'web',
      namespace: 'shop',
    });
  });
});
