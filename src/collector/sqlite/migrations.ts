/**
 * The store's schema, step by step (src/part/schema.ts).
 *
 * A batch is stored as it came: its body is the encoded ReportBatch. Beside it lie the names of the other sides as of
 * then (`peer_index`: a little-endian u16 for each item, 0 for none, else 1 + index into the JSON list `peer_names`).
 * `placements` has one byte for each context: FlowRecord.Placement as of then.
 * `batch_contexts` finds the batches that may match a filter.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    node TEXT NOT NULL,
    boot TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    events INTEGER NOT NULL DEFAULT 0,
    packets INTEGER NOT NULL DEFAULT 0,
    accounting BLOB,
    last_contact_us INTEGER NOT NULL DEFAULT 0,
    UNIQUE (node, boot)
  );
  CREATE TABLE contexts (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    node TEXT NOT NULL,
    body BLOB NOT NULL
  );
  CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES sources,
    sequence INTEGER NOT NULL,
    first_us INTEGER NOT NULL,
    last_us INTEGER NOT NULL,
    received_us INTEGER NOT NULL,
    events INTEGER NOT NULL,
    packets INTEGER NOT NULL,
    body BLOB NOT NULL,
    peer_names TEXT NOT NULL,
    peer_index BLOB NOT NULL
  );
  CREATE INDEX batches_last ON batches (last_us);
  CREATE TABLE batch_contexts (
    context INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    PRIMARY KEY (context, batch)
  ) WITHOUT ROWID;
  CREATE INDEX batch_contexts_batch ON batch_contexts (batch);
  CREATE TABLE labels (
    batch INTEGER NOT NULL,
    item INTEGER NOT NULL,
    legitimate INTEGER NOT NULL,
    who TEXT NOT NULL,
    note TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    packets INTEGER NOT NULL,
    PRIMARY KEY (batch, item)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE inventory (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    workload INTEGER NOT NULL,
    from_us INTEGER NOT NULL,
    to_us INTEGER
  );
  CREATE INDEX inventory_address ON inventory (address, from_us);
  `,
  `
  DROP TABLE inventory;
  CREATE TABLE inventory (
    address TEXT NOT NULL,
    from_us INTEGER NOT NULL,
    to_us INTEGER NOT NULL,
    name TEXT NOT NULL,
    workload INTEGER NOT NULL,
    PRIMARY KEY (address, from_us)
  ) WITHOUT ROWID;
  CREATE TABLE inventory_state (
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    since_us INTEGER NOT NULL,
    synced_us INTEGER NOT NULL
  );
  INSERT INTO inventory_state VALUES (0, 0, 0, 0);
  `,
  // Where workloads run: the controller tells all of it again.
  `
  ALTER TABLE inventory ADD COLUMN node TEXT NOT NULL DEFAULT '';
  UPDATE inventory_state SET epoch = 0, sequence = 0;
  ALTER TABLE batches ADD COLUMN placements BLOB NOT NULL DEFAULT x'';
  `,
  `
  ALTER TABLE sources RENAME COLUMN boot TO spool;
  CREATE TABLE store (name TEXT NOT NULL);
  INSERT INTO store VALUES (lower(hex(randomblob(4))));
  `,
];
