/** Who may ask a controller for names and explanations, and who a collector: certificates, roles, namespaces. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDenies } from '../../src/client/index.js';
import { TimedInventory } from '../../src/collector/inventory.js';
import { startCollector } from '../../src/collector/start.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { EnrichmentClient } from '../../src/distribution/enrichment-client.js';
import { MISS_FIELDS } from '../../src/distribution/words.js';
import { addressBytes } from '../../src/flows/index.js';
import { createAuthority, issue, type Pem } from '../../src/rpc/authority.js';
import type { RpcError } from '../../src/rpc/error.js';
import type { Role } from '../../src/rpc/peer.js';
import { channelCredentials, type TlsFiles, TlsIdentity } from '../../src/rpc/tls.js';
import { reportDenied } from '../support/deny-report.js';
import { osg } from '../support/parts.js';
import { type Folder, folderWith, SHOP } from '../support/shop-files.js';

let dir: Folder;
let policies: Folder;
let ca: Pem;
let controller: RunningController;
const closers: (() => Promise<unknown> | unknown)[] = [];

async function certificate(name: string, role: Role): Promise<TlsFiles> {
  const pem = await issue(ca, { name, role, alternatives: ['127.0.0.1'], days: 5 }, Date.now());
  const path = (suffix: string): string => join(dir.path, `${name}.${suffix}`);
  writeFileSync(path('key'), pem.key);
  writeFileSync(path('crt'), pem.certificate);
  return { certificate: path('crt'), key: path('key'), ca: join(dir.path, 'ca.crt') };
}

beforeEach(async () => {
  dir = folderWith();
  policies = folderWith(SHOP);
  ca = await createAuthority('test', 10, Date.now());
  writeFileSync(join(dir.path, 'ca.crt'), ca.certificate);
  controller = await startController({
    policies: policies.path,
    stateDir: join(dir.path, 'state'),
    listen: '127.0.0.1:0',
    tls: await certificate('controller', 'controller'),
  });
  closers.push(
    () => controller.close(),
    () => policies.remove(),
    () => dir.remove(),
  );
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function link(files: TlsFiles | undefined) {
  const identity = files && (await TlsIdentity.open(files));
  const inventory = new TimedInventory();
  const errors: RpcError[] = [];
  const client = new EnrichmentClient({
    address: controller.address,
    credentials: channelCredentials(identity),
    position: () => inventory.position(),
    received: (message) => inventory.receive(message),
    disconnected: (error) => errors.push(error),
    times: { backoffBaseMs: 20, backoffCapMs: 40, dialMs: 2000 },
  });
  closers.unshift(() => {
    client.close();
    identity?.close();
  });
  client.start();
  return { client, inventory, errors };
}

describe('who may ask the controller', () => {
  it('F91: the role collector, and no other; without a certificate nobody', async () => {
    for (const role of ['node', 'operator', 'viewer', 'controller'] as const) {
      const { inventory, errors } = await link(await certificate(`some-${role}`, role));
      await vi.waitFor(() => expect(errors[0]?.code).toBe('IDENTITY'), 30_000);
      expect(errors[0]?.message).toContain(`some-${role}: has the role ${role}, collector is needed`);
      expect(inventory.size).toBe(0);
    }
    const plain = await link(undefined);
    await vi.waitFor(() => expect(plain.errors.length).toBeGreaterThan(0), 30_000);
    expect(plain.inventory.size).toBe(0);
    const { client, inventory } = await link(await certificate('collector', 'collector'));
    await vi.waitFor(() => expect(inventory.size).toBe(5), 30_000);
    expect(inventory.at(addressBytes('10.77.0.1'), Date.now() * 1000)).toMatchObject({ name: 'node n1' });
    const malformed = { source: new Uint8Array(3), destination: addressBytes('10.77.0.12'), protocol: 6 };
    await expect(client.explain(malformed)).rejects.toThrow(/4 or 16 bytes, not 3/);
  });

  it('wrong addresses of a controller are refused at the start', async () => {
    const start = (value: string) =>
      osg(['collector', '--database', join(dir.path, 'x.db'), '--listen', `unix:${dir.path}/c`, '--controller', value]);
    const wrong = await start('somewhere');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(
      /--controller: error: controller: expected unix:\/path, host:port or \[IPv6\]:port, several between commas \(found "somewhere"\)/,
    );
    const open = await start('192.0.2.1:9470');
    expect(open.code).not.toBe(0);
    expect(open.stderr).toMatch(/192.0.2.1:9470: is not on this machine and needs mTLS/);
  });
});

describe('who may ask the collector to explain', () => {
  it('operators, and who may see the event; for others there is none', async () => {
    const local = `unix:${join(dir.path, 'local.sock')}`;
    const part = await startCollector({
      database: join(dir.path, 'denies.db'),
      listen: '127.0.0.1:0',
      localListen: local,
      controller: controller.address,
      tls: await certificate('collector', 'collector'),
      access: [
        { name: 'alice', namespaces: ['shop'] },
        { name: 'mallory', namespaces: ['elsewhere'] },
      ],
    });
    closers.unshift(() => part.close());
    const collector = part.addresses[0] ?? '';
    const node = new Client(local, credentials.createInsecure());
    await reportDenied(node, { from: '10.77.0.11', to: '10.77.0.12', timeMs: Date.now() });
    node.close();
    const ask = async (name: string, role: Role) => {
      const client = await openDenies({ address: collector, tls: await certificate(name, role) });
      closers.unshift(() => client.close());
      return client;
    };
    const root = await ask('root', 'operator');
    let id = '';
    for await (const { records } of root.query({})) id = records[0]?.id ?? id;
    const wanted = {
      allowed: false,
      revisionGone: false,
      nearest: { field: MISS_FIELDS.value.port, expected: 'TCP 8080' },
    };
    await vi.waitFor(async () => expect(await root.explain({ id })).toMatchObject(wanted), 30_000);
    expect(await (await ask('alice', 'viewer')).explain({ id })).toMatchObject(wanted);
    await expect((await ask('mallory', 'viewer')).explain({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect((await ask('bob', 'viewer')).explain({ id })).rejects.toMatchObject({ code: 'IDENTITY' });
    await expect(root.explain({ id: `${id}0` })).rejects.toThrow(/there is no event/);
  });
});
