/** One row of a results file: what was measured, its samples and what they come to. */
export interface Row {
  readonly bench: string;
  readonly case: string;
  readonly params: Readonly<Record<string, number>>;
  readonly unit: string;
  readonly samples: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @param samples at least one */
export function row(
  bench: string,
  name: string,
  params: Readonly<Record<string, number>>,
  unit: string,
  samples: readonly number[],
): Row {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] as number;
  return {
    bench,
    case: name,
    params,
    unit,
    samples,
    median: at(sorted.length >> 1),
    min: at(0),
    max: at(sorted.length - 1),
  };
}
