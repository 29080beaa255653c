import { readFileSync } from 'node:fs';

/** Room for which per-CPU maps and stripes must be made: the highest CPU that may ever appear, plus 1. */
export function possibleCpus(): number {
  const text = readFileSync('/sys/devices/system/cpu/possible', 'latin1').trim();
  return Number(/(\d+)$/.exec(text)?.[1] ?? 0) + 1;
}
