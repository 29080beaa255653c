/**
 * /healthz, /readyz and /metrics of a part. Whatever comes in gets an answer or a closed connection, and never ends the part
 * (F119): one bad request is its sender's problem alone.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { PartError } from './error.js';

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
}

export interface HttpListener {
  /** As bound: port 0 became a number. */
  readonly address: string;
  close(): Promise<void>;
}

/** Bounds of what one connection, and all together, may take: bytes, times, connections. */
const LIMITS = {
  maxHeaderSize: 8 << 10,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;
const MAX_CONNECTIONS = 256;

type Answer = (status: number, type: string, body: string) => void;
const TEXT = 'text/plain; charset=utf-8';

/** @throws PartError HEALTH: the address cannot be bound */
export function serveHealth({ at, metrics, notReady, warnings }: Health): Promise<HttpListener> {
  return serve('health', at, (path, answer) => {
    if (path === '/healthz') return answer(200, TEXT, 'ok\n');
    if (path === '/readyz') {
      const why = notReady();
      const lines = [why ?? 'ready', ...warnings().map((warning) => `warning: ${warning}`)];
      return answer(why === undefined ? 200 : 503, TEXT, `${lines.join('\n')}\n`);
    }
    if (path !== '/metrics') return answer(404, TEXT, '/healthz /readyz /metrics\n');
    return scrape(metrics(), answer);
  });
}

async function scrape(registries: readonly Registry[], answer: Answer): Promise<void> {
  const texts = await Promise.all(registries.map((registry) => registry.metrics()));
  answer(200, 'text/plain; version=0.0.4; charset=utf-8', texts.join('\n'));
}

async function serve(
  name: string,
  address: HealthAddress,
  handle: (path: string, answer: Answer) => void | Promise<void>,
): Promise<HttpListener> {
  const server = createServer(LIMITS, (request, response) => void respond(request, response, handle));
  server.maxConnections = MAX_CONNECTIONS;
  if (address.kind === 'unix') rmSync(address.path, { force: true });
  await bind(
    server,
    address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port },
  ).catch((error: Error) => {
    throw new PartError('HEALTH', address.text, `${name} listener ${address.text}: ${error.message}`, { cause: error });
  });
  // A connection that cannot be accepted (no descriptors) is not the end of those that can.
  server.on('error', () => undefined);
  if (address.kind === 'unix') chmodSync(address.path, 0o600);
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

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (path: string, answer: Answer) => void | Promise<void>,
): Promise<void> {
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
