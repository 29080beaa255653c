import type { Db } from '../../sqlite/database.js';
import type { Bounds, Expired } from '../flow-store.js';

const STEP = 64;

/** Deletes what is too old or too much, in short steps with the event loop served in between. */
export async function applyRetention(database: Db, { maxAgeMs, maxBytes }: Bounds, nowMs: number): Promise<Expired> {
  const tooOld = database.prepare('SELECT id, events FROM batches WHERE received_us < ? ORDER BY id LIMIT ?');
  const oldest = database.prepare('SELECT id, events FROM batches ORDER BY id LIMIT ?');
  let batches = 0;
  let events = 0;
  for (;;) {
    let rows = tooOld.all([(nowMs - maxAgeMs) * 1000, STEP]) as { id: number; events: number }[];
    if (rows.length === 0 && usedBytes(database) > maxBytes) rows = oldest.all([STEP]) as typeof rows;
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
    database.exec('DELETE FROM contexts WHERE id NOT IN (SELECT context FROM batch_contexts)');
  }
  return { batches, events };
}

/** Bytes of pages that hold something. */
export function usedBytes(database: Db): number {
  const pragma = (name: string): number =>
    Object.values(database.prepare(`PRAGMA ${name}`).get([]) as Record<string, number>)[0] ?? 0;
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}
