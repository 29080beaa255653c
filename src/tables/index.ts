export * from './encoder.js';
export type { Binding } from './endpoint.js';
export * from './error.js';
export { Memory } from './memory.js';
export { scanRevision } from './scan.js';
export type { ServiceMode } from './services.js';
export * from './verify.js';
export * from './walk.js';
