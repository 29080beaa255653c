/** A step is some hundred elementary operations; the longest are one sort or one copy of a list. */
export { finish, type Steps } from '../policy/steps.js';

/** Items of a list, or ranges, that are worked off before the next step. */
export const STEP_ITEMS = 512;
export const STEP_CHUNKS = 8;
