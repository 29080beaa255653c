import { sameEnds } from '../policy/pieces.js';

/** What one list has that the other has not, by identity; cheap where few items come and go in their places. */
export function diffLists<T>(before: readonly T[], after: readonly T[]): { removed: T[]; added: T[] } {
  if (before === after) return { removed: [], added: [] };
  const { begin, end } = sameEnds(before, after);
  return diffMiddles(before.slice(begin, before.length - end), after.slice(begin, after.length - end));
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
