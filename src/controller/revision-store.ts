/**
 * What a controller must remember of policy: revisions, what each node has, what operators have put over them, the audit log.
 * Whoever keeps it, a file or an engine elsewhere, answers by promises; what is written is a value, and nothing is read in between.
 */
import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { AddressGroup, Policy } from '../policy/model.js';
import type { RolloutPolicy } from '../policy/rollout.js';
import type { Word } from '../rpc/words.js';
import type { AuditEntry } from './audit.js';
import type { Difference, PolicySet } from './differences.js';
import type { Emergency } from './emergency.js';
import type { StoredSpan } from './items.js';

export type RevisionKind = Word<typeof osg.v1.RevisionKind>;

export interface RevisionRecord {
  readonly revision: number;
  readonly kind: RevisionKind;
  readonly who: string;
  readonly timeMs: number;
  readonly source: SourceVersion;
  /** What changed in meaning. */
  readonly changes: readonly Difference[];
  /** Beside those in `changes`. */
  readonly more: number;
  /** How many nodes' views changed. */
  readonly nodes: number;
  /** The revision whose policies a rollback held in force then; 0: its own. */
  readonly pinnedTo: number;
  /** That were in force, beside the policies. */
  readonly emergencies: readonly Emergency[];
  /** Of a rollback, a resume or an emergency; else empty. */
  readonly reason: string;
}

export interface Answer {
  readonly node: string;
  readonly timeMs: number;
  /** Absent: realised. */
  readonly refusal?: {
    readonly code: Word<typeof osg.v1.NackCode>;
    readonly object: string;
    readonly field: string;
    readonly reason: string;
  };
}

export interface Realised {
  readonly node: string;
  readonly revision: number;
  /** When it was heard first. */
  readonly timeMs: number;
}

export type DeclaredList = keyof PolicySet;
export type DeclaredItem = Policy | AddressGroup | RolloutPolicy;

/** One declared object, as it is now; without an item: gone. */
export interface Declared {
  readonly list: DeclaredList;
  readonly id: string;
  readonly item?: DeclaredItem;
}

/** `epoch`, `floor`: of `Numbering`. `pinned`: the revision that a rollback holds, 0 for none. `held`: the
 * number of the rollout that came back, as long as what it brought is kept out. `emergencies`: how many were made. */
export type Setting = 'epoch' | 'floor' | 'pinned' | 'emergencies' | 'held';

/** Things with an id that come and go: emergencies in force, the newest drift of each node, what waits for approval,
 * rollouts, the commit of each source that is in force. */
export type DocumentKind = 'emergency' | 'drift' | 'approval' | 'rollout' | 'commit';

export type Write =
  /** `declared`: what is declared otherwise than in the revision before. */
  | { readonly revision: RevisionRecord; readonly declared: readonly Declared[] }
  /** The first realisation of a revision by a node, or a refusal. */
  | { readonly answer: Answer; readonly to: number }
  /** The store numbers it and chains it to the one before. */
  | { readonly audit: string; readonly who: string; readonly detail: unknown; readonly timeMs: number }
  | { readonly set: Setting; readonly value: number }
  /** `value`: what JSON can say. In place of one with that id. */
  | { readonly keep: DocumentKind; readonly id: string; readonly value: unknown }
  | { readonly drop: DocumentKind; readonly id: string };

/** Of what was ever declared and is kept. */
export interface DeclaredAsked {
  readonly list: DeclaredList;
  /** What began with a later revision is left out. */
  readonly upTo: number;
  /** What had ended with this revision is left out; absent: nothing is. */
  readonly from?: number;
  /** These, */
  readonly ids?: Iterable<string>;
  /** those of these namespaces (empty: of cluster kinds), */
  readonly namespaces?: Iterable<string>;
  /** and those whose subject is given by addresses. One may come for each reason. */
  readonly addressed?: boolean;
}

/** Whatever is read follows what was given to be written before. */
export interface RevisionReader {
  /** @throws ControllerError REQUEST: no such revision */
  get(revision: number): Promise<RevisionRecord>;
  /** Undefined: there is none. */
  newest(): Promise<RevisionRecord | undefined>;
  /** The newest of those recorded by then; undefined: none is that old. */
  inForceAt(timeMs: number): Promise<RevisionRecord | undefined>;
  /** What a revision declares. @throws ControllerError REQUEST: no such revision */
  content(revision: number): Promise<PolicySet>;
  /** Newest first. */
  history(limit: number): Promise<(RevisionRecord & { readonly answers: readonly Answer[] })[]>;
  /** Newest first, page by page; each is read when it is asked for. @param upTo the newest of them */
  records(upTo: number, page: number): AsyncIterable<readonly RevisionRecord[]>;
  /** Page by page; of one object the oldest first. `from` and `to` are revisions. */
  spans(asked: DeclaredAsked, page: number): AsyncIterable<readonly StoredSpan[]>;
  /** The revision that each node realised last. */
  realised(): Promise<readonly Realised[]>;
  /** 0: never set. */
  setting(name: Setting): Promise<number>;
  /** Ascending by id. */
  documents<T>(kind: DocumentKind): Promise<{ readonly id: string; readonly value: T }[]>;
  /** Ascending. @param after a sequence */
  audit(after: number, limit?: number): Promise<AuditEntry[]>;
  auditTail(): Promise<AuditEntry | undefined>;
}

export interface RevisionStore extends RevisionReader {
  /** Of the store, as it was opened: orders the revisions of different stores. */
  readonly epoch: number;
  /** The highest number given, as it was opened; 0: none. */
  readonly last: number;

  /** All of it or nothing, after everything that was given before; on the disk when it resolves. @throws ControllerError STORE */
  write(writes: readonly Write[]): Promise<void>;
  /**
   * For what a thousand nodes say at once, and would say again after a crash: several are one write. In order.
   * @param writes may be made when their time comes
   * @param written called when it is on the disk; never, if it could not be written
   */
  soon(writes: readonly Write[] | (() => readonly Write[]), written?: () => void): void;
  /** What a whole declaration says otherwise than the newest revision. */
  changesTo(declared: PolicySet): Promise<Declared[]>;
  /** What was given is written, or could not be. */
  flush(): Promise<void>;
  /** After `flush`; nothing is read or written afterwards. */
  close(): Promise<void>;
}

export const audited = (audit: string, who: string, detail: unknown, timeMs: number): Write => ({
  audit,
  who,
  detail,
  timeMs,
});

/** Revisions beyond this many are forgotten, with their answers; the audit log keeps its record of them. */
export const KEPT_REVISIONS = 10_000;
