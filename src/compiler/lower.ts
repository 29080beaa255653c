/** Lower: the terms of one direction, for all endpoints with the same policies, become a matcher. */
import type { Direction, Family } from '../net/types.js';
import type { Defaults } from './cell.js';
import type { Classes } from './classes.js';
import { edit, type Operation } from './edit.js';
import { CompileError } from './error.js';
import { type Limits, type Work, within } from './limits.js';
import { type Chunk, emptyPartition, type Partition } from './partition.js';
import type { Matcher, RangeChunk, RangeMap } from './plan.js';
import { mergeAll, mergePorts, NO_PORTS, type PortMap } from './ports.js';
import { isRestricted, type LiveRef, type LiveRow, type Rows } from './row.js';
import type { CompiledRule, Term } from './rules.js';
import { type NumberedSet, operationsOf, type Sets } from './sets.js';
import type { Signature, Signatures } from './signature.js';
import { compareAt, wordsOf } from './words.js';

/** What every matcher of a compilation line shares. */
export interface Workshop {
  readonly limits: Limits;
  readonly sets: Sets;
  readonly signatures: Signatures;
  readonly classes: Classes;
  readonly rows: Rows;
  /** Of the compilation under way. */
  work: Work;
  /** What to let go when it is done: what is used before and after must stay the same object. */
  releases: (() => void)[];
}

interface LoweredChunk {
  readonly chunk: RangeChunk;
  readonly refs: readonly LiveRef[];
  readonly restricted: boolean;
}

/** How a side uses a set, in one compilation. */
interface Use {
  readonly set: NumberedSet;
  /** Whether it used it before. */
  readonly before: boolean;
  /** Whether what it says of the set has changed. */
  touched: boolean;
}

type Part = Partition<LoweredChunk>;

/** Matchers of one row, wherever they come from. */
const uniform = new WeakMap<LiveRef, Matcher>();

/** What one compilation changes for a side. */
export interface Change {
  readonly removed: readonly CompiledRule[];
  readonly added: readonly CompiledRule[];
  /** Sets that changed in this compilation, by number. */
  readonly sets: ReadonlyMap<number, NumberedSet>;
  readonly defaults: Defaults;
  readonly renumbered: boolean;
}

export class Side {
  #defaults: Defaults | undefined;
  readonly #any = new Set<Term>();
  #base: PortMap = NO_PORTS;
  readonly #terms = new Map<number, Term[]>();
  readonly #large = new Set<number>();
  #parts: { 4: Part; 6: Part };
  #matcher: Matcher | undefined;
  ranges = { 4: 0, 6: 0 };

  constructor(
    readonly direction: Direction,
    readonly shop: Workshop,
  ) {
    this.#parts = { 4: emptyPartition(4, shop.signatures.none), 6: emptyPartition(6, shop.signatures.none) };
    for (const family of [4, 6] as const) this.#hold(this.#parts[family].chunks);
  }

  get matcher(): Matcher {
    return this.#matcher as Matcher;
  }

  update({ removed, added, sets, defaults, renumbered }: Change): void {
    if (removed.length + added.length + sets.size === 0 && !renumbered && defaults === this.#defaults) return;
    const uses = new Map<number, Use>();
    for (const set of this.#changedOf(sets)) uses.set(set.number, { set, before: true, touched: false });
    const note = (set: NumberedSet): void => {
      const use = uses.get(set.number);
      if (use === undefined) uses.set(set.number, { set, before: this.#terms.has(set.number), touched: true });
      else use.touched = true;
    };
    let baseChanged = false;
    for (const [rules, change] of [[removed, this.#remove], [added, this.#add]] as const) {
      for (const rule of rules) {
        if (rule.direction !== this.direction) continue;
        for (const term of rule.terms) if (change.call(this, term, rule, note)) baseChanged = true;
      }
    }
    if (baseChanged) this.#base = mergeAll([...this.#any].map((term) => term.ports), this.shop.work);
    const all = this.#settleLarge(uses.values(), renumbered) || baseChanged || defaults !== this.#defaults;
    if (uses.size === 0 && !all) return;
    this.#defaults = defaults;
    this.#rebuild([...uses.values()], all);
  }

  /** Those of the sets that it uses. */
  *#changedOf(sets: ReadonlyMap<number, NumberedSet>): Iterable<NumberedSet> {
    const [fewer, others] = sets.size < this.#terms.size ? [sets, this.#terms] : [this.#terms, sets];
    for (const number of fewer.keys()) if (others.has(number)) yield sets.get(number) as NumberedSet;
  }

  #add(term: Term, rule: CompiledRule, note: (set: NumberedSet) => void): boolean {
    if (term.peers === 'any') {
      this.#any.add(term);
      return true;
    }
    for (const id of new Set(term.peers)) {
      const set = this.shop.sets.of(id, rule.entry.rule);
      note(set);
      const terms = this.#terms.get(set.number);
      if (terms === undefined) this.#terms.set(set.number, [term]);
      else terms.push(term);
    }
    return false;
  }

  #remove(term: Term, rule: CompiledRule, note: (set: NumberedSet) => void): boolean {
    if (term.peers === 'any') return this.#any.delete(term);
    for (const id of new Set(term.peers)) {
      const set = this.shop.sets.of(id, rule.entry.rule, true);
      note(set);
      const terms = this.#terms.get(set.number) as Term[];
      if (terms.length === 1) this.#terms.delete(set.number);
      else terms.splice(terms.indexOf(term), 1);
    }
    return false;
  }

  /** @returns whether every range is to be lowered again because of what the large sets do */
  #settleLarge(uses: Iterable<Use>, renumbered: boolean): boolean {
    let all = false;
    for (const { set, before, touched } of uses) {
      if (set.now === undefined && this.#terms.has(set.number)) throw missing(set, this.#terms.get(set.number) as Term[]);
      const wasLarge = before && set.before?.large === true;
      const isLarge = this.#terms.has(set.number) && set.now?.large === true;
      if (wasLarge !== isLarge || (isLarge && touched)) all = true;
      if (isLarge) this.#large.add(set.number);
      else this.#large.delete(set.number);
    }
    return all || (renumbered && this.#large.size > 0);
  }

  #rebuild(uses: readonly Use[], all: boolean): void {
    const lowering = new Lowering(this.shop, this.#defaults as Defaults, this.#base, this.#terms, this.#large);
    let changed = this.#matcher === undefined;
    for (const family of [4, 6] as const) {
      const operations: Operation[] = [];
      for (const { set, before, touched } of uses) {
        const inlineBefore = before && set.before !== undefined && !set.before.large;
        const inlineNow = set.now !== undefined && !set.now.large && this.#terms.has(set.number);
        for (const operation of operationsOf(set, family, inlineBefore, inlineNow, touched)) operations.push(operation);
      }
      const { partition, fresh, gone } = edit(this.#parts[family], operations, this.shop.signatures, this.shop.work);
      this.#parts[family] = partition;
      const anew = all ? partition.chunks : fresh;
      if (anew.length === 0) continue;
      changed = true;
      this.#hold(fresh);
      this.#lower(family, anew, gone, lowering);
      this.#drop(gone);
    }
    if (changed) this.#matcher = this.#assemble();
  }

  #hold(chunks: readonly Chunk<LoweredChunk>[]): void {
    for (const chunk of chunks) for (const signature of chunk.signatures) this.shop.signatures.retain(signature);
  }

  #drop(chunks: readonly Chunk<LoweredChunk>[]): void {
    for (const chunk of chunks) for (const signature of chunk.signatures) this.shop.signatures.release(signature);
  }

  #lower(family: Family, anew: readonly Chunk<LoweredChunk>[], gone: readonly Chunk<LoweredChunk>[], lowering: Lowering): void {
    const w = wordsOf(family);
    let g = 0;
    for (const chunk of anew) {
      while (g < gone.length && compareAt((gone[g] as Chunk<LoweredChunk>).starts, 0, chunk.starts, 0, w) < 0) g++;
      const same = gone[g] !== undefined && compareAt((gone[g] as Chunk<LoweredChunk>).starts, 0, chunk.starts, 0, w) === 0;
      const old = chunk.lowered ?? (same ? gone[g]?.lowered : undefined);
      if (chunk.lowered !== undefined) this.#release(chunk.lowered, w);
      const lowered = lowering.chunk(chunk, w, old);
      for (const ref of lowered.refs) this.shop.rows.retain(ref);
      this.ranges[family] += lowered.chunk.starts.length / w;
      chunk.lowered = lowered;
      within(this.shop.limits, 'ranges', this.ranges[family], `ranges of addresses in one direction of one endpoint (IPv${family})`);
    }
    for (const chunk of gone) if (chunk.lowered !== undefined) this.#release(chunk.lowered, w);
  }

  #release({ refs, chunk }: LoweredChunk, w: number): void {
    this.ranges[w === 1 ? 4 : 6] -= chunk.starts.length / w;
    this.shop.releases.push(() => {
      for (const ref of refs) this.shop.rows.release(ref);
    });
  }

  #assemble(): Matcher {
    const lowered = { 4: this.#parts[4].chunks.map((c) => c.lowered as LoweredChunk), 6: this.#parts[6].chunks.map((c) => c.lowered as LoweredChunk) };
    const [row] = lowered[4][0]?.refs as readonly LiveRef[];
    const single = this.ranges[4] === 1 && this.ranges[6] === 1 && row !== undefined && row === lowered[6][0]?.refs[0];
    const known = single ? uniform.get(row) : undefined;
    if (known !== undefined) return known;
    const restricted = lowered[4].some((c) => c.restricted) || lowered[6].some((c) => c.restricted);
    const matcher = { v4: mapOf(lowered[4], this.#matcher?.v4), v6: mapOf(lowered[6], this.#matcher?.v6), restricted };
    if (single) uniform.set(row, matcher);
    return matcher;
  }

  /** Lets go of everything: no endpoint needs it any more. */
  close(): void {
    for (const family of [4, 6] as const) {
      for (const chunk of this.#parts[family].chunks) if (chunk.lowered !== undefined) this.#release(chunk.lowered, wordsOf(family));
      this.#drop(this.#parts[family].chunks);
    }
  }
}

function missing({ id }: NumberedSet, [term]: readonly Term[]): CompileError {
  const rule = term?.ports.decisions.find((decision) => decision.entries.length > 0)?.entries[0]?.rule ?? '';
  return new CompileError('UNKNOWN_SET', rule, `rule ${rule} names the address set ${id}, which the view does not hold`);
}

function mapOf(lowered: readonly LoweredChunk[], before: RangeMap | undefined): RangeMap {
  const chunks = lowered.map((c) => c.chunk);
  const same = before !== undefined && before.chunks.length === chunks.length && chunks.every((chunk, i) => chunk === before.chunks[i]);
  return same ? before : { chunks };
}

/** One pass of lowering: remembers what each signature leads to. */
class Lowering {
  readonly #merged = new Map<number, PortMap>();
  #byClass: PortMap[] | undefined;

  constructor(
    readonly shop: Workshop,
    readonly defaults: Defaults,
    readonly base: PortMap,
    readonly terms: ReadonlyMap<number, readonly Term[]>,
    readonly large: ReadonlySet<number>,
  ) {}

  chunk(chunk: Chunk<LoweredChunk>, w: number, old: LoweredChunk | undefined): LoweredChunk {
    const refs: LiveRef[] = [];
    const kept: number[] = [];
    let restricted = false;
    chunk.signatures.forEach((signature, i) => {
      const ref = this.#ref(signature);
      if (ref === refs.at(-1)) return;
      refs.push(ref);
      kept.push(i);
      restricted ||= isRestricted(ref);
    });
    const starts = kept.length === chunk.signatures.length ? chunk.starts : pick(chunk.starts, kept, w);
    if (old !== undefined && equal(old.chunk.starts, starts) && equal(old.refs, refs)) return old;
    const rows = refs.slice();
    return { chunk: { starts, rows }, refs: rows, restricted };
  }

  #ref(signature: Signature): LiveRef {
    if (signature.refPass === this) return signature.ref as LiveRef;
    const ref = this.#make(this.#union(signature.sets, this.base));
    signature.ref = ref;
    signature.refPass = this;
    return ref;
  }

  #make(inline: PortMap): LiveRef {
    const { rows, work } = this.shop;
    if (this.large.size === 0) return rows.of(inline, this.defaults);
    this.#byClass ??= this.#classPorts();
    const byPorts = new Map<PortMap, LiveRow>();
    const byClass = this.#byClass.map((ports) => {
      let row = byPorts.get(ports);
      if (row === undefined) {
        row = rows.of(mergePorts(inline, ports, work), this.defaults);
        byPorts.set(ports, row);
      }
      return row;
    });
    work.add(byClass.length);
    const [first] = byClass;
    return byClass.every((row) => row === first) ? (first as LiveRow) : rows.table(byClass);
  }

  /** What this direction says of each class; a free number says what class 0 says. */
  #classPorts(): PortMap[] {
    const known = new Map<Signature, PortMap>();
    return this.shop.classes.list.map((signature) => {
      if (signature === undefined) return NO_PORTS;
      const mine = this.shop.signatures.only(signature, (set) => this.large.has(set), this.shop.work);
      let ports = known.get(mine);
      if (ports === undefined) {
        ports = this.#union(mine.sets, NO_PORTS);
        known.set(mine, ports);
      }
      return ports;
    });
  }

  #union(sets: readonly number[], base: PortMap): PortMap {
    if (sets.length === 0) return base;
    if (sets.length === 1) return mergePorts(base, this.#ofSet(sets[0] as number), this.shop.work);
    return mergeAll([base, ...sets.map((set) => this.#ofSet(set))], this.shop.work);
  }

  #ofSet(set: number): PortMap {
    const terms = this.terms.get(set) as readonly Term[];
    if (terms.length === 1) return (terms[0] as Term).ports;
    let ports = this.#merged.get(set);
    if (ports === undefined) {
      ports = mergeAll(terms.map((term) => term.ports), this.shop.work);
      this.#merged.set(set, ports);
    }
    return ports;
  }
}

function pick(starts: Uint32Array, kept: readonly number[], w: number): Uint32Array {
  const out = new Uint32Array(kept.length * w);
  kept.forEach((from, to) => {
    for (let k = 0; k < w; k++) out[to * w + k] = starts[from * w + k] as number;
  });
  return out;
}

function equal(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
