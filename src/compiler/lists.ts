/** What one list has that the other has not, by identity; cheap where few items come and go in their places. */
export function diffLists<T>(before: readonly T[], after: readonly T[]): { removed: T[]; added: T[] } {
  if (before === after) return { removed: [], added: [] };
  const { begin, end } = sameEnds(before, after);
  return diffMiddles(before.slice(begin, before.length - end), after.slice(begin, after.length - end));
}

/** How many items two lists share at the beginning, and how many at the end of what is left. */
export function sameEnds<T>(before: readonly T[], after: readonly T[]): { begin: number; end: number } {
  const most = Math.min(before.length, after.length);
  let begin = 0;
  while (begin < most && before[begin] === after[begin]) begin++;
  let end = 0;
  const [n, m] = [before.length - 1, after.length - 1];
  while (end < most - begin && before[n - end] === after[m - end]) end++;
  return { begin, end };
}

function diffMiddles<T>(before: readonly T[], after: readonly T[]): { removed: T[]; added: T[] } {
  const removed: T[] = [];
  const added: T[] = [];
  const [n, m] = [before.length, after.length];
  let [i, j] = [0, 0];
  while (i < n && j < m) {
    if (before[i] === after[j]) {
      i++;
      j++;
    } else if (before[i + 1] === after[j]) {
      removed.push(before[i++] as T);
    } else if (before[i] === after[j + 1]) {
      added.push(after[j++] as T);
    } else if (before[i + 1] === after[j + 1]) {
      removed.push(before[i++] as T);
      added.push(after[j++] as T);
    } else {
      break;
    }
  }
  for (; i < n; i++) removed.push(before[i] as T);
  for (; j < m; j++) added.push(after[j] as T);
  return withoutCommon(removed, added);
}

/** Items of both lists have only moved. */
function withoutCommon<T>(removed: T[], added: T[]): { removed: T[]; added: T[] } {
  if (removed.length === 0 || added.length === 0) return { removed, added };
  const [old, now] = [new Set(removed), new Set(added)];
  return { removed: removed.filter((item) => !now.has(item)), added: added.filter((item) => !old.has(item)) };
}
