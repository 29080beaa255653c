import type { Steps } from '../policy/steps.js';

/** How long the event loop is kept from others at a time, milliseconds; the step that passes it is finished. */
const SLICE_MS = 5;

/** Does work that comes in steps, and serves the event loop in between. Short work is done at once. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
}
