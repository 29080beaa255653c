/** Whole controllers over a real API server: two of them, and what becomes of the server under them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiServer, define } from '../../src/demo/kubernetes/api-server.js';
import { osg, PartProcess } from '../support/parts.js';

const PODS = '/api/v1/namespaces/shop/pods';
const MANY = 24;

describe('controllers over a real API server', () => {
  let server: ApiServer;
  let folder: string;
  const running = new Map<string, PartProcess>();

  const start = (name: string): PartProcess => {
    const at = (file: string): string => join(folder, `${name}-${file}`);
    const part = new PartProcess(
      [
        ...['controller', '--kubernetes', 'both', '--kubeconfig', server.kubeconfig, '--lease', 'osg-system/osg'],
        ...[
          '--state-dir',
          at('state'),
          '--listen',
          `unix:${at('c.sock')}`,
          '--operator-listen',
          `unix:${at('o.sock')}`,
        ],
      ],
      at('health'),
    );
    running.set(name, part);
    return part;
  };
  const status = async (name: string) => {
    const { stdout } = await osg(['status', '--controller', `unix:${join(folder, `${name}-o.sock`)}`, '-o', 'json']);
    return JSON.parse(stdout || '{}') as {
      nodes?: { node: string; endpoints: number }[];
      problems?: { message: string }[];
    };
  };
  const endpoints = async (name: string) => (await status(name)).nodes?.find(({ node }) => node === 'n1')?.endpoints;
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 90_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error([...running].map(([name, { log }]) => `${name}:\n${log}`).join('\n'));
      await sleep(100);
    }
  };
  const make = async (i: number): Promise<void> => {
    const body = {
      metadata: { name: `p${i}`, labels: { app: 'web' } },
      spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i' }] },
    };
    await server.api.request('POST', PODS, { body });
    await server.api.request('PATCH', `${PODS}/p${i}/status`, {
      body: { status: { phase: 'Running', podIP: `10.0.0.${i + 1}`, podIPs: [{ ip: `10.0.0.${i + 1}` }] } },
      contentType: 'application/merge-patch+json',
    });
  };

  beforeAll(async () => {
    server = await ApiServer.start();
    folder = mkdtempSync(join(tmpdir(), 'osg-controllers-'));
    await define(server.api);
    for (const name of ['shop', 'osg-system'])
      await server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
    await server.api.request('POST', '/api/v1/nodes', { body: { metadata: { name: 'n1' } } });
    for (let i = 0; i < MANY; i++) await make(i);
  }, 900_000);
  afterAll(async () => {
    for (const part of running.values()) await part.stop('SIGKILL');
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F139 one of two serves; when it is killed, the other one does within 15 s', async () => {
    await start('a').ready();
    await until(async () => (await endpoints('a')) === MANY);
    const b = start('b');
    await until(async () => b.log.includes('another replica runs: waiting'));
    // It has the picture before it has the Lease.
    await sleep(3_000);
    const killed = performance.now();
    await running.get('a')?.stop('SIGKILL');
    await b.ready();
    const seconds = (performance.now() - killed) / 1000;
    console.log(`taken over after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(15);
    await until(async () => (await endpoints('b')) === MANY);
  }, 180_000);

  it('F135 goes on over a restart of the server, and follows what came meanwhile', async () => {
    await server.killServer();
    expect(await endpoints('b')).toBe(MANY);
    await server.startServer();
    await make(MANY);
    await until(async () => (await endpoints('b')) === MANY + 1);
    expect(running.get('b')?.child.exitCode).toBeNull();
  }, 180_000);

  it('F136 does not believe storage that was wiped; the Lease is made anew', async () => {
    await server.killServer();
    await server.killEtcd();
    await server.startEtcd(true);
    await server.startServer();
    await until(async () => (await status('b')).problems?.some((p) => p.message.includes('not believed')) === true);
    expect(await endpoints('b')).toBe(MANY + 1);
    await until(async () => {
      const path = '/apis/coordination.k8s.io/v1/namespaces/osg-system/leases/osg';
      return (await server.api.request('GET', path).catch(() => undefined)) !== undefined;
    });
    expect(running.get('b')?.child.exitCode).toBeNull();
    expect(await running.get('b')?.stop()).toBe(0);
  }, 180_000);
});
