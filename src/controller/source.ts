/** Where policy and inventory come from: objects by kind and key, as they come, change and go. */

import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { SourceRef } from '../policy/model.js';
import type { WorldChange, WorldList } from '../policy/world-change.js';
import type { Word } from '../rpc/words.js';
import type { Actor } from './authority/judge.js';
import type { AuthorityPolicy } from './authority/policy.js';

export type WorldItem = NonNullable<WorldChange[WorldList][number]['after']>;

/** Where an object was declared: a place in a file (of a commit, see `SourceVersion`), or what an API server says of it. */
export type Provenance = SourceRef | { readonly uid: string; readonly resourceVersion: string };

/** One declared object. */
export interface SourceObject {
  /** `<kind>/<namespace>/<name>`; the namespace is empty for cluster kinds. Unique over all sources. */
  readonly key: string;
  readonly list: WorldList;
  /** What it means; several where one object makes more than one policy. */
  readonly items: readonly WorldItem[];
  readonly provenance: Provenance;
}

/** What kind of source: whom it takes to change what it has. */
export type Origin = 'files' | 'git' | 'cluster';

/** Who had a hand in what a source has, as far as it is proven. */
export interface Signed {
  /** What it has now: to be given as `from` the next time. */
  readonly at: string;
  /**
   * Of these objects, who touched them since. @param from what was in force before; undefined: not known
   * @throws Error: it cannot be told
   */
  since(
    from: string | undefined,
    keys: Pick<AuthorityPolicy, 'allowedSigners' | 'keyring'>,
    objects: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, readonly Actor[]>>;
}

/** What a source has that is another than what it said before. */
export interface Batch {
  readonly upserts: readonly SourceObject[];
  /** Keys. */
  readonly deletes: readonly string[];
  /** All of it is admitted or nothing (the files of a commit), or each object by itself (a cluster's). */
  readonly admission: 'together' | 'each';
  readonly version: SourceVersion;
  /** Who changed it, as far as the source knows. */
  readonly who: string;
  readonly signed?: Signed;
}

/** Why something that a source has is not in force. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
  /** Where one object of many is refused: its key, and what of it is in force. */
  readonly refused?: { readonly key: string; readonly inForce: InForce };
}

/** Its last good version, what of it can be read while the rest is closed, or none of it. */
export type InForce = Extract<Word<typeof osg.v1.InForce>, 'last-good' | 'closed' | 'nothing'>;

export interface SourceEvents {
  /** Empty, where what was wrong is right again and nothing else has changed. */
  changed(batch: Batch): void;
  /**
   * What it has now cannot be taken; what it said before stands. A batch that is admitted together ends it; where objects are
   * admitted each, what is said last stands, and nothing is left when none is.
   */
  failed(problems: readonly Problem[]): void;
  /** It is read, but not as well as it could be. */
  warned?(error: Error): void;
}

export interface Source {
  /** Default files. */
  readonly origin?: Origin;
  /** Reports what it has before it resolves. */
  start(events: SourceEvents): Promise<void>;
  close(): void;
}
