import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientReadableStream, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DenyProxy } from '../../test/support/deny-proxy.js';
import { addressBytes, Batcher, type DenyRecord, Reason, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { createAuthority, issue, type Pem } from '../rpc/authority.js';
import { type Listener, listen } from '../rpc/listen.js';
import { DENIES, REPORTING } from '../rpc/methods.js';
import type { Role } from '../rpc/peer.js';
import { channelCredentials, TlsIdentity } from '../rpc/tls.js';
import { Collector } from './collector.js';
import { Store } from './sqlite/store.js';

let folder: string;
let collector: Collector;
let listener: Listener | undefined;
let authority: Pem;
const closing: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'osg-collector-'));
  authority = await createAuthority('test', 1, Date.now());
  collector = await Collector.open({
    stores: new Store({ path: join(folder, 'denies.db'), durable: false }),
    commitMs: 1,
    grants: [{ name: 'alice', namespaces: ['shop'] }],
  });
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) close();
  await listener?.close(50);
  listener = undefined;
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

async function identity(name: string, role: Role): Promise<TlsIdentity> {
  const pem = await issue(authority, { name, role, alternatives: ['127.0.0.1'], days: 1 }, Date.now());
  const files = {
    certificate: join(folder, `${name}.crt`),
    key: join(folder, `${name}.key`),
    ca: join(folder, 'ca.crt'),
  };
  writeFileSync(files.certificate, pem.certificate);
  writeFileSync(files.key, pem.key);
  writeFileSync(files.ca, authority.certificate);
  const opened = await TlsIdentity.open(files);
  closing.push(() => opened.close());
  return opened;
}

async function secured(): Promise<void> {
  listener = await listen('127.0.0.1:0', collector.services, await identity('collector', 'collector'));
}

async function local(): Promise<void> {
  listener = await listen(`unix:${folder}/c.sock`, collector.services);
}

function clientOf(tls?: TlsIdentity): Client {
  const client = new Client(
    listener?.address ?? '',
    tls === undefined ? credentials.createInsecure() : channelCredentials(tls),
    {
      'grpc.use_local_subchannel_pool': 1,
    },
  );
  closing.push(() => client.close());
  return client;
}

const RECORD: DenyRecord = {
  source: addressBytes('10.0.0.1'),
  destination: addressBytes('10.0.0.2'),
  packets: 2,
  bytes: 80,
  firstSeenUs: 1_000_000,
  durationUs: 0,
  slot: 0,
  generation: 1,
  revision: 1,
  endpoint: 1,
  sourcePort: 1,
  destinationPort: 80,
  protocol: 6,
  tcpFlags: 2,
  direction: 0,
  verdict: 0,
  reason: 33,
  kind: 0,
};

function batch(node: string, sequence: number, events = 1, namespace = 'shop'): Buffer {
  const batcher = new Batcher({ node, spoolId: 'b' });
  const context = {
    endpoint: `${namespace}/db`,
    namespace,
    workload: 'db',
    verdict: Verdict.VERDICT_DENY,
    reason: Reason.REASON_DEFAULT_DENY,
  };
  for (let i = 0; i < events; i++) batcher.add(RECORD, context);
  return batcher.take(sequence, {}).body;
}

/** Sends one batch; the ack, or the status that the stream ended with. */
function report(client: Client, body: Buffer): Promise<osg.v1.ReportAck | ServiceError> {
  const { path, requestSerialize, responseDeserialize } = REPORTING.Report;
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  closing.push(() => call.cancel());
  return new Promise((resolve) => {
    call.once('data', resolve);
    call.on('error', resolve);
    call.write(body);
  });
}

function stream(
  client: Client,
  name: 'Tail' | 'Query',
  query: osg.v1.FlowQuery.$Properties = {},
): ClientReadableStream<osg.v1.FlowReply> {
  const { path, requestSerialize, responseDeserialize } = DENIES[name];
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, query);
  closing.push(() => call.cancel());
  return call;
}

async function query(client: Client): Promise<number | status> {
  const call = stream(client, 'Query');
  let count = 0;
  call.on('data', (reply: osg.v1.FlowReply) => {
    count += reply.records.length;
  });
  return new Promise((resolve) => {
    call.on('end', () => resolve(count));
    call.on('error', (error: ServiceError) => resolve(-error.code));
  });
}

describe('collector with mTLS', () => {
  it('F91: a node reports as itself only, and nobody else reports', async () => {
    await secured();
    const node = clientOf(await identity('node-1', 'node'));
    expect(await report(node, batch('node-1', 1))).toMatchObject({ sequence: 1 });
    expect(await report(node, batch('node-2', 1))).toMatchObject({ code: status.PERMISSION_DENIED });
    expect(await report(clientOf(await identity('root', 'operator')), batch('root', 1))).toMatchObject({
      code: status.PERMISSION_DENIED,
    });
    expect(await collector.store.accounts()).toHaveLength(1);
  });

  it('an operator sees all, a viewer the namespaces granted, a node nothing', async () => {
    await secured();
    const node = await identity('node-1', 'node');
    await report(clientOf(node), batch('node-1', 1, 3, 'shop'));
    await report(clientOf(node), batch('node-1', 2, 4, 'data'));
    expect(await query(clientOf(await identity('root', 'operator')))).toBe(7);
    expect(await query(clientOf(await identity('alice', 'viewer')))).toBe(3);
    expect(await query(clientOf(await identity('bob', 'viewer')))).toBe(-status.PERMISSION_DENIED);
    expect(await query(clientOf(node))).toBe(-status.PERMISSION_DENIED);
  });

  it('F90: without a certificate, or with another authority’s, nothing is answered', async () => {
    await secured();
    expect(await query(clientOf())).toBe(-status.UNAVAILABLE);
    authority = await createAuthority('other', 1, Date.now());
    expect(await query(clientOf(await identity('mallory', 'operator')))).toBe(-status.UNAVAILABLE);
  });

  it('beyond loopback nothing listens without mTLS', async () => {
    await expect(listen('0.0.0.0:0', collector.services)).rejects.toThrow(/needs mTLS/);
  });
});

describe('collector', () => {
  it('F82: refuses what is no batch, and goes on', async () => {
    await local();
    const bad = [Buffer.from([0xff, 0xff, 0xff]), Buffer.from('{"__proto__":{}}'), Buffer.alloc(0)];
    for (const body of bad) expect(await report(clientOf(), body)).toHaveProperty('code');
    expect(await report(clientOf(), batch('n', 1))).toMatchObject({ sequence: 1 });
  });

  it('a wrong filter is named', async () => {
    await local();
    const call = stream(clientOf(), 'Query', { fromIp: ['nonsense'] });
    const error = await new Promise<ServiceError>((resolve) => call.on('data', () => undefined).on('error', resolve));
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(error.details).toMatch(/from_ip/);
  });

  it('serves a hundred live tails', async () => {
    await local();
    const client = clientOf();
    const counts = new Array<number>(100).fill(0);
    const ready: Promise<unknown>[] = [];
    for (let i = 0; i < counts.length; i++) {
      const call = stream(client, 'Tail', i % 2 === 0 ? {} : { node: ['n'] });
      ready.push(new Promise((resolve) => call.once('metadata', resolve)));
      call.on('data', (reply: osg.v1.FlowReply) => {
        counts[i] = (counts[i] as number) + reply.records.length;
      });
      call.on('error', () => undefined);
    }
    await Promise.all(ready);
    expect(collector.status().tails).toBe(100);
    const send = sender();
    for (let sequence = 1; sequence <= 40; sequence++) await send(batch('n', sequence, 20));
    for (let i = 0; i < 500 && counts.some((count) => count < 800); i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(new Set(counts)).toEqual(new Set([800]));
    expect(collector.status()).toMatchObject({ tails: 100, tailsDropped: 0 });
  });

  it('drops a tail that does not read, with a notice, and nobody waits for it', async () => {
    await local();
    const proxy = new DenyProxy(join(folder, 'slow.sock'), join(folder, 'c.sock'));
    await proxy.start();
    const client = new Client(proxy.address, credentials.createInsecure());
    closing.push(() => client.close());
    const slow = stream(client, 'Tail');
    let notice = '';
    slow.on('data', (reply: osg.v1.FlowReply) => {
      notice += reply.notice;
    });
    slow.on('error', () => undefined);
    await new Promise((resolve) => slow.once('metadata', resolve));
    proxy.stall();
    const send = sender();
    let sequence = 0;
    while (collector.status().tailsDropped === 0 && sequence < 5000) await send(batch('n', ++sequence, 100));
    expect(collector.status()).toMatchObject({ tails: 0, tailsDropped: 1 });
    expect((await collector.store.accounts())[0]).toMatchObject({ sequence });
    proxy.resume();
    await new Promise((resolve) => slow.once('end', resolve));
    expect(notice).toMatch(/dropped: this tail lagged/);
    await proxy.close();
  });
});

/** Reports batches on one stream; resolves at each ack. */
function sender(): (body: Buffer) => Promise<void> {
  const { path, requestSerialize, responseDeserialize } = REPORTING.Report;
  const call = clientOf().makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  closing.push(() => call.cancel());
  call.on('error', () => undefined);
  return (body) =>
    new Promise((resolve) => {
      call.once('data', () => resolve());
      call.write(body);
    });
}
