/** Which of the numbered address sets cover a range: interned, so that equal ones are one object. */
import type { Work } from './limits.js';

export class Signature {
  #users = 0;
  /** What it leads to, in the pass of lowering that said so last; see lower.ts. */
  ref: object | undefined;
  refPass: object | undefined;

  /** @param sets ascending */
  constructor(readonly sets: readonly number[]) {}

  static use(signature: Signature, by: 1 | -1): number {
    signature.#users += by;
    return signature.#users;
  }

  static users(signature: Signature): number {
    return signature.#users;
  }
}

export class Signatures {
  readonly none = new Signature([]);
  readonly #single = new Map<number, Signature>();
  readonly #many = new Map<string, Signature>();
  #fresh: Signature[] = [];

  with(signature: Signature, set: number, work: Work): Signature {
    const { sets } = signature;
    if (sets.length === 0) return this.#of([set], work);
    const at = place(sets, set);
    return sets[at] === set ? signature : this.#of([...sets.slice(0, at), set, ...sets.slice(at)], work);
  }

  without(signature: Signature, set: number, work: Work): Signature {
    const { sets } = signature;
    const at = place(sets, set);
    return sets[at] === set ? this.#of([...sets.slice(0, at), ...sets.slice(at + 1)], work) : signature;
  }

  /** Only the sets that pass. */
  only(signature: Signature, keep: (set: number) => boolean, work: Work): Signature {
    const sets = signature.sets.filter(keep);
    return sets.length === signature.sets.length ? signature : this.#of(sets, work);
  }

  #of(sets: number[], work: Work): Signature {
    if (sets.length === 0) return this.none;
    if (sets.length === 1) return this.#intern(this.#single, sets[0] as number, sets);
    work.add(sets.length);
    return this.#intern(this.#many, sets.join(), sets);
  }

  #intern<K>(table: Map<K, Signature>, key: K, sets: number[]): Signature {
    let signature = table.get(key);
    if (signature === undefined) {
      signature = new Signature(sets);
      table.set(key, signature);
      this.#fresh.push(signature);
    }
    return signature;
  }

  retain(signature: Signature): void {
    Signature.use(signature, 1);
  }

  release(signature: Signature): void {
    if (Signature.use(signature, -1) === 0) this.#forget(signature);
  }

  /** Forgets what was made but not used. */
  settle(): void {
    for (const signature of this.#fresh) if (Signature.users(signature) === 0) this.#forget(signature);
    this.#fresh = [];
  }

  /** Its equal may have been made anew since: that one stays. */
  #forget(signature: Signature): void {
    const { sets } = signature;
    if (sets.length > 1) forget(this.#many, sets.join(), signature);
    else if (sets.length === 1) forget(this.#single, sets[0] as number, signature);
  }
}

function forget<K>(table: Map<K, Signature>, key: K, signature: Signature): void {
  if (table.get(key) === signature) table.delete(key);
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
