/** What a controller remembers, each behind an interface of its own. SQLite: `sqlite/store.ts`. */
import type { InventoryReader, InventoryStore } from './inventory-store.js';
import type { Renewals } from './issuer.js';
import type { OwnerStore } from './owner-store.js';
import type { DocumentStore } from './parts.js';
import type { RevisionReader, RevisionStore } from './revision-store.js';

export interface Stores {
  /** What another thread opens it by, to read. */
  readonly path: string;
  readonly revisions: RevisionStore;
  readonly inventory: InventoryStore;
  readonly owners: OwnerStore;
  readonly documents: DocumentStore;
  readonly renewals: Renewals;
  /** What was given is written, or could not be: whoever reads it from elsewhere finds it. */
  flush(): Promise<void>;
  /** After `flush`; nothing is read or written afterwards. */
  close(): Promise<void>;
}

/** What of it is read from elsewhere. */
export interface PastReader {
  readonly revisions: RevisionReader;
  readonly inventory: InventoryReader;
}
