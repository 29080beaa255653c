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
  /** By the compiler's number of the row, or what it is below 0; the key tells whether it is still of that one. 0: none, else ours and 1. */
  readonly #byNumber = new Words();
  readonly #below = new Words();
  /** By number, as are the others. */
  readonly #keys = new Column<Row>();
  readonly #refs = new Words();
  readonly #uses = new Words();
  #next = 0;
  readonly #free: number[] = [];
  /** Of the transaction under way. */
  #made = new Words();
  #count = 0;

  begin(): void {
    if (this.#count > 0) this.#made = new Words();
    this.#count = 0;
  }

  #numbered({ number }: Row): Words {
    return number < 0 ? this.#below : this.#byNumber;
  }

  find(key: Row): number | undefined {
    const row = this.#numbered(key).get(Math.abs(key.number)) - 1;
    return row >= 0 && this.#keys.get(row) === key ? row : undefined;
  }

  /** @param ref of the node that it is, in units of its own */
  add(key: Row, ref: number): number {
    const row = this.#free.pop() ?? this.#next++;
    this.#numbered(key).set(Math.abs(key.number), row + 1);
    this.#keys.set(row, key);
    this.#refs.set(row, ref);
    this.#uses.set(row, 0);
    this.#made.set(this.#count++, row);
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
    for (let i = 0; i < this.#count; i++) {
      const row = this.#made.get(i);
      const ref = this.#refs.get(row);
      memory.free(unitOf(ref), unitsOf(ref));
      this.#forget(row);
    }
    this.begin();
  }

  unuse(row: number): void {
    this.#uses.set(row, this.#uses.get(row) - 1);
  }

  #forget(row: number): void {
    const key = this.#keys.get(row) as Row;
    const [numbered, number] = [this.#numbered(key), Math.abs(key.number)];
    if (numbered.get(number) === row + 1) numbered.set(number, 0);
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
