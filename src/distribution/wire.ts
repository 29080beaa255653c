/** The generated messages, for those above the wire. */
export type { osg } from '../gen/proto.js';
