import type { Store } from './store.js';

export interface RetentionOptions {
  /** Batches received before that age go. */
  readonly maxAgeMs: number;
  /** Bound of the database file; the oldest batches go. */
  readonly maxBytes: number;
}

const STEP = 64;

/** What one pass removed. */
export interface Expired {
  readonly batches: number;
  readonly events: number;
}

/** Deletes what is too old or too much, in short steps with the event loop served in between. */
export async function applyRetention(store: Store, options: RetentionOptions, nowMs: number): Promise<Expired> {
  const { database } = store;
  const tooOld = database.prepare('SELECT id, events FROM batches WHERE received_us < ? ORDER BY id LIMIT ?');
  const oldest = database.prepare('SELECT id, events FROM batches ORDER BY id LIMIT ?');
  let batches = 0;
  let events = 0;
  for (;;) {
    let rows = tooOld.all([(nowMs - options.maxAgeMs) * 1000, STEP]) as { id: number; events: number }[];
    if (rows.length === 0 && usedBytes(store) > options.maxBytes) rows = oldest.all([STEP]) as typeof rows;
    if (rows.length === 0) break;
    const last = (rows.at(-1) as { id: number }).id;
    database.exec(
      `BEGIN IMMEDIATE; DELETE FROM batch_contexts WHERE batch IN (SELECT id FROM batches WHERE id <= ${last}); DELETE FROM labels WHERE batch <= ${last}; DELETE FROM batches WHERE id <= ${last}; COMMIT;`,
    );
    batches += rows.length;
    events += rows.reduce((sum, row) => sum + row.events, 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (batches > 0) {
    database.exec('PRAGMA incremental_vacuum');
    store.forgetUnusedContexts();
  }
  return { batches, events };
}

/** Bytes of pages that hold something. */
export function usedBytes(store: Store): number {
  const pragma = (name: string): number =>
    Object.values(store.database.prepare(`PRAGMA ${name}`).get([]) as Record<string, number>)[0] ?? 0;
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}
