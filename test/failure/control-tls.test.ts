/** Trust between the parts: certificates, names, roles, rotation. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { startAgentWith } from '../../src/agent/start.js';
import { openOperator } from '../../src/client/index.js';
import type { IssuerFiles } from '../../src/controller/issuer.js';
import { startController } from '../../src/controller/start.js';
import { DistributionClient } from '../../src/distribution/client.js';
import { createAuthority, issue, type Pem } from '../../src/rpc/authority.js';
import type { RpcError } from '../../src/rpc/error.js';
import type { Role } from '../../src/rpc/peer.js';
import { channelCredentials, type TlsFiles, TlsIdentity } from '../../src/rpc/tls.js';
import { RecordingPort } from '../support/recording-port.js';
import { folderWith, groupYaml, SHOP } from '../support/shop-files.js';

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const NOW = Date.now();

async function authority() {
  const dir = folderWith();
  closers.push(() => dir.remove());
  const ca = await createAuthority('test', 10, NOW);
  writeFileSync(join(dir.path, 'ca.crt'), ca.certificate);
  writeFileSync(join(dir.path, 'ca.key'), ca.key);
  const write = async (name: string, role: Role, { now = NOW, days = 5, by = ca as Pem } = {}): Promise<TlsFiles> => {
    const pem = await issue(by, { name, role, alternatives: role === 'controller' ? ['127.0.0.1'] : [], days }, now);
    writeFileSync(join(dir.path, `${name}.key`), pem.key);
    writeFileSync(join(dir.path, `${name}.crt`), pem.certificate);
    return {
      certificate: join(dir.path, `${name}.crt`),
      key: join(dir.path, `${name}.key`),
      ca: join(dir.path, 'ca.crt'),
    };
  };
  return { dir, write };
}

async function controllerWith(tls: TlsFiles, issuer?: IssuerFiles) {
  const policies = folderWith(SHOP);
  const state = folderWith();
  const running = await startController({
    policies: policies.path,
    stateDir: join(state.path, 's'),
    listen: '127.0.0.1:0',
    tls,
    ...(issuer !== undefined && { issuer }),
  });
  closers.push(async () => {
    await running.close();
    policies.remove();
    state.remove();
  });
  return { running, policies };
}

async function agentWith(address: string, files: TlsFiles, node: string) {
  const identity = await TlsIdentity.open(files);
  const seen = { views: [] as number[], errors: [] as RpcError[], identity };
  const client = new DistributionClient({
    address,
    credentials: channelCredentials(identity),
    node,
    hello: () => ({ hello: {}, realised: undefined }),
    received: (received) => {
      if (received.kind !== 'view') return;
      seen.views.push(received.revised.revision);
      client.send({ ack: { nonce: received.nonce, revision: received.revised.revision } });
    },
    disconnected: (error) => seen.errors.push(error),
    times: { backoffBaseMs: 20, backoffCapMs: 40, dialMs: 2_000 },
  });
  closers.push(() => {
    client.close();
    identity.close();
  });
  client.start();
  return seen;
}

describe('mTLS', () => {
  it('gives a node its policy by the name in its certificate', async () => {
    const { write } = await authority();
    const { running } = await controllerWith(await write('c', 'controller'));
    const seen = await agentWith(running.address, await write('n1', 'node'), 'n1');
    await expect.poll(() => seen.views, { timeout: 5_000 }).toEqual([1]);
  });

  it("F91: refuses a node that asks for another node's policy, and one that shows a certificate of another role", async () => {
    const { write } = await authority();
    const { running } = await controllerWith(await write('c', 'controller'));
    const other = await agentWith(running.address, await write('n2', 'node'), 'n1');
    const person = await agentWith(running.address, await write('n3', 'operator'), 'n3');
    await expect.poll(() => other.errors[0], { timeout: 5_000 }).toMatchObject({ code: 'IDENTITY' });
    await expect.poll(() => person.errors[0], { timeout: 5_000 }).toMatchObject({ code: 'IDENTITY' });
    expect(other.views).toEqual([]);
  });

  it('F90: refuses an expired certificate, a foreign authority, and a client without certificate', async () => {
    const { write } = await authority();
    const { running } = await controllerWith(await write('c', 'controller'));
    const expired = await agentWith(running.address, await write('n1', 'node', { now: NOW - 8 * 86_400_000 }), 'n1');
    const foreign = await agentWith(
      running.address,
      await write('n2', 'node', { by: await createAuthority('other', 10, NOW) }),
      'n2',
    );
    await expect
      .poll(() => Math.min(expired.errors.length, foreign.errors.length), { timeout: 8_000 })
      .toBeGreaterThan(0);
    expect([...expired.views, ...foreign.views]).toEqual([]);
    const [host, port] = running.address.split(':') as [string, string];
    const bare = tlsConnect({ host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    await expect(
      new Promise((resolve, reject) =>
        bare
          .on('error', reject)
          .on('close', () => reject(new Error('closed')))
          .on('data', resolve),
      ),
    ).rejects.toThrow();
  });

  it('F90: takes new certificates while the stream goes on; half a pair is not taken', async () => {
    const { write, dir } = await authority();
    const files = await write('c', 'controller');
    const { running, policies } = await controllerWith(files);
    const seen = await agentWith(running.address, await write('n1', 'node'), 'n1');
    await expect.poll(() => seen.views, { timeout: 5_000 }).toEqual([1]);
    const [host, port] = running.address.split(':') as [string, string];
    const served = async (): Promise<string> => {
      const identity = await write('probe', 'operator');
      const [cert, key] = [readFileSync(identity.certificate), readFileSync(identity.key)];
      return new Promise((resolve, reject) => {
        const socket = tlsConnect(
          { host, port: Number(port), rejectUnauthorized: false, cert, key, ALPNProtocols: ['h2'] },
          () => {
            resolve(socket.getPeerCertificate().serialNumber);
            socket.destroy();
          },
        );
        socket.on('error', reject);
      });
    };
    const before = await served();
    dir.write('c.key', readFileSync((await write('x', 'controller')).key, 'utf8'));
    await seen.identity.reload();
    await running.reloadTls();
    expect(await served()).toBe(before);
    await write('c', 'controller');
    await write('n1', 'node');
    await Promise.all([running.reloadTls(), seen.identity.reload()]);
    expect(await served()).not.toBe(before);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await expect.poll(() => seen.views, { timeout: 5_000 }).toEqual([1, 2]);
    expect(seen.errors).toEqual([]);
  });

  it('F169: an agent has its certificate renewed when two thirds of its life are over, and stays connected', async () => {
    const { dir, write } = await authority();
    const issuer = { certificate: join(dir.path, 'ca.crt'), key: join(dir.path, 'ca.key'), hours: 24 };
    const { running } = await controllerWith(await write('c', 'controller'), issuer);
    const files = await write('n1', 'node', { now: NOW - 4 * 86_400_000 });
    const before = readFileSync(files.certificate, 'utf8');
    const agent = await startAgentWith({
      node: 'n1',
      controller: running.address,
      stateDir: join(dir.path, 'agent'),
      port: new RecordingPort(),
      tls: { ...files, renew: true },
    });
    closers.push(() => agent.close());
    await expect
      .poll(() => agent.metrics.metrics(), { timeout: 20_000 })
      .toContain('osg_tls_renewals_total{outcome="renewed"} 1');
    expect(readFileSync(files.certificate, 'utf8')).not.toBe(before);
    const row = () => running.controller.status().nodes?.find(({ node }) => node === 'n1');
    await expect.poll(row, { timeout: 10_000 }).toMatchObject({ connected: true, realisedRevision: 1 });
    expect((await running.controller.revisions.audit(0)).map(({ kind }) => kind)).toContain('certificate');
    expect(await running.metrics.metrics()).toContain('osg_controller_certificates_total{outcome="issued"} 1');
    await expect(
      startController({
        policies: dir.path,
        stateDir: join(dir.path, 'x'),
        listen: '127.0.0.1:0',
        tls: { ...files, renew: true },
      }),
    ).rejects.toThrow(/renews for nodes and collectors/);
  });

  it('lets operators in by their role only', async () => {
    const { write } = await authority();
    const { running } = await controllerWith(await write('c', 'controller'));
    const open = async (files: TlsFiles) => {
      const client = await openOperator({ address: running.address, tls: files });
      closers.push(() => client.close());
      return client;
    };
    const status = await (await open(await write('alice', 'operator'))).status({});
    expect(status.revision).toBe(1);
    const node = await open(await write('n1', 'node'));
    await expect(node.emergency({ isolate: { target: 'shop/api' }, forMs: 60_000, reason: 'x' })).rejects.toThrow(
      /role/,
    );
    await expect(node.status({})).rejects.toThrow(/role/);
  });

  it('listens beyond this machine with mTLS only', async () => {
    const policies = folderWith(SHOP);
    closers.push(() => policies.remove());
    await expect(
      startController({ policies: policies.path, stateDir: join(policies.path, '.s'), listen: '0.0.0.0:0' }),
    ).rejects.toThrow(/mTLS/);
  });

  it('F92: lets nobody else open its sockets, whatever the folder allows', async () => {
    const policies = folderWith(SHOP);
    const state = folderWith();
    const [nodes, operators] = ['c.sock', 'o.sock'].map((name) => join(state.path, 'run', name)) as [string, string];
    const running = await startController({
      policies: policies.path,
      stateDir: join(state.path, 's'),
      listen: `unix:${nodes}`,
      operatorListen: `unix:${operators}`,
    });
    closers.push(async () => {
      await running.close();
      policies.remove();
      state.remove();
    });
    expect(statSync(join(state.path, 'run')).mode & 0o777).toBe(0o700);
    chmodSync(state.path, 0o755);
    chmodSync(join(state.path, 'run'), 0o755);
    const script =
      'require("net").connect(process.argv[1]).on("connect",()=>process.exit(0)).on("error",e=>{console.log(e.code);process.exit(1)})';
    const attempt = (path: string, as: readonly string[]): string => {
      const command = [...as, process.execPath, '-e', script, path];
      return spawnSync(command[0] as string, command.slice(1), { encoding: 'utf8' }).stdout.trim();
    };
    for (const path of [nodes, operators]) {
      expect(attempt(path, ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'])).toBe('EACCES');
      expect(attempt(path, ['env'])).toBe('');
    }
  });
});
