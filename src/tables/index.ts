export * from './encoder.js';
export type { Binding } from './endpoint.js';
export * from './error.js';
export { Memory } from './memory.js';
export { scanRevision, scanSteps } from './scan.js';
export type { ServiceMode } from './services.js';
export { ALWAYS, NEVER, type TrialCounts, type TrialLine, type TrialWords, untilOffset } from './trial.js';
export * from './verify.js';
export * from './walk.js';
