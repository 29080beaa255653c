/**
 * First certificates, for agents that have none: HTTPS without a client's certificate, one question. Who asks shows a service
 * account token that the cluster vouches for; the node that it is bound to is the node that the certificate names.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { parseListenAddress } from '../rpc/address.js';
import { RpcError } from '../rpc/error.js';
import type { FirstAnswer, FirstRequest } from '../rpc/first.js';
import type { TlsIdentity } from '../rpc/tls.js';
import type { Issuer } from './issuer.js';

export interface FirstCertificates {
  readonly listen: string;
  readonly tls: TlsIdentity;
  readonly issuer: Issuer;
  /** The node of the token. @throws Error: it is none, or cannot be asked about */
  nodeOf(token: string): Promise<string>;
  /** A refusal, for the log. */
  refused(node: string, error: Error): void;
}

/** A token has some 1,500 bytes, a request 300. */
const MAX_BYTES = 16_384;
const PATIENCE_MS = 10_000;
const MAX_CONNECTIONS = 64;

/** @throws RpcError ADDRESS */
export async function serveFirstCertificates(
  options: FirstCertificates,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const { listen, tls } = options;
  const address = parseListenAddress(listen);
  if (address.kind === 'unix')
    throw new RpcError('ADDRESS', listen, 'agents on other nodes reach no socket: host:port');
  const server = createServer(
    {
      ...tls.secure,
      minVersion: 'TLSv1.2',
      requestTimeout: PATIENCE_MS,
      headersTimeout: PATIENCE_MS,
      handshakeTimeout: PATIENCE_MS,
    },
    (request, response) => void respond(options, request, response),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = 3 * PATIENCE_MS;
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  tls.onChange(() => server.setSecureContext({ ...tls.secure, minVersion: 'TLSv1.2' }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new RpcError('ADDRESS', listen, error.message, { cause: error })));
    server.listen(address.port, address.host, resolve);
  });
  server.on('error', () => undefined);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
  return {
    address: `${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(options: FirstCertificates, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => undefined);
  const answer = (status: number, body: FirstAnswer): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  let node = '';
  try {
    if (request.method !== 'POST') return answer(405, { error: 'only POST' });
    const asked = await read(request);
    node = asked.node;
    const own = await options.nodeOf(asked.token);
    // F91: nobody asks for another one's.
    if (own !== node) throw new RpcError('IDENTITY', `node ${node}`, `the token is of a pod on ${own}`);
    answer(200, { certificate: await options.issuer.first(node, Buffer.from(asked.request, 'base64')) });
  } catch (error) {
    if (response.headersSent || response.destroyed) return;
    options.refused(node, error as Error);
    const code = error instanceof RpcError ? error.code : undefined;
    answer(code === 'ARGUMENT' ? 400 : code === 'BUSY' ? 429 : 403, { error: (error as Error).message });
  }
}

/** @throws RpcError ARGUMENT */
async function read(request: IncomingMessage): Promise<FirstRequest> {
  const refuse = (why: string): RpcError => new RpcError('ARGUMENT', 'first certificate', why);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw refuse(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  let value: Partial<Record<keyof FirstRequest, unknown>> | null;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8')) as typeof value;
  } catch {
    throw refuse('is no JSON');
  }
  const { node, token, request: csr } = value ?? {};
  if (typeof node !== 'string' || typeof token !== 'string' || typeof csr !== 'string' || node === '')
    throw refuse('expected node, token and request');
  return { node, token, request: csr };
}
