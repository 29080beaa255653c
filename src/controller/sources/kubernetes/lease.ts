/**
 * One writer among several replicas, by a Lease (coordination.k8s.io/v1), as client-go's leaderelection does it:
 * the holder renews every 2 s and stops by itself when it could not for 10 s; others look every second and take over 12 s
 * after the last renewal that they *saw change*: within 15 s of the holder's end. Clocks of different machines are never
 * compared: each replica times what it observes.
 *
 * F139: a holder is deposed before anybody else can hold: 10 s of its own clock since it *asked* for the renewal, against 12 s
 * of the others' since they saw it done. What it writes
 * carries conditions of its own (resource versions) all the same: a process that was stopped in between may wake up late.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from './api.js';
import { KubernetesError } from './error.js';

/** Milliseconds. */
export interface LeaseTimes {
  readonly renewEvery?: number;
  readonly giveUpAfter?: number;
  readonly takeOverAfter?: number;
}

export interface LeaseOptions extends LeaseTimes {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly name: string;
  /** Unique to this process. */
  readonly identity: string;
  readonly events: LeaseEvents;
  /** What the holder says to the others, in an annotation; written with the next renewal, which comes soon when it changes. */
  readonly says?: () => string;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

export interface LeaseEvents {
  /** We hold it from now on. @param said what the holder before us said last */
  acquired(said: string | undefined): void;
  /** We hold it no more: stop writing before this returns. */
  lost(why: string): void;
  /** Somebody else holds it. */
  heldBy?(identity: string): void;
  /** Looked at it while another holds it, or nobody. @param renewed it is another than at the last look */
  looked?(said: string | undefined, renewed: boolean): void;
  failing?(error: KubernetesError | undefined): void;
}

interface LeaseObject {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly holderIdentity?: string | null;
    readonly renewTime?: string | null;
    readonly acquireTime?: string | null;
    readonly leaseTransitions?: number | null;
  };
}

/** What the holder says. */
export const SAID = 'openscg.dev/recorded';
/** The holder's words are looked at so often, in ms. */
const HEAR_MS = 250;

export class Lease {
  readonly #options: Required<Omit<LeaseOptions, 'events'>> & { readonly events: LeaseEvents };
  readonly #path: string;
  readonly #collection: string;
  readonly #stop = new AbortController();
  #holding = false;
  /** When our last renewal was sent that succeeded. */
  #renewed = 0;
  /** The last record seen of another holder, and when it was first seen like that. */
  #seen = '';
  #seenAt = 0;
  #holder = '';
  /** What the one before us said, until we say something. */
  #inherited: string | undefined;
  #wrote = '';
  #watchdog: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: LeaseOptions) {
    this.#options = {
      renewEvery: 2_000,
      giveUpAfter: 10_000,
      takeOverAfter: 12_000,
      says: () => '',
      now: () => performance.now(),
      ...options,
    };
    this.#collection = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(options.namespace)}/leases`;
    this.#path = `${this.#collection}/${encodeURIComponent(options.name)}`;
  }

  get holding(): boolean {
    return this.#holding;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Gives the lease back, so that another replica need not wait. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    if (!this.#holding) return;
    this.#lose('closed');
    try {
      const lease = await this.#get();
      if (lease?.spec?.holderIdentity === this.#options.identity) await this.#put(lease, '');
    } catch {
      // It runs out by itself: the others wait for takeOverAfter.
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const started = this.#options.now();
      try {
        await this.#attempt(started);
        this.#options.events.failing?.(undefined);
      } catch (error) {
        if (!(error instanceof KubernetesError)) throw error;
        // Another was faster: the next look tells who.
        if (error.code !== 'CONFLICT') this.#options.events.failing?.(error);
      }
      if (signal.aborted) return;
      const wait = this.#options.renewEvery * (this.#holding ? 1 : 0.5) * (0.9 + 0.2 * Math.random());
      const until = this.#options.now() + wait;
      do {
        const left = Math.min(HEAR_MS, until - this.#options.now());
        await sleep(Math.max(0, left), undefined, { signal }).catch(() => undefined);
      } while (!signal.aborted && this.#options.now() < until && !(this.#holding && this.#said() !== this.#wrote));
    }
  }

  async #attempt(started: number): Promise<void> {
    const { identity, takeOverAfter } = this.#options;
    const lease = await this.#get();
    if (lease === undefined) {
      await this.#request('POST', this.#collection, this.#body(undefined, identity));
      return this.#renew(started);
    }
    const holder = lease.spec?.holderIdentity ?? '';
    if (!this.#holding) this.#inherited = lease.metadata.annotations?.[SAID];
    if (holder !== identity && holder !== '') {
      if (this.#holding) this.#lose(`held by ${holder}`);
      const record = `${holder} ${lease.spec?.renewTime} ${lease.metadata.resourceVersion}`;
      this.#options.events.looked?.(this.#inherited, record !== this.#seen && this.#seen !== '');
      if (record !== this.#seen) {
        this.#seen = record;
        this.#seenAt = this.#options.now();
      }
      if (holder !== this.#holder) {
        this.#holder = holder;
        this.#options.events.heldBy?.(holder);
      }
      if (this.#options.now() - this.#seenAt < takeOverAfter) return;
    }
    await this.#put(lease, identity);
    this.#renew(started);
  }

  #renew(started: number): void {
    if (this.#stop.signal.aborted) return;
    this.#renewed = started;
    clearTimeout(this.#watchdog);
    const left = this.#options.giveUpAfter - (this.#options.now() - started);
    this.#watchdog = setTimeout(
      () => this.#lose(`not renewed for ${Math.round(this.#options.now() - this.#renewed)} ms`),
      left,
    );
    if (this.#holding) return;
    this.#holding = true;
    this.#holder = this.#options.identity;
    this.#options.events.acquired(this.#inherited);
  }

  /** What those before us said stays until we have something to say. */
  #said(): string {
    return this.#options.says() || (this.#inherited ?? '');
  }

  #lose(why: string): void {
    clearTimeout(this.#watchdog);
    if (!this.#holding) return;
    this.#holding = false;
    this.#options.events.lost(why);
  }

  async #get(): Promise<LeaseObject | undefined> {
    try {
      return (await this.#request('GET', this.#path)) as LeaseObject;
    } catch (error) {
      if (error instanceof KubernetesError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  #put(lease: LeaseObject, holder: string): Promise<unknown> {
    return this.#request('PUT', this.#path, this.#body(lease, holder));
  }

  #request(method: string, path: string, body?: unknown): Promise<unknown> {
    const timeoutMs = this.#options.giveUpAfter / 2;
    return this.#options.api.request(method, path, { ...(body !== undefined && { body }), timeoutMs });
  }

  /** `holder` empty gives it back. */
  #body(before: LeaseObject | undefined, holder: string): unknown {
    const { namespace, name, takeOverAfter } = this.#options;
    const now = `${new Date().toISOString().slice(0, -1)}000Z`; // MicroTime
    const changed = before?.spec?.holderIdentity !== holder;
    const said = this.#said();
    this.#wrote = said;
    const annotations = { ...before?.metadata.annotations, ...(said !== '' && { [SAID]: said }) };
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...before?.metadata, name, namespace, annotations },
      spec: {
        holderIdentity: holder,
        leaseDurationSeconds: Math.max(1, Math.round(takeOverAfter / 1000)),
        renewTime: now,
        acquireTime: changed ? now : (before?.spec?.acquireTime ?? now),
        leaseTransitions: (before?.spec?.leaseTransitions ?? 0) + (changed && before !== undefined ? 1 : 0),
      },
    };
  }
}
