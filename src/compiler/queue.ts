/** Numbers at rest, in the order in which they came to rest. An entry may be out of date. */
export class Queue {
  #numbers = new Uint32Array(0);
  #since = new Int32Array(0);
  #at = 0;
  #end = 0;

  push(number: number, since: number): void {
    if (this.#end === this.#numbers.length) this.#compact();
    this.#numbers[this.#end] = number;
    this.#since[this.#end++] = since;
  }

  #compact(): void {
    const left = this.#end - this.#at;
    const room = this.#at > left ? this.#numbers.length : Math.max(64, left + (left >> 1));
    const [numbers, since] = [new Uint32Array(room), new Int32Array(room)];
    numbers.set(this.#numbers.subarray(this.#at, this.#end));
    since.set(this.#since.subarray(this.#at, this.#end));
    [this.#numbers, this.#since, this.#at, this.#end] = [numbers, since, 0, left];
  }

  get first(): { readonly number: number; readonly since: number } | undefined {
    if (this.#at === this.#end) return undefined;
    return { number: this.#numbers[this.#at] as number, since: this.#since[this.#at] as number };
  }

  shift(): void {
    if (++this.#at !== this.#end) return;
    [this.#numbers, this.#since, this.#at, this.#end] = [new Uint32Array(0), new Int32Array(0), 0, 0];
  }

  *[Symbol.iterator](): Generator<readonly [number: number, since: number]> {
    for (let i = this.#at; i < this.#end; i++) yield [this.#numbers[i] as number, this.#since[i] as number];
  }

  clone(): Queue {
    const clone = new Queue();
    clone.#numbers = this.#numbers.slice(this.#at, this.#end);
    clone.#since = this.#since.slice(this.#at, this.#end);
    clone.#end = this.#end - this.#at;
    return clone;
  }
}
