/** One pass of lowering: signatures become rows or class tables, chunks of signatures become chunks of those. */
import type { Defaults } from './cell.js';
import type { Classes } from './classes.js';
import type { Limits, Work } from './limits.js';
import type { NumberMap } from './number-map.js';
import type { Chunk } from './partition.js';
import type { Matcher, RangeChunk } from './plan.js';
import { mergeAll, mergePorts, NO_PORTS, type PortMap } from './ports.js';
import { type AnyRow, isRestricted, type LiveRef, type Rows } from './row.js';
import { CompiledRule, type Pass, type Term } from './rule.js';
import type { Sets } from './sets.js';
import type { Signature, Signatures } from './signature.js';

/** What every matcher of a compilation line shares. */
export interface Workshop {
  readonly limits: Limits;
  readonly sets: Sets;
  readonly signatures: Signatures;
  readonly classes: Classes;
  readonly rows: Rows;
  /** Of the compilation under way. */
  work: Work;
  readonly pass: Pass;
  /** Matchers of one row, wherever they come from. */
  readonly uniform: WeakMap<LiveRef, Matcher>;
  /** What to let go when it is done: what is used before and after must stay the same object. */
  releases: (() => void)[];
}

/** A chunk as the plan has it. */
export class LoweredChunk implements RangeChunk {
  readonly #restricted: boolean;

  constructor(
    readonly starts: Uint32Array,
    readonly rows: readonly LiveRef[],
    restricted: boolean,
  ) {
    this.#restricted = restricted;
  }

  /** Whether some packet may be denied in it. */
  get restricted(): boolean {
    return this.#restricted;
  }
}

/** Remembers what each signature leads to. */
export class Lowering {
  readonly #refs = new Map<Signature, LiveRef>();
  readonly #ports = new Map<number, PortMap>();
  #byClass: PortMap[] | undefined;
  /** Whether rules of single sets say all there is to say. */
  readonly #plain: boolean;

  constructor(
    readonly shop: Workshop,
    readonly defaults: Defaults,
    readonly base: PortMap,
    readonly terms: Pick<NumberMap<Term | readonly Term[]>, 'get'>,
    readonly large: ReadonlySet<number>,
  ) {
    this.#plain = base === NO_PORTS && large.size === 0;
  }

  /** @param old of which one that says the same is taken; of `twin` what the data plane gets */
  chunk(chunk: Chunk<LoweredChunk>, w: number, old: LoweredChunk | undefined, twin?: LoweredChunk): LoweredChunk {
    const refs: LiveRef[] = [];
    const kept: number[] = [];
    let restricted = false;
    for (let i = 0; i < chunk.signatures.length; i++) {
      const ref = this.#ref(chunk.signatures[i] as number);
      if (refs.length > 0 && ref === refs[refs.length - 1]) continue;
      refs.push(ref);
      kept.push(i);
      restricted ||= isRestricted(ref);
    }
    const starts = kept.length === chunk.signatures.length ? chunk.starts : pick(chunk.starts, kept, w);
    for (const known of [twin, old])
      if (known !== undefined && equal(known.starts, starts) && equal(known.rows, refs)) return known;
    return new LoweredChunk(starts, refs.slice(), restricted);
  }

  #ref(signature: Signature): LiveRef {
    if (this.#plain) {
      const alone = this.terms.get(signature);
      if (alone instanceof CompiledRule && alone.begin > 0) return this.shop.rows.ofRule(alone, this.defaults);
    }
    let ref = this.#refs.get(signature);
    if (ref === undefined) {
      ref = this.#make(this.#union(this.shop.signatures.setsOf(signature), this.base));
      this.#refs.set(signature, ref);
    }
    return ref;
  }

  #make(inline: PortMap): LiveRef {
    const { rows, work } = this.shop;
    if (this.large.size === 0) return rows.of(inline, this.defaults);
    this.#byClass ??= this.#classPorts();
    const byPorts = new Map<PortMap, AnyRow>();
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
    return byClass.every((row) => row === first) ? (first as AnyRow) : rows.table(byClass);
  }

  /** What this direction says of each class; a free number says what class 0 says. */
  #classPorts(): PortMap[] {
    const known = new Map<Signature, PortMap>();
    return this.shop.classes.list.map((signature) => {
      if (signature === undefined) return NO_PORTS;
      const mine = this.shop.signatures.only(signature, (set) => this.large.has(set), this.shop.work);
      let ports = known.get(mine);
      if (ports === undefined) {
        ports = this.#union(this.shop.signatures.setsOf(mine), NO_PORTS);
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
    const terms = this.terms.get(set) as Term | readonly Term[];
    if (!Array.isArray(terms)) return (terms as Term).ports(this.shop.pass);
    let ports = this.#ports.get(set);
    if (ports === undefined) {
      ports = mergeAll(
        terms.map((term: Term) => term.ports(this.shop.pass)),
        this.shop.work,
      );
      this.#ports.set(set, ports);
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
