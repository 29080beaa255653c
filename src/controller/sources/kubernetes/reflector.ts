/**
 * Keeps a picture of one kind: everything first, then every change, whatever the connection does.
 *
 * Guarantees. The sink is told a whole picture (`replaced`) before any single change. After a loss of history (410, a server
 * that was restored from an old copy, a cut list) the next whole picture is compared with what was told, so no object is
 * missed and none stays for ever. What was told last stays true while the server is away. Resource versions are opaque.
 *
 * A whole picture comes as a stream where the server can (WatchList, Kubernetes 1.32: the first events, then a bookmark that
 * says so), else in pages. Source: https://kubernetes.io/docs/reference/using-api/api-concepts/.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from './api.js';
import { KubernetesError, statusError } from './error.js';
import { collectionPath, type KubernetesObject, keyOf, project, type Resource } from './resources.js';

export interface ReflectorSink {
  /** The whole picture: what is not in it is gone. */
  replaced(objects: ReadonlyMap<string, KubernetesObject>): void;
  upserted(key: string, object: KubernetesObject): void;
  deleted(key: string, object: KubernetesObject): void;
  /** Told when it changes: undefined, all is well. What was told stays true meanwhile. */
  failing(error: KubernetesError | undefined): void;
}

/** Milliseconds; each has a default that suits a real server. */
export interface ReflectorTimes {
  /** The waits after a first, second, … failure: doubled, jittered down to half, at most the longest. */
  readonly firstWait?: number;
  readonly longestWait?: number;
  /** A kind that is not served is asked for again so often. */
  readonly absentWait?: number;
  /** A watch without any byte for so long is cut. The server's bookmarks come about once a minute. */
  readonly silence?: number;
  /** The same while a stream brings the first picture; after it, pages are asked for, each of which may take twice as long. */
  readonly gathering?: number;
}

export interface ReflectorOptions extends ReflectorTimes {
  readonly api: KubernetesApi;
  readonly resource: Resource;
  readonly sink: ReflectorSink;
  readonly pageSize?: number;
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';
/** A watch is asked to end by itself after 5 to 10 minutes, so that servers can spread their load. */
const WATCH_SECONDS = 300;
const DECIMAL = /^[0-9]{1,30}$/;

export class Reflector {
  readonly #api: KubernetesApi;
  readonly #resource: Resource;
  readonly #sink: ReflectorSink;
  readonly #pageSize: number;
  readonly #times: Required<ReflectorTimes>;
  readonly #stop = new AbortController();
  /** Where to go on watching; empty: a whole picture is needed first. */
  #version = '';
  /** The version is a list's of this moment: nothing can have happened to the history since. */
  #fresh = false;
  #streamsLists = true;
  #failures = 0;
  #failing = '';
  #running: Promise<void> | undefined;

  constructor({ api, resource, sink, pageSize = 500, ...times }: ReflectorOptions) {
    this.#api = api;
    this.#resource = resource;
    this.#sink = sink;
    this.#pageSize = pageSize;
    this.#times = {
      firstWait: 500,
      longestWait: 30_000,
      absentWait: 30_000,
      silence: 150_000,
      gathering: 30_000,
      ...times,
    };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when nothing will be told any more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (this.#version === '') await this.#list();
        else await this.#watch();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        await this.#recover(error);
      }
    }
  }

  /** What an error means for the next step; waits as long as it should. */
  async #recover(error: unknown): Promise<void> {
    // What the sink throws is a fault of ours: it must not pass as a fault of the server's.
    if (!(error instanceof KubernetesError)) throw error;
    if (error.code === 'GONE') {
      const again = this.#version === '';
      this.#version = '';
      if (!again) return; // A new list at once; a list that is itself too old waits like any failure.
    }
    if (error.code === 'NOT_FOUND') {
      this.#version = '';
      this.#sink.replaced(new Map());
      this.#tell(this.#resource.always ? error : undefined);
      return this.#pause(this.#times.absentWait);
    }
    if (error.silent) return; // A quiet kind has no bookmarks either.
    this.#tell(error);
    const { firstWait, longestWait } = this.#times;
    const longest = Math.min(longestWait, firstWait * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    await this.#pause(Math.max(error.retryAfterMs ?? 0, longest * (0.5 + Math.random() / 2)));
  }

  #well(): void {
    this.#failures = 0;
    this.#tell(undefined);
  }

  #tell(error: KubernetesError | undefined): void {
    const text = error?.message ?? '';
    if (text === this.#failing) return;
    this.#failing = text;
    this.#sink.failing(error);
  }

  /** Ends early when the reflector is closed. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  async #list(): Promise<void> {
    if (this.#streamsLists) {
      try {
        return await this.#follow({ sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' }, new Map());
      } catch (error) {
        if (this.#version !== '') throw error; // Everything had come: a watch like any other.
        // 400 and 422 are what servers with the feature switched off say; older ones ignore the parameters: below.
        const silent = error instanceof KubernetesError && error.code === 'UNREACHABLE' && error.silent;
        if (!silent && !(error instanceof KubernetesError && error.code === 'INVALID')) throw error;
        this.#streamsLists = false;
      }
    }
    await this.#pages();
  }

  async #pages(): Promise<void> {
    const path = collectionPath(this.#resource);
    const objects = new Map<string, KubernetesObject>();
    let next: string | undefined;
    do {
      const page = (await this.#api.request('GET', path, {
        query: { limit: this.#pageSize, continue: next },
        timeoutMs: 2 * this.#times.gathering,
        signal: this.#stop.signal,
      })) as ListPage | undefined;
      if (!Array.isArray(page?.items)) throw new KubernetesError('SERVER', `list ${path}`, 'an answer without items');
      for (const raw of page.items) {
        const object = project(this.#resource, raw);
        if (object !== undefined) objects.set(keyOf(object), object);
      }
      next = page.metadata?.continue || undefined;
      this.#version = next === undefined ? (page.metadata?.resourceVersion ?? '') : '';
    } while (next !== undefined);
    if (this.#version === '') throw new KubernetesError('SERVER', `list ${path}`, 'a list without resourceVersion');
    this.#fresh = true;
    this.#well();
    this.#sink.replaced(objects);
  }

  async #watch(): Promise<void> {
    const since = performance.now();
    if (!this.#fresh && !(await this.#sameHistory())) {
      this.#version = '';
      return;
    }
    this.#fresh = false;
    await this.#follow({ resourceVersion: this.#version }, undefined);
    // A server that ends each watch at once must not make a loop without a pause.
    if (performance.now() - since < this.#times.firstWait) await this.#pause(this.#times.firstWait);
  }

  /**
   * Whether what the server has now can be a continuation of what we know. A server whose storage was put back to an older
   * copy takes a watch from a version that it has yet to reach, and is silent until it has: everything between is missed.
   */
  async #sameHistory(): Promise<boolean> {
    const path = collectionPath(this.#resource);
    const { signal } = this.#stop;
    const now =
      ((await this.#api.request('GET', path, { query: { limit: 1 }, signal })) as ListPage | undefined)?.metadata
        ?.resourceVersion ?? '';
    // Versions are decimal numbers that grow wherever storage is etcd; where they are something else, a new list is safe.
    return DECIMAL.test(now) && DECIMAL.test(this.#version) && BigInt(now) >= BigInt(this.#version);
  }

  /** One watch until it ends. `initial`: where the objects before the first bookmark are gathered. */
  async #follow(
    query: Readonly<Record<string, string | boolean>>,
    initial: Map<string, KubernetesObject> | undefined,
  ): Promise<void> {
    const path = collectionPath(this.#resource);
    let gathering = initial;
    const lines = this.#api.lines(path, {
      query: {
        watch: true,
        allowWatchBookmarks: true,
        timeoutSeconds: Math.round(WATCH_SECONDS * (1 + Math.random())),
        ...query,
      },
      signal: this.#stop.signal,
      opened: () => gathering === undefined && this.#well(),
      silenceMs: () => (gathering === undefined ? this.#times.silence : this.#times.gathering),
    });
    for await (const line of lines) {
      if (line === '') continue;
      const event = parseEvent(line, path);
      if (event.type === 'ERROR') {
        const status = event.object as { code?: number; details?: { retryAfterSeconds?: number } } | undefined;
        const after = status?.details?.retryAfterSeconds?.toString();
        throw statusError(`watch ${path}`, status?.code ?? 500, JSON.stringify(event.object), after);
      }
      const version = event.object?.metadata?.resourceVersion;
      if (event.type === 'BOOKMARK') {
        if (gathering !== undefined && event.object?.metadata?.annotations?.[INITIAL_EVENTS_END] === 'true') {
          this.#well();
          this.#sink.replaced(gathering);
          gathering = undefined;
        } else if (gathering !== undefined) throw unstreamed(path);
      } else if (gathering !== undefined) this.#gather(gathering, event);
      else this.#change(event);
      if (gathering === undefined && version) this.#version = version;
    }
    if (gathering !== undefined)
      throw new KubernetesError('UNREACHABLE', `watch ${path}`, 'the stream ended before all objects had come');
  }

  /** A change among the first events is part of the picture. */
  #gather(objects: Map<string, KubernetesObject>, { type, object: raw }: WatchEvent): void {
    const object = project(this.#resource, raw);
    if (object === undefined) return;
    if (type === 'DELETED') objects.delete(keyOf(object));
    else objects.set(keyOf(object), object);
  }

  #change({ type, object: raw }: WatchEvent): void {
    const object = project(this.#resource, raw);
    if (object === undefined) return;
    if (type === 'DELETED') this.#sink.deleted(keyOf(object), object);
    else this.#sink.upserted(keyOf(object), object);
  }
}

/** Before Kubernetes 1.27 the parameters mean nothing: all objects come, and then no bookmark that says so. */
function unstreamed(path: string): KubernetesError {
  return new KubernetesError('INVALID', `watch ${path}`, 'the server streams no lists');
}

interface ListPage {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly unknown[];
}

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object?: {
    readonly metadata?: {
      readonly resourceVersion?: string;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
}

const TYPES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

function parseEvent(line: string, path: string): WatchEvent {
  let event: WatchEvent;
  try {
    event = JSON.parse(line) as WatchEvent;
  } catch (error) {
    throw new KubernetesError('SERVER', `watch ${path}`, `a line that is no JSON: ${line.slice(0, 100)}`, {
      cause: error,
    });
  }
  // An unknown type cannot be passed over: it may be the change that matters. A new list tells.
  if (!TYPES.has(event?.type)) throw statusError(`watch ${path}`, 410, `an event of unknown type in ${path}`);
  return event;
}
