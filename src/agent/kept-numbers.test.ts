import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KeptNumbers, SavedName } from '../compiler/compile.js';
import { finish, type Steps } from '../policy/steps.js';
import { numbersFrom as from, numbersText } from './kept-numbers.js';

const inBlocks = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

const steps = (bytes: Buffer, size = 13): Steps<KeptNumbers | undefined> =>
  from(inBlocks(bytes, size), (error) => {
    throw error;
  });
const numbersFrom = (bytes: Buffer, size?: number) => finish(steps(bytes, size));

const bytesOf = (numbers: KeptNumbers): Buffer => Buffer.from([...numbersText(numbers)].join(''));
const listed = (numbers: KeptNumbers | undefined) =>
  numbers && { ...numbers, slots: [...numbers.slots], endpoints: [...numbers.endpoints] };

const name = fc.tuple(fc.oneof(fc.string(), fc.constant('a\n],"endpoints":[,')), fc.nat(), fc.nat());
const kept: fc.Arbitrary<KeptNumbers> = fc.record({
  slots: fc.array(name, { maxLength: 5 }),
  endpoints: fc.array(name, { maxLength: 3 }),
  classes: fc.array(fc.option(fc.string()), { maxLength: 3 }),
});

it('numbers come back as they were, and are JSON that an older agent reads', () => {
  fc.assert(
    fc.property(kept, fc.integer({ min: 1, max: 50 }), (numbers, size) => {
      const bytes = bytesOf(numbers);
      expect(listed(numbersFrom(bytes, size))).toEqual(numbers);
      expect(JSON.parse(bytes.toString())).toEqual(numbers);
      expect(listed(numbersFrom(Buffer.from(JSON.stringify(numbers))))).toEqual(numbers);
    }),
  );
  const slots = Array.from({ length: 3000 }, (_, i): SavedName => [`r${i}`, i + 1, 0]);
  const many = { slots, endpoints: [], classes: [] };
  expect(bytesOf(many).toString().split('\n').length).toBeGreaterThan(3);
  expect(listed(numbersFrom(bytesOf(many)))).toEqual(many);
  expect(numbersFrom(Buffer.alloc(0))).toBeUndefined();
});

it('each line is a step of its own: a full node has thousands, of 30 KB', () => {
  const slots = Array.from({ length: 10_000 }, (_, i): SavedName => [`r${i}`, i + 1, 0]);
  const reading = steps(bytesOf({ slots, endpoints: [], classes: [] }));
  let count = 0;
  while (reading.next().done !== true) count++;
  expect(count).toBeGreaterThan(10);
});

it('what is no such text is refused, at once or where it is read', () => {
  const bytes = bytesOf({ slots: [['a', 1, 0]], endpoints: [['b', 1, 0]], classes: ['c'] });
  for (let end = 1; end < bytes.length; end++) expect(() => listed(numbersFrom(bytes.subarray(0, end)))).toThrow();
  for (const line of ['["a",1]', '["a","1",0]', '{}', '["a",1.5,0]'])
    expect(() => listed(numbersFrom(Buffer.from(`{"slots":[\n${line}\n],"endpoints":[\n],"classes":[]}`)))).toThrow();
});
