/** What one list has that the other has not, by identity; cheap where only the middle differs. */
export function diffLists<T>(before: readonly T[], after: readonly T[]): { removed: T[]; added: T[] } {
  if (before === after) return { removed: [], added: [] };
  const [n, m] = [before.length, after.length];
  let begin = 0;
  while (begin < n && begin < m && before[begin] === after[begin]) begin++;
  let end = 0;
  while (end < n - begin && end < m - begin && before[n - 1 - end] === after[m - 1 - end]) end++;
  const gone = before.slice(begin, n - end);
  const come = after.slice(begin, m - end);
  if (gone.length === 0 || come.length === 0) return { removed: gone, added: come };
  const [old, now] = [new Set(gone), new Set(come)];
  return { removed: gone.filter((item) => !now.has(item)), added: come.filter((item) => !old.has(item)) };
}
