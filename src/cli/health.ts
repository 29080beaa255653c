/** /healthz, /readyz and /metrics of a part, on loopback or a unix socket. */

import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';
import { parseListenAddress } from '../rpc/address.js';
import { CliError, EXIT } from './output.js';

export interface Health {
  readonly listen: string;
  readonly metrics: readonly Registry[];
  /** Why it is not ready, or undefined. */
  notReady(): string | undefined;
}

/** @throws CliError when the address cannot be bound */
export async function serveHealth({
  listen,
  metrics,
  notReady,
}: Health): Promise<{ readonly address: string; close(): Promise<void> }> {
  const address = parseListenAddress(listen);
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'text/plain', 'only GET\n');
    if (pathname === '/healthz') return answer(200, 'text/plain', 'ok\n');
    if (pathname === '/readyz') {
      const why = notReady();
      return answer(why === undefined ? 200 : 503, 'text/plain; charset=utf-8', `${why ?? 'ready'}\n`);
    }
    if (pathname !== '/metrics') return answer(404, 'text/plain', '/healthz /readyz /metrics\n');
    Promise.all(metrics.map((registry) => registry.metrics())).then(
      (texts) => answer(200, 'text/plain; version=0.0.4; charset=utf-8', texts.join('\n')),
      (error: Error) => answer(500, 'text/plain', `${error.message}\n`),
    );
  });
  if (address.kind === 'unix') rmSync(address.path, { force: true });
  await bind(
    server,
    address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port },
    listen,
  );
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

function bind(server: Server, where: { path: string } | { host: string; port: number }, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new CliError(EXIT.failed, `health listener ${text}: ${error.message}`, { cause: error })),
    );
    server.listen(where, resolve);
  });
}
