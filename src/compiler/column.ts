/**
 * Items by small numbers, millions of them, in pages: nothing is copied when there are more, and there is no room to spare. A page
 * that holds no item any more is let go.
 */
const PAGE = 1 << 10;

export class Column<T> {
  readonly #pages: (T | undefined)[][] = [];
  /** Items of each page. */
  readonly #counts: number[] = [];

  /** Pages that hold something. */
  get pages(): number {
    return this.#counts.filter((count) => count > 0).length;
  }

  get(number: number): T | undefined {
    return this.#pages[number >>> 10]?.[number & (PAGE - 1)];
  }

  set(number: number, item: T | undefined): void {
    const page = number >>> 10;
    while (this.#pages.length <= page) this.#counts[this.#pages.push([]) - 1] = 0;
    let items = this.#pages[page] as (T | undefined)[];
    if (items.length === 0) {
      if (item === undefined) return;
      items = new Array<T | undefined>(PAGE).fill(undefined);
      this.#pages[page] = items;
    }
    const at = number & (PAGE - 1);
    const more = (item === undefined ? 0 : 1) - (items[at] === undefined ? 0 : 1);
    items[at] = item;
    this.#counts[page] = (this.#counts[page] as number) + more;
    if (this.#counts[page] === 0) this.#pages[page] = [];
  }

  clone(): Column<T> {
    const clone = new Column<T>();
    for (const page of this.#pages) clone.#pages.push(page.slice());
    clone.#counts.push(...this.#counts);
    return clone;
  }
}

/** One with room for `number` at least. */
export function roomFor<A extends Uint32Array | Int32Array>(array: A, number: number): A {
  if (number < array.length) return array;
  const wider = new (array.constructor as new (length: number) => A)(Math.max(64, number + 1 + (number >> 2)));
  wider.set(array);
  return wider;
}
