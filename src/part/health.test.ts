import { request as plainRequest } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { connect } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
// A listener with mTLS is for what `rpc` gives it; the part itself knows nothing of certificates.
import { createAuthority, issue } from '../rpc/authority.js';
import { type HttpListener, type Secure, serveHealth, serveMetrics, serveProbes } from './health.js';

const open: HttpListener[] = [];
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  for (const listener of open.splice(0)) await listener.close();
});

const AT = { kind: 'tcp', host: '127.0.0.1', port: 0, text: '127.0.0.1:0' } as const;
const portOf = ({ address }: HttpListener): number => Number(address.split(':').at(-1));

async function health(ready: { why?: string | undefined } = {}) {
  const listener = await serveHealth({
    at: AT,
    metrics: () => [new Registry()],
    notReady: () => ready.why,
    warnings: () => ['the disk is full'],
  });
  open.push(listener);
  return portOf(listener);
}

function get(options: RequestOptions, secure: boolean): Promise<{ status: number; body: string } | string> {
  return new Promise((resolve) => {
    const call = (secure ? request : plainRequest)(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    call.end();
  });
}

describe('health', () => {
  it('says why it is not ready, and what to know besides', async () => {
    const ready = { why: 'starting' as string | undefined };
    const port = await health(ready);
    const readyz = { host: '127.0.0.1', port, path: '/readyz' };
    expect(await get(readyz, false)).toEqual({ status: 503, body: 'starting\nwarning: the disk is full\n' });
    ready.why = undefined;
    expect(await get(readyz, false)).toEqual({ status: 200, body: 'ready\nwarning: the disk is full\n' });
  });

  it('tells strangers whether it is ready, and nothing else', async () => {
    const ready = { why: 'the store is at /var/lib/osg' as string | undefined };
    const probes = await serveProbes({ at: AT, notReady: () => ready.why });
    open.push(probes);
    const ask = (path: string) => get({ host: '127.0.0.1', port: portOf(probes), path }, false);
    expect(await ask('/readyz')).toEqual({ status: 503, body: 'not ready\n' });
    ready.why = undefined;
    expect(await ask('/readyz')).toEqual({ status: 200, body: 'ready\n' });
    expect(await ask('/healthz')).toEqual({ status: 200, body: 'ok\n' });
    expect(await ask('/metrics')).toMatchObject({ status: 404 });
  });

  it.each(['GET // HTTP/1.1', 'GET http://[ HTTP/1.1', 'OPTIONS * HTTP/1.1', 'nonsense'])(
    'F119 answers %s',
    async (line) => {
      const port = await health();
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`),
        );
        socket.on('data', (data) => {
          text += data.toString();
        });
        socket.on('close', () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
      expect(await get({ host: '127.0.0.1', port, path: '/healthz' }, false)).toEqual({ status: 200, body: 'ok\n' });
    },
  );
});

/** What is answered, and whether the other side ended the connection. */
async function raw(port: number, ...pieces: readonly string[]): Promise<{ text: string; closed: boolean }> {
  const seen = { text: '', closed: false };
  const socket = connect(port, '127.0.0.1', () => {
    for (const piece of pieces) socket.write(piece);
  });
  socket.on('data', (data) => {
    seen.text += data.toString();
  });
  socket.on('error', () => undefined);
  closing.push(() => socket.destroy());
  await new Promise<void>((resolve) => {
    socket.on('close', () => {
      seen.closed = true;
      resolve();
    });
  });
  return seen;
}

describe('F119 who takes their time', () => {
  const impatient = async () => {
    const listener = await serveHealth({
      at: AT,
      metrics: () => [new Registry()],
      notReady: () => undefined,
      warnings: () => [],
      patienceMs: 200,
    });
    open.push(listener);
    return portOf(listener);
  };

  it.each([
    ['nothing at all', []],
    ['half a head', ['GET /healthz HTTP/1.1\r\nhost: x\r\n']],
    ['half a body', ['GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n', 'x']],
    [
      'chunks without end',
      ['POST /healthz HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n', '5\r\nhello\r\n'],
    ],
    ['nothing after an answer', ['GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n']],
    ['a head over 8 KiB', [`GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(9000)}\r\n\r\n`]],
    ['a request line over 8 KiB', [`GET /${'y'.repeat(9000)} HTTP/1.1\r\nhost: x\r\n\r\n`]],
  ])('%s: the connection is ended', async (_what, pieces) => {
    const port = await impatient();
    expect(await raw(port, ...pieces)).toMatchObject({ closed: true });
    expect(await get({ host: '127.0.0.1', port, path: '/healthz' }, false)).toMatchObject({ status: 200 });
  });

  it('a head that comes byte by byte is not waited for longer than one that does not', async () => {
    const port = await impatient();
    const socket = connect(port, '127.0.0.1');
    closing.push(() => socket.destroy());
    socket.on('error', () => undefined).resume();
    const ended = new Promise((resolve) => socket.on('close', resolve));
    const drip = setInterval(() => socket.write('x'), 20);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nx: ');
    await ended;
    clearInterval(drip);
  });

  it('connections beyond 256 are ended at once; when some have gone, others are answered', async () => {
    const port = await health();
    const sockets = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
    });
    let closed = 0;
    for (const socket of sockets) socket.on('close', () => closed++).resume();
    await expect.poll(() => closed, { timeout: 10_000 }).toBeGreaterThanOrEqual(44);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() => get({ host: '127.0.0.1', port, path: '/healthz' }, false), { timeout: 10_000 })
      .toMatchObject({ status: 200 });
  });
});

describe('metrics apart', () => {
  it('by mTLS: for roles that may, over certificates that may change', async () => {
    const now = Date.now();
    const authority = await createAuthority('test', 1, now);
    const stranger = await createAuthority('test', 1, now);
    const leaf = (role: 'node' | 'viewer', by = authority) =>
      issue(by, { name: 'localhost', role, alternatives: ['127.0.0.1'], days: 1 }, now);
    const server = await issue(
      authority,
      { name: 'localhost', role: 'collector', alternatives: ['127.0.0.1'], days: 1 },
      now,
    );
    const ca = Buffer.from(authority.certificate);
    const tls: Secure = {
      secure: { cert: Buffer.from(server.certificate), key: Buffer.from(server.key), ca },
      onChange: () => undefined,
      allows: (raw) => raw.includes('viewer'),
    };
    const registry = new Registry();
    const listener = await serveMetrics({ at: AT, tls, metrics: () => [registry] });
    open.push(listener);
    const as = async (pem: { certificate: string; key: string } | undefined, path = '/metrics') =>
      get(
        { host: '127.0.0.1', port: portOf(listener), path, ca, ...(pem && { cert: pem.certificate, key: pem.key }) },
        true,
      );
    expect(await as(await leaf('viewer'))).toMatchObject({ status: 200 });
    expect(await as(await leaf('viewer'), '/healthz')).toMatchObject({ status: 404 });
    expect(await as(await leaf('node'))).toMatchObject({ status: 403 });
    for (const nobody of [undefined, await leaf('viewer', stranger)])
      expect(await as(nobody)).toEqual(expect.any(String));
    expect(await get({ host: '127.0.0.1', port: portOf(listener), path: '/metrics' }, false)).toEqual(
      expect.any(String),
    );
  });
});
