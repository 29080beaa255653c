/**
 * Items as a node holds them by the million: some hundred texts in one buffer, which an item is read from when somebody asks. To the
 * collector of garbage that is one object outside of its heap, where the items would be several hundred that it visits and moves.
 */
import type { Listed } from './tree.js';

/** Makes an item of its text. */
export interface Reader<T> {
  read(text: string): T;
}

/** Of each text in the buffer, before all of them: where it ends behind them, little endian. */
const END_BYTES = 2;
const MOST_BYTES = 2 ** 16;

interface Recent {
  bundle: unknown;
  at: number;
  item: unknown;
}

/** What was read last: who looks at an item asks several times for it, and for its neighbour. */
let [latest, older]: [Recent, Recent] = [
  { bundle: undefined, at: 0, item: undefined },
  { bundle: undefined, at: 0, item: undefined },
];

/** An immutable list whose items are made anew each time: they are equal then, not the same. */
export class Bundle<T> implements Listed<T> {
  readonly #bytes: Buffer;
  readonly #reader: Reader<T>;

  private constructor(
    bytes: Buffer,
    readonly length: number,
    reader: Reader<T>,
  ) {
    this.#bytes = bytes;
    this.#reader = reader;
  }

  /** @param texts of characters of one byte; of others, or where they are too long: undefined */
  static of<T>(texts: readonly string[], reader: Reader<T>): Bundle<T> | undefined {
    const size = texts.reduce((sum, text) => sum + text.length, 0);
    if (size >= MOST_BYTES) return undefined;
    const heads = texts.length * END_BYTES;
    const bytes = Buffer.allocUnsafeSlow(heads + size);
    let end = 0;
    for (const [i, text] of texts.entries()) {
      if (WIDE.test(text)) return undefined;
      end += bytes.write(text, heads + end, 'latin1');
      bytes[i * END_BYTES] = end;
      bytes[i * END_BYTES + 1] = end >>> 8;
    }
    return new Bundle(bytes, texts.length, reader);
  }

  at(index: number): T | undefined {
    if (index >= this.length) return undefined;
    if (latest.bundle === this && latest.at === index) return latest.item as T;
    if (older.bundle === this && older.at === index) return older.item as T;
    const heads = this.length * END_BYTES;
    const begin = index === 0 ? 0 : this.#endOf(index - 1);
    const item = this.#reader.read(this.#bytes.toString('latin1', heads + begin, heads + this.#endOf(index)));
    const slot = older;
    slot.bundle = this;
    slot.at = index;
    slot.item = item;
    older = latest;
    latest = slot;
    return item;
  }

  #endOf(index: number): number {
    const at = index * END_BYTES;
    return (this.#bytes[at] as number) | ((this.#bytes[at + 1] as number) << 8);
  }

  slice(from = 0, to = this.length): readonly T[] {
    const items: T[] = [];
    for (let at = from; at < Math.min(to, this.length); at++) items.push(this.at(at) as T);
    return items;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let at = 0; at < this.length; at++) yield this.at(at) as T;
  }
}

/** A character of more than one byte. */
const WIDE = /[^\0-\xff]/;

/** Where an item lies: in a bundle, or by itself. Two places of one bundle and index hold the same. */
export interface Place<T> {
  readonly home: T | Bundle<T>;
  readonly at: number;
}

export const itemAt = <T>({ home, at }: Place<T>): T => (home instanceof Bundle ? (home.at(at) as T) : home);

/** Of an item by itself. */
export const placeOf = <T>(item: T): Place<T> => ({ home: item, at: 0 });

export const samePlace = <T>(a: Place<T>, b: Place<T>): boolean => a.home === b.home && a.at === b.at;

/** Where the items of a piece lie. */
export function* placesIn<T>(piece: Iterable<T>): Generator<Place<T>> {
  if (piece instanceof Bundle) for (let at = 0; at < piece.length; at++) yield { home: piece as Bundle<T>, at };
  else for (const item of piece) yield placeOf(item);
}
