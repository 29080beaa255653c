/** A measurement as it is kept: in files by `--json`, and read by the report. */
export interface Row {
  readonly bench: string;
  readonly case: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly unit: string;
  /** Sample i is of round i, which all rows of one run and size share. */
  readonly samples: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Estimate {
  readonly value: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/**
 * Median with the distribution-free 95 % interval of its order statistics: as few assumptions as the noise of a shared
 * machine allows. With fewer than six samples no such interval exists; then it is the range.
 */
export function estimate(samples: readonly number[]): Estimate {
  const sorted = samples.toSorted((a, b) => a - b);
  const n = sorted.length;
  const at = (rank: number) => sorted[rank] ?? Number.NaN;
  const rank = intervalRank(n);
  return { value: (at((n - 1) >> 1) + at(n >> 1)) / 2, low: at(rank), high: at(n - 1 - rank) };
}

/** The largest r for which at least 95 % of all medians lie between the order statistics r and n - 1 - r. */
function intervalRank(n: number): number {
  let outside = 0;
  let probability = 0.5 ** n;
  for (let r = 0; r < n / 2; r++) {
    outside += 2 * probability;
    if (outside > 0.05) return Math.max(0, r - 1);
    probability *= (n - r) / (r + 1);
  }
  return 0;
}

/** a / b, round by round. */
export function ratio(a: Row, b: Row): Estimate {
  const rounds = Math.min(a.samples.length, b.samples.length);
  return estimate(Array.from({ length: rounds }, (_, round) => (a.samples[round] ?? 0) / (b.samples[round] ?? 0)));
}

export function makeRow(
  bench: string,
  name: string,
  params: Row['params'],
  unit: string,
  samples: readonly number[],
): Row {
  const digits = unit.startsWith('ns') ? 0 : 3;
  const kept = samples.map((sample) => Number(sample.toFixed(digits)));
  return {
    bench,
    case: name,
    params,
    unit,
    samples: kept,
    median: Number(estimate(kept).value.toFixed(digits)),
    min: Math.min(...kept),
    max: Math.max(...kept),
  };
}
