/** Why a flow was denied: judged again by the policies of the revision that was in force then. */
import { decodeDeniedFlow, encodeExplanation } from '../distribution/explanation.js';
import type { osg } from '../gen/proto.js';
import { explainDeny } from '../policy/explain-deny.js';
import type { World } from '../policy/model.js';
import { NO_WORLD_CHANGE } from '../policy/world-change.js';
import { Effective, type WorldOptions } from './effective.js';
import { ControllerError } from './error.js';
import type { Store } from './store.js';
import type { WorldHistory } from './world-history.js';

/** Worlds that are kept: one incident is about few of them. */
const KEPT_WORLDS = 4;
/** A node's clock may be behind by as much. */
const SKEW_MS = 60_000;

export interface ExplainerParts {
  readonly store: Store;
  readonly history: WorldHistory;
  readonly options: WorldOptions;
  /** What is in force, and its revision. @throws ControllerError REQUEST: no policy yet */
  now(): { readonly world: World; readonly revision: number };
}

export class Explainer {
  readonly #parts: ExplainerParts;
  /** By revision and second; the least used first. */
  readonly #worlds = new Map<string, World>();

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
  }

  /** @throws DistributionError MALFORMED: no flow; ControllerError REQUEST: no policy yet */
  explain(request: osg.v1.ExplainRequest.$Properties): osg.v1.Explanation.$Properties {
    const denied = decodeDeniedFlow(request);
    const asked = request.revision ?? 0;
    const then = this.#worldOf(asked, denied.atMs);
    const now = this.#parts.now();
    return {
      ...encodeExplanation(explainDeny(then ?? now.world, denied)),
      revision: then === undefined ? now.revision : asked,
      revisionGone: then === undefined,
    };
  }

  /** The policies of that revision over the inventory of that time; undefined where they are not kept. */
  #worldOf(revision: number, atMs: number): World | undefined {
    const { revisions } = this.#parts.store;
    try {
      const { timeMs, pinnedTo, emergencies } = revisions.get(revision);
      // A store made anew counts from 1 again: what is younger than the event is another revision.
      if (timeMs > atMs + SKEW_MS) return undefined;
      const key = `${revision} ${Math.floor(atMs / 1000)}`;
      const known = this.#worlds.get(key);
      const overlay = { pinned: undefined, emergencies: emergencies.filter(({ expiresMs }) => expiresMs > atMs) };
      const world = known ?? this.#made(pinnedTo || revision, Math.max(atMs, timeMs), overlay);
      this.#worlds.delete(key);
      this.#worlds.set(key, world);
      for (const oldest of this.#worlds.keys()) {
        if (this.#worlds.size <= KEPT_WORLDS) break;
        this.#worlds.delete(oldest);
      }
      return world;
    } catch (error) {
      if (error instanceof ControllerError && error.code === 'REQUEST') return undefined;
      throw error;
    }
  }

  #made(policyRevision: number, atMs: number, overlay: Effective['overlay']): World {
    const { store, history, options } = this.#parts;
    const { policies, addressGroups } = store.revisions.content(policyRevision);
    const { workloads, namespaces, nodes, services } = history.at(atMs);
    const come = <T>(items: readonly T[]): { readonly after: T }[] => items.map((after) => ({ after }));
    const effective = new Effective(options);
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
      overlay,
    );
    return effective.world();
  }
}
