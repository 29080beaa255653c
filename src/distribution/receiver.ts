/** The agent's side of the stream as a pure state machine: controller messages in, whole views out (docs/protocol.md). */
import type { osg } from '../gen/proto.js';
import { applyViewChange } from '../policy/apply-change.js';
import { type HeldView, ViewError } from '../policy/held-view.js';
import { finish, type Steps } from '../policy/steps.js';
import type { ViewChange } from '../policy/view-change.js';
import { Assembly } from './assembly.js';
import { decodeChange } from './delta.js';
import { digestOf, sumAfter, type ViewSum } from './digest.js';
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

/** A view's place among all views of its node: the policy revision, and the version of the view, which follows the inventory too. */
export interface Place {
  readonly epoch: number;
  readonly revision: number;
  readonly version: number;
}

export interface RevisedView extends Place {
  readonly source: SourceVersion;
  /** Of the view: `digestOf(view, sum)`. */
  readonly digest: string;
  readonly sum: ViewSum;
  readonly view: HeldView;
  /** Its trial is to be confirmed within so many milliseconds of the message that brought it. */
  readonly confirmWithinMs?: number;
}

/** How a view came from the view received before (or reverted to). */
export interface ViewDelta {
  /** Digest of that view. */
  readonly base: string;
  readonly change: ViewChange;
  readonly message: osg.v1.Delta.$Properties;
}

export type Received =
  | {
      readonly kind: 'view';
      readonly nonce: number;
      readonly revised: RevisedView;
      /** Absent for a snapshot. */
      readonly delta?: ViewDelta;
    }
  /** More chunks are to come. */
  | { readonly kind: 'partial' }
  /** Stale, repeated, or overtaken: no answer is due. */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'refused'; readonly nonce: number; readonly revision: number; readonly error: DistributionError };

type Chunk = osg.v1.SnapshotChunk.$Properties;

interface Partial {
  readonly nonce: number;
  /** Without its content. */
  readonly first: Pick<Chunk, 'revision' | 'version' | 'count'>;
  readonly assembly: Assembly;
  /** Chunks that it holds. */
  chunks: number;
}

export const sourceFrom = (source: osg.v1.SourceVersion.$Properties | null | undefined): SourceVersion => ({
  id: source?.id ?? '',
  author: source?.author ?? '',
  subject: source?.subject ?? '',
  timeUnixUs: source?.timeUnixUs ?? 0,
});

type Order = Omit<Place, 'version'> & { readonly version?: number };

/** In order: epoch, revision, version (absent: 0); an agent never goes back. */
export const isOlder = (a: Order, b: Order): boolean =>
  a.epoch !== b.epoch
    ? a.epoch < b.epoch
    : a.revision !== b.revision
      ? a.revision < b.revision
      : (a.version ?? 0) < (b.version ?? 0);

export const formatPlace = ({ epoch, revision, version }: Place): string => `${epoch}/${revision}/${version}`;

/** One for each stream. */
export class ViewReceiver {
  readonly #node: string;
  #current: RevisedView | undefined;
  #nonce = 0;
  #partial: Partial | undefined;

  readonly #believe: boolean;

  /**
   * @param current what the agent holds when the stream begins; deltas may build on it
   * @param believe the digest is not computed: bytes of our own, with a checksum, perhaps by an older version
   */
  constructor(node: string, current: RevisedView | undefined, believe = false) {
    this.#node = node;
    this.#current = current;
    this.#believe = believe;
  }

  /** @returns what became of it. A message is taken in wholly before the next one. */
  receive(message: osg.v1.ControllerMessage.$Properties): Received {
    return finish(this.receiveSteps(message));
  }

  /** The same in steps. */
  *receiveSteps(message: osg.v1.ControllerMessage.$Properties): Steps<Received> {
    const nonce = message.nonce ?? 0;
    const { snapshot, delta } = message;
    const continues = this.#partial?.nonce === nonce && snapshot != null;
    if (!continues && nonce <= this.#nonce) return { kind: 'ignored', why: `nonce ${nonce} after ${this.#nonce}` };
    if (snapshot == null && delta == null) return { kind: 'ignored', why: 'a message of an unknown kind' };
    const revision = snapshot?.revision ?? delta?.revision ?? 0;
    if (!continues) this.#partial = undefined;
    this.#nonce = nonce;
    try {
      if (snapshot == null) {
        const message = delta ?? {};
        const base = this.#current?.digest ?? '';
        const { change, revised } = this.#delta(message);
        this.#current = revised;
        return { kind: 'view', nonce, revised, delta: { base, change, message } };
      }
      const revised = yield* this.#chunk(nonce, snapshot);
      if (revised === 'partial') return { kind: 'partial' };
      if (revised === 'repeated') return { kind: 'ignored', why: `chunk ${snapshot.index ?? 0} again` };
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

  *#chunk(nonce: number, chunk: Chunk): Steps<RevisedView | 'partial' | 'repeated'> {
    const { revision, version } = chunk;
    const [index, count] = [chunk.index ?? 0, chunk.count ?? 0];
    const begins = { nonce, first: { revision, version, count }, assembly: new Assembly(), chunks: 0 };
    const partial = this.#partial ?? begins;
    if (index < partial.chunks) return 'repeated';
    if (index !== partial.chunks || index >= count)
      throw new DistributionError(
        'PROTOCOL',
        'snapshot',
        `chunk ${index} of ${count} came after ${partial.chunks} chunks`,
        {
          field: 'index',
        },
      );
    const { first } = partial;
    if (first.revision !== revision || first.version !== version || first.count !== count)
      throw new DistributionError('PROTOCOL', 'snapshot', `chunk ${index} belongs to another snapshot`, {
        field: 'revision',
      });
    yield* partial.assembly.add(chunk.part ?? {});
    partial.chunks++;
    this.#partial = partial;
    if (partial.chunks < count) return 'partial';
    this.#partial = undefined;
    const { view, sum } = yield* partial.assembly.end();
    return this.#accept(view, chunk, () => sum);
  }

  #delta(delta: osg.v1.Delta.$Properties): { readonly change: ViewChange; readonly revised: RevisedView } {
    const base = this.#current;
    const [revision, version] = [delta.baseRevision ?? 0, delta.baseVersion ?? 0];
    if (base === undefined || base.revision !== revision || base.version !== version)
      throw new DistributionError(
        'STALE_BASE',
        'delta',
        `builds on ${revision}/${version}, this node holds ${base === undefined ? 'none' : `${base.revision}/${base.version}`}`,
        { field: 'base_revision' },
      );
    const change = decodeChange(delta, this.#node);
    const view = applyViewChange(base.view, change);
    return { change, revised: this.#accept(view, delta, () => sumAfter(base.sum, base.view, change, view)) };
  }

  #accept(
    view: HeldView,
    from: Pick<
      osg.v1.Delta.$Properties,
      'epoch' | 'revision' | 'version' | 'source' | 'digest' | 'explicitEmpty' | 'sentUnixMs'
    >,
    sumOf: () => ViewSum,
  ): RevisedView {
    const place: Place = { epoch: from.epoch ?? 0, revision: from.revision ?? 0, version: from.version ?? 0 };
    if (view.node !== this.#node)
      throw new DistributionError('IDENTITY', `view of ${view.node}`, `this is node ${this.#node}`, { field: 'node' });
    if (place.revision === 0) throw new DistributionError('MALFORMED', 'revision', 'is missing', { field: 'revision' });
    if (this.#current !== undefined && isOlder(place, this.#current))
      throw new DistributionError(
        'PROTOCOL',
        'revision',
        `${formatPlace(place)} is older than ${formatPlace(this.#current)}`,
        { field: 'revision' },
      );
    if (view.endpoints.length === 0 && from.explicitEmpty !== true)
      throw new DistributionError('EMPTY', 'view', 'has no endpoints and is not marked as meant to', {
        field: 'explicit_empty',
      });
    const sum = sumOf();
    const digest = this.#believe ? (from.digest ?? '') : digestOf(view, sum);
    if (digest !== from.digest)
      throw new DistributionError('DIGEST', 'view', `its digest is ${digest}, announced was ${from.digest || 'none'}`, {
        field: 'digest',
      });
    const { confirmBy } = view.trial ?? {};
    // By the difference alone: the two clocks need not agree.
    const confirmWithinMs = confirmBy === undefined ? undefined : Math.max(0, confirmBy - (from.sentUnixMs ?? 0));
    const limit = confirmWithinMs !== undefined && { confirmWithinMs };
    return { ...place, source: sourceFrom(from.source), digest, sum, view, ...limit };
  }
}

function asDistributionError(error: unknown): DistributionError {
  if (error instanceof DistributionError) return error;
  if (error instanceof ViewError)
    return new DistributionError('MALFORMED', error.object, error.message, { field: error.field, cause: error });
  return new DistributionError('MALFORMED', 'message', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
