import { expect, it } from 'vitest';
import { Turns } from './turns.js';

it('gives everyone a turn within so many rounds, also when there are more or fewer meanwhile', () => {
  const turns = new Turns(3);
  const round = (all: number): readonly number[] => turns.next(Array.from({ length: all }, (_, i) => i));
  expect([round(7), round(7), round(7), round(7)]).toEqual([[0, 1, 2], [3, 4, 5], [6], [0, 1, 2]]);
  expect([round(0), round(2), round(2), round(2)]).toEqual([[], [0], [1], [0]]);
});
