import type { Db } from '../../sqlite/database.js';

export type Statements = ReturnType<typeof prepare>;

/** The store's statements. */
export function prepare(db: Db) {
  const columns = 'id, body, peer_names, peer_index, placements';
  const range = 'id < ? AND last_us >= ? AND first_us < ?';
  return {
    insertSource: db.prepare('INSERT INTO sources (node, spool) VALUES (?, ?)'),
    trimSources: db.prepare(
      'DELETE FROM sources WHERE node = ? AND id NOT IN (SELECT id FROM sources WHERE node = ? ORDER BY last_contact_us DESC, id DESC LIMIT ?)',
    ),
    updateSource: db.prepare(
      'UPDATE sources SET sequence = ?, events = ?, packets = ?, accounting = coalesce(?, accounting), last_contact_us = ? WHERE id = ?',
    ),
    insertContext: db.prepare('INSERT INTO contexts (digest, node, body) VALUES (?, ?, ?)'),
    insert: db.prepare(
      'INSERT INTO batches (source, sequence, first_us, last_us, received_us, events, packets, body, peer_names, peer_index, placements) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    insertContextUse: db.prepare('INSERT INTO batch_contexts (context, batch) VALUES (?, ?)'),
    scan: db.prepare(`SELECT ${columns} FROM batches WHERE ${range} ORDER BY id DESC LIMIT ?`),
    scanContexts: db.prepare(
      `SELECT ${columns} FROM batches WHERE ${range} AND id IN (SELECT batch FROM batch_contexts WHERE context IN (SELECT value FROM json_each(?))) ORDER BY id DESC LIMIT ?`,
    ),
    batch: db.prepare(`SELECT ${columns} FROM batches WHERE id = ?`),
    labels: db.prepare('SELECT item, legitimate, who, note, time_us FROM labels WHERE batch = ?'),
    putLabel: db.prepare(
      'INSERT OR REPLACE INTO labels (batch, item, legitimate, who, note, time_us, packets) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    labelTotals: db.prepare('SELECT total(packets) AS labelled, total(packets * legitimate) AS legitimate FROM labels'),
    sources: db.prepare(
      'SELECT node, spool, sequence, events, packets, accounting, last_contact_us FROM sources ORDER BY node, id',
    ),
  };
}
