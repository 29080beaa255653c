/** Trees of pieces: what immutable lists are made of, and share. */

/** What a list is asked for; an array will do. `at` is not to be asked for what lies before the first. */
export interface Listed<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T | undefined;
  slice(from?: number, to?: number): readonly T[];
}

export interface Packing<T> {
  /** A piece that takes less memory than an array of its items, or the array itself. */
  pack(items: readonly T[]): Listed<T>;
}

/** Items of a piece, about; at most twice as many. */
export const PIECE = 128;
/** Pieces, or branches, of a branch, about. */
const BRANCH = 32;

/** At that place of the list before, so many items go and these come. */
export interface ListEdit<T> {
  readonly at: number;
  readonly remove: number;
  readonly put: readonly T[];
}

export class Branch<T> {
  /** Of each part, how many items lie before it. */
  readonly begins: readonly number[];
  readonly length: number;

  /** @param parts at least one; all of one height */
  constructor(readonly parts: readonly Part<T>[]) {
    const begins: number[] = [];
    let length = 0;
    for (const part of parts) {
      begins.push(length);
      length += part.length;
    }
    this.begins = begins;
    this.length = length;
  }

  /** Index of the part that holds the item; the last one behind the end. */
  partAt(index: number): number {
    let [low, high] = [0, this.parts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.begins[middle] as number) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** A piece, or a branch. */
export type Part<T> = Listed<T> | Branch<T>;

export function* piecesOf<T>(part: Part<T>): Generator<Listed<T>> {
  if (part instanceof Branch) for (const one of part.parts) yield* piecesOf(one);
  else if (part.length > 0) yield part;
}

export function* partsOf<T>(part: Part<T>): Generator<Part<T>> {
  yield part;
  if (part instanceof Branch) for (const one of part.parts) yield* partsOf(one);
}

type End = 'begin' | 'end';

const heightOf = (part: Part<unknown>): number =>
  part instanceof Branch ? 1 + heightOf(part.parts[0] as Part<unknown>) : 0;

/** The `i`th from that end. */
const from = <T>(list: Listed<T>, end: End, i: number): T | undefined =>
  list.at(end === 'begin' ? i : list.length - 1 - i);

/** Items that both have at that end: at least those of the parts that both have there. */
export function sharedAt<T>(end: End, a: Part<T>, b: Part<T>): number {
  if (a === b) return a.length;
  const [x, y] = [heightOf(a), heightOf(b)];
  if (x > y) return sharedAt(end, from((a as Branch<T>).parts, end, 0) as Part<T>, b);
  if (x < y) return sharedAt(end, a, from((b as Branch<T>).parts, end, 0) as Part<T>);
  let shared = 0;
  for (let i = 0; i < Math.min(widthOf(a), widthOf(b)); i++) {
    if (!(a instanceof Branch) || !(b instanceof Branch)) {
      if (from(a as Listed<T>, end, i) !== from(b as Listed<T>, end, i)) return shared;
      shared++;
      continue;
    }
    const [one, other] = [from(a.parts, end, i) as Part<T>, from(b.parts, end, i) as Part<T>];
    if (one !== other) return shared + sharedAt(end, one, other);
    shared += one.length;
  }
  return shared;
}

const widthOf = (part: Part<unknown>): number => (part instanceof Branch ? part.parts : part).length;

export function firstOf<T>(part: Part<T>): T {
  let first = part;
  while (first instanceof Branch) first = first.parts[0] as Part<T>;
  return first.at(0) as T;
}

export function copy<T>(part: Part<T>, from: number, to: number, items: T[]): void {
  if (!(part instanceof Branch)) {
    for (let i = Math.max(0, from); i < Math.min(part.length, to); i++) items.push(part.at(i) as T);
    return;
  }
  for (let i = part.partAt(from); i < part.parts.length; i++) {
    const begin = part.begins[i] as number;
    if (begin >= to) return;
    copy(part.parts[i] as Part<T>, from - begin, to - begin, items);
  }
}

/** In pieces. */
export function* cutUp<T>(items: Listed<T>): Iterable<readonly T[]> {
  for (let at = 0; at < items.length; at += PIECE) yield items.slice(at, at + PIECE);
}

/** The tree of parts of one height. */
export function joined<T>(parts: readonly Part<T>[]): Part<T> {
  let level = parts;
  while (level.length > 1) {
    const above: Branch<T>[] = [];
    for (let at = 0; at < level.length; at += BRANCH) above.push(new Branch(level.slice(at, at + BRANCH)));
    level = above;
  }
  let root: Part<T> = level[0] ?? [];
  while (root instanceof Branch && root.parts.length === 1) root = root.parts[0] as Part<T>;
  return root;
}

/** What becomes of a part: parts of its height, none of them empty. */
export function edited<T>(part: Part<T>, edits: readonly ListEdit<T>[], packing: Packing<T>): Part<T>[] {
  return part instanceof Branch ? editedBranch(part, edits, packing) : editedPiece(part, edits, packing);
}

function editedPiece<T>(piece: Listed<T>, edits: readonly ListEdit<T>[], packing: Packing<T>): Part<T>[] {
  const [only] = edits;
  // Mostly: one array of the right length is made.
  if (edits.length === 1 && only !== undefined && only.put.length <= PIECE && Array.isArray(piece))
    return cut((piece as T[]).toSpliced(only.at, only.remove, ...only.put), PIECE).map((some) => packing.pack(some));
  const items: T[] = [];
  let done = 0;
  for (const { at, remove, put } of edits) {
    copy(piece, done, at, items);
    for (const item of put) items.push(item);
    done = at + remove;
  }
  copy(piece, done, piece.length, items);
  return cut(items, PIECE).map((some) => packing.pack(some));
}

function editedBranch<T>(
  { parts, begins, length }: Branch<T>,
  edits: readonly ListEdit<T>[],
  packing: Packing<T>,
): Part<T>[] {
  const next: Part<T>[] = [];
  let e = 0;
  /** What the edit before the next one still removes behind the part that it began in. */
  let rest = 0;
  for (const [i, part] of parts.entries()) {
    const begin = begins[i] as number;
    const end = begins[i + 1] ?? length;
    let own: ListEdit<T>[] | undefined;
    if (rest > 0) {
      const remove = Math.min(rest, end - begin);
      own = [{ at: 0, remove, put: [] }];
      rest -= remove;
    }
    for (; e < edits.length; e++) {
      const { at, remove, put } = edits[e] as ListEdit<T>;
      if (at >= end && i + 1 < parts.length) break;
      const here = Math.min(remove, end - at);
      own ??= [];
      own.push({ at: at - begin, remove: here, put });
      rest = remove - here;
    }
    if (own === undefined) add(next, part, packing);
    else for (const one of edited(part, own, packing)) add(next, one, packing);
  }
  return cut(next, BRANCH).map((some) => new Branch(some));
}

/** At the end; what is short goes to the one before it. */
function add<T>(parts: Part<T>[], part: Part<T>, packing: Packing<T>): void {
  const last = parts.at(-1);
  if (last instanceof Branch && part instanceof Branch) {
    if (isShort(last.parts, part.parts, BRANCH)) parts[parts.length - 1] = new Branch(last.parts.concat(part.parts));
    else parts.push(part);
  } else if (last !== undefined && isShort(last, part, PIECE))
    parts[parts.length - 1] = packing.pack([...(last as Listed<T>), ...(part as Listed<T>)]);
  else parts.push(part);
}

interface Long {
  readonly length: number;
}

const isShort = (a: Long, b: Long, fair: number): boolean =>
  Math.min(a.length, b.length) < fair / 4 && a.length + b.length <= fair;

/** In as many as it takes. */
function cut<T>(items: readonly T[], fair: number): (readonly T[])[] {
  if (items.length === 0) return [];
  if (items.length <= 2 * fair) return [items];
  const some: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += fair) some.push(items.slice(at, at + fair));
  return some;
}

/** A place in a list, as whoever compares two lists moves on in both. */
export class Cursor<T> {
  /** From the root down to the piece, each with the index of the part, or the item, that is next. */
  readonly #path: { readonly part: Part<T>; at: number }[] = [];

  constructor(root: Part<T>) {
    this.#enter(root);
  }

  get item(): T | undefined {
    const last = this.#path.at(-1);
    return last === undefined ? undefined : (last.part as Listed<T>).at(last.at);
  }

  next(): void {
    const last = this.#path.at(-1);
    if (last === undefined) return;
    last.at++;
    if (last.at >= last.part.length) this.#leave(this.#path.length - 1);
  }

  /** Passes in both over the largest part that begins here in both. @returns whether there is one */
  skipShared(other: Cursor<T>): boolean {
    const first = other.#highest();
    for (let i = this.#highest(); i < this.#path.length; i++)
      for (let j = first; j < other.#path.length; j++)
        if (this.#path[i]?.part === other.#path[j]?.part) {
          this.#leave(i);
          other.#leave(j);
          return true;
        }
    return false;
  }

  /** Index in the path of the highest part that begins here. */
  #highest(): number {
    let highest = this.#path.length;
    while (highest > 0 && this.#path[highest - 1]?.at === 0) highest--;
    return highest;
  }

  #enter(root: Part<T>): void {
    let part = root;
    for (;;) {
      if (part.length === 0) return;
      this.#path.push({ part, at: 0 });
      if (!(part instanceof Branch)) return;
      part = part.parts[0] as Part<T>;
    }
  }

  /** Behind the part at that height. */
  #leave(height: number): void {
    this.#path.length = height;
    for (;;) {
      const above = this.#path.at(-1);
      if (above === undefined) return;
      const { parts } = above.part as Branch<T>;
      above.at++;
      const next = parts[above.at];
      if (next !== undefined) {
        this.#enter(next);
        return;
      }
      this.#path.pop();
    }
  }
}
