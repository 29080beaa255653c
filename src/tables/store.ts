import { type Block, BlockWriter, eachRow } from './block.js';
import type { Memory } from './memory.js';
import { Patch } from './patch.js';
import { RowTable } from './rows.js';
import { STEP_BLOCKS, type Steps } from './steps.js';

/**
 * The blocks that are in the arena or about to be, each once, found again by what it encodes. Changes are made in a
 * transaction: `begin`, then `get` and `make`, then `commit` or `abandon`.
 */
export class BlockStore {
  readonly #blocks = new Map<object | string, Block>();
  #made: Block[] = [];
  #patch = new Patch();

  readonly rows = new RowTable();

  constructor(readonly memory: Memory) {}

  begin(): Patch {
    this.#made = [];
    this.rows.begin();
    this.#patch = new Patch();
    return this.#patch;
  }

  /** The block that encodes `key`, if there is one. */
  find(key: object | string): Block | undefined {
    return this.#blocks.get(key);
  }

  /** The block that encodes `key`; made by `write` if there is none. */
  get(key: object | string, write: (writer: BlockWriter) => Block): Block {
    const found = this.#blocks.get(key);
    if (found !== undefined) return found;
    return this.keep(this.make(key, write));
  }

  /** A block that is not looked for again, unless `keep` says so. */
  make(key: object | string, write: (writer: BlockWriter) => Block): Block {
    return write(this.open(key));
  }

  /** The same, for a block that is written in steps. */
  open(key: object | string): BlockWriter {
    const writer = new BlockWriter(key, this.memory, this.#patch, this.rows);
    this.#made.push(writer.block);
    return writer;
  }

  /** From now on the block is found by its key. */
  keep(block: Block): Block {
    this.#blocks.set(block.key, block);
    return block;
  }

  /**
   * The transaction holds. Forgets `root` of the revision before, and what only it led to.
   * @returns pairs (unit, units) that readers of the old revision may still look at
   */
  *commit(root: Block | undefined): Steps<number[]> {
    const retired: number[] = [];
    const gone = root === undefined ? [] : [root];
    let done = 0;
    for (let block = gone.pop(); block !== undefined; block = gone.pop()) {
      if (++done % STEP_BLOCKS === 0) yield;
      for (const units of block.owned) retired.push(units);
      if (this.#blocks.get(block.key) === block) this.#blocks.delete(block.key);
      for (const child of block.children) if (--child.uses === 0) gone.push(child);
      eachRow(block, (row) => this.rows.drop(row, retired));
    }
    this.#made = [];
    this.#patch = new Patch();
    this.rows.begin();
    return retired;
  }

  /** Undoes the transaction: nothing of it has reached the arena. */
  abandon(): void {
    for (const block of this.#made) {
      this.release(block.owned);
      if (this.#blocks.get(block.key) === block) this.#blocks.delete(block.key);
      for (const child of block.children) child.uses--;
      eachRow(block, (row) => this.rows.unuse(row));
    }
    this.rows.abandon(this.memory);
    this.#made = [];
  }

  /** Gives units back to the memory. */
  release(owned: ArrayLike<number>): void {
    for (let i = 0; i < owned.length; i += 2) this.memory.free(owned[i]!, owned[i + 1]!);
  }
}
