/**
 * Items by small numbers, millions of them, in pages: nothing is copied when there are more, and there is no room to spare. A page
 * that holds no item any more is let go.
 */
const PAGE = 1 << 10;

export class Column<T> {
  readonly #pages: (T | undefined)[][] = [];
  /** Items of each page. */
  readonly #counts: number[] = [];
  /** A page that has become empty, for the next one: what comes and goes at once costs no page each time. */
  #spare: (T | undefined)[] | undefined;

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
      items = this.#spare ?? new Array<T | undefined>(PAGE).fill(undefined);
      this.#spare = undefined;
      this.#pages[page] = items;
    }
    const at = number & (PAGE - 1);
    const more = (item === undefined ? 0 : 1) - (items[at] === undefined ? 0 : 1);
    items[at] = item;
    this.#counts[page] = (this.#counts[page] as number) + more;
    if (this.#counts[page] > 0) return;
    this.#pages[page] = [];
    this.#spare = items;
  }

  clone(): Column<T> {
    const clone = new Column<T>();
    for (const page of this.#pages) clone.#pages.push(page.slice());
    clone.#counts.push(...this.#counts);
    return clone;
  }
}

const WORDS_BITS = 11;
const WORDS = 1 << WORDS_BITS;

/** Words of 32 bits by small numbers, in pages as well; 0 where none was set. */
export class Words {
  readonly #pages: (Uint32Array | undefined)[] = [];

  get(number: number): number {
    const page = this.#pages[number >>> WORDS_BITS];
    return page === undefined ? 0 : (page[number & (WORDS - 1)] as number);
  }

  /** @param word its lower 32 bits are kept */
  set(number: number, word: number): void {
    const at = number >>> WORDS_BITS;
    let page = this.#pages[at];
    if (page === undefined) {
      while (this.#pages.length < at) this.#pages.push(undefined);
      page = new Uint32Array(WORDS);
      this.#pages[at] = page;
    }
    page[number & (WORDS - 1)] = word;
  }

  clone(): Words {
    const clone = new Words();
    for (const page of this.#pages) clone.#pages.push(page?.slice());
    return clone;
  }
}
