import type { Row } from '../compiler/plan.js';
import type { Memory } from './memory.js';

/**
 * The rows that are one node in the arena, each once, found again by the object that it encodes. There may be millions,
 * so they are no blocks but numbers, and what is known of them lies in flat arrays.
 */
export class RowTable {
  /** By the compiler's number of the row; the key tells whether it is still of that one. 0: none, else ours and 1. */
  #byNumber = new Uint32Array(256);
  /** By number, as are the others. */
  readonly #keys: (Row | undefined)[] = [];
  #refs = new Uint32Array(256);
  #firstUnits = new Uint32Array(256);
  #uses = new Uint32Array(256);
  #units = new Uint8Array(256);
  readonly #free: number[] = [];
  #made: number[] = [];

  begin(): void {
    this.#made = [];
  }

  find(key: Row): number | undefined {
    const row = (this.#byNumber[key.number] ?? 0) - 1;
    return row >= 0 && this.#keys[row] === key ? row : undefined;
  }

  /** @param unit the first of `units` units that it occupies */
  add(key: Row, ref: number, unit: number, units: number): number {
    const row = this.#free.pop() ?? this.#keys.length;
    if (row >= this.#refs.length) this.#widen();
    if (key.number >= this.#byNumber.length) {
      const wider = new Uint32Array(key.number + (key.number >> 2) + 1);
      wider.set(this.#byNumber);
      this.#byNumber = wider;
    }
    this.#byNumber[key.number] = row + 1;
    this.#keys[row] = key;
    this.#refs[row] = ref;
    this.#firstUnits[row] = unit;
    this.#units[row] = units;
    this.#uses[row] = 0;
    this.#made.push(row);
    return row;
  }

  #widen(): void {
    const length = this.#refs.length + (this.#refs.length >> 2);
    const wider = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
      const copy = new Uint32Array(length);
      copy.set(array);
      return copy;
    };
    [this.#refs, this.#firstUnits, this.#uses] = [wider(this.#refs), wider(this.#firstUnits), wider(this.#uses)];
    const units = new Uint8Array(length);
    units.set(this.#units);
    this.#units = units;
  }

  ref(row: number): number {
    return this.#refs[row]!;
  }

  use(row: number): void {
    this.#uses[row]!++;
  }

  /** One user less. The last one's units go into `retired`, as pairs (unit, units), and the row is forgotten. */
  drop(row: number, retired: number[]): void {
    if (--this.#uses[row]! > 0) return;
    retired.push(this.#firstUnits[row]!, this.#units[row]!);
    this.#forget(row);
  }

  /** Undoes a transaction, whose blocks' uses are undone one by one by `unuse`. */
  abandon(memory: Memory): void {
    for (const row of this.#made) {
      memory.free(this.#firstUnits[row]!, this.#units[row]!);
      this.#forget(row);
    }
    this.#made = [];
  }

  unuse(row: number): void {
    this.#uses[row]!--;
  }

  #forget(row: number): void {
    const { number } = this.#keys[row]!;
    if (this.#byNumber[number] === row + 1) this.#byNumber[number] = 0;
    this.#keys[row] = undefined;
    this.#free.push(row);
  }
}
