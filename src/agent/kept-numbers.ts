/**
 * The numbers of rules, endpoints and classes as bytes, behind the view in `last-good`: JSON, of which every line but those that
 * begin or end a list is some of its items. So that millions are neither written nor read in one turn, nor held beside what is made of them.
 */
import { z } from 'zod';
import type { KeptNumbers, SavedName } from '../compiler/compile.js';
import type { Steps } from '../policy/steps.js';

const ITEMS = 256;
const SLOTS = '{"slots":[';
const ENDPOINTS = '],"endpoints":[';
const CLASSES = '],"classes":';
const NEWLINE = 10;

const NAMES = z.array(z.tuple([z.string(), z.int(), z.int()]));
const CLASS_NAMES = z.array(z.string().nullable());
const NUMBERS = z.object({ slots: NAMES, endpoints: NAMES, classes: CLASS_NAMES });

/** Piece by piece. */
export function* numbersText({ slots, endpoints, classes }: KeptNumbers): Generator<string> {
  yield `${SLOTS}\n`;
  yield* lines(slots);
  yield `${ENDPOINTS}\n`;
  yield* lines(endpoints);
  yield `${CLASSES}${JSON.stringify(classes)}}`;
}

function* lines(names: Iterable<SavedName>): Generator<string> {
  let before = '';
  let items: SavedName[] = [];
  for (const name of names) {
    if (items.length === ITEMS) {
      yield `${before}${JSON.stringify(items).slice(1, -1)}`;
      before = ',\n';
      items = [];
    }
    items.push(name);
  }
  if (items.length > 0) yield `${before}${JSON.stringify(items).slice(1, -1)}\n`;
}

/**
 * What was written last; undefined: nothing was, or it is no such text. In steps, for a full node's are 100 MB. Names are read while
 * they are walked over, which throws where a line is none.
 * @param blocks the bytes in pieces, cut anywhere
 */
export function* numbersFrom(
  blocks: readonly Buffer[],
  passOver: (error: unknown) => void,
): Steps<KeptNumbers | undefined> {
  try {
    return blocks.length === 0 ? undefined : yield* read(blocks);
  } catch (error) {
    passOver(error);
    return undefined;
  }
}

function* read(blocks: readonly Buffer[]): Steps<KeptNumbers> {
  const all = yield* linesOf(blocks);
  if (textOf(all[0]) !== SLOTS) return NUMBERS.parse(JSON.parse(Buffer.concat(blocks).toString()));
  const [endpoints, classes] = [ENDPOINTS, CLASSES].map((head) =>
    all.findIndex((line) => line[0] === 0x5d && textOf(line.subarray(0, head.length)) === head),
  ) as [number, number];
  if (!(endpoints > 0 && classes > endpoints && classes === all.length - 1))
    throw new Error('its lists do not begin and end where they should');
  return {
    slots: namesOf(all.slice(1, endpoints)),
    endpoints: namesOf(all.slice(endpoints + 1, classes)),
    classes: CLASS_NAMES.parse(JSON.parse(textOf(all[classes]?.subarray(CLASSES.length)).slice(0, -1))),
  };
}

const textOf = (line: Buffer | undefined): string => line?.toString() ?? '';

function* linesOf(blocks: readonly Buffer[]): Steps<Buffer[]> {
  const found: Buffer[] = [];
  let begun: Buffer[] = [];
  for (const block of blocks) {
    let at = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, at)) {
      yield;
      const rest = block.subarray(at, end);
      found.push(begun.length === 0 ? rest : Buffer.concat([...begun, rest]));
      begun = [];
      at = end + 1;
    }
    if (at < block.length) begun.push(block.subarray(at));
  }
  if (begun.length > 0) found.push(Buffer.concat(begun));
  return found;
}

const namesOf = (from: readonly Buffer[]): Iterable<SavedName> => ({
  *[Symbol.iterator]() {
    for (const line of from) {
      const items: unknown = JSON.parse(`[${textOf(line).replace(/,$/, '')}]`);
      if (!Array.isArray(items)) throw new Error('a line holds no list');
      for (const item of items) yield savedName(item);
    }
  },
});

function savedName(item: unknown): SavedName {
  if (Array.isArray(item) && item.length === 3) {
    const [name, number, rested] = item as unknown[];
    if (typeof name === 'string' && Number.isInteger(number) && Number.isInteger(rested))
      return item as unknown as SavedName;
  }
  throw new Error(`${JSON.stringify(item)} is no name with its number and its rest`);
}
