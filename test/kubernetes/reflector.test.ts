/** The suite of reader and writer on a real API server, and the Lease; the faults that need a stand-in are beside the reflector. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fromKubeconfig } from '../../src/controller/sources/kubernetes/access.js';
import { Lease } from '../../src/controller/sources/kubernetes/lease.js';
import { ApiServer, define } from '../../src/demo/kubernetes/api-server.js';
import { kubernetesSuite } from '../support/kubernetes-suite.js';

// Its bookmarks come once a minute.
vi.setConfig({ testTimeout: 180_000 });

describe('on a real API server', () => {
  kubernetesSuite(async () => {
    const server = await ApiServer.start();
    const restart = async (between: () => Promise<void>): Promise<void> => {
      await server.killServer();
      await between();
      await server.startServer();
    };
    return {
      access: fromKubeconfig(server.kubeconfig),
      port: server.port,
      kill: () => server.killServer(),
      start: () => server.startServer(),
      // The server's own history of the last minutes ends with it.
      forget: () => restart(() => server.compact()),
      wipe: () =>
        restart(async () => {
          await server.killEtcd();
          await server.startEtcd(true);
        }),
      bookmark: () => undefined,
      define: () => define(server.api),
      close: () => server.stop(),
    };
  }, 900_000);
});

describe('a Lease on a real API server', () => {
  let server: ApiServer;
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1200 && !holds(); i++) await sleep(50);
    expect(holds()).toBe(true);
  };

  beforeAll(async () => {
    server = await ApiServer.start();
  }, 900_000);
  afterAll(() => server?.stop());

  it('F139 has one holder, and the next one takes over', async () => {
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
