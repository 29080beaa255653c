/** What one taken node may say of numbers and budgets, and what the others notice: nothing. */
import { join } from 'node:path';
import { Client, type ClientDuplexStream, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningAgent, startAgentWith } from '../../src/agent/start.js';
import { Store } from '../../src/controller/sqlite/store.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { osg } from '../../src/gen/proto.js';
import { DISTRIBUTION } from '../../src/rpc/methods.js';
import { RecordingPort } from '../support/recording-port.js';
import { type Folder, folderWith, groupYaml, nodeYaml, podYaml } from '../support/shop-files.js';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const NODES = ['n1', 'n2', 'n3'];
const FILES = {
  'inventory.yaml': [
    ...NODES.map((node, i) => nodeYaml(node, `10.77.0.${i + 1}`)),
    ...NODES.map((node, i) => podYaml(i === 0 ? 'api' : `web${i}`, `10.77.0.${11 + i}`, { node })),
  ].join(''),
  'policy.yaml': groupYaml('api', 'web1', 8080),
};

interface Shop {
  readonly policies: Folder;
  readonly state: string;
  readonly address: string;
  readonly controller: RunningController;
}

async function shop(): Promise<Shop> {
  const policies = folderWith(FILES);
  const state = folderWith();
  closers.push(
    () => policies.remove(),
    () => state.remove(),
  );
  return { policies, state: state.path, ...(await controllerOf(policies, state.path)) };
}

async function controllerOf(policies: Folder, state: string) {
  const address = `unix:${state}/controller.sock`;
  const controller = await startController({
    policies: policies.path,
    stateDir: join(state, 'store'),
    listen: address,
  });
  closers.push(() => controller.close());
  return { address, controller };
}

async function agentOf(state: string, port: RecordingPort, node: string): Promise<RunningAgent> {
  const running = await startAgentWith({
    node,
    controller: `unix:${state}/controller.sock`,
    stateDir: join(state, `agent-${node}`),
    statusListen: `unix:${state}/agent-${node}.sock`,
    port,
    times: { backoffBaseMs: 20, backoffCapMs: 50 },
  });
  closers.push(() => running.close());
  return running;
}

/** A stream on which anything may be said: `fields` are protobuf, appended to a Hello of the node. */
interface Liar {
  readonly replies: osg.v1.ControllerMessage[];
  readonly stream: ClientDuplexStream<Buffer, osg.v1.ControllerMessage>;
  readonly error: Promise<ServiceError>;
}

function lie(address: string, hello: Buffer): Liar {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  closers.push(() => client.close());
  const replies: osg.v1.ControllerMessage[] = [];
  const stream = client.makeBidiStreamRequest(
    DISTRIBUTION.Stream.path,
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => osg.v1.ControllerMessage.decode(bytes),
  );
  stream.on('data', (message: osg.v1.ControllerMessage) => replies.push(message));
  const error = new Promise<ServiceError>((resolve) => stream.on('error', (e: ServiceError) => resolve(e)));
  stream.write(hello);
  return { replies, stream, error };
}

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
};

/** Fields 7 and 10 of Hello as any 64-bit integers. */
function claim(node: string, { revision = 1n, epoch = 0n }: { revision?: bigint; epoch?: bigint }): Buffer {
  const plain = osg.v1.Hello.encode({ node, protocolVersion: 2, realisedDigest: 'f'.repeat(64) }).finish();
  const hello = Buffer.concat([plain, Buffer.from([7 << 3, ...varint(revision), 10 << 3, ...varint(epoch)])]);
  return Buffer.concat([Buffer.from([(1 << 3) | 2, ...varint(BigInt(hello.length))]), hello]);
}

const row = ({ controller }: RunningController, node: string) =>
  controller.status().nodes?.find((one) => one.node === node);

const audited = async ({ controller }: RunningController, kind: RegExp) =>
  (await controller.revisions.audit(0)).filter((record) => kind.test(record.kind));

/** The fleet goes on: a change of policy reaches the nodes, also with a controller that starts again. */
async function goesOn({ policies, state, controller }: Shop, ports: ReadonlyMap<string, RecordingPort>) {
  const before = controller.controller.status().revision ?? 0;
  policies.write('policy.yaml', groupYaml('api', 'web2', 9090));
  const after = async (running: RunningController) => {
    for (const node of ports.keys())
      await expect
        .poll(() => row(running, node), { timeout: 10_000 })
        .toSatisfy((r) => r !== undefined && r.desiredRevision === r.realisedRevision && r.refusal == null);
  };
  await expect.poll(() => controller.controller.status().revision, { timeout: 10_000 }).toBeGreaterThan(before);
  await after(controller);
  expect(
    [...(ports.get('n1')?.applied.at(-1)?.plan.slots ?? [])].some((s) => s?.kind === 'rule' && /web2/.test(s.rule)),
  ).toBe(true);
  await controller.close();
  const { controller: again } = await controllerOf(policies, state);
  policies.write('policy.yaml', groupYaml('api', 'web1', 7070));
  await expect.poll(() => again.controller.status().revision, { timeout: 10_000 }).toBeGreaterThan(before + 1);
  await after(again);
  return again;
}

async function twoAgents(made: Shop) {
  const ports = new Map([
    ['n1', new RecordingPort()],
    ['n2', new RecordingPort()],
  ]);
  for (const [node, port] of ports) await agentOf(made.state, port, node);
  for (const node of ports.keys())
    await expect
      .poll(() => row(made.controller, node)?.realisedRevision, { timeout: 10_000 })
      .toBe(made.controller.controller.status().revision);
  return ports;
}

describe('F160 a node claims numbers that nobody issued', () => {
  it.each([
    ['the highest epoch', { epoch: 2n ** 64n - 1n }],
    ['the highest revision', { revision: 2n ** 64n - 1n }],
    ['an epoch beyond what a number holds', { epoch: 2n ** 53n }],
  ])('%s is refused at the wire', async (_, numbers) => {
    const made = await shop();
    const ports = await twoAgents(made);
    expect(await lie(made.address, claim('n3', numbers)).error).toMatchObject({
      details: expect.stringMatching(/deserializing request/),
    });
    const again = await goesOn(made, ports);
    expect(await audited(again, /store-behind|claim/)).toEqual([]);
  });

  it.each([
    ['the highest safe epoch', { epoch: 2n ** 53n - 1n }],
    ['an epoch of the day after tomorrow', { epoch: BigInt(Date.now() + 2 * 86_400_000) }],
  ])('%s moves nothing, is shown and recorded', async (_, numbers) => {
    const made = await shop();
    const ports = await twoAgents(made);
    const { epoch } = made.controller.controller.revisions;
    const liar = lie(made.address, claim('n3', numbers));
    await expect
      .poll(() => row(made.controller, 'n3')?.refusal)
      .toMatchObject({
        code: osg.v1.NackCode.NACK_CODE_AHEAD,
        reason: expect.stringMatching(/no store can have begun/),
      });
    const again = await goesOn(made, ports);
    expect(again.controller.revisions.epoch).toBe(epoch);
    expect(await audited(again, /claim-refused/)).toHaveLength(1);
    liar.stream.cancel();
  });

  it('an operator may accept what was refused: numbers go above it, and who said so is recorded', async () => {
    const made = await shop();
    const ports = await twoAgents(made);
    const { claims } = made.controller.controller;
    const epoch = Date.now() + 30 * 86_400_000;
    const liar = lie(made.address, claim('n3', { epoch: BigInt(epoch), revision: 7n }));
    await expect.poll(() => row(made.controller, 'n3')?.refusal?.code).toBe(osg.v1.NackCode.NACK_CODE_AHEAD);
    await expect(claims.accept('n1', 'alice', 'no')).rejects.toThrow(/no claim of it is refused/);
    await claims.accept('n3', 'alice', 'the store was put back');
    await expect.poll(() => liar.replies.length).toBeGreaterThan(0);
    expect(liar.replies[0]?.snapshot?.epoch).toBe(epoch + 1);
    expect(row(made.controller, 'n3')?.refusal).toBeUndefined();
    liar.stream.cancel();
    const far = lie(made.address, claim('n3', { epoch: 2n ** 53n - 1n }));
    await expect.poll(() => row(made.controller, 'n3')?.refusal?.code).toBe(osg.v1.NackCode.NACK_CODE_AHEAD);
    await expect(claims.accept('n3', 'alice', 'no')).rejects.toThrow(/ten years ahead/);
    far.stream.cancel();
    const again = await goesOn(made, ports);
    expect(again.controller.revisions.epoch).toBe(epoch + 1);
    const [accepted] = await audited(again, /claim-accepted/);
    expect(accepted).toMatchObject({ who: 'alice' });
    expect(JSON.parse(accepted?.detail ?? '')).toMatchObject({ node: 'n3', epoch, reason: 'the store was put back' });
  });

  it.each([
    ['a revision of 2^48 − 1', { revision: 2n ** 48n - 1n }],
    ['the highest safe revision', { revision: 2n ** 53n - 1n }],
  ])('%s begins a new epoch by the clock, and numbers stay small', async (_, numbers) => {
    const made = await shop();
    const ports = await twoAgents(made);
    const { epoch } = made.controller.controller.revisions;
    const liar = lie(made.address, claim('n3', { ...numbers, epoch: BigInt(epoch) }));
    await expect.poll(() => liar.replies.length).toBeGreaterThan(0);
    const again = await goesOn(made, ports);
    expect(again.controller.status().revision).toBeLessThan(20);
    expect(again.controller.revisions.epoch).toBeGreaterThan(epoch);
    expect(again.controller.revisions.epoch).toBeLessThanOrEqual(Date.now() + 1000);
    liar.stream.cancel();
  });

  it('again and again: a bounded rise, a bounded number of records', async () => {
    const made = await shop();
    const ports = await twoAgents(made);
    const { epoch } = made.controller.controller.revisions;
    for (let i = 0; i < 15; i++) {
      const liar = lie(made.address, claim('n3', { epoch: BigInt(epoch), revision: BigInt(9_000 * (i + 1)) }));
      await expect.poll(() => row(made.controller, 'n3')?.connected).toBe(true);
      liar.stream.cancel();
      await expect.poll(() => row(made.controller, 'n3')?.connected).toBe(false);
    }
    const again = await goesOn(made, ports);
    expect(again.controller.status().revision).toBeLessThan(40_000);
    expect((await audited(again, /store-behind|claim/)).length).toBeLessThan(5);
  });

  it('refusals without end are a bounded number of records, and no labels of metrics', async () => {
    const made = await shop();
    for (let i = 0; i < 13; i++) {
      const liar = lie(made.address, claim('n3', { revision: 0n }));
      await expect.poll(() => liar.replies.length).toBeGreaterThan(0);
      const { nonce, snapshot } = liar.replies[0] as osg.v1.ControllerMessage;
      const nack = {
        nonce,
        revision: snapshot?.revision ?? 0,
        code: (100 + i) as osg.v1.NackCode,
        reason: 'x'.repeat(10_000),
      };
      liar.stream.write(Buffer.from(osg.v1.AgentMessage.encode({ nack }).finish()));
      await expect.poll(() => row(made.controller, 'n3')?.refusal?.code).toBe(100 + i);
      liar.stream.cancel();
      await expect.poll(() => row(made.controller, 'n3')?.connected).toBe(false);
    }
    const nacks = await audited(made.controller, /nack/);
    expect(nacks.length).toBeGreaterThan(0);
    expect(nacks.length).toBeLessThan(12);
    expect(Math.max(...nacks.map(({ detail }) => detail.length))).toBeLessThan(5_000);
    const text = await made.controller.metrics.metrics();
    expect(text.match(/osg_controller_nacks_total\{/g)?.length).toBeLessThan(10);
  });

  it('a budget that nothing fits in holds up that node alone', async () => {
    const made = await shop();
    const ports = await twoAgents(made);
    const budget = { arenaBytes: 1, slots: 1, endpoints: 1 };
    const hello = osg.v1.AgentMessage.encode({ hello: { node: 'n3', protocolVersion: 2, budget } }).finish();
    const liar = lie(made.address, Buffer.from(hello));
    await expect.poll(() => row(made.controller, 'n3')?.connected).toBe(true);
    made.policies.write(
      'inventory.yaml',
      FILES['inventory.yaml'] + podYaml('web9', '10.77.0.99', { node: 'n3', app: 'web2' }),
    );
    await goesOn(made, ports);
    liar.stream.cancel();
  });

  it('a store that an earlier version let a node poison begins a new epoch', async () => {
    const state = folderWith();
    closers.push(() => state.remove());
    const first = Store.open(state.path, 1_000);
    first.database.exec("UPDATE meta SET value = '18446744073709552000' WHERE key = 'epoch'");
    first.database.exec("INSERT OR REPLACE INTO meta VALUES ('floor', '18446744073709552000')");
    await first.close();
    const second = Store.open(state.path, 2_000);
    expect([second.revisions.epoch, second.revisions.last]).toEqual([2_000, 0]);
    await second.close();
    expect(Store.open(state.path, 3_000).revisions.epoch).toBe(2_000);
  });
});
