/** A map by positive numbers of 32 bits, in little more than a third of the memory of a `Map`. */
export class NumberMap<T> {
  #keys = new Uint32Array(8);
  #values: (T | undefined)[] = new Array(8).fill(undefined);
  size = 0;

  #at(key: number): number {
    let at = this.#homeOf(key);
    while (this.#keys[at] !== key && this.#keys[at] !== 0) at = this.#behind(at);
    return at;
  }

  /** Spreads neighbours: the high bits count, for there may be any number of places. */
  #homeOf(key: number): number {
    const h = Math.imul(key ^ (key >>> 15), 0x9e3779b1);
    return Math.floor(((Math.imul(h ^ (h >>> 13), 0x85ebca6b) >>> 0) / 2 ** 32) * this.#keys.length);
  }

  #behind(at: number): number {
    return at + 1 === this.#keys.length ? 0 : at + 1;
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
      if (++this.size * 8 > this.#keys.length * 7) {
        this.#grow();
        at = this.#at(key);
      }
      this.#keys[at] = key;
    }
    this.#values[at] = value;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    const length = Math.ceil(keys.length * 1.25);
    this.#keys = new Uint32Array(length);
    this.#values = new Array(length).fill(undefined);
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
    const { length } = this.#keys;
    const from = (at: number, to: number): number => (to >= at ? to - at : to - at + length);
    // Those behind move up, unless they would stand before where they belong.
    for (let at = this.#behind(hole); this.#keys[at] !== 0; at = this.#behind(at)) {
      const home = this.#homeOf(this.#keys[at] as number);
      if (from(home, at) < from(hole, at)) continue;
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
