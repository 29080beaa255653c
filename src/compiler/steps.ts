/**
 * Work that can be done in steps: between two of them an event loop may serve others. A step is a few thousand elementary
 * operations; the longest are one sort or one copy of a list.
 */
export type Steps<T> = Generator<void, T>;

/** Items of a list, or ranges, that are worked off before the next step. */
export const STEP_ITEMS = 2048;
export const STEP_CHUNKS = 32;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
