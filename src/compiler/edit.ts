/** Edits a partition: sets join or leave runs of addresses, or only ask for their ranges to be lowered again. */
import type { ListEdit, Pieces } from '../policy/pieces.js';
import type { Work } from './limits.js';
import { anchor, type Chunk, chunkAt, doubled, Flat, type Partition, sameCut } from './partition.js';
import type { Signature, Signatures } from './signature.js';
import { sortedOrder } from './sort.js';
import { STEP_CHUNKS, STEP_ITEMS, type Steps } from './steps.js';
import { compareAt, wordsOf } from './words.js';

/** `add`: the set now covers the runs, which it did not. `remove`: the reverse. `touch`: what it leads to has changed. */
export type OperationKind = 'add' | 'remove' | 'touch';

/** What an edit is to do, in flat arrays: a new policy brings as many operations as it has rules. */
export class Operations {
  readonly sets: number[] = [];
  readonly kinds: OperationKind[] = [];
  /** Where operations begin and end, in no order; see coverage.ts. */
  words = new Uint32Array(64);
  /** Operation number × 2, plus 1 where it ends. */
  codes = new Uint32Array(16);
  count = 0;

  constructor(readonly w: number) {}

  /** @param bounds `count` boundaries; see coverage.ts */
  push(set: number, kind: OperationKind, bounds: Uint32Array, count = bounds.length / this.w): void {
    if (count === 0) return;
    const { w } = this;
    while (this.count + count > this.codes.length) {
      this.words = doubled(this.words);
      this.codes = doubled(this.codes);
    }
    const code = this.sets.length * 2;
    for (let i = 0; i < count; i++) this.codes[this.count + i] = code + (i % 2);
    for (let k = 0; k < count * w; k++) this.words[this.count * w + k] = bounds[k] as number;
    this.count += count;
    this.sets.push(set);
    this.kinds.push(kind);
  }
}

/** Of the list of chunks before. */
export type Run<Lowered> = ListEdit<Chunk<Lowered>>;

export interface Edited<Lowered> {
  readonly partition: Partition<Lowered>;
  /** Ascending. */
  readonly runs: readonly Run<Lowered>[];
  /** Chunks that are new and those that they replace. Chunks of equal content in both are different objects: lower them again. */
  readonly fresh: readonly Chunk<Lowered>[];
  readonly gone: readonly Chunk<Lowered>[];
}

/** Where operations begin and end, ascending. */
interface Events {
  readonly words: Uint32Array;
  readonly codes: Uint32Array;
  readonly count: number;
}

function* eventsOf({ sets, words, codes, count, w }: Operations): Steps<Events> {
  if (sets.length === 1) return { words, codes, count };
  const order = yield* sortedOrder(words, count, w);
  return { words: permuted(words, order, w), codes: permuted(codes, order, 1), count };
}

function permuted(words: Uint32Array, order: Uint32Array, w: number): Uint32Array {
  const out = new Uint32Array(order.length * w);
  for (let i = 0; i < order.length; i++) {
    for (let k = 0; k < w; k++) out[i * w + k] = words[(order[i] as number) * w + k] as number;
  }
  return out;
}

export function* edit<Lowered>(
  partition: Partition<Lowered>,
  operations: Operations,
  signatures: Signatures,
  work: Work,
): Steps<Edited<Lowered>> {
  const events = yield* eventsOf(operations);
  if (events.count === 0) return { partition, runs: [], fresh: [], gone: [] };
  return yield* new Sweep(partition, operations, events, signatures, work).run();
}

/** A list beside that of the chunks, after the same edit. */
export function spliced<T, Lowered>(
  before: Pieces<T>,
  runs: readonly Run<Lowered>[],
  of: (chunk: Chunk<Lowered>) => T,
): Pieces<T> {
  return before.edit(runs.map(({ at, remove, put }) => ({ at, remove, put: put.map(of) })));
}

class Sweep<Lowered> {
  readonly #old: Pieces<Chunk<Lowered>>;
  readonly #w: number;
  /** Numbers of the operations that are under way. */
  readonly #active = new Set<number>();
  readonly #runs: Run<Lowered>[] = [];
  readonly #fresh: Chunk<Lowered>[] = [];
  readonly #gone: Chunk<Lowered>[] = [];
  /** Next event. */
  #e = 0;

  constructor(
    readonly partition: Partition<Lowered>,
    readonly operations: Operations,
    readonly events: Events,
    readonly signatures: Signatures,
    readonly work: Work,
  ) {
    this.#old = partition.chunks;
    this.#w = wordsOf(partition.family);
  }

  *run(): Steps<Edited<Lowered>> {
    const { events } = this;
    while (this.#e < events.count)
      yield* this.#sweepFrom(this.#beginOf(chunkAt(this.#old, events.words, this.#e, this.#w)));
    const chunks = this.#old.edit(this.#runs);
    const runs = this.#runs;
    return { partition: { family: this.partition.family, chunks }, runs, fresh: this.#fresh, gone: this.#gone };
  }

  /** The chunk to begin with: where the next event may take the cut itself away, the one before too. */
  #beginOf(k: number): number {
    const begin = anchor(this.#old, k, this.#w);
    const first = (this.#old.at(begin) as Chunk<Lowered>).starts;
    if (begin === 0 || !sameCut(first, 0, this.events.words, this.#e, this.#w)) return begin;
    return anchor(this.#old, begin - 1, this.#w);
  }

  *#sweepFrom(begin: number): Steps<void> {
    const flat = new Flat(this.#w);
    let k = begin;
    do {
      const chunk = this.#old.at(k) as Chunk<Lowered>;
      if (k % STEP_CHUNKS === 0) yield;
      yield* this.#sweepChunk(chunk, this.#old.at(k + 1), flat);
      this.#gone.push(chunk);
      k++;
    } while (!this.#mayStopAt(k));
    this.work.add(flat.count);
    const put = flat.chunks<Lowered>();
    for (const chunk of put) this.#fresh.push(chunk);
    this.#runs.push({ at: begin, remove: k - begin, put });
  }

  *#sweepChunk(chunk: Chunk<Lowered>, next: Chunk<Lowered> | undefined, flat: Flat): Steps<void> {
    const { words, count } = this.events;
    const n = chunk.signatures.length;
    for (let i = 0; i < n; i++) {
      const old: Signature = chunk.signatures[i] as number;
      this.#consume(chunk.starts, i);
      let now = this.#apply(old);
      flat.push(chunk.starts, i, now);
      const [ends, at] = i + 1 < n ? [chunk.starts, i + 1] : [next?.starts, 0];
      while (this.#e < count && (ends === undefined || compareAt(words, this.#e, ends, at, this.#w) < 0)) {
        const here = this.#e;
        now = this.#toggle(words, here, now);
        flat.push(words, here, now);
        if (flat.count % STEP_ITEMS === 0) yield;
      }
    }
  }

  /** Takes in the events at a place where the old signature changes too. */
  #consume(starts: Uint32Array, i: number): void {
    const { words, codes, count } = this.events;
    while (this.#e < count && compareAt(words, this.#e, starts, i, this.#w) === 0)
      this.#switch(codes[this.#e++] as number);
  }

  /** Takes in the events at one place within a range, changing the signature only by them. */
  #toggle(words: Uint32Array, here: number, signature: Signature): Signature {
    let now = signature;
    while (this.#e < this.events.count && compareAt(words, this.#e, words, here, this.#w) === 0) {
      const code = this.events.codes[this.#e++] as number;
      this.#switch(code);
      const kind = this.operations.kinds[code >> 1] as OperationKind;
      const set = this.operations.sets[code >> 1] as number;
      if (kind === 'touch') continue;
      const joins = (kind === 'add') === (code % 2 === 0);
      now = joins ? this.signatures.with(now, set, this.work) : this.signatures.without(now, set, this.work);
    }
    return now;
  }

  #switch(code: number): void {
    if (code % 2 === 0) this.#active.add(code >> 1);
    else this.#active.delete(code >> 1);
  }

  #apply(old: Signature): Signature {
    let now = old;
    if (this.#active.size === 0) return now;
    const { kinds, sets } = this.operations;
    for (const operation of this.#active) {
      const kind = kinds[operation];
      const set = sets[operation] as number;
      if (kind === 'add') now = this.signatures.with(now, set, this.work);
      else if (kind === 'remove') now = this.signatures.without(now, set, this.work);
    }
    return now;
  }

  /** Whether chunk `k` and those behind it stand as they are: a start goes only where an operation begins or ends. */
  #mayStopAt(k: number): boolean {
    const chunk = this.#old.at(k);
    if (chunk === undefined) return true;
    if (this.#active.size > 0 || anchor(this.#old, k, this.#w) !== k) return false;
    return this.#e === this.events.count || !sameCut(chunk.starts, 0, this.events.words, this.#e, this.#w);
  }
}
