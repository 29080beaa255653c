import { afterEach, expect, it, vi } from 'vitest';
import { memoizeLately } from './lately.js';

afterEach(() => vi.useRealTimers());

it('is remembered as long as anybody asks, and forgotten when nobody did for a while', () => {
  vi.useFakeTimers();
  let computed = 0;
  const of = memoizeLately((_owner: object) => ++computed);
  const owner = {};
  expect([of(owner), of(owner)]).toEqual([1, 1]);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(20_000);
    expect(of(owner)).toBe(1);
  }
  vi.advanceTimersByTime(90_000);
  expect(vi.getTimerCount()).toBe(0);
  expect(of(owner)).toBe(2);
});
