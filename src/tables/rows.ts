import type { Row } from '../compiler/plan.js';
import { OsgArenaSizes } from '../gen/abi.js';
import { Column, Words } from '../policy/column.js';
import type { Memory } from './memory.js';
import { nodeOf, OsgNode, unitOf } from './ref.js';

/**
 * The rows that are one node in the arena, each once, found again by the object that it encodes. There may be millions,
 * so they are no blocks but numbers, and what is known of them lies in flat arrays.
 */
export class RowTable {
  /** By the compiler's number of the row; the key tells whether it is still of that one. 0: none, else ours and 1. */
  readonly #byNumber = new Words();
  /** By number, as are the others. */
  readonly #keys = new Column<Row>();
  readonly #refs = new Words();
  readonly #uses = new Words();
  #next = 0;
  readonly #free: number[] = [];
  #made: number[] = [];

  begin(): void {
    this.#made = [];
  }

  find(key: Row): number | undefined {
    const row = this.#byNumber.get(key.number) - 1;
    return row >= 0 && this.#keys.get(row) === key ? row : undefined;
  }

  /** @param ref of the node that it is, in units of its own */
  add(key: Row, ref: number): number {
    const row = this.#free.pop() ?? this.#next++;
    this.#byNumber.set(key.number, row + 1);
    this.#keys.set(row, key);
    this.#refs.set(row, ref);
    this.#uses.set(row, 0);
    this.#made.push(row);
    return row;
  }

  ref(row: number): number {
    return this.#refs.get(row);
  }

  use(row: number): void {
    this.#uses.set(row, this.#uses.get(row) + 1);
  }

  /** One user less. The last one's units go into `retired`, as pairs (unit, units), and the row is forgotten. */
  drop(row: number, retired: number[]): void {
    this.unuse(row);
    if (this.#uses.get(row) > 0) return;
    const ref = this.#refs.get(row);
    retired.push(unitOf(ref), unitsOf(ref));
    this.#forget(row);
  }

  /** Undoes a transaction, whose blocks' uses are undone one by one by `unuse`. */
  abandon(memory: Memory): void {
    for (const row of this.#made) {
      const ref = this.#refs.get(row);
      memory.free(unitOf(ref), unitsOf(ref));
      this.#forget(row);
    }
    this.#made = [];
  }

  unuse(row: number): void {
    this.#uses.set(row, this.#uses.get(row) - 1);
  }

  #forget(row: number): void {
    const { number } = this.#keys.get(row) as Row;
    if (this.#byNumber.get(number) === row + 1) this.#byNumber.set(number, 0);
    this.#keys.set(row, undefined);
    this.#free.push(row);
  }
}

/** What the one node of a row occupies. */
function unitsOf(ref: number): number {
  const node = nodeOf(ref);
  if (node === OsgNode.RANGE) return 1;
  return node === OsgNode.HALF ? OsgArenaSizes.LINE_UNITS / 2 : OsgArenaSizes.LINE_UNITS;
}
