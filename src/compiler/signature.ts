/** Which of the numbered address sets cover a range, as one number: equal combinations have equal numbers. */
import type { Work } from './limits.js';

/** 0: no set. Below `MANY`: the set of that number, alone. From there on: a combination of several. */
export type Signature = number;

const MANY = 2 ** 30;

export class Signatures {
  readonly none: Signature = 0;
  readonly #byKey = new Map<string, Signature>();
  /** Of combinations, by number less `MANY`; ascending. */
  readonly #sets: (readonly number[])[] = [];
  readonly #users: number[] = [];
  readonly #free: number[] = [];
  /** Made or released in this compilation: forgotten at its end if nothing uses them then. */
  #doubtful: Signature[] = [];

  /** Numbers of its sets, ascending. */
  setsOf(signature: Signature): readonly number[] {
    if (signature >= MANY) return this.#sets[signature - MANY] as readonly number[];
    return signature === 0 ? [] : [signature];
  }

  with(signature: Signature, set: number, work: Work): Signature {
    if (signature === 0) return set;
    const sets = this.setsOf(signature);
    const at = place(sets, set);
    return sets[at] === set ? signature : this.#of([...sets.slice(0, at), set, ...sets.slice(at)], work);
  }

  without(signature: Signature, set: number, work: Work): Signature {
    const sets = this.setsOf(signature);
    const at = place(sets, set);
    return sets[at] === set ? this.#of([...sets.slice(0, at), ...sets.slice(at + 1)], work) : signature;
  }

  /** Only the sets that pass. */
  only(signature: Signature, keep: (set: number) => boolean, work: Work): Signature {
    const all = this.setsOf(signature);
    const sets = all.filter(keep);
    return sets.length === all.length ? signature : this.#of(sets, work);
  }

  #of(sets: number[], work: Work): Signature {
    if (sets.length <= 1) return sets[0] ?? 0;
    work.add(sets.length);
    const key = sets.join();
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const index = this.#free.pop() ?? this.#sets.length;
    this.#sets[index] = sets;
    this.#users[index] = 0;
    const signature = MANY + index;
    this.#byKey.set(key, signature);
    this.#doubtful.push(signature);
    return signature;
  }

  retain(signature: Signature): void {
    if (signature >= MANY) (this.#users[signature - MANY] as number)++;
  }

  release(signature: Signature): void {
    if (signature >= MANY && --(this.#users[signature - MANY] as number) === 0) this.#doubtful.push(signature);
  }

  /** Ends one compilation: numbers of combinations that nothing uses may be given again. */
  settle(): void {
    for (const signature of this.#doubtful) {
      const index = signature - MANY;
      const sets = this.#sets[index] as readonly number[];
      if (this.#users[index] !== 0 || sets.length === 0) continue;
      this.#byKey.delete(sets.join());
      this.#sets[index] = [];
      this.#free.push(index);
    }
    this.#doubtful = [];
  }
}

function place(sets: readonly number[], set: number): number {
  let [low, high] = [0, sets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sets[middle] as number) < set) low = middle + 1;
    else high = middle;
  }
  return low;
}
