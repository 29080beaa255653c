/** The address sets of the view: numbered, with what they cover, and how that changed in this compilation. */
import type { Family, Prefix } from '../net/types.js';
import type { AddressSet } from '../policy/view.js';
import type { SetChange } from '../policy/view-change.js';
import { coverageInPlace, coverageOf, minus } from './coverage.js';
import type { Operations } from './edit.js';
import { CompileError } from './error.js';
import { type Delta, NO_DELTA, PrefixList } from './prefixes.js';
import { STEP_ITEMS, type Steps } from './steps.js';
import { wordsOf } from './words.js';

/** Sets of at least so many prefixes live in the node-wide class map, where one update serves every policy that uses them. */
export const LARGE = 256;

/** What a set holds. Of a small one each prefix once, and it stays; a large one changes in place. */
type Content = SmallSet | LargeSet;

class SmallSet {
  readonly large = false;
  constructor(readonly prefixes: readonly Prefix[]) {}

  get size(): number {
    return this.prefixes.length;
  }
}

class LargeSet {
  readonly large = true;
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

/** One set over all compilations. */
export interface NumberedSet {
  readonly number: number;
  readonly id: string;
  /** Before this compilation; undefined if it was not there. A large one that changed in place is `now` already. */
  before: Content | undefined;
  /** Now; undefined if it is gone. */
  now: Content | undefined;
  /** What a set gained and lost in this compilation that is there before and after, where that is known. */
  deltas: { 4?: Delta; 6?: Delta } | undefined;
}

/** The sets that changed in a compilation. */
export class ChangedSets {
  #byNumber: Map<number, NumberedSet> | undefined;

  constructor(readonly list: readonly NumberedSet[]) {}

  /** Those among the keys of a map by number. */
  *among(used: ReadonlyMap<number, unknown>): Iterable<NumberedSet> {
    if (this.list.length <= used.size) {
      for (const set of this.list) if (used.has(set.number)) yield set;
    } else if (used.size > 0) {
      this.#byNumber ??= new Map(this.list.map((set) => [set.number, set]));
      for (const number of used.keys()) {
        const set = this.#byNumber.get(number);
        if (set !== undefined) yield set;
      }
    }
  }
}

/**
 * What a partition must do about a set that changed.
 * @param was whether the partition held it before this compilation
 * @param is whether it holds it now
 * @param touched whether its ranges are to be lowered again in any case
 */
export function* pushOperations(
  operations: Operations,
  numbered: NumberedSet,
  family: Family,
  was: boolean,
  is: boolean,
  touched: boolean,
): Steps<void> {
  const { number: set, before, now } = numbered;
  if (!was || !is || before === undefined || now === undefined) {
    if (was && before !== undefined) yield* pushAll(operations, set, 'remove', before, family);
    if (is && now !== undefined) yield* pushAll(operations, set, 'add', now, family);
    return;
  }
  const { gained, lost } = yield* deltaOf(numbered, family);
  operations.push(set, 'add', gained);
  operations.push(set, 'remove', lost);
  if (touched) yield* pushAll(operations, set, 'touch', now, family);
}

function* pushAll(
  operations: Operations,
  set: number,
  kind: 'add' | 'remove' | 'touch',
  content: Content,
  family: Family,
): Steps<void> {
  if (content.large) return operations.push(set, kind, yield* boundsOf(content, family));
  const { bounds, count } = coverageInPlace(content.prefixes, family);
  operations.push(set, kind, bounds, count);
}

function* boundsOf(content: Content, family: Family): Steps<Uint32Array> {
  if (!content.large) return coverageOf(content.prefixes, family);
  return yield* (family === 4 ? content.v4 : content.v6).bounds();
}

function* deltaOf(numbered: NumberedSet, family: Family): Steps<Delta> {
  const { before, now } = numbered;
  const known = numbered.deltas?.[family];
  if (known !== undefined) return known;
  if (before === now || before === undefined || now === undefined) return NO_DELTA;
  const w = wordsOf(family);
  const [was, is] = [yield* boundsOf(before, family), yield* boundsOf(now, family)];
  yield;
  const gained = minus(is, was, w);
  yield;
  const lost = minus(was, is, w);
  yield;
  const delta: Delta = { gained, lost };
  numbered.deltas = { ...numbered.deltas, [family]: delta };
  return delta;
}

export class Sets {
  readonly #byId = new Map<string, NumberedSet>();
  /** Of the large ones, by number. */
  readonly #ids = new Map<number, string>();
  #next = 1;
  /** In this compilation. */
  #changed = new Set<NumberedSet>();

  /** @throws {CompileError} UNKNOWN_SET, naming the rule, if the view has no such set (`gone`: it may have had it before) */
  of(id: string, rule: string, gone = false): NumberedSet {
    const numbered = this.#byId.get(id);
    if (numbered !== undefined && (gone || numbered.now !== undefined)) return numbered;
    throw new CompileError(
      'UNKNOWN_SET',
      rule,
      `rule ${rule} names the address set ${id}, which the view does not hold`,
    );
  }

  /** The id of a large set in use. */
  idOf(number: number): string {
    return this.#ids.get(number) as string;
  }

  /** A set that is new, or replaces the one of its id. */
  *put({ id, prefixes }: AddressSet): Steps<void> {
    let numbered = this.#byId.get(id);
    if (numbered?.now !== undefined && this.#changed.has(numbered)) throw twice(id);
    if (numbered === undefined) {
      numbered = { number: this.#next++, id, before: undefined, now: undefined, deltas: undefined };
      this.#byId.set(id, numbered);
    }
    this.#become(numbered, yield* contentOf(prefixes));
  }

  /** Prefixes leave a set and then others join it. @throws {CompileError} UNKNOWN_SET */
  *change({ id, added, removed }: SetChange): Steps<void> {
    const numbered = this.#byId.get(id);
    const now = numbered?.now;
    if (numbered !== undefined && this.#changed.has(numbered)) throw twice(id);
    if (numbered === undefined || now === undefined)
      throw new CompileError('UNKNOWN_SET', id, `the address set ${id} changes, which the view does not hold`);
    if (!now.large || now.size - removed.length < LARGE)
      return this.#become(numbered, yield* contentOf(changed(now.prefixes, added, removed)));
    numbered.deltas = { 4: now.v4.change(added, removed), 6: now.v6.change(added, removed) };
    this.#changed.add(numbered);
  }

  /** @throws {CompileError} UNKNOWN_SET */
  remove(id: string): void {
    const numbered = this.#byId.get(id);
    if (numbered?.now === undefined)
      throw new CompileError('UNKNOWN_SET', id, `the address set ${id} goes, which the view does not hold`);
    numbered.now = undefined;
    this.#changed.add(numbered);
  }

  #become(numbered: NumberedSet, content: Content): void {
    numbered.now = content;
    numbered.deltas = undefined;
    if (content.large) this.#ids.set(numbered.number, numbered.id);
    this.#changed.add(numbered);
  }

  /** What changed since the last compilation ended. */
  changed(): NumberedSet[] {
    return [...this.#changed];
  }

  /** Ends one compilation. */
  *settle(): Steps<void> {
    let done = 0;
    for (const numbered of this.#changed) {
      if (++done % STEP_ITEMS === 0) yield;
      numbered.before = numbered.now;
      numbered.deltas = undefined;
      if (numbered.now?.large !== true) this.#ids.delete(numbered.number);
      if (numbered.now === undefined) this.#byId.delete(numbered.id);
    }
    this.#changed = new Set();
  }
}

const twice = (id: string): CompileError => new CompileError('DUPLICATE', id, `the view holds two address sets ${id}`);

function* contentOf(prefixes: readonly Prefix[]): Steps<Content> {
  if (prefixes.length < LARGE) return new SmallSet(once(prefixes));
  const large = yield* LargeSet.from(prefixes);
  return large.size < LARGE ? new SmallSet(large.prefixes) : large;
}

const textOf = ({ family, value, length }: Prefix): string => `${family}/${value}/${length}`;

/** Each once. */
function once(prefixes: readonly Prefix[]): readonly Prefix[] {
  if (prefixes.length < 2) return prefixes;
  const all = new Map(prefixes.map((prefix) => [textOf(prefix), prefix]));
  return all.size === prefixes.length ? prefixes : [...all.values()];
}

function changed(prefixes: readonly Prefix[], added: readonly Prefix[], removed: readonly Prefix[]): Prefix[] {
  const all = new Map(prefixes.map((prefix) => [textOf(prefix), prefix]));
  for (const prefix of removed) all.delete(textOf(prefix));
  for (const prefix of added) all.set(textOf(prefix), prefix);
  return [...all.values()];
}
