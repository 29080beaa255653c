import type { Workload } from '../model.js';

/** The first three, and how many more. */
export function few(list: readonly string[]): string {
  const own = [...new Set(list)];
  return own.length > 3 ? `${own.slice(0, 3).join(', ')} and ${own.length - 3} more` : own.join(', ');
}

export const names = (workloads: readonly Workload[]): string => few(workloads.map((w) => w.id));
