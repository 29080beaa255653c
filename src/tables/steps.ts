/** A step takes some hundred microseconds. */
export { finish, type Steps } from '../policy/steps.js';

/** Blocks (chunks of some 60 ranges, mostly) that are worked off before the next step. */
export const STEP_BLOCKS = 4;
/** Words that are copied before the next step. */
export const STEP_WORDS = 1 << 18;
