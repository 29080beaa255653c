import { describe, expect, it } from 'vitest';
import type { ViewEndpoint } from '../policy/view.js';
import { seat } from './room.js';

const endpoints = (...ids: string[]): ViewEndpoint[] => ids.map((id) => ({ id })) as never;
const ids = (list: readonly { id: string }[]): string => list.map(({ id }) => id).join('');

describe('room on a node', () => {
  it('is no matter while all fit', () => {
    const all = endpoints('a', 'b');
    expect(seat(all, 2, () => false).endpoints).toBe(all);
  });

  it.each([
    ['abcd', 3, 'cd', 'acd', 'b'],
    ['abcd', 2, 'cd', 'cd', 'ab'],
    ['abcd', 2, '', 'ab', 'cd'],
    ['abcd', 2, 'bcd', 'bc', 'ad'],
    ['abcd', 3, 'xyz', 'abc', 'd'],
    ['abcd', 0, 'a', '', 'abcd'],
  ])('F116 of %s with room for %i, where %s have a place: %s', (wanted, room, placed, taken, rest) => {
    const seated = seat(endpoints(...wanted), room, (id) => placed.includes(id));
    expect([ids(seated.endpoints), ids(seated.rest)]).toEqual([taken, rest]);
  });
});
