/**
 * A stand-in for a Kubernetes API server: lists, pages, watches, bookmarks, WatchList, conflicts, status, server-side apply of
 * one owner, Leases; and every fault of a real one, on demand. Where the real server is to be had, the same suite runs on it
 * (test/kubernetes).
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ApiServerAccess } from '../../src/controller/sources/kubernetes/access.js';

type Raw = Record<string, unknown> & { metadata: Record<string, unknown> };

interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly collection: string;
  readonly object: Raw;
}

export interface Faults {
  /** Answer 422 to sendInitialEvents. */
  noWatchList?: boolean;
  /** Take sendInitialEvents for nothing, as servers before 1.27. */
  ignoreWatchList?: boolean;
  /** Every `continue` is too old. */
  expireContinue?: boolean;
  /** The next so many watches answer 410 as a status, or send it as an event. */
  goneStatus?: number;
  goneEvent?: number;
  /** The next so many requests answer 429 with `Retry-After: 1`, or 500. */
  busy?: number;
  broken?: number;
  /** The next so many watches end in the middle of a line. */
  cut?: number;
  /** Watches bring nothing and do not end. */
  stall?: boolean;
  /** The next so many lists bring no byte and do not end. */
  stallLists?: number;
  /** The next so many requests of these verbs answer 429 with `Retry-After: 1`: `watch`, `patch`. */
  busyVerbs?: Map<string, number>;
  /** Resource versions that are no numbers, and do not grow by any order that a client could know. */
  opaque?: boolean;
  /** Collections that are not served: `/apis/openscg.dev/v1alpha1/securitygroups`. */
  absent?: Set<string>;
  /** `VERB collection` that RBAC refuses: `watch pods`. */
  forbidden?: Set<string>;
}

const PATH = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/(status))?$/;

export class KubernetesServer {
  readonly faults: Faults = {};
  /** What was asked: `GET /api/v1/pods?limit=500`. */
  readonly requests: string[] = [];
  /** Whom TokenReview finds behind a token. */
  readonly tokens = new Map<
    string,
    { username: string; audiences: readonly string[]; extra: Record<string, string[]> }
  >();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #objects = new Map<string, Map<string, Raw>>();
  #changes: Change[] = [];
  #version = 1000;
  /** Resource versions below it are compacted. */
  #oldest = 0;
  readonly #watchers = new Set<{ collection: string; namespace: string; send(change: Change): void; end(): void }>();
  port = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) =>
        fail(response, error instanceof Refusal ? error.status : 500, (error as Error).message),
      );
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async listen(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends every connection; the objects stay. Listen again on the same port to come back. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Cuts all watches without a word. */
  cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** As after `etcdctl compact`: older versions are gone. */
  compact(): void {
    this.#oldest = this.#version;
    this.#changes = [];
  }

  /** Another, empty etcd: versions begin anew, no events. */
  wipe(): void {
    this.#objects = new Map();
    this.#changes = [];
    this.#version = 1;
    this.#oldest = 0;
    this.cutConnections();
  }

  /** Creates or replaces; returns what is stored. `collection`: `/api/v1/pods`. */
  put(collection: string, object: Record<string, unknown>): Raw {
    const metadata = object['metadata'] as Record<string, unknown>;
    const key = `${metadata['namespace'] ?? ''}/${metadata['name']}`;
    const stored = this.#collection(collection);
    const before = stored.get(key);
    this.#version += 1;
    const generation = Number(before?.metadata['generation'] ?? 0);
    const changed = JSON.stringify(before?.['spec']) !== JSON.stringify(object['spec']);
    const after: Raw = {
      ...object,
      metadata: {
        ...metadata,
        uid: before?.metadata['uid'] ?? metadata['uid'] ?? randomUUID(),
        generation: changed ? generation + 1 : generation,
        resourceVersion: this.#written(),
        managedFields: [{ manager: 'test', operation: 'Update' }],
      },
    };
    stored.set(key, after);
    this.#told({ version: this.#version, type: before ? 'MODIFIED' : 'ADDED', collection, object: after });
    return after;
  }

  delete(collection: string, name: string, namespace = ''): boolean {
    const stored = this.#collection(collection);
    const object = stored.get(`${namespace}/${name}`);
    if (object === undefined) return false;
    stored.delete(`${namespace}/${name}`);
    this.#version += 1;
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: this.#written() } };
    this.#told({ version: this.#version, type: 'DELETED', collection, object: last });
    return true;
  }

  get(collection: string, name: string, namespace = ''): Raw | undefined {
    return this.#collection(collection).get(`${namespace}/${name}`);
  }

  /** A bookmark to every watch: as real ones, without a spec. */
  bookmark(): void {
    for (const watcher of this.#watchers)
      watcher.send({
        version: this.#version,
        type: 'BOOKMARK' as 'ADDED',
        collection: watcher.collection,
        object: this.#mark(),
      });
  }

  /** `7f-<version>`, with the digits turned round. */
  #written(): string {
    const text = `${this.#version}`;
    return this.faults.opaque ? `7f-${[...text].reverse().join('')}` : text;
  }

  get watches(): number {
    return this.#watchers.size;
  }

  #mark(annotations?: Record<string, string>): Raw {
    return {
      kind: '',
      apiVersion: '',
      metadata: { resourceVersion: this.#written(), ...(annotations && { annotations }) },
    };
  }

  #collection(path: string): Map<string, Raw> {
    let found = this.#objects.get(path);
    if (found === undefined) {
      found = new Map();
      this.#objects.set(path, found);
    }
    return found;
  }

  #told(change: Change): void {
    this.#changes.push(change);
    for (const watcher of this.#watchers) if (watcher.collection === change.collection) watcher.send(change);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const path = PATH.exec(url.pathname);
    if (path === null) return fail(response, 404, 'the server could not find the requested resource');
    const [, base, namespace = '', plural = '', name, subresource] = path.map(
      (part) => part && decodeURIComponent(part),
    );
    const collection = `${base}/${plural}`;
    const watching = url.searchParams.get('watch') === 'true';
    const verb = watching
      ? 'watch'
      : name === undefined && request.method === 'GET'
        ? 'list'
        : (request.method ?? '').toLowerCase();
    if (this.faults.absent?.has(collection))
      return fail(response, 404, 'the server could not find the requested resource');
    if (this.faults.forbidden?.has(`${verb} ${plural}`))
      return fail(response, 403, `${plural} is forbidden: User "osg" cannot ${verb} resource "${plural}"`);
    if (take(this.faults, 'busy')) return fail(response, 429, 'too many requests', { 'retry-after': '1' });
    const left = this.faults.busyVerbs?.get(verb) ?? 0;
    if (left > 0) {
      this.faults.busyVerbs?.set(verb, left - 1);
      return fail(response, 429, 'too many requests', { 'retry-after': '1' });
    }
    if (verb === 'list' && take(this.faults, 'stallLists')) return;
    if (take(this.faults, 'broken')) return fail(response, 500, 'etcdserver: request timed out');
    if (watching) return this.#watch(collection, namespace, url.searchParams, request, response);
    if (name === undefined && request.method === 'GET')
      return this.#list(collection, namespace, url.searchParams, response);
    return this.#object(collection, namespace, name, subresource, request, response);
  }

  #list(collection: string, namespace: string, query: URLSearchParams, response: ServerResponse): void {
    const all = [...this.#collection(collection)]
      .filter(([key]) => namespace === '' || key.startsWith(`${namespace}/`))
      .map(([, object]) => object);
    const from = Number(query.get('continue') ?? 0);
    if (from > 0 && this.faults.expireContinue) throw new Refusal(410, 'The provided continue parameter is too old');
    const limit = Number(query.get('limit') ?? 0) || all.length;
    const more = from + limit < all.length;
    answer(response, 200, {
      kind: 'List',
      metadata: { resourceVersion: this.#written(), ...(more && { continue: `${from + limit}` }) },
      items: all.slice(from, from + limit),
    });
  }

  #watch(
    collection: string,
    namespace: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const initial = query.get('sendInitialEvents') === 'true' && !this.faults.ignoreWatchList;
    if (initial && this.faults.noWatchList)
      throw new Refusal(422, 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled');
    const since = versionOf(query.get('resourceVersion'));
    const everything = since === 0;
    if (!everything && (take(this.faults, 'goneStatus') || since < this.#oldest))
      throw new Refusal(410, `too old resource version: ${since}`);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (this.faults.stall) return;
    const line = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;
    if (!everything && take(this.faults, 'goneEvent')) {
      response.end(
        line('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' }),
      );
      return;
    }
    const within = (object: Raw): boolean => namespace === '' || object.metadata['namespace'] === namespace;
    if (everything)
      for (const object of this.#collection(collection).values())
        if (within(object)) response.write(line('ADDED', object));
    if (initial) response.write(line('BOOKMARK', this.#mark({ 'k8s.io/initial-events-end': 'true' })));
    if (take(this.faults, 'cut')) {
      response.write('{"type":"MODIFIED","object":{"metadata":{"name":"half');
      setTimeout(() => response.destroy(), 20);
      return;
    }
    const watcher = {
      collection,
      namespace,
      send: ({ type, object }: Change) => {
        if (this.faults.stall || ((type as string) !== 'BOOKMARK' && !within(object))) return;
        response.write(line(type, object));
      },
      end: () => response.end(),
    };
    if (!everything)
      for (const change of this.#changes)
        if (change.collection === collection && change.version > since) watcher.send(change);
    this.#watchers.add(watcher);
    request.once('close', () => this.#watchers.delete(watcher));
  }

  async #object(
    collection: string,
    namespace: string,
    name: string | undefined,
    subresource: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const sent = request.method === 'GET' || request.method === 'DELETE' ? undefined : await body(request);
    if (collection.endsWith('/tokenreviews')) {
      const { token = '', audiences = [] } = (sent?.['spec'] ?? {}) as { token?: string; audiences?: string[] };
      const { audiences: own = [], ...user } = this.tokens.get(token) ?? {};
      const common = audiences.filter((audience) => own.includes(audience));
      const status =
        common.length > 0 ? { authenticated: true, audiences: common, user } : { error: 'invalid bearer token' };
      return answer(response, 201, { ...sent, status });
    }
    const before = name === undefined ? undefined : this.get(collection, name, namespace);
    switch (request.method) {
      case 'POST': {
        const metadata = { ...(sent?.['metadata'] as object), ...(namespace !== '' && { namespace }) } as Record<
          string,
          unknown
        >;
        if (metadata['name'] === undefined && metadata['generateName'] !== undefined)
          metadata['name'] = `${metadata['generateName']}${randomUUID().slice(0, 5)}`;
        if (this.get(collection, String(metadata['name']), namespace)) return fail(response, 409, 'already exists');
        return answer(response, 201, this.put(collection, { ...sent, metadata }));
      }
      case 'PUT':
      case 'PATCH': {
        if (Array.isArray(sent)) {
          const patched = before && jsonPatched(before, sent as unknown as JsonPatch[]);
          if (before === undefined) return fail(response, 404, `${name} not found`);
          if (patched === undefined)
            return fail(response, 422, 'the server rejected our request: testing value failed');
          return answer(response, 200, this.put(collection, patched));
        }
        if (before === undefined && !(request.method === 'PATCH' && subresource === undefined))
          return fail(response, 404, `${name} not found`);
        const version = (sent?.['metadata'] as Record<string, unknown> | undefined)?.['resourceVersion'];
        if (version !== undefined && version !== before?.metadata['resourceVersion'])
          return fail(response, 409, 'the object has been modified; please apply your changes to the latest version');
        const merged =
          subresource === 'status'
            ? { ...before, status: merge(before?.['status'], sent?.['status']) }
            : request.method === 'PUT'
              ? { ...sent, metadata: { ...before?.metadata, ...(sent?.['metadata'] as object) } }
              : merge(before ?? { metadata: { name, ...(namespace !== '' && { namespace }) } }, sent);
        return answer(response, 200, this.put(collection, merged as Raw));
      }
      case 'DELETE':
        if (name === undefined || !this.delete(collection, name, namespace))
          return fail(response, 404, `${name} not found`);
        return answer(response, 200, { kind: 'Status', status: 'Success' });
      default:
        return before === undefined ? fail(response, 404, `${name} not found`) : answer(response, 200, before);
    }
  }
}

/** As a file: of a server that asks for no proof. */
export const kubeconfigOf = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server } }],
    users: [{ name: 'test', user: { token: 't' } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });

interface JsonPatch {
  readonly op: 'test' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** RFC 6902 as far as it is used; undefined where a test fails. */
function jsonPatched(object: Raw, patches: readonly JsonPatch[]): Raw | undefined {
  const copy = structuredClone(object);
  for (const { op, path, value } of patches) {
    const keys = path.split('/').slice(1);
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
    if (op === 'test' && JSON.stringify(parent[last]) !== JSON.stringify(value)) return undefined;
    if (op === 'replace') parent[last] = value;
    if (op === 'remove') delete parent[last];
  }
  return copy;
}

/** Access to a stand-in, which asks for no proof. */
export function accessTo(server: string): ApiServerAccess {
  const credentials = {
    ca: undefined,
    cert: undefined,
    key: undefined,
    token: 't',
    insecure: false,
    serverName: undefined,
  };
  return { server, origin: 'test', namespace: 'default', credentials: () => credentials };
}

function versionOf(text: string | null): number {
  return Number(text?.startsWith('7f-') ? [...text.slice(3)].reverse().join('') : (text ?? 0));
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function take(faults: Faults, name: 'goneStatus' | 'goneEvent' | 'busy' | 'broken' | 'cut' | 'stallLists'): boolean {
  const left = faults[name] ?? 0;
  if (left <= 0) return false;
  faults[name] = left - 1;
  return true;
}

/** JSON merge patch (RFC 7386), good enough for applies of one owner. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...(target as object) } : {};
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  return result;
}

async function body(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function fail(response: ServerResponse, code: number, message: string, headers: Record<string, string> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response
    .writeHead(code, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ kind: 'Status', status: 'Failure', code, message }));
}
