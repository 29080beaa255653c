export { type Accounting, checkSums, type StageSum } from './accounts.js';
export { addressBytes, addressTest, addressText, bytesOfAddress } from './address.js';
export { BATCH_EVENTS, Batcher } from './batcher.js';
export { EventsError } from './error.js';
export type { Batch } from './frame.js';
export {
  type DenyDrop,
  type DenyFigures,
  DenyKernel,
  type DenyKernelParts,
  type DenyReader,
  type SweepResult,
} from './kernel.js';
export { DenyMetrics } from './metrics.js';
export {
  type DenyEndpoint,
  DenyNames,
  type DenyRevision,
  type DenySlot,
  type FlowContext,
  slotWords,
} from './names.js';
export { Outbox } from './outbox.js';
export { type DenyRecord, decodeRecords, RECORD_SIZE } from './record.js';
export { DenyReporter, type ReporterOptions, type ReporterStatus } from './reporter.js';
export { Sender, type SenderOptions, type SenderSource } from './sender.js';
export { Spool } from './spool.js';
export {
  Direction,
  denyReasons,
  directionOf,
  directionWords,
  isByPolicy,
  modernContext,
  Reason,
  reasonOf,
  reasonText,
  tierText,
  tierWords,
  Verdict,
  verdictOf,
  verdictText,
  verdictWords,
} from './words.js';
export { WorkloadDrops, workloadMetric } from './workload-drops.js';
