/** What a connection can do to a listener: unfinished, huge, many, compressed messages, and HTTP/2 itself (F162, F165). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { broken, FIXED } from '../../test/support/broken-bytes.js';
import { createAuthority, issue, type Pem } from './authority.js';
import { callOnce, openChannel, targetOf } from './dial.js';
import { type Listener, listen } from './listen.js';
import { DISTRIBUTION, MAX_AGENT_MESSAGE_BYTES, OPERATOR, REPORTING, serverOf } from './methods.js';
import { identityOf, ROLES, type Role } from './peer.js';
import { overOr, serve } from './serve.js';
import { TlsIdentity } from './tls.js';

let folder: string;
let authority: Pem;
let listener: Listener;
let messages = 0;
const closing: (() => unknown)[] = [];
const path = (name: string): string => join(folder, name);

async function certificate(name: string, role: Role) {
  const pem = await issue(authority, { name, role, alternatives: ['127.0.0.1'], days: 1 }, Date.now());
  writeFileSync(path(`${name}.crt`), pem.certificate);
  writeFileSync(path(`${name}.key`), pem.key);
  return { certificate: path(`${name}.crt`), key: path(`${name}.key`), ca: path('ca.crt') };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'osg-hostile-'));
  authority = await createAuthority('test', 1, Date.now());
  writeFileSync(path('ca.crt'), authority.certificate);
  const identity = await TlsIdentity.open(await certificate('controller', 'controller'));
  for (const [name, role] of [
    ['node-a', 'node'],
    ['node-b', 'node'],
    ['alice', 'viewer'],
    ['root', 'operator'],
  ] as const)
    await certificate(name, role);
  const stream = serve(DISTRIBUTION, 'node', {
    Stream: async (call) => {
      call.on('data', () => messages++);
      await overOr(call, 'end');
    },
  });
  const nothing = (): Promise<never> => Promise.reject(new Error('nothing here'));
  const status = serve({ Status: OPERATOR.Status }, 'operator', { Status: nothing });
  const report = serve(REPORTING, 'node', {
    Report: async (served) => {
      served.on('data', () => messages++);
      await overOr(served, 'end');
    },
  });
  listener = await listen('127.0.0.1:0', [stream, report, status], identity);
  closing.push(() => identity.close());
});
afterEach(() => {
  messages = 0;
});
afterAll(async () => {
  await listener.close(50);
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection that may do anything. */
async function session(name: string): Promise<ClientHttp2Session> {
  const opened = connect(`https://${listener.address}`, {
    cert: readFileSync(path(`${name}.crt`)),
    key: readFileSync(path(`${name}.key`)),
    ca: readFileSync(path('ca.crt')),
    maxSessionMemory: 1000,
  });
  opened.on('error', () => undefined);
  closing.push(() => opened.destroy());
  await new Promise((resolve) => opened.once('connect', resolve).once('close', resolve));
  return opened;
}

interface Call {
  readonly stream: ClientHttp2Stream;
  /** gRPC's status, or -1: the stream ended without one. */
  readonly code: Promise<number>;
}

function call(of: ClientHttp2Session, headers: Record<string, string> = {}, method = DISTRIBUTION.Stream.path): Call {
  const stream = of.request({
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const code = new Promise<number>((resolve) => {
    const take = (given: Record<string, unknown>): void => {
      if (given['grpc-status'] !== undefined) resolve(Number(given['grpc-status']));
    };
    stream.on('response', take).on('trailers', take);
    stream.on('close', () => resolve(-1)).on('error', () => resolve(-1));
  });
  stream.resume();
  closing.push(() => stream.destroy());
  return { stream, code };
}

function frame(body: Buffer, compressed = 0, length = body.length): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, body]);
}

const UNFINISHED = 50 << 10;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const arrayBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
};

describe('F162 a connection that means harm', () => {
  it('the role is asked at the headers, before a message is read', async () => {
    const { stream, code } = call(await session('alice'));
    stream.write(frame(Buffer.alloc(1000), 0, MAX_AGENT_MESSAGE_BYTES));
    expect(await code).toBe(status.PERMISSION_DENIED);
    expect(await call(await session('node-a'), {}, OPERATOR.Status.path).code).toBe(status.PERMISSION_DENIED);
    expect(messages).toBe(0);
  });

  it('a message over the bound of its method is refused at its length', async () => {
    const { stream, code } = call(await session('node-a'));
    stream.write(frame(Buffer.alloc(10), 0, MAX_AGENT_MESSAGE_BYTES + 1));
    expect(await code).toBe(status.RESOURCE_EXHAUSTED);
  });

  it('unfinished messages on all streams that one identity can have hold a few megabytes', async () => {
    const before = arrayBytes();
    const refused: number[] = [];
    for (let connection = 0; connection < 4; connection++) {
      const one = await session('node-a');
      for (let i = 0; i < 100; i++) {
        const { stream, code } = call(one);
        void code.then((value) => refused.push(value));
        stream.write(frame(Buffer.alloc(UNFINISHED), 0, MAX_AGENT_MESSAGE_BYTES));
      }
    }
    await expect.poll(() => refused.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(400 - 32);
    expect(new Set(refused)).toEqual(new Set([status.RESOURCE_EXHAUSTED]));
    // The test's own end holds what was not taken: 32 streams of 64 KiB are 2 MiB.
    const other = call(await session('node-b'));
    other.stream.write(frame(Buffer.alloc(0)));
    await expect.poll(() => messages).toBe(1);
    await expect.poll(() => arrayBytes() - before).toBeLessThan(400 * UNFINISHED + (16 << 20));
  });

  it('of a method with messages of 4 MiB one identity has four calls: 16 MiB', async () => {
    const one = await session('node-a');
    const open = Array.from({ length: 6 }, () => call(one, {}, REPORTING.Report.path));
    for (const { stream } of open) stream.write(frame(Buffer.alloc(100), 0, 1 << 20));
    const refused = await Promise.all(open.slice(4).map(({ code }) => code));
    expect(refused).toEqual([status.RESOURCE_EXHAUSTED, status.RESOURCE_EXHAUSTED]);
    expect(open.slice(0, 4).some(({ stream }) => stream.closed)).toBe(false);
    one.destroy();
    const other = call(await session('node-b'), {}, REPORTING.Report.path);
    other.stream.write(frame(Buffer.alloc(0)));
    await expect.poll(() => messages).toBe(1);
  });

  it('compressed messages are not read: no gzip bomb unpacks', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    for (const encoding of ['gzip', 'deflate', 'br']) {
      const { stream, code } = call(await session('node-b'), { 'grpc-encoding': encoding });
      stream.write(frame(bomb, 1));
      expect(await code).toBe(status.INVALID_ARGUMENT);
    }
  });

  it('one identity has sixteen connections, others are served', async () => {
    const mine: ClientHttp2Session[] = [];
    for (let i = 0; i < 20; i++) mine.push(await session('alice'));
    await expect.poll(() => mine.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(16);
    const other = call(await session('root'), {}, OPERATOR.Status.path);
    other.stream.end(frame(Buffer.alloc(0)));
    expect(await other.code).toBe(status.INTERNAL);
    for (const one of mine) one.destroy();
  });

  it('floods of resets, pings and settings end their connection, not the listener', async () => {
    const resets = await session('node-b');
    for (let i = 0; i < 3000 && !resets.destroyed; i++) {
      const stream = resets.request({ ':method': 'POST', ':path': '/x' });
      stream.on('error', () => undefined);
      stream.close(constants.NGHTTP2_CANCEL);
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const pings = await session('node-b');
    pings.setMaxListeners(0);
    for (let i = 0; i < 5000 && !pings.destroyed; i++) {
      try {
        pings.ping(() => undefined);
        pings.settings({ initialWindowSize: 65_535 + (i % 2) });
      } catch {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const { stream } = call(await session('node-b'));
    stream.write(frame(Buffer.alloc(0)));
    await expect.poll(() => messages).toBe(1);
  });

  it('bytes that are no TLS, no HTTP/2, no gRPC, end their connection', async () => {
    const [host, port] = listener.address.split(':');
    for (const bytes of ['GET // HTTP/1.1\r\n\r\n', '\0'.repeat(1000), '\x16\x03\x01\xff\xff'.repeat(100)]) {
      const socket: Socket = connectTcp(Number(port), host);
      socket.on('error', () => undefined);
      await new Promise((resolve) => {
        socket.on('close', resolve).on('end', resolve);
        socket.write(Buffer.from(bytes, 'latin1'));
        socket.setTimeout(500, () => socket.destroy());
      });
    }
    const one = await session('node-b');
    expect(await call(one, { 'content-type': 'text/html' }).code).not.toBe(0);
    expect(await call(one, { 'grpc-timeout': 'x' }).code).not.toBe(0);
    const { stream } = call(await session('node-b'));
    stream.write(frame(Buffer.alloc(0)));
    await expect.poll(() => messages).toBe(1);
  });
});

describe('F119 inside of TLS too', () => {
  /** Whether the other end was heard, or has hung up. */
  const told = (name: string, bytes: Buffer, waitMs: number): Promise<void> =>
    new Promise((resolve) => {
      const [host, port] = listener.address.split(':');
      const [cert, key, ca] = [`${name}.crt`, `${name}.key`, 'ca.crt'].map((file) => readFileSync(path(file)));
      const socket = connectTls({ host, port: Number(port), cert, key, ca, ALPNProtocols: ['h2'] }, () =>
        socket.write(bytes),
      );
      const done = (): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      socket.on('error', () => undefined).on('close', done);
      socket.resume();
    });

  it('bytes of any kind, and bytes that are nearly right, end their own connection at most', async () => {
    const rounds = Number(process.env['OSG_FUZZ_ROUNDS'] ?? 100);
    const first = Number(process.env['OSG_FUZZ_SEED'] ?? 1);
    const all = function* (): Generator<Buffer> {
      yield* Object.values(FIXED);
      for (let seed = first; seed < first + rounds; seed++) yield broken(seed);
    };
    const queue = all();
    const sender = async (): Promise<void> => {
      for (const bytes of queue) await told('alice', bytes, 30);
    };
    await Promise.all(Array.from({ length: 8 }, sender));
    const before = messages;
    call(await session('node-b')).stream.write(frame(Buffer.alloc(0)));
    await expect.poll(() => messages).toBe(before + 1);
  });

  it('of one address 256 connections may be without a certificate; when some have gone, others are served', async () => {
    const [host, port] = listener.address.split(':');
    let closed = 0;
    const sockets = Array.from({ length: 300 }, () =>
      connectTcp(Number(port), host)
        .on('error', () => undefined)
        .on('close', () => closed++)
        .resume(),
    );
    await expect.poll(() => closed, { timeout: 10_000 }).toBeGreaterThanOrEqual(44);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await session('node-b')).destroyed, { timeout: 10_000 }).toBe(false);
  });
});

describe('F165 F169 who is at the other end', () => {
  const dial = async (name: string, role: Role | undefined, revoked?: string): Promise<string> => {
    const files = { certificate: path(`${name}.crt`), key: path(`${name}.key`), ca: path('ca.crt'), revoked };
    const tls = await TlsIdentity.open(files);
    const target = targetOf(listener.address, tls, { ...(role !== undefined && { role }) });
    const channel = openChannel(target);
    try {
      await callOnce(channel, listener.address, OPERATOR.Status, {}, 3_000);
      return 'answered';
    } catch (error) {
      return (error as Error).message;
    } finally {
      channel.close();
      tls.close();
    }
  };

  it('a server of another role is not talked to', async () => {
    expect(await dial('root', 'collector')).toMatch(/has the role controller, collector is needed/);
    expect(await dial('root', 'controller')).toMatch(/nothing here/);
    expect(await dial('root', undefined)).toMatch(/nothing here/);
  });

  it('a server whose certificate is revoked is not talked to', async () => {
    const { serial } = identityOf(readFileSync(path('controller.crt')));
    writeFileSync(path('list'), `# taken\n${serial.toLowerCase()} # controller\n`);
    expect(await dial('root', 'controller', path('list'))).toMatch(/controller: the certificate is revoked/);
  });

  it('a client whose certificate is revoked loses its connection, and gets no other', async () => {
    writeFileSync(path('revoked'), '');
    const files = { ...(await certificate('second', 'controller')), revoked: path('revoked') };
    const identity = await TlsIdentity.open(files, {}, 20);
    const stream = serve(DISTRIBUTION, 'node', {
      Stream: async (served) => {
        served.on('data', () => messages++);
        await overOr(served, 'end');
      },
    });
    const first = listener;
    listener = await listen('127.0.0.1:0', [stream], identity);
    try {
      const taken = await session('node-a');
      const other = await session('node-b');
      const live = call(taken);
      live.stream.write(frame(Buffer.alloc(0)));
      await expect.poll(() => messages).toBe(1);
      writeFileSync(path('revoked'), `${identityOf(readFileSync(path('node-a.crt'))).serial}\n`);
      expect(await live.code).toBe(-1);
      await expect.poll(() => taken.destroyed).toBe(true);
      expect(await call(await session('node-a')).code).not.toBe(0);
      expect(other.destroyed).toBe(false);
      call(other).stream.write(frame(Buffer.alloc(0)));
      await expect.poll(() => messages).toBe(2);
      writeFileSync(path('revoked'), 'no serial\n');
      await identity.reload();
      expect(identity.denied(identityOf(readFileSync(path('node-a.crt'))))).toMatch(/revoked/);
    } finally {
      await listener.close(50);
      identity.close();
      listener = first;
    }
  });

  it('every service of ours has a role that serves it', async () => {
    const tables = Object.values(await import('./methods.js')).filter(
      (value): value is typeof DISTRIBUTION => typeof value === 'object',
    );
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) expect(ROLES).toContain(serverOf(table));
  });
});
