/**
 * Who owned which address when, as it is remembered over a restart. An interface: SQLite implements it. Every beginning and end of an
 * ownership has a sequence of its own; an owner has the newest of its two. Times are Unix microseconds.
 */
import type { Owner } from './owners.js';

export interface StoredOwner extends Owner {
  /** Hexadecimal. */
  readonly address: string;
  readonly fromUs: number;
  /** 0: still. */
  readonly toUs: number;
  readonly sequence: number;
}

/** Of the whole history. */
export interface Bounds {
  /** Of this history: a store made anew has another one. */
  readonly epoch: number;
  /** It is whole from here on; 0: nothing is known yet. */
  readonly sinceUs: number;
  /** The newest sequence that was forgotten. */
  readonly pruned: number;
  /** Somebody kept it up then. */
  readonly aliveUs: number;
}

export interface Ended {
  readonly address: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly sequence: number;
}

export interface OwnerStore {
  /** @returns `sequence`: the newest given; `current`: those that last. */
  load(): Promise<{ readonly bounds: Bounds; readonly sequence: number; readonly current: readonly StoredOwner[] }>;
  /** All or nothing: owners that end, then owners that begin, and what is otherwise of the bounds. @throws ControllerError STORE */
  write(ended: readonly Ended[], begun: readonly StoredOwner[], bounds: Partial<Bounds>): Promise<void>;
  /** Owners that began or ended after that sequence, in its order. */
  after(sequence: number, limit: number): Promise<StoredOwner[]>;
  /** Forgets owners that ended up to then, and the oldest of those beyond `most`. @returns what is so since; undefined: nothing */
  forget(upToUs: number, most: number): Promise<Pick<Bounds, 'sinceUs' | 'pruned'> | undefined>;
}
