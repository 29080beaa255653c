/** What a collector remembers, each behind an interface of its own. SQLite: `sqlite/store.ts`. */
import type { FlowStore } from './flow-store.js';
import type { NameStore } from './name-store.js';

export interface Stores {
  readonly flows: FlowStore;
  readonly names: NameStore;
  /** Nothing is read or written afterwards. */
  close(): Promise<void>;
}
