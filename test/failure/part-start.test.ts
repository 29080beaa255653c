/** A part that cannot start: its exit code, what it leaves open, and signals meanwhile. */
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startCollector } from '../../src/collector/start.js';
import { startController } from '../../src/controller/start.js';
import { KubernetesServer, kubeconfigOf } from '../support/kubernetes-server.js';
import { Sandbox } from '../support/netns.js';
import { osg, PartProcess } from '../support/parts.js';
import { folderWith, SHOP } from '../support/shop-files.js';

process.env['OSG_INSECURE_LOOPBACK'] = '1';

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function folder(files?: Parameters<typeof folderWith>[0]): string {
  const made = folderWith(files);
  closers.push(() => made.remove());
  return made.path;
}

/** An address that another one listens on. */
async function taken(): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { address: `127.0.0.1:${(server.address() as { port: number }).port}`, server };
}

/** But for databases: libsql closes its files when their statements are collected, some time after `close`. */
const descriptors = (): string[] =>
  readdirSync('/proc/self/fd')
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).replace(/\d+/, 'N');
      } catch {
        return 'gone';
      }
    })
    .filter((name) => name !== 'gone' && !/\.db(-\w+)?$/.test(name))
    .sort();

describe('a start that fails half way', () => {
  it('F121 leaves nothing of a controller open: store, lock, listeners; it starts once the port is free', async () => {
    const { address, server } = await taken();
    const dir = folder();
    const options = {
      policies: folder(SHOP),
      stateDir: join(dir, 'state'),
      listen: `unix:${dir}/controller.sock`,
      operatorListen: address,
    };
    await expect(startController(options)).rejects.toMatchObject({ code: 'ADDRESS' });
    const open = descriptors();
    await expect(startController(options)).rejects.toMatchObject({ code: 'ADDRESS' });
    await expect.poll(descriptors, { timeout: 10_000 }).toEqual(open);
    expect(readdirSync(dir)).not.toContain('controller.sock');
    await new Promise((resolve) => server.close(resolve));
    const running = await startController(options);
    expect(running.notReady()).toBeUndefined();
    await running.close();
    await running.close();
  });

  it('F121 leaves nothing of a collector open: database, exports, listeners', async () => {
    const { address } = await taken();
    const dir = folder();
    const options = {
      database: join(dir, 'denies.db'),
      listen: `unix:${dir}/collector.sock`,
      localListen: address,
      controller: `unix:${dir}/controller.sock`,
      exports: { jsonLines: { path: join(dir, 'denies.jsonl'), megabytes: 1, keep: 1 } },
    };
    await expect(startCollector(options)).rejects.toMatchObject({ code: 'ADDRESS' });
    const open = descriptors();
    await expect(startCollector(options)).rejects.toMatchObject({ code: 'ADDRESS' });
    await expect.poll(descriptors, { timeout: 10_000 }).toEqual(open);
    expect(readdirSync(dir)).not.toContain('collector.sock');
  });

  it('F121 ends the process with code 5 and says why, for a port that is taken and for a file that is missing', async () => {
    const { address } = await taken();
    const dir = folder();
    const collector = ['collector', '--database', join(dir, 'denies.db'), '--listen', `unix:${dir}/collector.sock`];
    const port = await osg([...collector, '--health', address]);
    expect(port.stderr).toContain(`health listener ${address}`);
    expect(port.code).toBe(5);
    expect(readdirSync(dir)).not.toContain('collector.sock');
    const missing = join(dir, 'missing.crt');
    const tls = ['--tls-certificate', missing, '--tls-key', missing, '--tls-ca', missing];
    const file = await osg([...collector, '--health', `unix:${dir}/health`, ...tls]);
    expect(file.stderr).toContain('missing.crt');
    expect(file.code).toBe(5);
  });

  it('F121 hears SIGTERM, also while it starts', async () => {
    const dir = folder();
    const policies = join(dir, 'policies');
    mkdirSync(policies);
    for (const [name, text] of Object.entries(SHOP)) writeFileSync(join(policies, name), text);
    const controller = new PartProcess(
      [
        ...['controller', '--policies', policies, '--state-dir', join(dir, 'state')],
        ...['--listen', `unix:${dir}/controller.sock`, '--operator-listen', `unix:${dir}/operator.sock`],
      ],
      join(dir, 'health'),
    );
    // As soon as it says anything, which is before its health is served.
    await expect.poll(() => controller.log, { timeout: 180_000 }).toContain('controller listens');
    expect(await controller.stop()).toBe(0);
    expect(controller.log).toContain('stopped');
    expect(readdirSync(dir)).not.toContain('controller.sock');
  });

  it('F121 ends in order and at once when it is told to while it waits for the Lease', async () => {
    const server = await new KubernetesServer().listen();
    closers.push(() => server.close());
    const spec = { holderIdentity: 'another', renewTime: '2026-01-01T00:00:00.000000Z' };
    server.put('/apis/coordination.k8s.io/v1/leases', { metadata: { name: 'osg', namespace: 'osg' }, spec });
    const dir = folder({ kubeconfig: kubeconfigOf(server.url) });
    const controller = new PartProcess(
      [
        ...['controller', '--kubernetes', 'both', '--kubeconfig', join(dir, 'kubeconfig'), '--lease', 'osg/osg'],
        ...['--state-dir', join(dir, 'state'), '--listen', `unix:${dir}/controller.sock`],
        ...['--operator-listen', `unix:${dir}/operator.sock`],
      ],
      join(dir, 'health'),
    );
    await expect.poll(() => controller.log, { timeout: 180_000 }).toContain('another replica runs: waiting');
    expect(await controller.stop()).toBe(0);
    expect(controller.log).toContain('stopped');
    expect(controller.log).not.toContain('had not started');
  });
});

describe('an agent that has no certificate yet', () => {
  it('F94 waits for its first one, also where its metrics are to be had beyond the node', async () => {
    const box = new Sandbox();
    closers.push(() => box.close());
    const dir = folder();
    const at = (name: string): string => join(dir, name);
    for (const name of ['ca.crt', 'token']) writeFileSync(at(name), 'nothing yet');
    writeFileSync(
      at('agent.yaml'),
      JSON.stringify({
        node: 'n1',
        controller: '127.0.0.1:1',
        tls: { certificate: at('node.crt'), key: at('node.key'), ca: at('ca.crt') },
        bootstrap: { address: '127.0.0.1:1', token: at('token') },
        stateDir: at('state'),
        bpffsDir: join(box.bpffs, 'osg'),
        netns: box.netns('node').path,
        statusListen: `unix:${at('status.sock')}`,
        metricsListen: '0.0.0.0:0',
      }),
    );
    const part = new PartProcess(['agent', '--config', at('agent.yaml')], at('health.sock'));
    closers.push(() => part.stop('SIGKILL'));
    await expect.poll(() => part.log, { timeout: 60_000 }).toContain('first certificate');
    expect(part.child.exitCode).toBeNull();
    expect(part.log).not.toContain('metrics listens');
  });
});
