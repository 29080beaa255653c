/** Sets that changed → what partitions of addresses do about them. */
import type { Family } from '../net/types.js';
import { coverageInPlace, coverageOf, minus } from './coverage.js';
import type { Operations } from './edit.js';
import { type Delta, NO_DELTA } from './prefixes.js';
import { type Content, isLarge } from './set-contents.js';
import type { NumberedSet } from './sets.js';
import type { Steps } from './steps.js';
import { wordsOf } from './words.js';

/**
 * What a partition must do about a set that changed.
 * @param was whether the partition held it before this compilation
 * @param is whether it holds it now
 * @param touched whether its ranges are to be lowered again in any case
 */
export function* pushOperations(
  operations: Operations,
  numbered: NumberedSet,
  family: Family,
  was: boolean,
  is: boolean,
  touched: boolean,
): Steps<void> {
  const set = numbered.number;
  const [before, now] = [was ? numbered.before : undefined, is ? numbered.now : undefined];
  if (before === undefined || now === undefined) {
    if (before !== undefined) operations.push(set, 'remove', yield* boundsOf(before, family));
    if (now !== undefined) operations.push(set, 'add', yield* boundsOf(now, family));
    return;
  }
  const { gained, lost } = yield* deltaOf(numbered, family);
  operations.push(set, 'add', gained);
  operations.push(set, 'remove', lost);
  if (touched) operations.push(set, 'touch', yield* boundsOf(now, family));
}

/** As `pushOperations`, of a small set that comes or goes: without steps, for there are millions. */
export function pushSmall(
  operations: Operations,
  number: number,
  family: Family,
  kind: 'add' | 'remove',
  content: Content,
): void {
  const { bounds, count } = coverageInPlace(content.prefixes, family);
  operations.push(number, kind, bounds, count);
}

function* boundsOf(content: Content, family: Family): Steps<Uint32Array> {
  if (!isLarge(content)) return coverageOf(content.prefixes, family);
  return yield* (family === 4 ? content.v4 : content.v6).bounds();
}

function* deltaOf(numbered: NumberedSet, family: Family): Steps<Delta> {
  const { before, now } = numbered;
  const known = numbered.deltas?.[family];
  if (known !== undefined) return known;
  if (before === now || before === undefined || now === undefined) return NO_DELTA;
  const w = wordsOf(family);
  const [was, is] = [yield* boundsOf(before, family), yield* boundsOf(now, family)];
  yield;
  const gained = minus(is, was, w);
  yield;
  const lost = minus(was, is, w);
  yield;
  const delta: Delta = { gained, lost };
  numbered.deltas = { ...numbered.deltas, [family]: delta };
  return delta;
}
