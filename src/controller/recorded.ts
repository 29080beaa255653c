/**
 * What the holder of the Lease recorded last, as it stands in the Lease: by it the replicas that wait know whether what they
 * read is what was recorded, and whoever takes over goes on above it.
 */
import { createHash } from 'node:crypto';
import type { WorldOptions } from './effective.js';
import type { Numbering } from './numbering.js';
import type { Objects } from './objects.js';
import type { Released } from './released.js';

export interface Recorded {
  readonly epoch: number;
  readonly revision: number;
  /** Of everything declared beside the inventory, and the settings that views depend on; empty: nobody else can make these views now. */
  readonly digest: string;
}

export const formatRecorded = ({ epoch, revision, digest }: Recorded): string => `${epoch}/${revision}/${digest}`;

/** Undefined where it is none of ours: others may write into a Lease. */
export function parseRecorded(text: string | undefined): Recorded | undefined {
  const match = /^([1-9]\d{0,15})\/([1-9]\d{0,15})\/([0-9a-f]{64})?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [epoch, revision] = [Number(match[1]), Number(match[2])];
  if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(revision)) return undefined;
  return { epoch, revision, digest: match[3] ?? '' };
}

/** @param declared `Objects.digest` */
export function recordedDigest(
  declared: string,
  { posture, allowNodeProbes, allowOwnNode = false }: WorldOptions,
): string {
  return createHash('sha256')
    .update(JSON.stringify([posture, allowNodeProbes, allowOwnNode, declared]))
    .digest('hex');
}

/** Of the one that runs. */
export class RecordedNow {
  readonly #numbering: Pick<Numbering, 'epoch' | 'revision'>;
  readonly #objects: Pick<Objects, 'pending' | 'digest' | 'rings'>;
  readonly #world: WorldOptions;
  readonly #released: Pick<Released, 'begun' | 'overlay'>;
  #last: Recorded | undefined;

  constructor(
    numbering: Pick<Numbering, 'epoch' | 'revision'>,
    objects: Pick<Objects, 'pending' | 'digest' | 'rings'>,
    world: WorldOptions,
    released: Pick<Released, 'begun' | 'overlay'>,
  ) {
    this.#numbering = numbering;
    this.#objects = objects;
    this.#world = world;
    this.#released = released;
  }

  /** Undefined: nothing yet. */
  get(): Recorded | undefined {
    const { begun, overlay } = this.#released;
    if (!begun) return undefined;
    const { epoch, revision } = this.#numbering;
    const isPending = this.#objects.pending.size > 0;
    // What is being recorded is not yet, and what is refused never was.
    if (isPending && this.#last?.epoch === epoch && this.#last.revision === revision) return this.#last;
    // What is put over what is declared, only this store knows.
    // And where changes go out in rings, who has what.
    const isPlain =
      this.#objects.rings === 0 && overlay.pinned === undefined && overlay.emergencies.length === 0 && !isPending;
    this.#last = { epoch, revision, digest: isPlain ? recordedDigest(this.#objects.digest, this.#world) : '' };
    return this.#last;
  }
}
