/** The agent's side of the stream as a pure state machine: controller messages in, whole views out (docs/protocol.md). */
import type { osg } from '../gen/proto.js';
import type { NodeView } from '../policy/view.js';
import { joinParts } from './chunks.js';
import { applyChange } from './delta.js';
import { viewDigest } from './digest.js';
import { DistributionError } from './error.js';

/** Where a revision came from. */
export interface SourceVersion {
  /** Content digest or commit. */
  readonly id: string;
  readonly author: string;
  readonly subject: string;
  /** Unix microseconds when the controller saw it. */
  readonly timeUnixUs: number;
}

/** A view with its place in the order of revisions. */
export interface RevisedView {
  readonly epoch: number;
  readonly revision: number;
  readonly source: SourceVersion;
  /** `viewDigest(view)`. */
  readonly digest: string;
  readonly view: NodeView;
}

export type Received =
  | { readonly kind: 'view'; readonly nonce: number; readonly revised: RevisedView }
  /** More chunks are to come. */
  | { readonly kind: 'partial' }
  /** Stale, repeated, or overtaken: no answer is due. */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'refused'; readonly nonce: number; readonly revision: number; readonly error: DistributionError };

interface Partial {
  readonly nonce: number;
  readonly chunks: osg.v1.SnapshotChunk.$Properties[];
}

export const sourceFrom = (source: osg.v1.SourceVersion.$Properties | null | undefined): SourceVersion => ({
  id: source?.id ?? '',
  author: source?.author ?? '',
  subject: source?.subject ?? '',
  timeUnixUs: source?.timeUnixUs ?? 0,
});

/** (epoch, revision) in order; an agent never goes back. */
export const isOlder = (
  a: { readonly epoch: number; readonly revision: number },
  b: { readonly epoch: number; readonly revision: number },
): boolean => a.epoch < b.epoch || (a.epoch === b.epoch && a.revision < b.revision);

/** One for each stream. */
export class ViewReceiver {
  readonly #node: string;
  #current: RevisedView | undefined;
  #nonce = 0;
  #partial: Partial | undefined;

  /** `current`: what the agent holds when the stream begins; deltas may build on it. */
  constructor(node: string, current: RevisedView | undefined) {
    this.#node = node;
    this.#current = current;
  }

  receive(message: osg.v1.ControllerMessage.$Properties): Received {
    const nonce = message.nonce ?? 0;
    const { snapshot, delta } = message;
    const continues = this.#partial?.nonce === nonce && snapshot != null;
    if (!continues && nonce <= this.#nonce) return { kind: 'ignored', why: `nonce ${nonce} after ${this.#nonce}` };
    if (snapshot == null && delta == null) return { kind: 'ignored', why: 'a message of an unknown kind' };
    const revision = snapshot?.revision ?? delta?.revision ?? 0;
    if (!continues) this.#partial = undefined;
    this.#nonce = nonce;
    try {
      const revised = snapshot != null ? this.#chunk(nonce, snapshot) : this.#delta(delta ?? {});
      if (revised === 'partial') return { kind: 'partial' };
      if (revised === 'repeated') return { kind: 'ignored', why: `chunk ${snapshot?.index ?? 0} again` };
      this.#current = revised;
      return { kind: 'view', nonce, revised };
    } catch (error) {
      this.#partial = undefined;
      return { kind: 'refused', nonce, revision, error: asDistributionError(error) };
    }
  }

  /** The agent refused the last view: the base of the next delta is `current` again. */
  revert(current: RevisedView | undefined): void {
    this.#current = current;
  }

  #chunk(nonce: number, chunk: osg.v1.SnapshotChunk.$Properties): RevisedView | 'partial' | 'repeated' {
    const index = chunk.index ?? 0;
    const count = chunk.count ?? 0;
    const partial = this.#partial ?? { nonce, chunks: [] };
    const [first] = partial.chunks;
    if (index < partial.chunks.length) return 'repeated';
    if (index !== partial.chunks.length || index >= count)
      throw new DistributionError(
        'PROTOCOL',
        'snapshot',
        `chunk ${index} of ${count} came after ${partial.chunks.length} chunks`,
        { field: 'index' },
      );
    if (first !== undefined && (first.revision !== chunk.revision || first.count !== chunk.count))
      throw new DistributionError('PROTOCOL', 'snapshot', `chunk ${index} belongs to another snapshot`, {
        field: 'revision',
      });
    partial.chunks.push(chunk);
    this.#partial = partial;
    if (partial.chunks.length < count) return 'partial';
    this.#partial = undefined;
    const view = joinParts(partial.chunks.map((c) => c.part ?? {}));
    return this.#accept(view, chunk);
  }

  #delta(delta: osg.v1.Delta.$Properties): RevisedView {
    const base = this.#current;
    if (base === undefined || base.revision !== (delta.baseRevision ?? 0))
      throw new DistributionError(
        'STALE_BASE',
        'delta',
        `builds on revision ${delta.baseRevision ?? 0}, this node holds ${base?.revision ?? 'none'}`,
        { field: 'base_revision' },
      );
    return this.#accept(applyChange(base.view, delta), delta);
  }

  #accept(
    view: NodeView,
    from: Pick<osg.v1.Delta.$Properties, 'epoch' | 'revision' | 'source' | 'digest' | 'explicitEmpty'>,
  ): RevisedView {
    const epoch = from.epoch ?? 0;
    const revision = from.revision ?? 0;
    if (view.node !== this.#node)
      throw new DistributionError('IDENTITY', `view of ${view.node}`, `this is node ${this.#node}`, { field: 'node' });
    if (revision === 0) throw new DistributionError('MALFORMED', 'revision', 'is missing', { field: 'revision' });
    if (this.#current !== undefined && isOlder({ epoch, revision }, this.#current))
      throw new DistributionError(
        'PROTOCOL',
        'revision',
        `${epoch}/${revision} is older than ${this.#current.epoch}/${this.#current.revision}`,
        { field: 'revision' },
      );
    if (view.endpoints.length === 0 && from.explicitEmpty !== true)
      throw new DistributionError('EMPTY', 'view', 'has no endpoints and is not marked as meant to', {
        field: 'explicit_empty',
      });
    const digest = viewDigest(view);
    if (digest !== from.digest)
      throw new DistributionError('DIGEST', 'view', `its digest is ${digest}, announced was ${from.digest || 'none'}`, {
        field: 'digest',
      });
    return { epoch, revision, source: sourceFrom(from.source), digest, view };
  }
}

function asDistributionError(error: unknown): DistributionError {
  if (error instanceof DistributionError) return error;
  return new DistributionError('MALFORMED', 'message', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
