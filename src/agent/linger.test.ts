import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Linger } from './linger.js';

describe('lingering', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets go what nobody wants after its time, and not what came back, is gone, or when it is closed', () => {
    const gone: number[] = [];
    const linger = new Linger(1000, (ifindex) => gone.push(ifindex));
    linger.update([1, 2, 3, 4], new Set([1]));
    vi.advanceTimersByTime(900);
    linger.update([1, 2, 4], new Set([1, 2]));
    linger.update([1, 2, 4], new Set([1]));
    vi.advanceTimersByTime(100);
    expect(gone).toEqual([4]);
    vi.advanceTimersByTime(900);
    expect(gone).toEqual([4, 2]);
    linger.update([1], new Set());
    linger.close();
    vi.advanceTimersByTime(5000);
    expect(gone).toEqual([4, 2]);
  });
});
