/** Lower: the terms of one direction, for all endpoints with the same policies, become a matcher. */
import type { Direction, Family } from '../net/types.js';
import { Pieces } from '../policy/pieces.js';
import type { Defaults } from './cell.js';
import { edit, Operations, type Run, spliced } from './edit.js';
import { CompileError } from './error.js';
import { within } from './limits.js';
import { NumberMap } from './number-map.js';
import { type Chunk, chunkAt, emptyPartition, type Partition } from './partition.js';
import { type LoweredChunk, Lowering, type Workshop } from './pass.js';
import type { Matcher, RangeMap } from './plan.js';
import { mergeAll, NO_PORTS, type PortMap } from './ports.js';
import type { CompiledRule, Term } from './rule.js';
import type { Content } from './set-contents.js';
import { pushOperations, pushSmall } from './set-operations.js';
import type { ChangedSets, NumberedSet } from './sets.js';
import { STEP_CHUNKS, STEP_ITEMS, type Steps } from './steps.js';
import { compareAt, wordsOf } from './words.js';

/** How a side uses a set, in one compilation. */
interface Use {
  readonly set: NumberedSet;
  /** Whether it used it before. */
  readonly before: boolean;
  /** Whether what it says of the set has changed. */
  touched: boolean;
}

type Part = Partition<LoweredChunk>;
/** How the lists of chunks came from those before; undefined: any may be lowered to something else. */
type Runs = { readonly [F in Family]: readonly Run<LoweredChunk>[] } | undefined;

/** What one compilation changes for a side. */
export interface Change {
  readonly removed: readonly CompiledRule[];
  readonly added: readonly CompiledRule[];
  /** Sets that changed in this compilation. */
  readonly sets: ChangedSets;
  readonly defaults: Defaults;
  readonly renumbered: boolean;
}

/** Whether what changed about a set is told by the class map, which no side has to look at. */
const inClassesAlone = (set: NumberedSet): boolean => set.isLarge && set.before === set.now;

export class Side {
  #defaults: Defaults | undefined;
  readonly #any = new Set<Term>();
  #base: PortMap = NO_PORTS;
  /** What says something of a set: an array where it is more than one term. */
  readonly #terms = new NumberMap<Term | Term[]>();
  readonly #large = new Set<number>();
  #parts: { 4: Part; 6: Part };
  /** Chunks in which some packet may be denied. */
  #denying = 0;
  #matcher: Matcher | undefined;
  ranges = { 4: 0, 6: 0 };

  constructor(
    readonly direction: Direction,
    readonly shop: Workshop,
    /** Of whose chunks those of equal content are taken. */
    readonly twin?: Side,
  ) {
    this.#parts = { 4: emptyPartition(4, shop.signatures.none), 6: emptyPartition(6, shop.signatures.none) };
    for (const family of [4, 6] as const) this.#hold(this.#parts[family].chunks);
  }

  get matcher(): Matcher {
    return this.#matcher as Matcher;
  }

  /** Whether it has to look at one of these sets. */
  names(sets: ChangedSets): boolean {
    for (const set of sets.among(this.#terms)) if (!inClassesAlone(set)) return true;
    return false;
  }

  *update({ removed, added, sets, defaults, renumbered }: Change): Steps<void> {
    if (removed.length + added.length + sets.list.length === 0 && !renumbered && defaults === this.#defaults) return;
    const uses = new Map<number, Use>();
    for (const set of sets.among(this.#terms))
      if (!inClassesAlone(set)) uses.set(set.number, { set, before: true, touched: false });
    const note = (set: NumberedSet): void => {
      const use = uses.get(set.number);
      if (use === undefined) uses.set(set.number, { set, before: this.#terms.has(set.number), touched: true });
      else use.touched = true;
    };
    let baseChanged = false;
    for (const [rules, change] of [
      [removed, this.#remove],
      [added, this.#add],
    ] as const) {
      for (const [i, rule] of rules.entries()) {
        if (i % STEP_ITEMS === 0) yield;
        if (rule.direction !== this.direction) continue;
        for (const term of rule.terms) if (change.call(this, term, rule, note)) baseChanged = true;
      }
    }
    if (baseChanged)
      this.#base = mergeAll(
        [...this.#any].map((term) => term.ports(this.shop.pass)),
        this.shop.work,
      );
    const all = this.#settleLarge(uses.values(), renumbered) || baseChanged || defaults !== this.#defaults;
    if (uses.size === 0 && !all) return;
    this.#defaults = defaults;
    yield* this.#rebuild([...uses.values()], all);
  }

  #add(term: Term, rule: CompiledRule, note: (set: NumberedSet) => void): boolean {
    if (term.peers === 'any') {
      this.#any.add(term);
      return true;
    }
    for (const id of term.peers.length === 1 ? term.peers : new Set(term.peers)) {
      const set = this.shop.sets.of(id, rule.rule.id);
      note(set);
      const terms = this.#terms.get(set.number);
      if (terms === undefined) this.#terms.set(set.number, term);
      else if (Array.isArray(terms)) terms.push(term);
      else this.#terms.set(set.number, [terms, term]);
    }
    return false;
  }

  #remove(term: Term, rule: CompiledRule, note: (set: NumberedSet) => void): boolean {
    if (term.peers === 'any') return this.#any.delete(term);
    for (const id of term.peers.length === 1 ? term.peers : new Set(term.peers)) {
      const set = this.shop.sets.of(id, rule.rule.id, true);
      note(set);
      const terms = this.#terms.get(set.number);
      if (Array.isArray(terms) && terms.length > 1) terms.splice(terms.indexOf(term), 1);
      else this.#terms.delete(set.number);
    }
    return false;
  }

  /** @returns whether every range is to be lowered again because of what the large sets do */
  #settleLarge(uses: Iterable<Use>, renumbered: boolean): boolean {
    let all = false;
    for (const { set, before, touched } of uses) {
      if (!set.isThere && this.#terms.has(set.number)) throw missing(set, this.#terms.get(set.number) as Term | Term[]);
      const was = before && set.wasLarge;
      const is = this.#terms.has(set.number) && set.isLarge;
      if (was !== is || (is && touched)) all = true;
      if (is) this.#large.add(set.number);
      else this.#large.delete(set.number);
    }
    return all || (renumbered && this.#large.size > 0);
  }

  *#rebuild(uses: readonly Use[], all: boolean): Steps<void> {
    const lowering = new Lowering(this.shop, this.#defaults as Defaults, this.#base, this.#terms, this.#large);
    let changed = this.#matcher === undefined;
    const edits: { [F in Family]: readonly Run<LoweredChunk>[] } = { 4: [], 6: [] };
    for (const family of [4, 6] as const) {
      const operations = new Operations(wordsOf(family));
      for (const [i, { set, before, touched }] of uses.entries()) {
        if (i % STEP_ITEMS === 0) yield;
        const inlineBefore = before && set.wasThere && !set.wasLarge;
        const inlineNow = set.isThere && !set.isLarge && this.#terms.has(set.number);
        if (!inlineBefore && inlineNow) pushSmall(operations, set.number, family, 'add', set.now as Content);
        else if (inlineBefore && !inlineNow) pushSmall(operations, set.number, family, 'remove', set.before as Content);
        else if (inlineBefore) yield* pushOperations(operations, set, family, true, true, touched);
      }
      const { partition, runs, fresh, gone } = yield* edit(
        this.#parts[family],
        operations,
        this.shop.signatures,
        this.shop.work,
      );
      this.#parts[family] = partition;
      edits[family] = runs;
      const anew = all ? partition.chunks : fresh;
      if (anew.length === 0) continue;
      changed = true;
      this.#hold(fresh);
      yield* this.#lower(family, anew, gone, lowering);
      this.#drop(gone);
    }
    if (changed) this.#matcher = this.#assemble(all ? undefined : edits);
  }

  #hold(chunks: Iterable<Chunk<LoweredChunk>>): void {
    for (const chunk of chunks) for (const signature of chunk.signatures) this.shop.signatures.retain(signature);
  }

  #drop(chunks: Iterable<Chunk<LoweredChunk>>): void {
    for (const chunk of chunks) for (const signature of chunk.signatures) this.shop.signatures.release(signature);
  }

  *#lower(
    family: Family,
    anew: Iterable<Chunk<LoweredChunk>>,
    gone: readonly Chunk<LoweredChunk>[],
    lowering: Lowering,
  ): Steps<void> {
    const w = wordsOf(family);
    let g = 0;
    let done = 0;
    for (const chunk of anew) {
      if (done++ % STEP_CHUNKS === 0) yield;
      while (g < gone.length && compareAt((gone[g] as Chunk<LoweredChunk>).starts, 0, chunk.starts, 0, w) < 0) g++;
      const same =
        gone[g] !== undefined && compareAt((gone[g] as Chunk<LoweredChunk>).starts, 0, chunk.starts, 0, w) === 0;
      const old = chunk.lowered ?? (same ? gone[g]?.lowered : undefined);
      if (chunk.lowered !== undefined) this.#release(chunk.lowered, w);
      const lowered = lowering.chunk(chunk, w, old, this.twin?.loweredAt(family, chunk.starts));
      for (const ref of lowered.rows) this.shop.rows.retain(ref);
      this.ranges[family] += lowered.starts.length / w;
      if (lowered.restricted) this.#denying++;
      chunk.lowered = lowered;
      within(
        this.shop.limits,
        'ranges',
        this.ranges[family],
        `ranges of addresses in one direction of one endpoint (IPv${family})`,
      );
    }
    for (const chunk of gone) if (chunk.lowered !== undefined) this.#release(chunk.lowered, w);
  }

  /** What the chunk that begins there is lowered to. */
  loweredAt(family: Family, starts: Uint32Array): LoweredChunk | undefined {
    const { chunks } = this.#parts[family];
    const w = wordsOf(family);
    const chunk = chunks.at(chunkAt(chunks, starts, 0, w));
    return chunk !== undefined && compareAt(chunk.starts, 0, starts, 0, w) === 0 ? chunk.lowered : undefined;
  }

  #release({ starts, rows, restricted }: LoweredChunk, w: number): void {
    this.ranges[w === 1 ? 4 : 6] -= starts.length / w;
    if (restricted) this.#denying--;
    this.shop.releases.push(() => {
      for (const ref of rows) this.shop.rows.release(ref);
    });
  }

  #assemble(runs: Runs): Matcher {
    const [first4, first6] = [loweredOf(this.#parts[4].chunks.at(0)), loweredOf(this.#parts[6].chunks.at(0))];
    const [row] = first4.rows;
    const single = this.ranges[4] === 1 && this.ranges[6] === 1 && row !== undefined && row === first6.rows[0];
    const known = single ? this.shop.uniform.get(row) : undefined;
    if (known !== undefined) return known;
    const matcher = { v4: this.#mapOf(4, runs), v6: this.#mapOf(6, runs), restricted: this.#denying > 0 };
    const { twin } = this;
    if (twin?.matcher.v4 === matcher.v4 && twin.matcher.v6 === matcher.v6) return twin.matcher;
    if (single) this.shop.uniform.set(row, matcher);
    return matcher;
  }

  /** The map before, or the twin's, where the chunks are the same. */
  #mapOf(family: Family, runs: Runs): RangeMap {
    const name = family === 4 ? 'v4' : 'v6';
    const { chunks } = this.#parts[family];
    const before = this.#matcher?.[name];
    const twins = this.twin?.matcher[name];
    if (twins !== undefined && isOf(twins, chunks)) return twins;
    if (before === undefined || runs === undefined)
      return before !== undefined && isOf(before, chunks) ? before : { chunks: loweredOfAll(chunks) };
    const same = runs[family].every(
      ({ at, remove, put }) =>
        put.length === remove && put.every((chunk, i) => loweredOf(chunk) === before.chunks.at(at + i)),
    );
    return same ? before : { chunks: spliced(before.chunks, runs[family], loweredOf) };
  }

  /** Lets go of everything: no endpoint needs it any more. */
  close(): void {
    for (const family of [4, 6] as const) {
      for (const chunk of this.#parts[family].chunks)
        if (chunk.lowered !== undefined) this.#release(chunk.lowered, wordsOf(family));
      this.#drop(this.#parts[family].chunks);
    }
  }
}

function missing({ id }: NumberedSet, terms: Term | readonly Term[]): CompileError {
  const rule = [terms].flat()[0]?.of.rule.id ?? '';
  return new CompileError(
    'UNKNOWN_SET',
    rule,
    `rule ${rule} names the address set ${id}, which the view does not hold`,
  );
}

const loweredOf = (chunk: Chunk<LoweredChunk> | undefined): LoweredChunk => chunk?.lowered as LoweredChunk;
const loweredOfAll = (chunks: Part['chunks']): RangeMap['chunks'] =>
  Pieces.of(Array.from(chunks.pieces(), (piece) => Array.from(piece, loweredOf)));

function isOf(map: RangeMap, chunks: Part['chunks']): boolean {
  if (map.chunks.length !== chunks.length) return false;
  const others = map.chunks[Symbol.iterator]();
  for (const chunk of chunks) if (loweredOf(chunk) !== others.next().value) return false;
  return true;
}
