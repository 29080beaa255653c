/** A map by positive numbers of 32 bits, in half the memory of a `Map`. */
export class NumberMap<T> {
  #keys = new Uint32Array(8);
  #values: (T | undefined)[] = new Array(8).fill(undefined);
  size = 0;

  #at(key: number): number {
    const mask = this.#keys.length - 1;
    let at = homeOf(key) & mask;
    while (this.#keys[at] !== key && this.#keys[at] !== 0) at = (at + 1) & mask;
    return at;
  }

  get(key: number): T | undefined {
    return this.#values[this.#at(key)];
  }

  has(key: number): boolean {
    return this.#keys[this.#at(key)] === key;
  }

  set(key: number, value: T): void {
    let at = this.#at(key);
    if (this.#keys[at] === 0) {
      if (++this.size * 4 > this.#keys.length * 3) {
        this.#grow();
        at = this.#at(key);
      }
      this.#keys[at] = key;
    }
    this.#values[at] = value;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#values = new Array(keys.length * 2).fill(undefined);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === 0) continue;
      const at = this.#at(keys[i] as number);
      this.#keys[at] = keys[i] as number;
      this.#values[at] = values[i];
    }
  }

  delete(key: number): boolean {
    let hole = this.#at(key);
    if (this.#keys[hole] !== key) return false;
    this.size--;
    const mask = this.#keys.length - 1;
    // Those behind move up, unless they would stand before where they belong.
    for (let at = (hole + 1) & mask; this.#keys[at] !== 0; at = (at + 1) & mask) {
      const home = homeOf(this.#keys[at] as number) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#keys[hole] = this.#keys[at] as number;
      this.#values[hole] = this.#values[at];
      hole = at;
    }
    this.#keys[hole] = 0;
    this.#values[hole] = undefined;
    return true;
  }

  /** In no order. */
  *keys(): Generator<number> {
    for (const key of this.#keys) if (key !== 0) yield key;
  }
}

/** Spreads neighbours: the low bits count. */
function homeOf(key: number): number {
  const h = Math.imul(key, 0x9e3779b1);
  return h ^ (h >>> 15);
}
