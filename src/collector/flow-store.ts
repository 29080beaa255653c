/** Where flow records are kept: an interface, so that an engine beyond one machine can take the place of SQLite (`sqlite/flows.ts`). */
import type { osg } from '../gen/proto.js';
import type { Peers, RecordPlace, StoredBatch } from './batch.js';
import type { Filter } from './filter.js';
import type { Work } from './turns.js';

/** A received batch, ready to be stored. */
export interface Incoming {
  readonly body: Buffer;
  readonly batch: osg.v1.ReportBatch;
  readonly peers: Peers;
}

/** What became of it. */
export interface Outcome {
  readonly ack: osg.v1.ReportAck.$Properties;
  /** Absent: a greeting, or stored before. */
  readonly stored?: StoredBatch;
}

export interface Bounds {
  /** Batches received before that age go. */
  readonly maxAgeMs: number;
  /** Of what holds the batches; the oldest go. */
  readonly maxBytes: number;
}

/** What one pass removed. */
export interface Expired {
  readonly batches: number;
  readonly events: number;
}

/** What fails is a CollectorError of code STORE; nothing of it is done then. */
export interface FlowStore {
  /** What tells its records' ids from those of another store; lasts as long as they do. */
  readonly name: string;

  /**
   * Stores batches, all or none, each (node, spool, sequence) once: batches of a spool come in order of sequence, so the highest
   * stored one tells what is stored already. Resolves when they outlive the process. One call at a time.
   */
  ingest(incoming: readonly Incoming[]): Promise<Outcome[]>;

  /** Batches that may hold a match, newest first; more may come than match. Each is read when it is asked for. */
  scan(filter: Filter, work: Work): AsyncIterable<StoredBatch>;

  /** Undefined: there is none, or not any more. */
  batch(id: number): Promise<StoredBatch | undefined>;

  /** By place in the batch. */
  labelsOf(batch: number): Promise<ReadonlyMap<number, osg.v1.Label.$Properties>>;

  /** Labels records, over an earlier label. */
  label(
    records: readonly (RecordPlace & { readonly packets: number })[],
    label: osg.v1.Label.$Properties,
  ): Promise<void>;

  /** In packets. */
  labelTotals(): Promise<{ readonly labelled: number; readonly legitimate: number }>;

  /** Of each spool; by node, the oldest first. */
  accounts(): Promise<osg.v1.AccountsReply.Row.$Properties[]>;

  /** Deletes what is too old or too much, in short steps with the event loop served in between. */
  retain(bounds: Bounds, nowMs: number): Promise<Expired>;

  /** Of what holds something. */
  usedBytes(): Promise<number>;
}
