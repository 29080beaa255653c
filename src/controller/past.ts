/**
 * What the durable store knows of earlier worlds, read by whoever explains: a denied flow is judged again by one of them. Asked for
 * are the two ends at that time and what is in their namespaces; all of that moment only where what to write reaches further.
 */
import { encodeExplanation } from '../distribution/explanation.js';
import type { osg } from '../gen/proto.js';
import { type DeniedFlow, type ExplainedDeny, explainDeny, explainWithin } from '../policy/explain-deny.js';
import type { World } from '../policy/model.js';
import { NO_WORLD_CHANGE } from '../policy/world-change.js';
import { Effective, type WorldOptions } from './effective.js';
import { ControllerError } from './error.js';
import { type Near, readNear } from './near.js';
import type { RevisionReader, RevisionRecord } from './revision-store.js';
import type { PastReader } from './stores.js';

/** Undefined: it is not kept. */
export async function keptRevision(store: RevisionReader, revision: number): Promise<RevisionRecord | undefined> {
  try {
    return await store.get(revision);
  } catch (error) {
    if (error instanceof ControllerError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

type Lists = Omit<Near, 'known'>;

/** Whole worlds that are kept: one incident is about few of them. */
const KEPT_WORLDS = 4;
/** A node's clock may be behind by as much. */
export const SKEW_MS = 60_000;

export class Past {
  readonly #stores: PastReader;
  readonly #options: WorldOptions;
  /** By revision and second; the least used first. */
  readonly #worlds = new Map<string, World>();

  constructor(stores: PastReader, options: WorldOptions) {
    this.#stores = stores;
    this.#options = options;
  }

  /** @param nowMs of the inventory, where the revision that was asked for is not kept. @throws ControllerError REQUEST: no revision at all */
  async explain(asked: number, denied: DeniedFlow, nowMs: number): Promise<osg.v1.Explanation.$Properties> {
    const then = await this.#record(asked, denied.atMs);
    const record = then ?? (await this.#stores.revisions.newest());
    if (record === undefined) throw new ControllerError('REQUEST', 'explain', 'no revision is kept');
    const atMs = then === undefined ? nowMs : denied.atMs;
    const explained =
      (await this.#explainNear(record, atMs, denied)) ?? explainDeny(await this.#worldOf(record, atMs), denied);
    return {
      ...encodeExplanation(explained),
      revision: record.revision,
      revisionGone: then === undefined,
    };
  }

  /** Undefined where it is not kept. */
  async #record(revision: number, atMs: number): Promise<RevisionRecord | undefined> {
    const record = await keptRevision(this.#stores.revisions, revision);
    // A store made anew counts from 1 again: what is younger than the event is another revision.
    return record === undefined || record.timeMs > atMs + SKEW_MS ? undefined : record;
  }

  /** The policies of that revision over the inventory of that time. */
  async #worldOf(record: RevisionRecord, atMs: number): Promise<World> {
    const key = `${record.revision} ${Math.floor(atMs / 1000)}`;
    const world = this.#worlds.get(key) ?? (await this.#made(record, atMs));
    this.#worlds.delete(key);
    this.#worlds.set(key, world);
    for (const oldest of this.#worlds.keys()) {
      if (this.#worlds.size <= KEPT_WORLDS) break;
      this.#worlds.delete(oldest);
    }
    return world;
  }

  /** By that world as far as it is about the namespaces of the two ends; undefined: more is to be known. */
  async #explainNear(record: RevisionRecord, atMs: number, denied: DeniedFlow): Promise<ExplainedDeny | undefined> {
    const { source, destination } = denied.flow;
    const at = { revision: record.pinnedTo || record.revision, atMs: Math.max(atMs, record.timeMs) };
    const near = await readNear(this.#stores, [source, destination], at);
    return explainWithin(this.#inForce(record, near, atMs), near.known, denied);
  }

  async #made(record: RevisionRecord, atMs: number): Promise<World> {
    const { revision, pinnedTo, timeMs } = record;
    const declared = await this.#stores.revisions.content(pinnedTo || revision);
    return this.#inForce(record, { ...declared, ...(await this.#stores.inventory.at(Math.max(atMs, timeMs))) }, atMs);
  }

  #inForce(
    { emergencies }: RevisionRecord,
    { policies, addressGroups, workloads, namespaces, nodes }: Lists,
    atMs: number,
  ): World {
    const come = <T>(items: readonly T[]): { readonly after: T }[] => items.map((after) => ({ after }));
    const effective = new Effective(this.#options);
    effective.take(
      {
        ...NO_WORLD_CHANGE,
        policies: come(policies),
        addressGroups: come(addressGroups),
        workloads: come(workloads),
        namespaces: come(namespaces),
        nodes: come(nodes),
      },
      { pinned: undefined, emergencies: emergencies.filter(({ expiresMs }) => expiresMs > atMs) },
    );
    return effective.world();
  }
}
