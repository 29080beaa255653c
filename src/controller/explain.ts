/** Why a flow was denied: judged again by the policies of the revision that was in force then. */
import { decodeDeniedFlow, encodeExplanation } from '../distribution/explanation.js';
import type { osg } from '../gen/proto.js';
import { explainDeny } from '../policy/explain-deny.js';
import type { World } from '../policy/model.js';
import { compose, parseInput, type WorldOptions } from './desired.js';
import { ControllerError } from './error.js';
import type { Host } from './operations.js';

/** Revisions that are kept parsed: one incident is about few of them. */
const KEPT_WORLDS = 4;
/** A node's clock may be behind by as much. */
const SKEW_MS = 60_000;

export class Explainer {
  readonly #host: Host;
  readonly #options: WorldOptions;
  /** As declared, by revision; the least used first. */
  readonly #declared = new Map<number, World>();

  constructor(host: Host, options: WorldOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** @throws RpcError MALFORMED: no flow; ControllerError REQUEST: no policy yet */
  explain(request: osg.v1.ExplainRequest.$Properties): osg.v1.Explanation.$Properties {
    const denied = decodeDeniedFlow(request);
    const asked = request.revision ?? 0;
    const then = this.#worldOf(asked, denied.atMs);
    return {
      ...encodeExplanation(explainDeny(then ?? compose(this.#host.inputs()), denied)),
      revision: then === undefined ? this.#host.revision : asked,
      revisionGone: then === undefined,
    };
  }

  /** The policies of that revision over the inventory of that time; undefined where they are not kept. */
  #worldOf(revision: number, atMs: number): World | undefined {
    const { revisions } = this.#host.store;
    try {
      const record = revisions.get(revision);
      // A store made anew counts from 1 again: what is younger than the event is another revision.
      if (record.timeMs > atMs + SKEW_MS) return undefined;
      const policyRevision = record.pinnedTo || revision;
      return compose({
        files: [],
        declared: this.#parsed(Math.max(revision, revisions.newestAt(atMs))),
        pinned: { revision: policyRevision, policies: this.#parsed(policyRevision) },
        emergencies: record.emergencies.filter(({ expiresMs }) => expiresMs > atMs),
      });
    } catch (error) {
      if (error instanceof ControllerError && error.code === 'REQUEST') return undefined;
      throw error;
    }
  }

  #parsed(revision: number): World {
    let world = this.#declared.get(revision);
    if (world === undefined) {
      const parsed = parseInput(this.#host.store.revisions.files(revision), undefined, this.#options);
      if ('problems' in parsed)
        throw new ControllerError('REQUEST', `revision ${revision}`, parsed.problems[0]?.message ?? 'cannot be read');
      world = parsed.declared;
    }
    this.#declared.delete(revision);
    this.#declared.set(revision, world);
    for (const oldest of this.#declared.keys()) {
      if (this.#declared.size <= KEPT_WORLDS) break;
      this.#declared.delete(oldest);
    }
    return world;
  }
}
