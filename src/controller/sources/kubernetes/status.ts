/**
 * What the controller says on objects: status by server-side apply, and Events where there is no status of ours.
 *
 * Everything is coalesced by object and let out at a bounded rate, oldest wish first: a storm of pods writes no storm of
 * status. What the server has already is not written again. A write that fails is tried again with the newest wish; one that
 * the server refuses for good (the object is gone, RBAC lacks the verb) is told and dropped until the wish changes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from './api.js';
import { KubernetesError } from './error.js';
import { apiVersionOf, objectPath, type Resource } from './resources.js';

/** `type`, `status`, … as in metav1.Condition, without the times, which the writer keeps. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** CamelCase, one word for machines. */
  readonly reason: string;
  readonly message: string;
}

/** Of an object that can be read and must not go out. */
export const refusedFor = (why: string): Condition => ({
  type: 'Accepted',
  status: 'False',
  reason: 'NotAdmitted',
  message: `${why}; the last good version stays in force, if there is one`,
});

export interface ObjectStatus {
  readonly observedGeneration: number;
  /** Other objects whose rules refer to it. */
  readonly references?: number;
  readonly members?: number;
  /** `3/4`: realised on so many of the nodes concerned. */
  readonly nodes?: string;
  readonly revision?: number;
  readonly conditions: readonly Condition[];
}

export interface ObjectReference {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface StatusWriterOptions {
  readonly api: KubernetesApi;
  /** Writes a second, over a burst of as many. Default 20. */
  readonly perSecond?: number;
  /** An object's status is written at most so often, in ms. Default 1,000. */
  readonly quietMs?: number;
  readonly failing?: (error: KubernetesError, object: ObjectReference) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const MANAGER = 'osg-controller';

interface Written {
  readonly text: string;
  readonly at: number;
  /** Type of condition → its status and since when. */
  readonly since: ReadonlyMap<string, { readonly status: string; readonly time: string }>;
}

export class StatusWriter {
  readonly #options: Required<StatusWriterOptions>;
  readonly #wishes = new Map<string, { readonly object: ObjectReference; readonly status: ObjectStatus }>();
  readonly #written = new Map<string, Written>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #writing = false;
  #wake: (() => void) | undefined;

  constructor(options: StatusWriterOptions) {
    this.#options = { perSecond: 20, quietMs: 1_000, failing: () => undefined, now: () => Date.now(), ...options };
  }

  /** How many objects wait for their status, the one included that is being written. */
  get pending(): number {
    return this.#wishes.size + (this.#writing ? 1 : 0);
  }

  /** The newest wish for an object replaces an older one that was not written yet. */
  wish(object: ObjectReference, status: ObjectStatus): void {
    const key = keyOf(object);
    if (this.#written.get(key)?.text === JSON.stringify(status)) this.#wishes.delete(key);
    else this.#wishes.set(key, { object, status });
    this.#running ??= this.#run();
    this.#wake?.();
  }

  /** The object is gone: nothing is written of it any more. */
  forget(object: ObjectReference): void {
    this.#wishes.delete(keyOf(object));
    this.#written.delete(keyOf(object));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { perSecond, quietMs, now } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const due = [...this.#wishes].find(([key]) => now() - (this.#written.get(key)?.at ?? 0) >= quietMs);
      if (due === undefined) {
        if (this.#wishes.size > 0) await sleep(quietMs / 4, undefined, { signal }).catch(() => undefined);
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        continue;
      }
      const [key, wish] = due;
      this.#wishes.delete(key);
      this.#writing = true;
      await this.#write(key, wish);
      this.#writing = false;
      await sleep(1000 / perSecond, undefined, { signal }).catch(() => undefined);
    }
  }

  async #write(key: string, wish: { object: ObjectReference; status: ObjectStatus }): Promise<void> {
    const { api, now, failing } = this.#options;
    const { object, status } = wish;
    const { resource, namespace, name } = object;
    const before = this.#written.get(key);
    const time = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const since = new Map(
      status.conditions.map(({ type, status: is }) => {
        const known = before?.since.get(type);
        return [type, known?.status === is ? known : { status: is, time }];
      }),
    );
    const conditions = status.conditions.map((condition) => ({
      ...condition,
      message: condition.message.slice(0, 32_768),
      observedGeneration: status.observedGeneration,
      lastTransitionTime: since.get(condition.type)?.time,
    }));
    try {
      await api.request('PATCH', objectPath(resource, namespace, name, 'status'), {
        query: { fieldManager: MANAGER, force: true },
        contentType: 'application/apply-patch+yaml',
        body: {
          apiVersion: apiVersionOf(resource),
          kind: resource.kind,
          // A uid would not be compared (seen on a real server: status of a custom resource): what comes too late for an object that was
          // made anew stands on the new one until its own status, which is wished later, replaces it.
          metadata: { name, ...(namespace !== '' && { namespace }) },
          status: { ...status, conditions },
        },
        signal: this.#stop.signal,
      });
      this.#written.set(key, { text: JSON.stringify(status), at: now(), since });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof KubernetesError)) throw error;
      if (error.code === 'NOT_FOUND') return;
      failing(error, object);
      // What is not written is wished again, unless something newer is; after the quiet time, like any write.
      this.#written.set(key, { text: before?.text ?? '', at: now(), since: before?.since ?? new Map() });
      if (error.code !== 'FORBIDDEN' && error.code !== 'INVALID' && error.code !== 'CONFLICT' && !this.#wishes.has(key))
        this.#wishes.set(key, wish);
      if (error.retryAfterMs !== undefined)
        await sleep(error.retryAfterMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}

function keyOf({ resource, namespace, name, uid }: ObjectReference): string {
  return `${resource.plural}/${namespace}/${name}/${uid}`;
}

export interface EventWriterOptions {
  readonly api: KubernetesApi;
  /** Events a minute, over a burst of as many; what exceeds it is counted, not kept. Default 60. */
  readonly perMinute?: number;
  /** The namespace of Events about objects that have none. Default `default`, where kubectl looks for them. */
  readonly clusterNamespace?: string;
  readonly failing?: (error: KubernetesError, object: ObjectReference) => void;
  readonly now?: () => number;
}

/** Kubernetes Events (core/v1) about any object; the same sentence about the same object is counted up, not repeated. */
export class EventWriter {
  readonly #options: Required<EventWriterOptions>;
  readonly #seen = new Map<string, { name: string; count: number; first: string }>();
  #tokens: number;
  #filled: number;
  #dropped = 0;

  constructor(options: EventWriterOptions) {
    this.#options = {
      perMinute: 60,
      clusterNamespace: 'default',
      failing: () => undefined,
      now: () => Date.now(),
      ...options,
    };
    this.#tokens = this.#options.perMinute;
    this.#filled = this.#options.now();
  }

  /** Events that were not written since there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Resolves when it is written or given up; never rejects. */
  async write(object: ObjectReference, type: 'Normal' | 'Warning', reason: string, message: string): Promise<void> {
    const { api, now, failing, clusterNamespace, perMinute } = this.#options;
    this.#tokens = Math.min(perMinute, this.#tokens + ((now() - this.#filled) * perMinute) / 60_000);
    this.#filled = now();
    if (this.#tokens < 1) {
      this.#dropped += 1;
      return;
    }
    this.#tokens -= 1;
    const { resource, name, uid } = object;
    const namespace = object.namespace || clusterNamespace;
    const time = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const text = message.slice(0, 1024);
    const key = `${keyOf(object)} ${type} ${reason} ${text}`;
    const known = this.#seen.get(key);
    const count = (known?.count ?? 0) + 1;
    const first = known?.first ?? time;
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
    try {
      if (known !== undefined) {
        const body = { count, lastTimestamp: time };
        const contentType = 'application/merge-patch+json';
        await api.request('PATCH', `${path}/${encodeURIComponent(known.name)}`, { body, contentType });
        known.count = count;
        return;
      }
      const created = (await api.request('POST', path, {
        body: {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { generateName: `${name.slice(0, 200)}.`, namespace },
          involvedObject: {
            apiVersion: apiVersionOf(resource),
            kind: resource.kind,
            name,
            uid,
            ...(object.namespace !== '' && { namespace: object.namespace }),
          },
          type,
          reason,
          message: text,
          count,
          firstTimestamp: first,
          lastTimestamp: time,
          source: { component: MANAGER },
          reportingComponent: MANAGER,
        },
      })) as { metadata?: { name?: string } } | undefined;
      this.#remember(key, { name: created?.metadata?.name ?? '', count, first });
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      this.#seen.delete(key); // The server forgets Events after an hour: the next is a new one.
      failing(error, object);
    }
  }

  #remember(key: string, event: { name: string; count: number; first: string }): void {
    if (event.name === '') return;
    this.#seen.set(key, event);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > 1_000 && oldest !== undefined) this.#seen.delete(oldest);
  }
}
