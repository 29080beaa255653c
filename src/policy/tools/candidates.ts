/** Which rules may cover another one: those about one of its subjects and one of its addresses. Finds them without trying all. */
import { prefixesOfRange } from '../../net/prefix.js';
import type { Direction, Family } from '../../net/types.js';
import type { Extent } from './extent.js';

interface Indexed {
  readonly rule: { readonly direction: Direction };
  readonly subjects: ReadonlySet<string>;
  readonly extent: Extent;
}

/** A rule of more spans stands in no index: it is tried always. */
const MAX_SPANS = 256;
const BITS = { 4: 32, 6: 128 } as const;

export class Candidates<T extends Indexed> {
  readonly #bySubject = new Map<string, T[]>();
  readonly #indexes = new Map<string, AddressIndex<T>>();

  constructor(all: readonly T[]) {
    for (const one of all)
      for (const subject of one.subjects) {
        const key = `${one.rule.direction} ${subject}`;
        const list = this.#bySubject.get(key);
        if (list === undefined) this.#bySubject.set(key, [one]);
        else list.push(one);
      }
  }

  of({ rule, subjects, extent }: T): readonly T[] {
    let fewest: { key: string; list: readonly T[] } | undefined;
    for (const subject of subjects) {
      const key = `${rule.direction} ${subject}`;
      const list = this.#bySubject.get(key) ?? [];
      if (fewest === undefined || list.length < fewest.list.length) fewest = { key, list };
      if (list.length < 16) return list;
    }
    if (fewest === undefined) return [];
    let index = this.#indexes.get(fewest.key);
    if (index === undefined) {
      index = new AddressIndex(fewest.list);
      this.#indexes.set(fewest.key, index);
    }
    return index.of(extent);
  }
}

/** Rules by the prefixes that they include. */
class AddressIndex<T extends Indexed> {
  readonly #always: T[] = [];
  readonly #byPrefix = new Map<string, T[]>();

  constructor(list: readonly T[]) {
    for (const one of list) {
      const { v4, v6 } = one.extent;
      if (v4 === 'all' || v6 === 'all' || v4.length + v6.length > MAX_SPANS) {
        this.#always.push(one);
        continue;
      }
      for (const [family, spans] of [
        [4, v4],
        [6, v6],
      ] as const)
        for (const [first, last] of spans)
          for (const { value, length } of prefixesOfRange(family, first, last)) this.#put(family, value, length, one);
    }
  }

  #put(family: Family, value: bigint, length: number, one: T): void {
    const key = `${family} ${value} ${length}`;
    const list = this.#byPrefix.get(key);
    if (list === undefined) this.#byPrefix.set(key, [one]);
    else list.push(one);
  }

  /** What includes everyone, or the first address of the extent. */
  of({ v4, v6 }: Extent): readonly T[] {
    if (v4 === 'all' || v6 === 'all') return this.#always;
    const [family, first] = v4[0] !== undefined ? ([4, v4[0][0]] as const) : ([6, v6[0]?.[0] ?? 0n] as const);
    const found = [...this.#always];
    for (let length = 0; length <= BITS[family]; length++) {
      const low = BigInt(BITS[family] - length);
      const list = this.#byPrefix.get(`${family} ${(first >> low) << low} ${length}`);
      if (list !== undefined) found.push(...list);
    }
    return found;
  }
}
