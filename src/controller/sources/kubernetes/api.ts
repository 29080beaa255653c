/**
 * Requests to a Kubernetes API server over node:https: one object, a list's page, a stream of watch lines.
 *
 * Every request has a deadline, every stream a longest silence; bodies and lines are bounded. Nothing is tried again here.
 */
import http from 'node:http';
import https from 'node:https';
import type { ApiServerAccess, Credentials } from './access.js';
import { KubernetesError, statusError } from './error.js';

/** One request's answer may have so many bytes: a page of 500 objects at etcd's limit does not come near. */
const MAX_BODY = 512 * 1024 * 1024;
/** One watch event: etcd takes objects of 1.5 MiB, JSON makes them longer. */
const MAX_LINE = 16 * 1024 * 1024;
const NEWLINE = 10;

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  /** Default `application/json`; patches name their own. */
  readonly contentType?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface StreamOptions {
  readonly query: Query;
  readonly signal: AbortSignal;
  /** A stream that brought no byte for so long is broken. Asked whenever the lines so far are taken. */
  readonly silenceMs: () => number;
  /** The server streams from now on. */
  readonly opened?: () => void;
  /** From the request to the response's head. */
  readonly timeoutMs?: number;
}

export class KubernetesApi {
  readonly access: ApiServerAccess;
  #credentials: Credentials | undefined;
  #agent: http.Agent | undefined;

  constructor(access: ApiServerAccess) {
    this.access = access;
  }

  /** A parsed answer; throws KubernetesError. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    const operation = `${method} ${path}`;
    const { timeoutMs = 30_000, signal } = options;
    const limit = AbortSignal.timeout(timeoutMs);
    const both = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    const text = await this.#text(method, path, options, both, operation).catch((error: unknown) => {
      throw limit.aborted && !signal?.aborted
        ? new KubernetesError('UNREACHABLE', operation, `no answer within ${timeoutMs} ms`, { cause: error })
        : error;
    });
    if (text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new KubernetesError('SERVER', operation, `the answer is no JSON: ${text.slice(0, 100)}`, { cause: error });
    }
  }

  async #text(
    method: string,
    path: string,
    options: RequestOptions,
    signal: AbortSignal,
    operation: string,
  ): Promise<string> {
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const headers = body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' };
    const response = await this.#open(method, path, options.query ?? {}, headers, body, signal, operation);
    const text = await whole(response, operation);
    if (response.statusCode !== undefined && response.statusCode >= 200 && response.statusCode < 300) return text;
    throw statusError(operation, response.statusCode ?? 0, text, response.headers['retry-after']);
  }

  /** The lines of a watch, without their ends, until the server ends it. A line that was cut is not given out. */
  async *lines(
    path: string,
    { query, signal, silenceMs, opened: told, timeoutMs = 30_000 }: StreamOptions,
  ): AsyncGenerator<string> {
    const operation = `watch ${path}`;
    const silent = new AbortController();
    let opened = false;
    const expire = (): void =>
      silent.abort(
        new KubernetesError('UNREACHABLE', operation, opened ? 'the stream was silent for too long' : 'no answer', {
          silent: opened,
        }),
      );
    let timer = setTimeout(expire, timeoutMs);
    const both = AbortSignal.any([signal, silent.signal]);
    try {
      const response = await this.#open('GET', path, query, {}, undefined, both, operation);
      if (response.statusCode !== 200) {
        const text = await whole(response, operation);
        throw statusError(operation, response.statusCode ?? 0, text, response.headers['retry-after']);
      }
      opened = true;
      told?.();
      clearTimeout(timer);
      timer = setTimeout(expire, silenceMs());
      let rest: Buffer[] = [];
      let held = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        clearTimeout(timer);
        let from = 0;
        for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
          const piece = chunk.subarray(from, end);
          yield rest.length === 0 ? piece.toString('utf8') : Buffer.concat([...rest, piece]).toString('utf8');
          rest = [];
          held = 0;
          from = end + 1;
        }
        if (from < chunk.length) rest.push(chunk.subarray(from));
        held += chunk.length - from;
        if (held > MAX_LINE) throw new KubernetesError('SERVER', operation, `an event of more than ${MAX_LINE} bytes`);
        timer = setTimeout(expire, silenceMs());
      }
    } catch (error) {
      if (signal.aborted) throw error;
      throw silent.signal.aborted ? silent.signal.reason : asError(operation, error);
    } finally {
      clearTimeout(timer);
      silent.abort();
    }
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  #open(
    method: string,
    path: string,
    query: Query,
    headers: http.OutgoingHttpHeaders,
    body: string | undefined,
    signal: AbortSignal,
    operation: string,
  ): Promise<http.IncomingMessage> {
    const { agent, token } = this.#connection();
    const url = new URL(this.access.server + path);
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value));
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'http:' ? http : https).request(url, {
        method,
        agent,
        signal,
        headers: {
          accept: 'application/json',
          'user-agent': 'osg',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      });
      request.once('response', resolve);
      request.once('error', (error) => reject(asError(operation, error)));
      request.end(body);
    });
  }

  /** The agent of today's certificates: another one when a file changed; requests under way keep the old one. */
  #connection(): { agent: http.Agent; token: string | undefined } {
    const now = this.access.credentials();
    const before = this.#credentials;
    const same =
      before !== undefined &&
      (['ca', 'cert', 'key', 'insecure', 'serverName'] as const).every((field) => before[field] === now[field]);
    this.#credentials = now;
    if (!same || this.#agent === undefined) {
      const { ca, cert, key, insecure, serverName } = now;
      const options = { keepAlive: true, maxSockets: 64 };
      this.#agent = this.access.server.startsWith('http:')
        ? new http.Agent(options)
        : new https.Agent({
            ...options,
            ...(ca !== undefined && { ca }),
            ...(cert !== undefined && { cert }),
            ...(key !== undefined && { key }),
            ...(serverName !== undefined && { servername: serverName }),
            rejectUnauthorized: !insecure,
            minVersion: 'TLSv1.2',
          });
    }
    return { agent: this.#agent, token: now.token };
  }
}

async function whole(response: http.IncomingMessage, operation: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY) throw new KubernetesError('SERVER', operation, `an answer of more than ${MAX_BODY} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw asError(operation, error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asError(operation: string, error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  const { message, code } = error as NodeJS.ErrnoException;
  return new KubernetesError('UNREACHABLE', operation, message || code || 'connection failed', { cause: error });
}
