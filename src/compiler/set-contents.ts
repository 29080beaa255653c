/** What address sets hold in a compilation: small ones as the view has them, large ones in a form that changes in place. */
import type { Prefix } from '../net/types.js';
import { type Bundle, itemAt, type Place } from '../policy/bundle.js';
import { Column, Words } from '../policy/column.js';
import type { AddressSet } from '../policy/view.js';
import { PrefixList } from './prefixes.js';
import type { Steps } from './steps.js';

/** Sets of at least so many prefixes live in the node-wide class map, where one update serves every policy that uses them. */
export const LARGE = 256;

/** What a set holds. Of a small one each prefix once, as the view has it, and it stays; a large one changes in place. */
export type Content = AddressSet | LargeSet;

export class LargeSet {
  constructor(
    readonly v4: PrefixList,
    readonly v6: PrefixList,
  ) {}

  static *from(prefixes: readonly Prefix[]): Steps<LargeSet> {
    return new LargeSet(yield* PrefixList.from(prefixes, 4), yield* PrefixList.from(prefixes, 6));
  }

  get size(): number {
    return this.v4.size + this.v6.size;
  }

  get prefixes(): readonly Prefix[] {
    return [...this.v4, ...this.v6];
  }
}

export const isLarge = (content: Content | undefined): content is LargeSet => content instanceof LargeSet;

export const contentAt = (place: Place<Content> | undefined): Content | undefined => place && itemAt(place);

/** What sets hold, by their numbers. */
export class Contents {
  readonly #homes = new Column<Content | Bundle<Content>>();
  /** Of those in bundles, at which index. */
  readonly #at = new Words();

  get(number: number): Place<Content> | undefined {
    const home = this.#homes.get(number);
    return home && { home, at: this.#at.get(number) };
  }

  set(number: number, place: Place<Content> | undefined): void {
    this.#homes.set(number, place?.home);
    if (place !== undefined) this.#at.set(number, place.at);
  }
}

export function* contentOf(set: AddressSet): Steps<Content> {
  if (set.prefixes.length < LARGE) return once(set);
  const large = yield* LargeSet.from(set.prefixes);
  return large.size < LARGE ? { id: set.id, prefixes: large.prefixes } : large;
}

const textOf = ({ family, value, length }: Prefix): string => `${family}/${value}/${length}`;

/** Each once. */
function once(set: AddressSet): AddressSet {
  const { id, prefixes } = set;
  if (prefixes.length < 2) return set;
  const all = new Map(prefixes.map((prefix) => [textOf(prefix), prefix]));
  return all.size === prefixes.length ? set : { id, prefixes: [...all.values()] };
}

/** Prefixes leave and then others join. */
export function changed(prefixes: readonly Prefix[], added: readonly Prefix[], removed: readonly Prefix[]): Prefix[] {
  const all = new Map(prefixes.map((prefix) => [textOf(prefix), prefix]));
  for (const prefix of removed) all.delete(textOf(prefix));
  for (const prefix of added) all.set(textOf(prefix), prefix);
  return [...all.values()];
}
