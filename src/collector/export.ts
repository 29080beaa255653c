import type { osg } from '../gen/proto.js';
import { eventAt, type StoredBatch } from './batch.js';

export type Event = osg.v1.FlowRecord.$Properties;

/** Somewhere stored events go besides. Never slows the store: what does not fit its queue is dropped and counted. */
export interface Exporter {
  /** For metrics: `json-lines`, `otlp`. */
  readonly name: string;
  readonly exported: number;
  readonly dropped: number;
  push(events: readonly Event[]): void;
  /** Writes what is queued, for a bounded time. */
  close(): Promise<void>;
}

/** Every event of a stored batch. */
export const eventsOf = (stored: StoredBatch): Event[] => (stored.batch.items ?? []).map((_, i) => eventAt(stored, i));
