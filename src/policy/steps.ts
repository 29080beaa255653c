/** Work that can be done in steps: between two of them an event loop may serve others. */
export type Steps<T> = Generator<void, T>;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
