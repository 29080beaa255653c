import { afterEach, expect, it, vi } from 'vitest';
import { ANEW, Encodings } from './encodings.js';

afterEach(() => vi.useRealTimers());

const set = { id: 'a', prefixes: [{ family: 4 as const, value: 1n, length: 32 }] };

it('what is encoded is known as long as anybody asks, and forgotten when nobody did for a while', () => {
  vi.useFakeTimers();
  const encodings = new Encodings();
  const first = encodings.set(set);
  expect(first).toEqual(ANEW.set(set));
  expect(encodings.set(set)).toBe(first);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(20_000);
    expect(encodings.set(set)).toBe(first);
  }
  vi.advanceTimersByTime(90_000);
  expect(vi.getTimerCount()).toBe(0);
  expect(encodings.set(set)).not.toBe(first);
});

it('of two fleets each knows its own', () => {
  expect(new Encodings().set(set)).not.toBe(new Encodings().set(set));
  expect(ANEW.set(set)).not.toBe(ANEW.set(set));
});

it('closed ones wait for nothing and have forgotten', () => {
  vi.useFakeTimers();
  const encodings = new Encodings();
  const first = encodings.set(set);
  encodings.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(encodings.set(set)).not.toBe(first);
  encodings.close();
  expect(vi.getTimerCount()).toBe(0);
});
