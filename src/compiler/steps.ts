/** A step is a few thousand elementary operations; the longest are one sort or one copy of a list. */
export { finish, type Steps } from '../policy/steps.js';

/** Items of a list, or ranges, that are worked off before the next step. */
export const STEP_ITEMS = 2048;
export const STEP_CHUNKS = 32;
