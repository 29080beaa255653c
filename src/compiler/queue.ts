/** Entries of a block: nothing is copied when there are more. */
const BLOCK = 512;

/** Numbers at rest, in the order in which they came to rest. An entry may be out of date. */
export class Queue {
  /** Pairs: number, since when. */
  #blocks: Uint32Array[] = [];
  /** Of the first block, the entry that is next; of the last one, entries in use. */
  #at = 0;
  #end = BLOCK;

  push(number: number, since: number): void {
    if (this.#end === BLOCK) {
      this.#blocks.push(new Uint32Array(2 * BLOCK));
      this.#end = 0;
    }
    const last = this.#blocks[this.#blocks.length - 1] as Uint32Array;
    last[2 * this.#end] = number;
    last[2 * this.#end++ + 1] = since;
  }

  #entry(block: Uint32Array, i: number): { readonly number: number; readonly since: number } {
    return { number: block[2 * i] as number, since: (block[2 * i + 1] as number) | 0 };
  }

  get first(): { readonly number: number; readonly since: number } | undefined {
    const [block] = this.#blocks;
    return block && this.#entry(block, this.#at);
  }

  shift(): void {
    const only = this.#blocks.length === 1;
    if (++this.#at < (only ? this.#end : BLOCK)) return;
    this.#blocks.shift();
    this.#at = 0;
    if (only) this.#end = BLOCK;
  }

  *[Symbol.iterator](): Generator<readonly [number: number, since: number]> {
    for (const [b, block] of this.#blocks.entries()) {
      const end = b === this.#blocks.length - 1 ? this.#end : BLOCK;
      for (let i = b === 0 ? this.#at : 0; i < end; i++) {
        const { number, since } = this.#entry(block, i);
        yield [number, since];
      }
    }
  }

  clone(): Queue {
    const clone = new Queue();
    clone.#blocks = this.#blocks.map((block) => block.slice());
    [clone.#at, clone.#end] = [this.#at, this.#end];
    return clone;
  }
}
