export { type Caller, type Grant, scopeOf } from './access.js';
export { eventAt, type StoredBatch } from './batch.js';
export { Collector, type CollectorOptions, type CollectorStatus } from './collector.js';
export { CollectorError } from './error.js';
export { compileFilter, type Filter, type Query } from './filter.js';
export { type Inventory, type InventoryEntry, type PeerName, TimedInventory } from './inventory.js';
export { TOP_KEYS, type TopKey } from './query.js';
export type { CollectorService, Identify } from './service.js';
export { Store } from './store.js';
