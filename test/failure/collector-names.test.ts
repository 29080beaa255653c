/**
 * Names and explanations from the controller: addresses used again, either side away or begun anew. Over gRPC, and the collector, which
 * is killed, is a process of its own.
 */
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startController } from '../../src/controller/start.js';
import type { osg as proto } from '../../src/gen/proto.js';
import { DENIES, OPERATOR } from '../../src/rpc/methods.js';
import { type Denied, reportDenied } from '../support/deny-report.js';
import { osg, PartProcess } from '../support/parts.js';
import { type Folder, folderWith, groupYaml, nodeYaml, podYaml } from '../support/shop-files.js';

const REUSED = '10.77.0.11';
const API = '10.77.0.12';

const inventory = (owner: string): string =>
  nodeYaml('n1', '10.77.0.1') + podYaml(owner, REUSED) + podYaml('api', API) + podYaml('other', '10.77.0.13');

interface Part {
  stop(signal?: NodeJS.Signals): Promise<unknown>;
}

let state: Folder;
let policies: Folder;
let parts: Part[];
let clients: Client[];
let node: Client;

beforeEach(() => {
  state = folderWith();
  policies = folderWith({ 'inventory.yaml': inventory('web'), 'policy.yaml': groupYaml('api', 'web', 8080) });
  parts = [];
  clients = [];
  node = client();
});
afterEach(async () => {
  for (const client of clients) client.close();
  await Promise.all(parts.map((part) => part.stop('SIGKILL')));
  policies.remove();
  state.remove();
});

const socket = (name: string): string => `unix:${join(state.path, `${name}.sock`)}`;

async function controller(): Promise<Part> {
  const running = await startController({
    ...{ policies: policies.path, stateDir: join(state.path, 'controller') },
    ...{ listen: socket('controller'), operatorListen: socket('operator') },
  });
  const part = { stop: () => running.close() };
  parts.push(part);
  return part;
}

async function collector(): Promise<Part> {
  const process = new PartProcess(
    [
      ...['collector', '--database', join(state.path, 'collector', 'denies.db')],
      ...['--listen', socket('collector'), '--controller', socket('controller')],
    ],
    join(state.path, `collector-${parts.length}.health`),
  );
  parts.push(process);
  return process.ready();
}

function client(of = 'collector'): Client {
  const made = new Client(socket(of), credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.max_reconnect_backoff_ms': 100,
  });
  clients.push(made);
  return made;
}

/** Reports denies of shop/api for packets from the address that is used again. */
const report = (...denied: Omit<Denied, 'from' | 'to'>[]): Promise<void> =>
  reportDenied(node, ...denied.map((one) => ({ ...one, from: REUSED, to: API })));

function events(): Promise<proto.v1.FlowRecord[]> {
  return new Promise((resolve, reject) => {
    const all: proto.v1.FlowRecord[] = [];
    const { path, requestSerialize, responseDeserialize } = DENIES.Query;
    const call = client().makeServerStreamRequest(path, requestSerialize, responseDeserialize, {});
    call.on('data', (reply: proto.v1.FlowReply) => all.push(...(reply.records as proto.v1.FlowRecord[])));
    call.on('end', () => resolve(all)).on('error', reject);
  });
}

/** Names of the stored events' peers, in order. */
const peers = async (): Promise<string[]> => (await events()).map(({ peer }) => peer ?? '');
const named = (expected: string[]): Promise<void> =>
  vi.waitFor(async () => expect(await peers()).toEqual(expected), { timeout: 60_000, interval: 100 });
const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Gives the address to another workload; resolves with a time after the controller has seen it. */
async function move(to: string): Promise<number> {
  const before = await newest();
  policies.write('inventory.yaml', inventory(to));
  await vi.waitFor(async () => expect(await newest()).toBeGreaterThan(before), { timeout: 10_000, interval: 50 });
  await passed(20);
  return Date.now();
}

function status(): Promise<proto.v1.StatusReply.$Properties> {
  const { path, requestSerialize, responseDeserialize } = OPERATOR.Status;
  return new Promise((resolve, reject) => {
    client('operator').makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error, reply) =>
      error === null ? resolve(reply ?? {}) : reject(error),
    );
  });
}

const revision = async (): Promise<number> => Number((await status()).revision);

/** Version of the newest view. */
const newest = async (): Promise<number> =>
  Math.max(0, ...((await status()).nodes ?? []).map((node) => Number(node.desiredVersion)));

describe('names from the controller', { timeout: 180_000 }, () => {
  it('an address that moves renames nothing: each event has the name of its own time, however late it comes', async () => {
    await controller();
    await collector();
    const first = Date.now();
    await report({ timeMs: first });
    await named(['shop/web']);
    const second = await move('cron');
    await report({ timeMs: second });
    await named(['shop/web', 'shop/cron']);
    const third = await move('batch');
    await report({ timeMs: first + 1 }, { timeMs: third }, { timeMs: second + 1 });
    await named(['shop/web', 'shop/cron', 'shop/web', 'shop/batch', 'shop/cron']);
    const { stdout } = await osg([
      'denies',
      '-o',
      'json',
      '--from-pod',
      'shop/web',
      '--collector',
      socket('collector'),
    ]);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });

  it('the controller is down when the collector starts: what came meanwhile is named when it is back', async () => {
    await (await controller()).stop();
    await collector();
    await report({ timeMs: Date.now() });
    expect(await peers()).toEqual(['']);
    await controller();
    await named(['shop/web']);
  });

  it('the controller restarts, and an address moved meanwhile: unknown in between, never wrong', async () => {
    const running = await controller();
    await collector();
    const first = Date.now();
    await report({ timeMs: first });
    await named(['shop/web']);
    await running.stop();
    policies.write('inventory.yaml', inventory('cron'));
    await passed(6000);
    // Nobody has told the collector: it goes by what it knows.
    const between = Date.now() - 5500;
    await report({ timeMs: between });
    await named(['shop/web', 'shop/web']);
    await controller();
    await named(['shop/web', '']);
    await report({ timeMs: Date.now() });
    await named(['shop/web', '', 'shop/cron']);
  });

  it('the collector was away while addresses moved, and names each time rightly, its own restart included', async () => {
    await controller();
    const before = await collector();
    const first = Date.now();
    await report({ timeMs: first });
    await named(['shop/web']);
    await before.stop('SIGKILL');
    const second = await move('cron');
    const third = await move('batch');
    const again = await collector();
    await report({ timeMs: third }, { timeMs: second }, { timeMs: first + 1 });
    await named(['shop/web', 'shop/batch', 'shop/cron', 'shop/web']);
    // Without the controller it has what it was told, on disk.
    await parts[0]?.stop();
    await again.stop();
    await collector();
    await report({ timeMs: third + 1 });
    expect(await peers()).toEqual(['shop/web', 'shop/batch', 'shop/cron', 'shop/web', 'shop/batch']);
  });
});

describe('explanations from the controller', { timeout: 180_000 }, () => {
  const explain = async (...args: string[]): Promise<string> => {
    const { stdout } = await osg(['denies', '--explain', '--collector', socket('collector'), ...args]);
    return stdout;
  };

  it('an emergency explains what it denied, after it has ended too', async () => {
    await controller();
    await collector();
    const operate = (...args: string[]) =>
      osg(['emergency', ...args, '--reason', 'drill', '--controller', socket('operator')]);
    expect((await operate('isolate', 'shop/api', '--for', '1h')).code).toBe(0);
    const isolated = await revision();
    await report({ timeMs: Date.now(), revision: isolated, port: 8080 });
    expect((await operate('end', 'e-1')).code).toBe(0);
    await report({ timeMs: Date.now(), revision: await revision(), port: 8080 });
    const [first, second] = (await events()).map(({ id }) => String(id));
    expect(await explain('--id', first ?? '')).toMatch(
      /\n {4}\S*e-1\S* denies it: no edit of another rule would allow it/,
    );
    expect(await explain('--id', second ?? '')).toMatch(/\n {4}these policies allow it \(rule: .*from-web\)/);
  });

  it('an event is explained by the policies of its own revision, and by the newest where that is gone', async () => {
    const running = await controller();
    await collector();
    const old = await revision();
    const timeMs = Date.now();
    await passed(20);
    policies.write('policy.yaml', groupYaml('api', 'web', 9090));
    await vi.waitFor(async () => expect(await revision()).toBeGreaterThan(old), { timeout: 10_000, interval: 50 });
    await report({ timeMs, revision: old });
    await report({ timeMs, revision: 4711, port: 9091 });
    const text = await explain();
    expect(text).toMatch(
      /shop\/web → shop\/api 9090.*\n {4}nearest: .*from-web \(policy.yaml:\d+\): port is TCP 9090, the rule wants TCP 8080\n {4}edit: /,
    );
    expect(text).toMatch(
      /revision 4711 is not kept any more; by revision \d+:\n {4}nearest: .*port is TCP 9091, the rule wants TCP 9090/,
    );
    const [one] = (await events()).map(({ id }) => id);
    expect(JSON.parse(await explain('--id', String(one), '-o', 'json'))).toMatchObject({
      explanation: [
        expect.stringMatching(/^nearest: /),
        expect.stringMatching(/^edit: /),
        expect.stringMatching(/^ {2}tried: /),
      ],
    });
    await running.stop();
    const { code, stdout } = await osg(['denies', '--explain', '--collector', socket('collector')]);
    expect(code).toBe(3);
    expect(stdout.match(/not explained: .*the controller does not answer/g)).toHaveLength(1);
    expect(stdout).toContain('9091/TCP');
  });
});
