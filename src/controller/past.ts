/** What the durable store knows of earlier worlds, read by whoever explains: a denied flow is judged again by one of them. */
import type Database from 'libsql';
import { encodeExplanation } from '../distribution/explanation.js';
import type { osg } from '../gen/proto.js';
import { type DeniedFlow, explainDeny } from '../policy/explain-deny.js';
import type { World } from '../policy/model.js';
import { NO_WORLD_CHANGE } from '../policy/world-change.js';
import { Effective, type WorldOptions } from './effective.js';
import { ControllerError } from './error.js';
import type { RevisionRecord } from './revision-store.js';
import { contentOf, lastRevision, recordOf } from './revisions.js';
import { inventoryAt } from './world-history.js';

/** Worlds that are kept: one incident is about few of them. */
const KEPT_WORLDS = 4;
/** A node's clock may be behind by as much. */
const SKEW_MS = 60_000;

export class Past {
  readonly #db: Database.Database;
  readonly #options: WorldOptions;
  /** By revision and second; the least used first. */
  readonly #worlds = new Map<string, World>();

  /** @param db only read here */
  constructor(db: Database.Database, options: WorldOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** @param nowMs of the inventory, where the revision that was asked for is not kept. @throws ControllerError REQUEST: no revision at all */
  explain(asked: number, denied: DeniedFlow, nowMs: number): osg.v1.Explanation.$Properties {
    const then = this.#record(asked, denied.atMs);
    const record = then ?? recordOf(this.#db, lastRevision(this.#db));
    const world = this.#worldOf(record, then === undefined ? nowMs : denied.atMs);
    return {
      ...encodeExplanation(explainDeny(world, denied)),
      revision: record.revision,
      revisionGone: then === undefined,
    };
  }

  /** Undefined where it is not kept. */
  #record(revision: number, atMs: number): RevisionRecord | undefined {
    try {
      const record = recordOf(this.#db, revision);
      // A store made anew counts from 1 again: what is younger than the event is another revision.
      return record.timeMs > atMs + SKEW_MS ? undefined : record;
    } catch (error) {
      if (error instanceof ControllerError && error.code === 'REQUEST') return undefined;
      throw error;
    }
  }

  /** The policies of that revision over the inventory of that time. */
  #worldOf(record: RevisionRecord, atMs: number): World {
    const key = `${record.revision} ${Math.floor(atMs / 1000)}`;
    const world = this.#worlds.get(key) ?? this.#made(record, atMs);
    this.#worlds.delete(key);
    this.#worlds.set(key, world);
    for (const oldest of this.#worlds.keys()) {
      if (this.#worlds.size <= KEPT_WORLDS) break;
      this.#worlds.delete(oldest);
    }
    return world;
  }

  #made({ revision, pinnedTo, timeMs, emergencies }: RevisionRecord, atMs: number): World {
    const { policies, addressGroups } = contentOf(this.#db, pinnedTo || revision);
    const { workloads, namespaces, nodes, services } = inventoryAt(this.#db, Math.max(atMs, timeMs));
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
        services: come(services),
      },
      { pinned: undefined, emergencies: emergencies.filter(({ expiresMs }) => expiresMs > atMs) },
    );
    return effective.world();
  }
}
