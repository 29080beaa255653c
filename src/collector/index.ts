/** What people show of records; the part itself is opened by `start.ts`. */
export {
  denyLine,
  flowKey,
  type LinePaint,
  PLAIN,
  serviceText,
  shownId,
  zoneText,
} from './line.js';
export { columnsOf, liveLine } from './live-line.js';
export { TOP_KEYS } from './query.js';
export { explainRequest } from './question.js';
export { denyJson, jsonLine } from './record-json.js';
export { isEphemeral, partOfFlow } from './reply.js';
export { SHUTTING_DOWN } from './tails.js';
