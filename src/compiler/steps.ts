/**
 * A step is some hundred elementary operations; the longest are one sort or one copy of a list. Short also in what it allocates: while V8
 * marks a large heap, it makes whoever allocates mark too, and a step of 512 rules then took up to 60 ms.
 */
export { finish, type Steps } from '../policy/steps.js';

/** Items of a list, or ranges, that are worked off before the next step. */
export const STEP_ITEMS = 128;
export const STEP_CHUNKS = 8;
/** Names that get numbers before the next step: one of them in some hundred makes part of an index grow, and thousands be hashed anew. */
export const STEP_NAMES = 128;
