/** Time and chance, injected so that tests decide them. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds that only go forward. */
  monotonic(): number;
  /** Calls back once; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

/** As that clock, but its `now` goes on evenly from what it is now: what is waited for takes as long as it should, however the wall clock jumps. */
export function steady(clock: Clock): Clock {
  const began = clock.now() - clock.monotonic();
  return {
    now: () => began + clock.monotonic(),
    monotonic: () => clock.monotonic(),
    after: (ms, callback) => clock.after(ms, callback),
    random: () => clock.random(),
  };
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
