import { OsgArenaSizes } from '../../src/gen/abi.js';
import { finish } from '../../src/policy/steps.js';
import { Memory, scanSteps } from '../../src/tables/index.js';

/** What a revision occupies, in a memory of its own. @throws TablesError LAYOUT, as `scanSteps` */
export function scanRevision(words: Uint32Array, unit: number): { memory: Memory; owned: Uint32Array } {
  const memory = new Memory(words.length / OsgArenaSizes.LINE_WORDS);
  return { memory, owned: finish(scanSteps(words, unit, memory)) };
}
