/**
 * /healthz, /readyz and /metrics of a part. Whatever comes in gets an answer or a closed connection, and never ends the part
 * (F119): one bad request is its sender's problem alone.
 */

import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Registry } from 'prom-client';
import { escapeControls } from '../policy/diagnostics.js';
import { PartError } from './error.js';
import { clearSocket, privately } from './socket.js';

/** On this machine only: nobody is asked who he is. */
export type HealthAddress =
  | { readonly kind: 'unix'; readonly path: string; readonly text: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly text: string };

export interface Health {
  readonly at: HealthAddress;
  /** Asked at every scrape: a part that starts has none yet. */
  metrics(): readonly Registry[];
  /** Why it is not ready, or undefined. */
  notReady(): string | undefined;
  /** What a person should know although it is ready. */
  warnings(): readonly string[];
  /** How long a head, a body, a handshake, a reader may take. Default 5 s. */
  readonly patienceMs?: number;
}

export interface HttpListener {
  /** As bound: port 0 became a number. */
  readonly address: string;
  close(): Promise<void>;
}

/** Bounds of what one connection, and all together, may take: bytes, times, connections. */
const MAX_HEADER_BYTES = 8 << 10;
const PATIENCE_MS = 5_000;
const limits = (patienceMs: number) => ({
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: patienceMs,
  requestTimeout: patienceMs,
  keepAliveTimeout: patienceMs,
  handshakeTimeout: patienceMs,
  connectionsCheckingInterval: Math.min(1_000, patienceMs),
});
const MAX_CONNECTIONS = 256;

/** mTLS of a listener beyond this machine. */
export interface Secure {
  readonly secure: { readonly cert: Buffer; readonly key: Buffer; readonly ca: Buffer };
  onChange(listener: () => void): void;
  /** Whether who shows this certificate (DER), which is signed, may ask. */
  allows(certificate: Buffer): boolean;
}

export interface MetricsListener {
  readonly at: HealthAddress;
  /** Absent: for everybody who reaches the address. */
  readonly tls?: Secure | undefined;
  metrics(): readonly Registry[];
  /** As of `Health`. */
  readonly patienceMs?: number;
}

type Answer = (status: number, type: string, body: string) => void;
const TEXT = 'text/plain; charset=utf-8';

/** @throws PartError HEALTH: the address cannot be bound */
export function serveHealth({ at, metrics, notReady, warnings, patienceMs }: Health): Promise<HttpListener> {
  const handle: Handle = (path, answer) => {
    if (path === '/healthz') return answer(200, TEXT, 'ok\n');
    if (path === '/readyz') {
      const why = notReady();
      const lines = [why ?? 'ready', ...warnings().map((warning) => `warning: ${warning}`)].map(escapeControls);
      return answer(why === undefined ? 200 : 503, TEXT, `${lines.join('\n')}\n`);
    }
    if (path !== '/metrics') return answer(404, TEXT, '/healthz /readyz /metrics\n');
    return scrape(metrics(), answer);
  };
  return serve('health', at, handle, patienceMs);
}

/** /metrics alone, apart from health. @throws PartError HEALTH: the address cannot be bound */
export function serveMetrics({ at, tls, metrics, patienceMs }: MetricsListener): Promise<HttpListener> {
  const handle: Handle = (path, answer) =>
    path === '/metrics' ? scrape(metrics(), answer) : answer(404, TEXT, '/metrics\n');
  return serve('metrics', at, handle, patienceMs, tls);
}

/** Whether it lives and is ready, and not a word more: for whoever reaches the address. @throws PartError HEALTH: it cannot be bound */
export function serveProbes({ at, notReady }: Pick<Health, 'at' | 'notReady'>): Promise<HttpListener> {
  return serve('probe', at, (path, answer) => {
    if (path === '/healthz') return answer(200, TEXT, 'ok\n');
    if (path !== '/readyz') return answer(404, TEXT, '/healthz /readyz\n');
    const ready = notReady() === undefined;
    return answer(ready ? 200 : 503, TEXT, ready ? 'ready\n' : 'not ready\n');
  });
}

async function scrape(registries: readonly Registry[], answer: Answer): Promise<void> {
  const texts = await Promise.all(registries.map((registry) => registry.metrics()));
  answer(200, 'text/plain; version=0.0.4; charset=utf-8', texts.join('\n'));
}

async function serve(
  name: string,
  address: HealthAddress,
  handle: Handle,
  patienceMs = PATIENCE_MS,
  tls?: Secure,
): Promise<HttpListener> {
  const server =
    tls === undefined ? createServer(limits(patienceMs), listener(handle)) : secured(tls, handle, patienceMs);
  server.maxConnections = MAX_CONNECTIONS;
  // Of who does not read the answer.
  server.timeout = 2 * patienceMs;
  const why = address.kind === 'unix' ? await clearSocket(address.path) : undefined;
  if (why !== undefined) throw new PartError('HEALTH', address.text, `${name} listener ${address.text}: ${why}`);
  const binding =
    address.kind === 'unix'
      ? privately(() => bind(server, { path: address.path }))
      : bind(server, { host: address.host, port: address.port });
  await binding.catch((error: Error) => {
    throw new PartError('HEALTH', address.text, `${name} listener ${address.text}: ${error.message}`, { cause: error });
  });
  if (address.kind === 'unix') chmodSync(address.path, 0o600);
  // A connection that cannot be accepted (no descriptors) is not the end of those that can.
  server.on('error', () => undefined);
  const bound = server.address();
  const text =
    typeof bound === 'object' && bound !== null
      ? `${bound.address.includes(':') ? `[${bound.address}]` : bound.address}:${bound.port}`
      : address.text;
  return {
    address: text,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Handle = (path: string, answer: Answer) => void | Promise<void>;

const listener =
  (handle: Handle) =>
  (request: IncomingMessage, response: ServerResponse): void =>
    void respond(request, response, handle);

function secured(tls: Secure, handle: Handle, patienceMs: number): Server {
  const asked = { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  const server = createSecureServer({ ...limits(patienceMs), ...tls.secure, ...asked }, (request, response) => {
    const certificate = (request.socket as TLSSocket).getPeerCertificate();
    const allowed = certificate?.raw !== undefined && tls.allows(certificate.raw);
    const forbidden: Handle = (_path, answer) => answer(403, TEXT, 'the role viewer or operator is needed\n');
    void respond(request, response, allowed ? handle : forbidden);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  tls.onChange(() => server.setSecureContext({ ...tls.secure, minVersion: asked.minVersion }));
  return server;
}

async function respond(request: IncomingMessage, response: ServerResponse, handle: Handle): Promise<void> {
  const answer: Answer = (status, type, body) => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  };
  response.on('error', () => undefined);
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, TEXT, 'only GET\n');
    // Not `new URL`: it throws for much that a client may send.
    await handle((request.url ?? '').split(/[?#]/, 1)[0] ?? '', answer);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else answer(500, TEXT, `${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function bind(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
