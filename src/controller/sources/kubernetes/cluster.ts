/**
 * Everything that a controller has to do with its cluster: reads it, says on its objects what became of them, and holds the
 * Lease where there are several replicas.
 */

import { isDeepStrictEqual } from 'node:util';
import type { Prefix } from '../../../net/types.js';
import type { Log } from '../../../part/log.js';
import type { PolicySet } from '../../differences.js';
import { fromKubeconfig, inCluster } from './access.js';
import { KubernetesApi } from './api.js';
import { KubernetesError } from './error.js';
import { lastGood } from './last-good.js';
import { Lease, type LeaseTimes } from './lease.js';
import { type FleetState, reachOf } from './reach.js';
import type { Read } from './readable.js';
import { References } from './references.js';
import { type KubernetesObject, NODES, POLICY_RESOURCES, type Resource } from './resources.js';
import { KubernetesSource } from './source.js';
import { StartupTaint } from './startup-taint.js';
import { type Condition, EventWriter, type ObjectReference, refusedFor, StatusWriter } from './status.js';
import { reviewToken } from './token-review.js';

export interface KubernetesOptions {
  /** What the cluster is believed about; the rest comes from elsewhere. */
  readonly take: 'policies' | 'inventory' | 'both';
  /** Outside of a cluster; absent: the service account of the pod. */
  readonly kubeconfig?: string;
  /** Of the kubeconfig; absent: its current one. */
  readonly context?: string;
  /** A list may lose so large a part of a kind's objects at once, 0 to 1; more is not believed. */
  readonly maxShrink: number;
  /** Of which the addresses of Services are taken, where the cluster does not say so itself (ServiceCIDR). */
  readonly serviceCidrs?: readonly Prefix[];
  /** `namespace/name` of a Lease: of several replicas, the one that holds it runs. */
  readonly lease?: string;
  /** Of tests. */
  readonly leaseTimes?: LeaseTimes;
}

/** What statuses are made of. */
export interface Followed {
  fleet(): readonly FleetState[];
  /** What replicas that wait are told. */
  recorded(): string;
  /** What can be read and is not admitted, and why; by `<kind>/<namespace>/<name>`. */
  notAdmitted?(): ReadonlyMap<string, string>;
  /** Resolves when the fleet is as everything says that was said by now. */
  settled(): Promise<void>;
}

/** One of our own objects, as it was judged. */
interface Known {
  readonly reference: ObjectReference;
  readonly generation: number;
  readonly accepted: Condition;
}

/** Statuses follow the fleet so often. */
const FOLLOW_MS = 2_000;
const OUR_GROUP = 'openscg.dev';

export class Cluster {
  readonly #api: KubernetesApi;
  readonly #options: KubernetesOptions;
  readonly #log: Log;
  readonly #statuses: StatusWriter;
  readonly #events: EventWriter;
  readonly #taint: StartupTaint;
  #source: KubernetesSource | undefined;
  /** Our own kinds' objects, as they were judged, by `<kind>/<namespace>/<name>`. */
  readonly #objects = new Map<string, Known>();
  /** All objects that are policy, ours or not. */
  readonly #policies = new Map<string, ObjectReference>();
  #notAdmitted: ReadonlyMap<string, string> = new Map();
  readonly #references = new References();
  #timer: NodeJS.Timeout | undefined;
  #lease: Lease | undefined;
  #says: (() => string) | undefined;
  /** Who waits for the Lease says nothing on objects. */
  #leads: boolean;
  #closing = false;

  /** @throws KubernetesError CONFIG */
  constructor(options: KubernetesOptions, log: Log) {
    const access =
      options.kubeconfig === undefined ? inCluster() : fromKubeconfig(options.kubeconfig, options.context ?? '');
    if (access === undefined)
      throw new KubernetesError('CONFIG', 'kubernetes', 'this is no pod of a cluster: name a kubeconfig');
    this.#options = options;
    this.#leads = options.lease === undefined;
    this.#log = log;
    this.#api = new KubernetesApi(access);
    const failing = (error: KubernetesError): void => log.warn({ error: error.message }, 'not said in the cluster');
    this.#statuses = new StatusWriter({ api: this.#api, failing });
    this.#events = new EventWriter({ api: this.#api, failing });
    this.#taint = new StartupTaint(this.#api, {
      removed: (node) => log.info({ node }, 'enforces: the startup taint is off'),
      failing: (error, node) => log.warn({ node, error: error.message }, 'the startup taint stays'),
    });
    log.info({ server: access.server, access: access.origin, take: options.take }, 'cluster');
  }

  /**
   * Resolves when we are the one that runs, with what the holder before us said last; at once where no Lease is asked for.
   * @param lost we are not any longer: everything that writes must end
   * @param looked what the one that runs says, while we wait
   * @throws the reason of `stopping`, which ends the wait
   */
  async lead(
    identity: string,
    {
      lost,
      looked,
      stopping,
    }: {
      readonly lost: (why: string) => void;
      readonly looked: (said: string | undefined, renewed: boolean) => void;
      readonly stopping?: AbortSignal | undefined;
    },
  ): Promise<string | undefined> {
    const { lease, leaseTimes } = this.#options;
    if (lease === undefined) return undefined;
    const [namespace = '', name = ''] = lease.split('/');
    return new Promise((resolve, reject) => {
      stopping?.throwIfAborted();
      stopping?.addEventListener('abort', () => reject(stopping.reason), { once: true });
      this.#lease = new Lease({
        api: this.#api,
        namespace,
        name,
        identity,
        ...leaseTimes,
        says: () => this.#says?.() ?? '',
        events: {
          acquired: (said) => {
            this.#log.info({ lease, said }, 'the lease is ours');
            this.#leads = true;
            resolve(said);
          },
          looked,
          // A Lease that is given back at the end is not lost.
          lost: (why) => {
            if (!this.#closing) lost(why);
          },
          heldBy: (holder) => this.#log.info({ lease, holder }, 'another replica runs: waiting'),
          failing: (error) => {
            if (error !== undefined) this.#log.warn({ error: error.message }, 'the lease cannot be asked for');
          },
        },
      });
      this.#lease.start();
    });
  }

  /** Is read from now on. @param newest what the newest policy revision declares: the last good versions over a restart */
  source(newest: () => PolicySet): KubernetesSource {
    const { take, maxShrink, serviceCidrs } = this.#options;
    let kept: ReturnType<typeof lastGood> | undefined;
    const source = new KubernetesSource({
      api: this.#api,
      take,
      maxShrink,
      ...(serviceCidrs !== undefined && { serviceCidrs }),
      lastGood: (key) => {
        // Whoever waits has no store open.
        if (!this.#leads) return undefined;
        kept ??= lastGood(newest());
        return kept.get(key);
      },
      judged: (object, resource, read) => this.#judged(object, resource, read),
      gone: (object, resource) => this.#gone(object, resource),
    });
    source.read();
    this.#source = source;
    return source;
  }

  /** The node of an agent's token. @param account `namespace/name`. @throws KubernetesError */
  async nodeOf(token: string, account: string): Promise<string> {
    try {
      const { node, pod } = await reviewToken(this.#api, token, account);
      this.#log.info({ node, pod }, 'the cluster vouches for an agent');
      return node;
    } catch (error) {
      this.#log.warn({ error: (error as Error).message }, 'the cluster does not vouch for an agent');
      throw error;
    }
  }

  /**
   * Says from now on, on our own kinds' objects, who enforces them, and to the replicas that wait what is recorded.
   * @param notAdmitted by `<kind>/<namespace>/<name>`: why an object that can be read is not in force as it is written
   */
  follow({ fleet, recorded, notAdmitted, settled }: Followed): void {
    this.#says = recorded;
    const look = async (): Promise<void> => {
      const told = new Set(this.#objects.values());
      await settled();
      if (!this.#closing) this.#follow(fleet(), notAdmitted?.() ?? new Map(), told);
    };
    let looking = false;
    this.#timer = setInterval(() => {
      if (looking) return;
      looking = true;
      void look().finally(() => {
        looking = false;
      });
    }, FOLLOW_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    await this.#statuses.close();
    await this.#lease?.close();
    this.#api.close();
  }

  #judged(object: KubernetesObject, resource: Resource, read: Read): void {
    if (!this.#leads) return;
    const { name, namespace = '', uid, generation = 0 } = object.metadata;
    const reference: ObjectReference = { resource, namespace, name, uid };
    const [first] = read.problems;
    if (first !== undefined) {
      const text = read.problems.map(({ field, message }) => `${field}: ${message}`).join('\n');
      void this.#events.write(reference, 'Warning', 'Refused', text);
    }
    const key = `${resource.kind}/${namespace}/${name}`;
    if (POLICY_RESOURCES.includes(resource)) this.#policies.set(key, reference);
    if (resource.group !== OUR_GROUP) return;
    const accepted: Condition =
      first === undefined
        ? { type: 'Accepted', status: 'True', reason: 'Valid', message: 'in force as it is written' }
        : {
            type: 'Accepted',
            status: 'False',
            reason: 'Invalid',
            message: `${first.field}: ${first.message}${read.problems.length > 1 ? ` (and ${read.problems.length - 1} more)` : ''}; the last good version stays in force, or what could not be read is closed`,
          };
    this.#references.take(key, object);
    const known = this.#objects.get(key);
    this.#objects.set(key, { reference, generation, accepted });
    // A change of its status, our own among them: what nodes make of it is said already, and stays.
    if (known?.generation === generation && known.reference.uid === uid && isDeepStrictEqual(known.accepted, accepted))
      return;
    // What can be read may still not be admitted: that it is in force is said when it is known.
    if (first === undefined) return;
    const references = this.#references.count(key);
    this.#statuses.wish(reference, { observedGeneration: generation, references, conditions: [accepted] });
  }

  #gone(object: KubernetesObject, resource: Resource): void {
    const { name, namespace = '', uid } = object.metadata;
    const key = `${resource.kind}/${namespace}/${name}`;
    this.#objects.delete(key);
    this.#policies.delete(key);
    this.#references.forget(key);
    this.#statuses.forget({ resource, namespace, name, uid });
  }

  /** @param told what the views are made of: of an object that came since, they say nothing */
  #follow(fleet: readonly FleetState[], notAdmitted: ReadonlyMap<string, string>, told: ReadonlySet<Known>): void {
    for (const [key, why] of notAdmitted) {
      const reference = this.#policies.get(key);
      if (reference !== undefined && this.#notAdmitted.get(key) !== why)
        void this.#events.write(reference, 'Warning', 'NotAdmitted', why);
    }
    this.#notAdmitted = notAdmitted;
    const enforcing = new Set(fleet.flatMap(({ name, view, realised }) => (view && realised ? [name] : [])));
    void this.#taint.look(this.#source?.objects(NODES) ?? [], (name) => enforcing.has(name));
    const reach = reachOf(fleet);
    for (const [key, known] of this.#objects) {
      if (!told.has(known)) continue;
      const { reference, generation, accepted: readable } = known;
      const why = notAdmitted.get(key);
      const accepted = why === undefined || readable.status === 'False' ? readable : refusedFor(why);
      const { members = 0, nodes = 0, waiting = [] } = reach.get(key) ?? {};
      const realised = nodes - waiting.length;
      const names = waiting.slice(0, 5).join(', ') + (waiting.length > 5 ? ', …' : '');
      this.#statuses.wish(reference, {
        observedGeneration: generation,
        references: this.#references.count(key),
        ...(reference.resource.kind !== 'AddressGroup' && { members, nodes: `${realised}/${nodes}` }),
        conditions: [
          accepted,
          waiting.length === 0
            ? { type: 'Realised', status: 'True', reason: 'Enforced', message: `on ${nodes} of ${nodes} nodes` }
            : {
                type: 'Realised',
                status: 'False',
                reason: 'Waiting',
                message: `on ${realised} of ${nodes} nodes; not yet: ${names}`,
              },
        ],
      });
    }
  }
}
