import { describe, expect, it } from 'vitest';
import type { NodeView } from '../policy/view.js';
import { seat } from './room.js';

const view = (...ids: string[]): NodeView =>
  ({
    node: 'n',
    nodeAddresses: [],
    allowNodeProbes: true,
    policies: [],
    sets: [],
    endpoints: ids.map((id) => ({ id })),
  }) as never;
const ids = (list: readonly { id: string }[]): string => list.map(({ id }) => id).join('');

describe('room on a node', () => {
  it('is no matter while all fit', () => {
    const all = view('a', 'b');
    expect(seat(all, 2, new Set()).view).toBe(all);
  });

  it.each([
    ['abcd', 3, 'cd', 'acd', 'b'],
    ['abcd', 2, 'cd', 'cd', 'ab'],
    ['abcd', 2, '', 'ab', 'cd'],
    ['abcd', 2, 'bcd', 'bc', 'ad'],
    ['abcd', 3, 'xyz', 'abc', 'd'],
    ['abcd', 0, 'a', '', 'abcd'],
  ])('F116 of %s with room for %i, where %s have a place: %s', (wanted, room, placed, taken, rest) => {
    const fitted = seat(view(...wanted), room, new Set(placed));
    expect([ids(fitted.view.endpoints), ids(fitted.rest)]).toEqual([taken, rest]);
  });
});
