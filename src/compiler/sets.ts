/** The address sets of the view: numbered, with what they cover, and how that changed in this compilation. */
import type { Family, Prefix } from '../net/types.js';
import type { AddressSet, NodeView } from '../policy/view.js';
import { type Coverage, coverageInPlace, coverageOf, coverageSteps, minus, toggled } from './coverage.js';
import type { Operations } from './edit.js';
import { CompileError } from './error.js';
import { diffLists } from './lists.js';
import { finish, STEP_ITEMS, type Steps } from './steps.js';
import { NO_WORDS, wordsOf } from './words.js';

/** Sets of at least so many prefixes live in the node-wide class map, where one update serves every policy that uses them. */
export const LARGE = 256;

/** Sets of at most so many prefixes have their coverage computed when it is wanted, not kept: there may be millions. */
const FEW = 8;

/** An address set with what it covers. */
export class CoveredSet {
  #v4: Coverage | undefined;
  #v6: Coverage | undefined;

  constructor(
    readonly set: AddressSet,
    known?: { readonly 4: Coverage; readonly 6: Coverage },
  ) {
    this.#v4 = known?.[4];
    this.#v6 = known?.[6];
  }

  get large(): boolean {
    return this.set.prefixes.length >= LARGE;
  }

  /** Hands all that it covers to an edit. */
  push(operations: Operations, set: number, kind: 'add' | 'remove' | 'touch', family: Family): void {
    const { prefixes } = this.set;
    if (prefixes.length > FEW) {
      operations.push(set, kind, this.coverage(family).bounds);
      return;
    }
    const { bounds, count } = coverageInPlace(prefixes, family);
    operations.push(set, kind, bounds, count);
  }

  /** What `coverage` will say, worked out in steps. */
  *prepare(family: Family): Steps<void> {
    const known = family === 4 ? this.#v4 : this.#v6;
    if (known !== undefined || !this.large) return;
    const coverage = yield* coverageSteps(this.set.prefixes, family);
    if (family === 4) this.#v4 = coverage;
    else this.#v6 = coverage;
  }

  coverage(family: Family): Coverage {
    const known = family === 4 ? this.#v4 : this.#v6;
    if (known !== undefined) return known;
    const coverage = coverageOf(this.set.prefixes, family);
    if (this.set.prefixes.length <= FEW) return coverage;
    if (family === 4) this.#v4 = coverage;
    else this.#v6 = coverage;
    return coverage;
  }
}

/** One set over all compilations of a line. */
export interface NumberedSet {
  readonly number: number;
  readonly id: string;
  /** Before this compilation; undefined if it was not there. */
  before: CoveredSet | undefined;
  /** Now; undefined if it is gone. */
  now: CoveredSet | undefined;
  /** What it gained and lost in this compilation, once somebody asked. */
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

interface Delta {
  readonly gained: Uint32Array;
  readonly lost: Uint32Array;
}

/**
 * What a partition must do about a set that changed.
 * @param was whether the partition held it before this compilation
 * @param is whether it holds it now
 * @param touched whether its ranges are to be lowered again in any case
 */
export function pushOperations(
  operations: Operations,
  numbered: NumberedSet,
  family: Family,
  was: boolean,
  is: boolean,
  touched: boolean,
): void {
  const { number: set, before, now } = numbered;
  if (!was) {
    if (is) now?.push(operations, set, 'add', family);
    return;
  }
  if (!is || now === undefined) {
    before?.push(operations, set, 'remove', family);
    return;
  }
  const { gained, lost } = deltaOf(numbered, family);
  operations.push(set, 'add', gained);
  operations.push(set, 'remove', lost);
  if (touched) now.push(operations, set, 'touch', family);
}

const NO_DELTA: Delta = { gained: NO_WORDS, lost: NO_WORDS };

function deltaOf(numbered: NumberedSet, family: Family): Delta {
  if (numbered.before === numbered.now) return NO_DELTA;
  return numbered.deltas?.[family] ?? finish(prepareDelta(numbered, family));
}

/** What a set gained and lost, for later: each of the two in a step of its own. */
export function* prepareDelta(numbered: NumberedSet, family: Family): Steps<Delta> {
  const { before, now } = numbered;
  const known = numbered.deltas?.[family];
  if (known !== undefined) return known;
  const w = wordsOf(family);
  const was = before?.coverage(family).bounds ?? NO_WORDS;
  const is = now?.coverage(family).bounds ?? NO_WORDS;
  yield;
  const gained = was === is ? NO_WORDS : minus(is, was, w);
  yield;
  const lost = was === is ? NO_WORDS : minus(was, is, w);
  yield;
  const delta: Delta = { gained, lost };
  numbered.deltas = { ...numbered.deltas, [family]: delta };
  return delta;
}

interface Note {
  readonly old: AddressSet;
  readonly added: readonly Prefix[];
  readonly removed: readonly Prefix[];
}

const notes = new WeakMap<AddressSet, Note>();

/**
 * Tells the compiler how a set came from another one, so that it need not compare them: `set` has the prefixes of `old`,
 * less `removed`, plus `added`. Only a hint about cost: without it the result is the same. It is forgotten once used.
 */
export function noteSetChange(
  set: AddressSet,
  old: AddressSet,
  added: readonly Prefix[],
  removed: readonly Prefix[],
): void {
  notes.set(set, { old, added, removed });
}

/** How many notes may lie between two compilations before a comparison is cheaper. */
const LONGEST_TRAIL = 4096;

export class Sets {
  readonly #byId = new Map<string, NumberedSet>();
  readonly #ids = new Map<number, string>();
  #next = 1;

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

  /** @returns the sets that are new, changed or gone */
  *update(before: NodeView | undefined, view: NodeView): Steps<NumberedSet[]> {
    const { removed, added } = diffLists(before?.sets ?? [], view.sets);
    const changed: NumberedSet[] = [];
    let done = 0;
    for (const { id } of removed) {
      if (++done % STEP_ITEMS === 0) yield;
      const numbered = this.#byId.get(id) as NumberedSet;
      numbered.now = undefined;
      changed.push(numbered);
    }
    for (const set of added) {
      if (++done % STEP_ITEMS === 0) yield;
      const known = this.#byId.get(set.id);
      if (known?.now !== undefined)
        throw new CompileError('DUPLICATE', set.id, `the view holds two address sets ${set.id}`);
      const numbered = known ?? {
        number: this.#next++,
        id: set.id,
        before: undefined,
        now: undefined,
        deltas: undefined,
      };
      numbered.now = follow(set, numbered) ?? new CoveredSet(set);
      if (known === undefined) this.#byId.set(set.id, numbered);
      if (numbered.now.large) this.#ids.set(numbered.number, set.id);
      // One that is known and not there was removed just now.
      if (known === undefined) changed.push(numbered);
    }
    return changed;
  }

  /** Ends one compilation. */
  *settle(changed: readonly NumberedSet[]): Steps<void> {
    for (const [i, numbered] of changed.entries()) {
      if (i % STEP_ITEMS === 0) yield;
      numbered.before = numbered.now;
      numbered.deltas = undefined;
      if (numbered.now !== undefined) continue;
      this.#byId.delete(numbered.id);
      this.#ids.delete(numbered.number);
    }
  }
}

/** The set as the notes that lead to it from the one before tell it, if they do; it gets its deltas from a single note. */
function follow(set: AddressSet, numbered: NumberedSet): CoveredSet | undefined {
  const { before } = numbered;
  if (before === undefined || set === before.set) return before;
  const trail: Note[] = [];
  let at: AddressSet | undefined = set;
  let length = before.set.prefixes.length;
  while (at !== undefined && at !== before.set && trail.length < LONGEST_TRAIL) {
    const note: Note | undefined = notes.get(at);
    if (note !== undefined) trail.unshift(note);
    at = note?.old;
  }
  notes.delete(set);
  for (const { added, removed } of trail) length += added.length - removed.length;
  if (at !== before.set || length !== set.prefixes.length) return undefined;
  const result = { 4: before.coverage(4), 6: before.coverage(6) };
  for (const family of [4, 6] as const) {
    for (const { added, removed } of trail) {
      const next = change(result[family], added, removed, family);
      if (next === undefined) return undefined;
      result[family] = next.coverage;
      if (trail.length === 1) numbered.deltas = { ...numbered.deltas, [family]: next.delta };
    }
  }
  return new CoveredSet(set, result);
}

/** undefined where overlapping prefixes hide what is left after a removal. */
function change(
  { bounds, overlapping }: Coverage,
  added: readonly Prefix[],
  removed: readonly Prefix[],
  family: Family,
): { coverage: Coverage; delta: Delta } | undefined {
  const w = wordsOf(family);
  const less = coverageOf(removed, family);
  const more = coverageOf(added, family);
  if (less.bounds.length > 0 && overlapping) return undefined;
  const left = toggled(bounds, less.bounds, w);
  const joined = minus(more.bounds, left, w);
  const overlaps = overlapping || more.overlapping || !sameWords(joined, more.bounds);
  const coverage = { bounds: toggled(left, joined, w), overlapping: overlaps };
  // A prefix that goes while another comes in its place is neither gained nor lost.
  return { coverage, delta: { gained: minus(joined, less.bounds, w), lost: minus(less.bounds, joined, w) } };
}

function sameWords(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}
