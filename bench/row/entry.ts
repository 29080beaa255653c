/** A row with the percentiles of its samples, where it has several. */
import { type Row, row } from './row.js';

/** One line of a result. */
export interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly samples: readonly number[];
}

export interface Entry extends Row {
  readonly p50: number;
  readonly p99: number;
}

const at = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

export function entryOf(bench: string, { name, unit, samples }: Measured): Entry {
  const rounded = samples.map((value) => Math.round(value * 10) / 10);
  const sorted = [...rounded].sort((a, b) => a - b);
  const [p50, p99] = [at(sorted, 0.5), at(sorted, 0.99)];
  return { ...row(bench, name, samples.length > 1 ? { p50, p99 } : {}, unit, rounded), p50, p99 };
}
