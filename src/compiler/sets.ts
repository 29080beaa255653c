/** The address sets of the view: numbered, with what they cover, and how that changed in this compilation. */
import type { Family, Prefix } from '../net/types.js';
import { Column } from '../policy/column.js';
import { Pile } from '../policy/pieces.js';
import type { AddressSet } from '../policy/view.js';
import type { SetChange } from '../policy/view-change.js';
import { coverageInPlace, coverageOf, minus } from './coverage.js';
import type { Operations } from './edit.js';
import { CompileError } from './error.js';
import { Names } from './names.js';
import type { NumberMap } from './number-map.js';
import { type Delta, NO_DELTA, PrefixList } from './prefixes.js';
import { STEP_ITEMS, type Steps } from './steps.js';
import { wordsOf } from './words.js';

/** Sets of at least so many prefixes live in the node-wide class map, where one update serves every policy that uses them. */
export const LARGE = 256;

/** What a set holds. Of a small one each prefix once, as the view has it, and it stays; a large one changes in place. */
type Content = AddressSet | LargeSet;

class LargeSet {
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

/** One set in a compilation. Its number is another's when it is gone. */
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
  constructor(
    readonly list: Iterable<NumberedSet> & { readonly length: number },
    readonly byNumber: (number: number) => NumberedSet | undefined,
  ) {}

  /** Those among the keys of a map by number. */
  *among(used: Pick<NumberMap<unknown>, 'has' | 'keys' | 'size'>): Iterable<NumberedSet> {
    if (this.list.length <= used.size) {
      for (const set of this.list) if (used.has(set.number)) yield set;
    } else {
      for (const number of used.keys()) {
        const set = this.byNumber(number);
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
  if (isLarge(content)) return operations.push(set, kind, yield* boundsOf(content, family));
  const { bounds, count } = coverageInPlace(content.prefixes, family);
  operations.push(set, kind, bounds, count);
}

function* boundsOf(content: Content, family: Family): Steps<Uint32Array> {
  if (!isLarge(content)) return coverageOf(content.prefixes, family);
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
  readonly #names = new Names(false);
  readonly #contents = new Column<Content>();
  #next = 1;
  readonly #free: number[] = [];
  /** In this compilation, and the same by number. */
  #changed = new Pile<NumberedSet>();
  readonly #byNumber = new Column<NumberedSet>();

  constructor() {
    this.#names.elsewhere = (number) => {
      const content = this.#contents.get(number);
      return isLarge(content) ? undefined : content?.id;
    };
  }

  /** @throws {CompileError} UNKNOWN_SET, naming the rule, if the view has no such set (`gone`: it may have had it before) */
  of(id: string, rule: string, gone = false): NumberedSet {
    const set = this.#find(id);
    if (set !== undefined && (gone || set.now !== undefined)) return set;
    throw new CompileError(
      'UNKNOWN_SET',
      rule,
      `rule ${rule} names the address set ${id}, which the view does not hold`,
    );
  }

  #find(id: string): NumberedSet | undefined {
    const number = this.#names.numberOf(id);
    if (number === 0) return undefined;
    const content = this.#contents.get(number);
    return this.#byNumber.get(number) ?? { number, id, before: content, now: content, deltas: undefined };
  }

  idOf(number: number): string {
    return this.#names.nameOf(number) as string;
  }

  /** A set that is new, or replaces the one of its id. */
  *put(set: AddressSet): Steps<void> {
    const { id } = set;
    const known = this.#find(id);
    if (known?.now !== undefined && this.#byNumber.get(known.number) !== undefined) throw twice(id);
    this.#become(known ?? this.#add(id), yield* contentOf(set));
  }

  #add(id: string): NumberedSet {
    const number = this.#free.pop() ?? this.#next++;
    this.#names.give(id, number);
    return { number, id, before: undefined, now: undefined, deltas: undefined };
  }

  /** Prefixes leave a set and then others join it. @throws {CompileError} UNKNOWN_SET */
  *change({ id, added, removed }: SetChange): Steps<void> {
    const set = this.#find(id);
    const now = set?.now;
    if (set !== undefined && this.#byNumber.get(set.number) !== undefined) throw twice(id);
    if (set === undefined || now === undefined)
      throw new CompileError('UNKNOWN_SET', id, `the address set ${id} changes, which the view does not hold`);
    if (!isLarge(now) || now.size - removed.length < LARGE)
      return this.#become(set, yield* contentOf({ id, prefixes: changed(now.prefixes, added, removed) }));
    set.deltas = { 4: now.v4.change(added, removed), 6: now.v6.change(added, removed) };
    this.#note(set);
  }

  /** @throws {CompileError} UNKNOWN_SET */
  remove(id: string): void {
    const set = this.#find(id);
    if (set?.now === undefined)
      throw new CompileError('UNKNOWN_SET', id, `the address set ${id} goes, which the view does not hold`);
    set.now = undefined;
    this.#note(set);
  }

  #become(set: NumberedSet, content: Content): void {
    set.now = content;
    this.#note(set);
  }

  #note(set: NumberedSet): void {
    if (this.#byNumber.get(set.number) !== undefined) return;
    this.#byNumber.set(set.number, set);
    this.#changed.push(set);
  }

  /** What changed since the last compilation ended. */
  get changed(): ChangedSets {
    const byNumber = this.#byNumber;
    return new ChangedSets(this.#changed, (number) => byNumber.get(number));
  }

  /** Ends one compilation. */
  *settle(): Steps<void> {
    let done = 0;
    for (const { number, id, now } of this.#changed) {
      if (++done % STEP_ITEMS === 0) yield;
      if (now === undefined) {
        this.#names.take(number);
        this.#free.push(number);
      } else if (isLarge(now)) this.#names.keep(number, id);
      else this.#names.leave(number);
      this.#contents.set(number, now);
      this.#byNumber.set(number, undefined);
    }
    this.#changed = new Pile();
  }
}

const twice = (id: string): CompileError => new CompileError('DUPLICATE', id, `the view holds two address sets ${id}`);

function* contentOf(set: AddressSet): Steps<Content> {
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

function changed(prefixes: readonly Prefix[], added: readonly Prefix[], removed: readonly Prefix[]): Prefix[] {
  const all = new Map(prefixes.map((prefix) => [textOf(prefix), prefix]));
  for (const prefix of removed) all.delete(textOf(prefix));
  for (const prefix of added) all.set(textOf(prefix), prefix);
  return [...all.values()];
}
