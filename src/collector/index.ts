export { type Grant, scopeOf } from './access.js';
export { eventAt, type StoredBatch } from './batch.js';
export { Collector, type CollectorOptions, type CollectorStatus } from './collector.js';
export { CollectorError } from './error.js';
export { type Exporter, eventsOf } from './export.js';
export { JsonLinesExporter } from './export-json.js';
export { OtlpExporter } from './export-otlp.js';
export { compileFilter, type Filter, type Query } from './filter.js';
export { type Inventory, type PeerName, TimedInventory } from './inventory.js';
export {
  denyLine,
  flowKey,
  groupsText,
  type LinePaint,
  PLAIN,
  protocolText,
  serviceText,
  shownId,
  sidesOf,
  timeText,
  whyText,
  zoneText,
} from './line.js';
export { columnsOf, liveLine } from './live-line.js';
export { CollectorMetrics } from './metrics.js';
export { TOP_KEYS } from './query.js';
export { denyJson, jsonLine } from './record-json.js';
export { isEphemeral, partOfFlow } from './reply.js';
export { type Explain, explainRequest } from './service.js';
export { Store } from './sqlite/store.js';
export { SHUTTING_DOWN } from './tails.js';
