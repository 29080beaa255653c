import type { Memory } from './memory.js';
import type { Patch } from './patch.js';
import type { RowTable } from './rows.js';

/** One encoded object of a plan: what it occupies, what it leads to, and how often it is led to. */
export interface Block {
  /** What it encodes: an object of the plan, or a text that says it. */
  readonly key: object | string;
  /** Leads to it. */
  ref: number;
  /** Upper bound of the nodes that a walk from `ref` touches. */
  depth: number;
  /** Pairs: first unit, units. */
  owned: number[];
  children: readonly Block[];
  /** Numbers of the rows that it leads to, in the `RowTable`; those from `row` on that follow each other, `run` of them, are not listed. */
  rows: readonly number[];
  row: number;
  run: number;
  uses: number;
}

const NO_BLOCKS: readonly Block[] = [];
const NO_ROWS: readonly number[] = [];

/** All of them. */
export function eachRow({ rows, row, run }: Block, visit: (row: number) => void): void {
  for (let i = 0; i < run; i++) visit(row + i);
  for (const one of rows) visit(one);
}

/** Writes one block: takes units from the memory, and words of the patch for them. */
export class BlockWriter {
  readonly block: Block;
  readonly #children: Block[] = [];
  readonly #rows: number[] = [];

  constructor(
    key: object | string,
    private readonly memory: Memory,
    private readonly patch: Patch,
    private readonly table: RowTable,
  ) {
    this.block = {
      key,
      ref: 0,
      depth: 0,
      owned: [],
      children: this.#children,
      rows: this.#rows,
      row: 0,
      run: 0,
      uses: 0,
    };
  }

  /** @returns the first of `units` units, which `put` may fill */
  allocate(units: number): number {
    const unit = this.memory.allocate(units);
    this.block.owned.push(unit, units);
    return unit;
  }

  /** Offset of the first word of these units in `words`; both are valid until the next call. */
  reserve(unit: number, units: number): number {
    return this.patch.reserve(unit, units);
  }

  get words(): Uint32Array {
    return this.patch.words;
  }

  /** The ref of a block that this one leads to, and keeps. */
  lead(to: Block): number {
    to.uses++;
    this.#children.push(to);
    if (to.depth > this.block.depth) this.block.depth = to.depth;
    return to.ref;
  }

  /** Leads to all of these, and to no others. */
  leadTo(all: readonly Block[]): void {
    this.block.children = all;
    let { depth } = this.block;
    for (const to of all) {
      to.uses++;
      if (to.depth > depth) depth = to.depth;
    }
    this.block.depth = depth;
  }

  /** The ref of a row that this block leads to, and keeps. */
  leadRow(row: number): number {
    this.table.use(row);
    this.#rows.push(row);
    if (this.block.depth < 1) this.block.depth = 1;
    return this.table.ref(row);
  }

  /** Units that belong to a row of the table, not to this block. */
  allocateForRow(units: number): number {
    return this.memory.allocate(units);
  }

  /** Ends the block. @param nodes that a walk touches in the block itself, above what it leads to */
  done(ref: number, nodes: number): Block {
    const { block } = this;
    block.ref = ref;
    block.depth += nodes;
    // Cut to size: a list that grew has room for half as much again, and there are many blocks.
    block.owned = block.owned.slice();
    if (block.children === this.#children)
      block.children = this.#children.length === 0 ? NO_BLOCKS : this.#children.slice();
    const rows = this.#rows;
    const [first = 0] = rows;
    // Those of a chunk that is new follow each other, mostly.
    if (rows.every((row, i) => row === first + i)) [block.row, block.run, block.rows] = [first, rows.length, NO_ROWS];
    else block.rows = rows.slice();
    return block;
  }
}
