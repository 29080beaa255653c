export * from './encoder.js';
export type { Binding } from './endpoint.js';
export * from './error.js';
export { Memory } from './memory.js';
export { scanRevision } from './scan.js';
export * from './verify.js';
export * from './walk.js';
