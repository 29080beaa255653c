/** The agent's end of the stream against servers and networks that misbehave. */
import { createServer as createHttp2 } from 'node:http2';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { startController } from '../../src/controller/start.js';
import { type ClientOptions, type ClientTimes, DistributionClient } from '../../src/distribution/client.js';
import type { RevisedView } from '../../src/distribution/receiver.js';
import type { osg } from '../../src/gen/proto.js';
import type { RpcError } from '../../src/rpc/error.js';
import { DISTRIBUTION } from '../../src/rpc/methods.js';
import { folderWith, groupYaml, SHOP } from '../support/shop-files.js';

process.env['OSG_INSECURE_LOOPBACK'] = '1';

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const FAST: ClientTimes = {
  dialMs: 300,
  keepaliveMs: 150,
  keepaliveTimeoutMs: 150,
  backoffBaseMs: 30,
  backoffCapMs: 60,
};

function client(port: number, options: Partial<ClientOptions> = {}) {
  const seen = { connected: 0, errors: [] as RpcError[], views: [] as RevisedView[] };
  const made = new DistributionClient({
    address: `127.0.0.1:${port}`,
    credentials: credentials.createInsecure(),
    node: 'n1',
    hello: () => ({ hello: { agentVersion: 'test' }, realised: seen.views.at(-1) }),
    received: (received) => {
      if (received.kind !== 'view') return;
      seen.views.push(received.revised);
      made.send({ ack: { nonce: received.nonce, revision: received.revised.revision } });
    },
    connected: () => seen.connected++,
    disconnected: (error) => seen.errors.push(error),
    times: FAST,
    ...options,
  });
  closers.push(() => made.close());
  made.start();
  return { client: made, seen };
}

function listenOn(
  server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown },
  port = 0,
): Promise<number> {
  return new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
}

async function realController(port: number, tls?: Parameters<typeof startController>[0]['tls']) {
  const policies = folderWith(SHOP);
  const state = folderWith();
  const running = await startController({
    policies: policies.path,
    stateDir: join(state.path, 's'),
    listen: `127.0.0.1:${port}`,
    ...(tls && { tls }),
  });
  closers.push(async () => {
    await running.close();
    policies.remove();
    state.remove();
  });
  return { running, policies, port: Number(running.address.split(':').at(-1)) };
}

/** Forwards to a port until told to swallow everything, without a word to either side. */
async function proxy(target: number) {
  const sockets = new Set<Socket>();
  let hole = false;
  const server = createServer((inbound) => {
    const outbound = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => void (hole || to.write(data)));
      from.on('close', () => void (hole || to.destroy()));
      from.on('error', () => from.destroy());
    }
  });
  const port = await listenOn(server);
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port,
    set blackHole(on: boolean) {
      hole = on;
    },
  };
}

describe('the link to the controller', () => {
  it('F63: TCP accepts and nobody ever answers: the dial ends by its own deadline, and finds the controller that comes', async () => {
    const sockets = new Set<Socket>();
    const silent: Server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    const port = await listenOn(silent);
    const { seen } = client(port);
    await expect.poll(() => seen.errors.length, { timeout: 5_000 }).toBeGreaterThan(1);
    expect(seen.errors[0]?.message).toContain('no answer within 0.3 s');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    await realController(port);
    await expect.poll(() => seen.views.length, { timeout: 5_000 }).toBe(1);
  });

  it('F63: HTTP/2 is spoken, but the stream gets no answer', async () => {
    const server = createHttp2();
    server.on('stream', () => undefined).on('session', (session) => closers.push(() => session.destroy()));
    closers.push(() => server.close());
    const { seen } = client(await listenOn(server));
    await expect.poll(() => seen.errors.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(seen.errors[0]?.message).toContain('no answer within');
    expect(seen.connected).toBe(0);
  });

  it('F61: a black hole is noticed by keepalive, and what changed meanwhile arrives after its end, as a delta', async () => {
    const { running, policies, port } = await realController(0);
    const between = await proxy(port);
    const { seen } = client(between.port);
    await expect.poll(() => seen.views.length, { timeout: 5_000 }).toBe(1);
    between.blackHole = true;
    await expect.poll(() => seen.errors.length, { timeout: 5_000 }).toBeGreaterThan(0);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await expect.poll(() => running.controller.status().revision).toBe(2);
    between.blackHole = false;
    await expect.poll(() => seen.views.at(-1)?.revision, { timeout: 5_000 }).toBe(2);
  });

  it('F62: GOAWAY too_many_pings makes pings rarer, and the stream comes again', async () => {
    const server = createHttp2();
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      stream.on('error', () => undefined);
      // ENHANCE_YOUR_CALM
      setTimeout(() => stream.session?.goaway(11, 0, Buffer.from('too_many_pings')), 20);
      setTimeout(() => stream.session?.destroy(), 60);
    });
    closers.push(() => server.close());
    const { client: made, seen } = client(await listenOn(server));
    await expect.poll(() => seen.connected, { timeout: 5_000 }).toBeGreaterThan(2);
    expect(made.keepaliveMs).toBeGreaterThan(FAST.keepaliveMs);
  });

  it('F66: a thousand agents that lose their controller come back spread over the whole wait', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 300; i++)
      client(1, {
        times: { ...FAST, backoffBaseMs: 60_000, backoffCapMs: 60_000 },
        disconnected: (_, ms) => waits.push(ms),
      });
    await expect.poll(() => waits.length, { timeout: 10_000 }).toBe(300);
    const tenths = Array.from({ length: 10 }, (_, i) => waits.filter((ms) => Math.floor(ms / 6_000) === i).length);
    expect(Math.min(...tenths)).toBeGreaterThan(5);
    expect(Math.max(...tenths)).toBeLessThan(80);
  });
});

describe('the controller against agents that misbehave', () => {
  type Message = osg.v1.AgentMessage.$Properties;
  const hello: Message = { hello: { node: 'n1', protocolVersion: 2 } };

  /** Sends the messages and gives what came back, and how the stream ended; undefined: it is open. */
  async function talk(port: number, messages: readonly (Message | Buffer)[]) {
    const channel = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
    closers.push(() => channel.close());
    const { path, requestSerialize, responseDeserialize } = DISTRIBUTION.Stream;
    const seen = { replies: [] as osg.v1.ControllerMessage.$Properties[], end: undefined as ServiceError | undefined };
    const serialize = (message: Message | Buffer): Buffer =>
      Buffer.isBuffer(message) ? message : requestSerialize(message);
    const stream = channel.makeBidiStreamRequest(path, serialize, responseDeserialize);
    stream.on('data', (reply: osg.v1.ControllerMessage.$Properties) => seen.replies.push(reply));
    stream.on('error', (error: ServiceError) => {
      seen.end = error;
    });
    for (const message of messages) stream.write(message);
    return seen;
  }

  const expectReply = (seen: { readonly replies: readonly unknown[] }): Promise<void> =>
    expect.poll(() => seen.replies.length, { timeout: 5_000 }).toBeGreaterThan(0);

  it.each<[string, (Message | Buffer)[], RegExp]>([
    ['begins without Hello', [{ ack: { nonce: 1, revision: 1 } }], /first message must be Hello/],
    ['says Hello twice', [hello, hello], /only once/],
    ['speaks another version', [{ hello: { node: 'n1', protocolVersion: 7 } }], /protocol version 7/],
    ['has no name', [{ hello: { protocolVersion: 2 } }], /node is missing/],
    ['sends bytes that are no message', [Buffer.from([0xff, 0xff, 0xff, 0x7f])], /deserializ|pars|index|wire/i],
  ])('F82: ends the stream of one that %s', async (_, messages, why) => {
    const { port, running } = await realController(0);
    const seen = await talk(port, messages);
    await expect.poll(() => seen.end?.details, { timeout: 5_000 }).toMatch(why);
    expect(running.controller.status().nodes?.[0]?.realisedRevision).toBe(0);
  });

  it('F64: answers that fit nothing change nothing; a second stream of the same node ends the first', async () => {
    const { port, running } = await realController(0);
    const first = await talk(port, [hello, { ack: { nonce: 9, revision: 9 } }, { nack: { nonce: 9, revision: 1 } }]);
    await expect.poll(() => first.replies.length, { timeout: 5_000 }).toBe(1);
    expect(running.controller.status().nodes?.[0]).toMatchObject({ desiredRevision: 1, realisedRevision: 0 });
    const second = await talk(port, [hello, { ack: { nonce: 1, revision: 1 } }]);
    await expect.poll(() => first.end?.details, { timeout: 5_000 }).toMatch(/connected again/);
    expect(first.end?.code).toBe(status.ABORTED);
    await expect.poll(() => running.controller.status().nodes?.[0]?.realisedRevision).toBe(1);
    expect(second.end).toBeUndefined();
  });

  it('F64: two agents of one name are told, however well each of them is served', async () => {
    const { port, running } = await realController(0);
    const row = () => running.controller.status().nodes?.[0];
    const from = (bootId: string) => [{ hello: { node: 'n1', protocolVersion: 2, bootId } }];
    for (const bootId of ['a', 'b', 'a']) await expectReply(await talk(port, from(bootId)));
    expect(row()).toMatchObject({ connected: true, contested: '' });
    await expectReply(await talk(port, from('b')));
    expect(row()?.contested).toMatch(/agents on 2 machines say that they are this node/);
  });
});
