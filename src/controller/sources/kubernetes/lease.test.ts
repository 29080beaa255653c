import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessTo, KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import { KubernetesApi } from './api.js';
import { Lease } from './lease.js';

const LEASES = '/apis/coordination.k8s.io/v1/leases';
describe('a lease', () => {
  let server: KubernetesServer;
  const leases: Lease[] = [];
  /** Who holds at each change. */
  let story: string[];
  let held: Set<string>;
  let most: number;

  const replica = (identity: string, url = server.url): Lease => {
    const lease = new Lease({
      api: new KubernetesApi(accessTo(url)),
      namespace: 'osg',
      name: 'osg-controller',
      identity,
      renewEvery: 40,
      giveUpAfter: 300,
      takeOverAfter: 600,
      events: {
        acquired: () => {
          held.add(identity);
          most = Math.max(most, held.size);
          story.push(`${identity} acquired`);
        },
        lost: () => {
          held.delete(identity);
          story.push(`${identity} lost`);
        },
      },
    });
    leases.push(lease);
    lease.start();
    return lease;
  };
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !holds(); i++) await sleep(10);
    expect(holds()).toBe(true);
  };

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    story = [];
    held = new Set();
    most = 0;
  });
  afterEach(async () => {
    await Promise.all(leases.splice(0).map((lease) => lease.close()));
    await server.close();
  });

  it('F139 two replicas fight from the start: one holds', async () => {
    replica('a');
    replica('b');
    await until(() => held.size === 1);
    await sleep(500);
    expect(most).toBe(1);
    expect(server.get(LEASES, 'osg-controller', 'osg')?.['spec']).toMatchObject({
      holderIdentity: expect.stringMatching(/^[ab]$/),
    });
  });

  it('is given back at the end, and taken at once', async () => {
    const a = replica('a');
    await until(() => a.holding);
    replica('b');
    await a.close();
    await until(() => held.has('b'));
    expect(story).toEqual(['a acquired', 'a lost', 'b acquired']);
  });

  it('F139 a holder that cannot renew stops by itself, before another holds', async () => {
    const a = replica('a');
    await until(() => a.holding);
    server.faults.forbidden = new Set(['put leases']);
    await until(() => !a.holding);
    server.faults.forbidden = new Set();
    await until(() => held.size === 1);
    expect(most).toBe(1);
  });

  it('F139 a lease that another took is not written again', async () => {
    const a = replica('a');
    await until(() => a.holding);
    const lease = server.get(LEASES, 'osg-controller', 'osg');
    server.put(LEASES, { ...lease, spec: { holderIdentity: 'thief', renewTime: 'x' } } as never);
    await until(() => !a.holding);
    expect(server.get(LEASES, 'osg-controller', 'osg')?.['spec']).toMatchObject({ holderIdentity: 'thief' });
    await until(() => a.holding); // The thief never renews.
  });
});
