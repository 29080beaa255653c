export * from './address.js';
export * from './error.js';
export * from './prefix.js';
export * from './protocol.js';
export * from './types.js';
