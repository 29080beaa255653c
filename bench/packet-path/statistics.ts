/** Order statistics of samples. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** 95 % interval of the median, from the order statistics (binomial, normal approximation). */
  readonly interval: readonly [number, number];
}

export function summarise(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const n = sorted.length;
  const at = (i: number): number => sorted[Math.min(n - 1, Math.max(0, i))]!;
  const median = n % 2 === 1 ? at((n - 1) / 2) : (at(n / 2 - 1) + at(n / 2)) / 2;
  const reach = (1.96 * Math.sqrt(n)) / 2;
  return {
    median,
    min: at(0),
    max: at(n - 1),
    interval: [at(Math.floor(n / 2 - reach)), at(Math.ceil(n / 2 + reach) - 1)],
  };
}
