/**
 * The blast radius of a change that waits for a second person: whom it would hit, asked of every node concerned. It is zero where
 * nothing becomes allowed that was denied, and nobody who was seen is cut; whatever could not be asked or judged is not zero.
 */
import type { Log } from '../../part/log.js';
import type { World } from '../../policy/model.js';
import { diffWorlds } from '../../policy/tools/diff.js';
import { hits, merged, type Seen } from '../../policy/tools/impact.js';
import type { Evidence } from '../evidence.js';
import { seenOf } from '../seen.js';

export interface RadiusParts {
  readonly evidence: Pick<Evidence, 'ofNodes'>;
  readonly log: Log;
  world(): World;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  nowMs(): number;
  /** Why it is not zero; undefined: it is. */
  measured(digest: string, why: string | undefined): Promise<void>;
}

/** It is judged where policy is distributed: what takes long is not judged. */
const MOST_WORKLOADS = 2_000;
const MOST_POLICIES = 1_000;

export class Radius {
  readonly #parts: RadiusParts;
  /** One at a time for each change. */
  readonly #asking = new Set<string>();

  constructor(parts: RadiusParts) {
    this.#parts = parts;
  }

  /** To be called while the world is as the change would have it, before that is taken back. */
  look(digest: string, nodes: readonly string[]): void {
    if (this.#asking.has(digest)) return;
    this.#asking.add(digest);
    const after = this.#parts.world();
    void this.#look(digest, nodes, after);
  }

  async #look(digest: string, nodes: readonly string[], after: World): Promise<void> {
    const { inTurn, world, log, measured } = this.#parts;
    try {
      const before = await inTurn(async () => world());
      const why = await this.#why(before, after, nodes);
      log.info({ digest, why: why ?? 'zero' }, 'blast radius');
      await measured(digest, why);
    } catch (error) {
      log.error({ error: (error as Error).message }, 'the blast radius is not known');
    } finally {
      this.#asking.delete(digest);
    }
  }

  async #why(before: World, after: World, nodes: readonly string[]): Promise<string | undefined> {
    const { evidence, nowMs } = this.#parts;
    if (after.workloads.length > MOST_WORKLOADS || after.policies.length > MOST_POLICIES)
      return `not judged: more than ${MOST_WORKLOADS} workloads or ${MOST_POLICIES} policies`;
    const { widens, unjudged } = diffWorlds(before, after, nowMs());
    if (widens) return 'it allows what was denied';
    if (unjudged.length > 0) return 'not all of it can be judged';
    const workloads = new Map(before.workloads.map((workload) => [workload.id, workload]));
    const seen: Seen[] = [];
    const silent = new Map(nodes.map((node) => [node, 'no answer']));
    await evidence.ofNodes(nodes, async ({ node, evidence: part }) => {
      for (const talk of part?.talks ?? []) {
        const one = seenOf(workloads, talk);
        if (one !== undefined) seen.push(one);
      }
      if (part?.last !== true) return true;
      const why = part.error || (part.truncated ? 'it knows more conversations than it tells' : '');
      if (why === '') silent.delete(node ?? '');
      else silent.set(node ?? '', why);
      return true;
    });
    const [away] = silent;
    if (away !== undefined) return `node ${away[0]}: ${away[1]}`;
    const cut = hits(before, after, merged(seen), 'cut', nowMs());
    const [first] = cut;
    return (
      first &&
      `it would cut ${first.from} → ${first.to} ${first.what}${cut.length > 1 ? `, and ${cut.length - 1} more` : ''}`
    );
  }
}
