/** Whether what was looked at again and again grows: the last half against the half before it. */

/** Fewer looks say nothing. */
const LEAST = 12;

export interface Flatness {
  readonly verdict: 'flat' | 'grows' | 'could not judge';
  /** Means of the two halves; NaN where it could not judge. */
  readonly before: number;
  readonly after: number;
}

/**
 * @param series looks from when all that is bounded is at its bound
 * @param tolerance how much more the last half may have on average: a share of the half before it
 */
export function flatness(series: readonly number[], tolerance: number): Flatness {
  const half = series.length >> 1;
  if (series.length < LEAST) return { verdict: 'could not judge', before: Number.NaN, after: Number.NaN };
  const before = mean(series.slice(series.length - 2 * half, series.length - half));
  const after = mean(series.slice(series.length - half));
  return { verdict: after <= before * (1 + tolerance) ? 'flat' : 'grows', before, after };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
