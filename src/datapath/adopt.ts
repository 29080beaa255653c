import { type Memory, scanSteps } from '../tables/index.js';
import type { Arena } from './arena.js';
import { PublishError } from './publish-error.js';
import type { Shadow } from './shadow.js';

/**
 * Learns what an arena holds before anything is written into it: its shadow is a copy, and what the revision in force occupies, if there
 * is one, is marked in the memory.
 * @param closed whether nobody asks any more
 * @returns pairs (unit, units) of that revision
 * @throws {TablesError} LAYOUT; {PublishError} CLOSED
 */
export function* adopt(
  arena: Arena,
  shadow: Shadow,
  memory: Memory,
  closed: () => boolean,
): Generator<void, ArrayLike<number>> {
  const { words, root } = arena;
  yield* unless(closed, shadow.copySteps(arena));
  return root === 0 ? [] : yield* unless(closed, scanSteps(words, root, memory));
}

function* unless<T>(closed: () => boolean, steps: Generator<void, T>): Generator<void, T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    yield;
    if (closed())
      throw new PublishError('CLOSED', 'open', 'the publisher was closed before it had taken the arena over');
  }
}
