/** The address sets of the view: numbered, with what they cover, and how that changed in this compilation. */
import type { Family, Prefix } from '../net/types.js';
import type { AddressSet, NodeView } from '../policy/view.js';
import { type Coverage, coverageOf, minus, toggled } from './coverage.js';
import { diffLists } from './lists.js';
import { CompileError } from './error.js';
import type { Operation } from './edit.js';
import { NO_WORDS, wordsOf } from './words.js';

/** Sets of at least so many prefixes live in the node-wide class map, where one update serves every policy that uses them. */
export const LARGE = 256;

export interface Covered {
  readonly 4: Coverage;
  readonly 6: Coverage;
  readonly large: boolean;
}

/** One set over all compilations of a line. */
export interface NumberedSet {
  readonly number: number;
  set: AddressSet;
  /** Before this compilation; undefined if it was not there. */
  before: Covered | undefined;
  /** Now; undefined if it is gone. */
  now: Covered | undefined;
  /** What it gained and lost in this compilation, once somebody asked. */
  deltas: { 4?: Delta; 6?: Delta } | undefined;
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
export function operationsOf(numbered: NumberedSet, family: Family, was: boolean, is: boolean, touched: boolean): Operation[] {
  const { number: set, before, now } = numbered;
  if (!was) return is && now !== undefined && now[family].bounds.length > 0 ? [{ set, kind: 'add', bounds: now[family].bounds }] : [];
  if (!is || now === undefined) return before === undefined ? [] : [{ set, kind: 'remove', bounds: before[family].bounds }];
  const { gained, lost } = deltaOf(numbered, family);
  const operations: Operation[] = [
    { set, kind: 'add', bounds: gained },
    { set, kind: 'remove', bounds: lost },
    ...(touched ? [{ set, kind: 'touch', bounds: now[family].bounds } as const] : []),
  ];
  return operations.filter((operation) => operation.bounds.length > 0);
}

function deltaOf(numbered: NumberedSet, family: Family): Delta {
  if (numbered.before === numbered.now) return { gained: NO_WORDS, lost: NO_WORDS };
  const known = numbered.deltas?.[family];
  if (known !== undefined) return known;
  const w = wordsOf(family);
  const was = numbered.before?.[family].bounds ?? NO_WORDS;
  const is = numbered.now?.[family].bounds ?? NO_WORDS;
  const delta = was === is ? { gained: NO_WORDS, lost: NO_WORDS } : { gained: minus(is, was, w), lost: minus(was, is, w) };
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
export function noteSetChange(set: AddressSet, old: AddressSet, added: readonly Prefix[], removed: readonly Prefix[]): void {
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
    throw new CompileError('UNKNOWN_SET', rule, `rule ${rule} names the address set ${id}, which the view does not hold`);
  }

  /** The id of a large set in use. */
  idOf(number: number): string {
    return this.#ids.get(number) as string;
  }

  /** @returns the sets that are new, changed or gone */
  update(before: NodeView | undefined, view: NodeView): NumberedSet[] {
    const { removed, added } = diffLists(before?.sets ?? [], view.sets);
    const changed = new Set<NumberedSet>();
    for (const { id } of removed) {
      const numbered = this.#byId.get(id) as NumberedSet;
      numbered.now = undefined;
      changed.add(numbered);
    }
    for (const set of added) {
      const known = this.#byId.get(set.id);
      if (known?.now !== undefined) throw new CompileError('DUPLICATE', set.id, `the view holds two address sets ${set.id}`);
      const numbered = known ?? { number: this.#next++, set, before: undefined, now: undefined, deltas: undefined };
      numbered.now = known?.before === undefined ? covered(set) : follow(set, known.set, numbered);
      numbered.set = set;
      this.#byId.set(set.id, numbered);
      if (numbered.now.large) this.#ids.set(numbered.number, set.id);
      changed.add(numbered);
    }
    return [...changed];
  }

  /** Ends one compilation. */
  settle(changed: readonly NumberedSet[]): void {
    for (const numbered of changed) {
      numbered.before = numbered.now;
      numbered.deltas = undefined;
      if (numbered.now !== undefined) continue;
      this.#byId.delete(numbered.set.id);
      this.#ids.delete(numbered.number);
    }
  }
}

function covered({ prefixes }: AddressSet): Covered {
  return { 4: coverageOf(prefixes, 4), 6: coverageOf(prefixes, 6), large: prefixes.length >= LARGE };
}

/**
 * The new coverage by the notes that lead from the old set to the new one, if they do.
 * @param numbered gets its deltas where one note tells them
 */
function follow(set: AddressSet, old: AddressSet, numbered: NumberedSet): Covered {
  const before = numbered.before as Covered;
  if (set === old) return before;
  const trail: Note[] = [];
  let at: AddressSet | undefined = set;
  let length = old.prefixes.length;
  while (at !== undefined && at !== old && trail.length < LONGEST_TRAIL) {
    const note: Note | undefined = notes.get(at);
    if (note !== undefined) trail.unshift(note);
    at = note?.old;
  }
  notes.delete(set);
  for (const { added, removed } of trail) length += added.length - removed.length;
  if (at !== old || length !== set.prefixes.length) return covered(set);
  const result = { 4: before[4], 6: before[6] };
  for (const family of [4, 6] as const) {
    for (const { added, removed } of trail) {
      const next = change(result[family], added, removed, family);
      if (next === undefined) return covered(set);
      result[family] = next.coverage;
      if (trail.length === 1) numbered.deltas = { ...numbered.deltas, [family]: next.delta };
    }
  }
  return { ...result, large: set.prefixes.length >= LARGE };
}

/** undefined where overlapping prefixes hide what is left after a removal. */
function change({ bounds, overlapping }: Coverage, added: readonly Prefix[], removed: readonly Prefix[], family: Family): { coverage: Coverage; delta: Delta } | undefined {
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
