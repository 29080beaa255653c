/** Work in steps, between which an event loop may serve others; as in the compiler. A step takes some hundred microseconds. */
export type Steps<T> = Generator<void, T>;

/** Blocks (chunks of some 60 ranges, mostly) that are worked off before the next step. */
export const STEP_BLOCKS = 16;
/** Words that are copied before the next step. */
export const STEP_WORDS = 1 << 18;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
